"""Units of our files as astropy knows them.

The FITS standard has no nanomaggy, so that astropy leaves it unrecognised in a FITS table. It knows the unit all the
same: 10⁻⁹ of the light of an AB magnitude of 0, 3.631 µJy.

>>> round(unit("nanomaggy").to("uJy", equivalencies=u.zero_point_flux(3631 * u.Jy)), 3)
3.631
>>> unit("pixel"), unit("")
(Unit("pix"), None)
"""

from __future__ import annotations

import warnings
from typing import Optional

from astropy import units as u

u.add_enabled_units([u.maggy, u.nanomaggy])


def unit(text: Optional[str]) -> Optional[u.UnitBase]:
    """The unit that a header names; None where it names none, an unrecognised one where nobody knows it."""
    if text is None or not str(text).strip():
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", u.UnitsWarning)
        return u.Unit(str(text).strip(), parse_strict="silent")
