"""Tables of sources: what `encode`, `cluster`, `classify` and `teach` write."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Tuple, Union

import numpy as np
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.table import Table

from ._errors import GalaxyAEPError
from ._units import unit

PathLike = Union[str, "os.PathLike[str]"]

_STRUCTURE = ("XTENSION", "BITPIX", "NAXIS", "PCOUNT", "GCOUNT", "TFIELDS", "CHECKSUM", "DATASUM", "EXTNAME")


def table_of(hdu: fits.BinTableHDU) -> Table:
    """A FITS table with units and descriptions; texts are str, and what is no number stays NaN."""
    table = Table()
    data = hdu.data
    for number, column in enumerate(hdu.columns, 1):
        values = data[column.name]
        if values.dtype.kind in "SU":
            values = np.char.decode(values, "utf-8") if values.dtype.kind == "S" else np.array(values)
        elif values.dtype.kind != "b":
            values = values.astype(values.dtype.newbyteorder("="))
        table[column.name] = values
        table[column.name].unit = unit(column.unit)
        table[column.name].description = hdu.header.get(f"TCOMM{number}")
        ucd = hdu.header.get(f"TUCD{number}")
        if ucd:
            table[column.name].meta["ucd"] = ucd
    return table


def facts_of(header: fits.Header) -> dict:
    """What a header says beside how its data are laid out."""
    return {
        key: value
        for key, value in header.items()
        if key not in _STRUCTURE and key not in ("COMMENT", "HISTORY", "") and key.rstrip("0123456789") not in
        ("NAXIS", "TTYPE", "TFORM", "TUNIT", "TCOMM", "TUCD", "TDIM", "TNULL", "TDISP")
    }


class Sources(Table):
    """A table of sources as an `astropy.table.Table`: units, descriptions, and a place on the sky.

    Parameters
    ----------
    data:
        A FITS table of ours. Anything else is taken as `astropy.table.Table` takes it.

    Notes
    -----
    `table.meta` holds the header: `MODELID`, `MODEL`, `CUTOUTS`, and the `COMMAND` that made the file.
    What was not measured is NaN.
    """

    _wanted: Tuple[str, ...] = ("ID", "FIELD")

    def __init__(self, data: Any = None, *arguments: Any, **options: Any) -> None:
        if isinstance(data, (str, os.PathLike)):
            path = os.fspath(data)
            data = _read(path, self._wanted)
            super().__init__(data, *arguments, copy=False, **options)
            return
        super().__init__(data, *arguments, **options)

    @property
    def coordinates(self) -> SkyCoord:
        """Where the sources are, ICRS."""
        if "RA" not in self.colnames:
            raise GalaxyAEPError("this table has no columns RA and DEC: its pictures have no place on the sky")
        return SkyCoord(np.asarray(self["RA"]), np.asarray(self["DEC"]), unit="deg", frame="icrs")

    @property
    def codes(self) -> np.ndarray:
        """`(N, units)`, float32: the latent codes."""
        if "CODE" not in self.colnames:
            raise GalaxyAEPError("this table has no column CODE; version 0.1 dropped the codes, take those of codes.fits")
        return np.asarray(self["CODE"])

    @property
    def score(self) -> np.ndarray:
        """`(N,)`: the probability of being a star, the best there is: P_STAR, else P_CLUSTERS."""
        for name in ("P_STAR", "P_CLUSTERS"):
            if name in self.colnames:
                return np.asarray(self[name])
        raise GalaxyAEPError("this table has no probability of being a star yet; `cluster` and `classify` find one")


def _read(path: str, wanted: Tuple[str, ...]) -> Table:
    if not os.path.exists(path):
        raise GalaxyAEPError(f"cannot read {path}: there is no such file")
    try:
        with fits.open(path, memmap=False) as units:
            for hdu in units:
                names = getattr(getattr(hdu, "columns", None), "names", [])
                if "ID" in names and "FIELD" in names:
                    lacking = [name for name in wanted if name not in names]
                    if lacking:
                        raise GalaxyAEPError(f"cannot read {path}: its table {hdu.name} has no column {lacking[0]}")
                    table = table_of(hdu)
                    table.meta = {**facts_of(units[0].header), **facts_of(hdu.header)}
                    table.meta["PATH"] = str(Path(path))
                    return table
    except OSError as failure:
        raise GalaxyAEPError(f"cannot read {path}: it is no FITS file ({failure})") from failure
    raise GalaxyAEPError(f"cannot read {path}: it holds no table of sources (none has columns ID and FIELD)")


class Codes(Sources):
    """What `galaxy-aep encode` writes: a latent code of every cutout, and what is measured on its pixels.

    `codes.codes` is the array `(N, units)`, `codes.coordinates` the places on the sky.
    """

    _wanted = ("ID", "FIELD", "CODE")


class Scores(Sources):
    """What `galaxy-aep cluster`, `classify` and `teach` write: a probability of being a star of every source.

    `scores.score` is P_STAR where there is one, else P_CLUSTERS.
    """
