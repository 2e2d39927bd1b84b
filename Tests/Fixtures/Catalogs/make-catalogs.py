#!/usr/bin/env python3
"""Writes the same small catalog as astropy writes FITS tables and VOTables (python -m pip install astropy)."""
from pathlib import Path

import numpy as np
from astropy.io.votable import from_table, writeto
from astropy.table import Table

HERE = Path(__file__).parent
table = Table(
    {
        "OBJID": ["a", "b & <c>", "long name"],
        "RA": [10.5, 359.75, 0.125],
        "DEC": [-2.25, 89.5, -45.0],
        "FLUX": np.arange(15, dtype="f4").reshape(3, 5),
        "OBJC_TYPE": np.array([6, 3, 0], dtype="i4"),
    }
)
table["RA"].unit = table["DEC"].unit = "deg"
table.write(HERE / "photoobj.fits", overwrite=True)

other = table.copy()
other.rename_columns(["RA", "DEC", "OBJC_TYPE"], ["alpha_mean", "delta_mean", "kind"])
other["alpha_mean"].meta["ucd"] = "pos.eq.ra;meta.main"
other["kind"] = ["STAR", "galaxy", "unsure"]
for form in ["tabledata", "binary", "binary2"]:
    votable = from_table(other)
    for field in votable.get_first_table().fields:
        field.ucd = {"alpha_mean": "pos.eq.ra;meta.main", "delta_mean": "pos.eq.dec;meta.main"}.get(field.name)
    writeto(votable, str(HERE / f"{form}.vot"), tabledata_format=form)
