"""Cutout sets: images of every source in all bands, memory-mapped, and what is known about each."""

from __future__ import annotations

import enum
import operator
import os
import re
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Iterator, List, Optional, Sequence, Tuple

import numpy as np
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.table import Table, vstack
from astropy.wcs import WCS

from ._errors import GalaxyAEPError
from ._tables import PathLike, facts_of, table_of
from ._units import unit as unit_of

_NAME = re.compile(r"cutouts-(\d{5,})\.fits\Z")
_AGAIN = "make the cutout set again with galaxy-aep ingest"
#: How many files are mapped at a time; a map holds a file descriptor.
_MAPS = 256


class Flags(enum.IntFlag):
    """What FLAGS of a cutout say.

    >>> Flags.DUPLICATE in Flags(528), Flags(528) == Flags.DUPLICATE | Flags.AT_EDGE
    (True, True)
    """

    SEPARATED = 1
    TOUCHES_EDGE = 2
    NO_EXTENT = 4
    FLUX_UNCERTAIN = 8
    AT_EDGE = 16
    MISSING_PIXELS = 32
    FROM_CATALOG = 64
    SATURATED = 128
    MASKED = 256
    DUPLICATE = 512
    SHIFTED_BAND = 1024
    CHECKSUM = 2048
    ARTIFICIAL = 4096


@dataclass(frozen=True)
class _Shard:
    """One file of a set, and where its pixels lie."""

    path: str
    header: fits.Header
    offset: int
    shape: Tuple[int, ...]

    def __len__(self) -> int:
        return self.shape[0]


class Planes:
    """Images `(N, band, y, x)` over the files of a set, as they lie there: big-endian float32, read only.

    What is asked for from one file is a view of that file, and nothing is read before it is used; what lies in several
    files is copied together. Axes are indexed one by one; bands also by name: `planes[7, "r"]`.
    """

    dtype = np.dtype(">f4")
    ndim = 4

    def __init__(self, paths: Sequence[str], offsets: Sequence[int], shapes: Sequence[Tuple[int, ...]], bands: Sequence[str]):
        self._paths, self._offsets, self._shapes = list(paths), list(offsets), list(shapes)
        self._bands = list(bands)
        self._starts = np.concatenate([[0], np.cumsum([shape[0] for shape in shapes])]).astype(int)
        self._maps: "OrderedDict[int, np.ndarray]" = OrderedDict()

    @property
    def shape(self) -> Tuple[int, int, int, int]:
        """`(N, band, y, x)`."""
        bands, height, width = self._shapes[0][1:]
        return (int(self._starts[-1]), bands, height, width)

    def __len__(self) -> int:
        return self.shape[0]

    def __iter__(self) -> Iterator[np.ndarray]:
        return (self[index] for index in range(len(self)))

    def __array__(self, dtype: Any = None, copy: Optional[bool] = None) -> np.ndarray:
        values = self[:]
        if dtype is not None and np.dtype(dtype) != values.dtype:
            return values.astype(dtype)
        return values.copy() if copy else values

    def __getitem__(self, key: Any) -> np.ndarray:
        first, rest = self._split(key)
        if isinstance(first, slice):
            places = range(*first.indices(len(self)))
            return self._range(places, rest)
        array = np.asarray(first)
        if array.ndim == 0 and array.dtype != bool:
            index = self._bounded(operator.index(first))
            shard = int(np.searchsorted(self._starts, index, side="right")) - 1
            return self._map(shard)[index - self._starts[shard]][rest]
        if array.dtype == bool:
            if array.shape != (len(self),):
                raise IndexError(f"a mask of {array.shape} does not fit {len(self)} cutouts")
            array = np.flatnonzero(array)
        if array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
            raise IndexError("cutouts are chosen by a number, a slice, a list of numbers or a mask")
        return self._gather(np.array([self._bounded(int(index)) for index in array], dtype=int), rest)

    def _bounded(self, index: int) -> int:
        if not -len(self) <= index < len(self):
            raise IndexError(f"there is no cutout {index} among {len(self)}")
        return index % len(self)

    def _split(self, key: Any) -> Tuple[Any, Tuple[Any, ...]]:
        key = key if isinstance(key, tuple) else (key,)
        if any(part is Ellipsis for part in key):
            place = [part is Ellipsis for part in key].index(True)
            fill = self.ndim - (len(key) - 1)
            key = key[:place] + (slice(None),) * fill + key[place + 1:]
        if len(key) > self.ndim or any(part is None for part in key):
            raise IndexError("a cutout set has the four axes cutout, band, y, x")
        key = key or (slice(None),)
        return key[0], tuple(self._numbered(part) if axis == 0 else part for axis, part in enumerate(key[1:]))

    def _numbered(self, bands: Any) -> Any:
        if isinstance(bands, str):
            if bands not in self._bands:
                raise IndexError(f"there is no band {bands} among {', '.join(self._bands)}")
            return self._bands.index(bands)
        if isinstance(bands, (list, tuple)) and any(isinstance(band, str) for band in bands):
            return [self._numbered(band) for band in bands]
        return bands

    def _range(self, places: range, rest: Tuple[Any, ...]) -> np.ndarray:
        if len(places) == 0:
            return np.empty((0, *self.shape[1:]), self.dtype)[(slice(None), *rest)]
        low, high = sorted((places[0], places[-1]))
        shards = np.searchsorted(self._starts, [low, high], side="right") - 1
        if shards[0] == shards[1]:
            start = int(self._starts[shards[0]])
            first, last = places[0] - start, places[-1] - start
            stop = last + (1 if places.step > 0 else -1)
            cut = slice(first, stop if stop >= 0 else None, places.step)
            return self._map(int(shards[0]))[(cut, *rest)]
        return self._gather(np.array(places), rest)

    def _gather(self, indices: np.ndarray, rest: Tuple[Any, ...]) -> np.ndarray:
        example = np.empty((0, *self.shape[1:]), self.dtype)[(slice(None), *rest)]
        out = np.empty((len(indices), *example.shape[1:]), self.dtype)
        shards = np.searchsorted(self._starts, indices, side="right") - 1
        for shard in np.unique(shards):
            chosen = np.flatnonzero(shards == shard)
            part = self._map(int(shard))
            for slot in chosen:
                out[slot] = part[indices[slot] - self._starts[shard]][rest]
        return out

    def _map(self, shard: int) -> np.ndarray:
        if shard in self._maps:
            self._maps.move_to_end(shard)
            return self._maps[shard]
        mapped = np.memmap(self._paths[shard], self.dtype, "r", self._offsets[shard], self._shapes[shard]).view(np.ndarray)
        self._maps[shard] = mapped
        if len(self._maps) > _MAPS:
            self._maps.popitem(last=False)
        return mapped


class Cutouts(Planes):
    """A cutout set as `galaxy-aep ingest` writes it: an array `(N, band, y, x)` and a table.

    Parameters
    ----------
    path:
        The folder of `cutouts-00000.fits` and so on.

    Examples
    --------
    `cutouts[7]` is one source in all bands, `cutouts[7, "r"]` in one, `cutouts[:, "r", 24:40, 24:40]` the middle of
    all, `numpy.asarray(cutouts)` everything. `cutouts.table` has a row for each, in the same order.
    """

    def __init__(self, path: PathLike) -> None:
        self.path = Path(path)
        self._shards = _shards(self.path)
        full = [shard for shard in self._shards if len(shard) > 0]
        if not full:
            raise GalaxyAEPError(f"the cutout set {self.path} is empty; ingest frames that have sources in them")
        first = full[0].header
        #: The bands in the order of the pixels.
        self.bands: List[str] = first["BANDS"].split(",")
        #: The band in which sources were measured.
        self.reference_band: str = first.get("REFBAND", self.bands[0])
        #: The side of a cutout in pixels.
        self.size: int = full[0].shape[-1]
        #: Arcseconds a pixel, as a quantity.
        self.pixel_scale: u.Quantity = first["PIXSCALE"] * u.arcsec / u.pix
        #: The unit of the pixels; None where the set does not say.
        self.unit: Optional[u.UnitBase] = unit_of(first.get("BUNIT"))
        self._full = full
        super().__init__(
            [shard.path for shard in full], [shard.offset for shard in full], [shard.shape for shard in full], self.bands)

    def __repr__(self) -> str:
        return (
            f"<Cutouts {self.path}: {len(self)} of {self.size}×{self.size} pixels in {','.join(self.bands)}, "
            f"{self.pixel_scale.value:g}″ a pixel>")

    @property
    def headers(self) -> List[fits.Header]:
        """The primary headers of the files: fields, frames, counts, zero points, seeing, provenance."""
        return [shard.header for shard in self._shards]

    @cached_property
    def table(self) -> Table:
        """One row a cutout: positions, fluxes with errors, noise, flags. Columns with a value a band are `(N, band)`."""
        tables = []
        for shard in self._full:
            tables.append(_extension(shard, "CATALOG", table_of))
            if len(tables[-1]) != len(shard):
                raise GalaxyAEPError(
                    f"cannot read the table CATALOG of {shard.path}: it has {len(tables[-1])} rows for {len(shard)} "
                    f"cutouts; {_AGAIN}")
        table = tables[0] if len(tables) == 1 else vstack(tables, metadata_conflicts="silent")
        table.meta = {**facts_of(self._full[0].header), "PATH": str(self.path)}
        return table

    @cached_property
    def dropped(self) -> Table:
        """Sources that have no cutout, and the REASON: EDGE or BLANK."""
        tables = [_extension(shard, "DROPPED", table_of, optional=True) for shard in self._shards]
        tables = [table for table in tables if table is not None]
        return vstack(tables, metadata_conflicts="silent") if tables else Table()

    @property
    def coordinates(self) -> SkyCoord:
        """Where the sources are, ICRS."""
        return SkyCoord(np.asarray(self.table["RA"]), np.asarray(self.table["DEC"]), unit="deg", frame="icrs")

    @cached_property
    def invvar(self) -> Optional[Planes]:
        """1/σ² of every pixel, laid out as the pixels, 0 where a pixel means nothing; None where the set has none."""
        offsets = []
        for shard in self._full:
            with fits.open(shard.path, memmap=True, lazy_load_hdus=True) as units:
                if "INVVAR" not in units:
                    return None
                offsets.append(units["INVVAR"].fileinfo()["datLoc"])
        return Planes([shard.path for shard in self._full], offsets, [shard.shape for shard in self._full], self.bands)

    def index(self, name: str, field: Optional[str] = None) -> int:
        """The number of the cutout with this ID; names are unique within a field."""
        found = np.asarray(self.table["ID"]) == name
        if field is not None:
            found &= np.asarray(self.table["FIELD"]) == field
        places = np.flatnonzero(found)
        if len(places) != 1:
            number = "no cutout" if len(places) == 0 else f"{len(places)} cutouts (tell its field)"
            raise GalaxyAEPError(f"the cutout set {self.path} has {number} of the name {name}")
        return int(places[0])

    def missing(self, indices: Any) -> np.ndarray:
        """Where pixels show nothing: were never seen, or have no weight where the survey gives weights.

        The shape is that of `cutouts[indices]`.
        """
        pixels = self[indices]
        edge, flags = np.asarray(self.table["EDGE"])[indices], np.asarray(self.table["FLAGS"])[indices]
        fill = self._per_cutout("FILLVAL", 0.0)[indices].astype(np.float32)

        def spread(values: np.ndarray) -> np.ndarray:
            return np.asarray(values)[..., None, None, None]

        missing = ~np.isfinite(pixels) | (spread(edge > 0) & (pixels == spread(fill)))
        if self.invvar is not None:
            blank = (edge > 0) | (flags & Flags.MASKED != 0)
            missing |= spread(blank) & (self.invvar[indices] == 0)
        return missing

    def _per_cutout(self, key: str, default: float) -> np.ndarray:
        return np.repeat([float(shard.header.get(key, default)) for shard in self._full], [len(s) for s in self._full])

    def wcs(self, index: int, band: Optional[str] = None) -> WCS:
        """World coordinates of a cutout in a band (the reference band), to within 10⁻⁵ of a pixel of its frame's.

        The matrix is the slope of the frame's own coordinates, distortions included.
        """
        row, number = self.table[index], self._numbered(band or self.reference_band)
        if "CD1_1" not in self.table.colnames or not np.isfinite(row["CD1_1"][number]):
            raise GalaxyAEPError(
                f"cutout {index} of {self.path} has no world coordinates: the set is from an older version or of "
                f"pictures; {_AGAIN}")
        wcs = WCS(naxis=2)
        wcs.wcs.ctype = ["RA---TAN", "DEC--TAN"]
        wcs.wcs.crval = [row["RA"], row["DEC"]]
        wcs.wcs.crpix = [self.size // 2 + 1 + row[f"OFFSET_{axis}"][number] for axis in "XY"]
        wcs.wcs.cd = [[row[f"CD{i}_{j}"][number] for j in (1, 2)] for i in (1, 2)]
        wcs.wcs.radesys = "ICRS"
        wcs.pixel_shape = (self.size, self.size)
        wcs.wcs.set()
        return wcs

    def rgb(
        self, index: int, bands: Optional[Sequence[str]] = None, *, stretch: Optional[float] = None, Q: float = 8
    ) -> np.ndarray:
        """`(y, x, 3)`, uint8: a colour image after Lupton et al. (2004), row 0 at the bottom (`origin="lower"`).

        Parameters
        ----------
        bands:
            Those of red, green and blue; by default the reference band between its neighbours, as `i, r, g`.
        stretch:
            The light at which the asinh bends, in the unit of the pixels; by default 8 times the noise of a pixel.
        Q:
            How strongly it bends.
        """
        from astropy.visualization import make_lupton_rgb

        numbers = self._colours() if bands is None else [self._numbered(band) for band in bands]
        if len(numbers) != 3:
            raise GalaxyAEPError(f"a colour image is made of three bands, not of {len(numbers)}")
        row = self.table[index]
        sky = np.nan_to_num(np.asarray(row["SKY"], np.float32))
        pixels = np.where(self.missing(index), 0, self[index] - sky[:, None, None]).astype(np.float32)
        if stretch is None:
            noise = np.asarray(row["NOISE"])[numbers]
            noise = noise[np.isfinite(noise) & (noise > 0)]
            stretch = 8 * float(noise.mean()) if len(noise) else float(np.abs(pixels).max()) or 1.0
        return make_lupton_rgb(*(pixels[number] for number in numbers), stretch=stretch, Q=Q)

    def _colours(self) -> List[int]:
        middle = self._numbered(self.reference_band) if self.reference_band in self.bands else len(self.bands) // 2
        middle = min(max(middle, 1), max(len(self.bands) - 2, 0))
        return [min(max(number, 0), len(self.bands) - 1) for number in (middle + 1, middle, middle - 1)]


def _extension(shard: _Shard, name: str, read: Any, optional: bool = False) -> Any:
    with fits.open(shard.path, memmap=True) as units:
        if name not in units:
            if optional:
                return None
            raise GalaxyAEPError(f"{shard.path} is no part of a cutout set: it has no table {name}; {_AGAIN}")
        return read(units[name])


def _shards(folder: Path) -> List[_Shard]:
    """The files of a set, checked to be whole and of one run."""
    try:
        matches = (_NAME.match(name) for name in os.listdir(folder))
        names = sorted((int(match[1]), match[0]) for match in matches if match)
    except OSError as failure:
        raise GalaxyAEPError(f"cannot read the cutout set {folder}: {failure.strerror}") from failure
    if not names:
        raise GalaxyAEPError(
            f"the folder {folder} holds no cutouts (no cutouts-00000.fits); make a cutout set with galaxy-aep ingest")
    for number, (found, _) in enumerate(names):
        if found != number:
            raise GalaxyAEPError(
                f"the cutout set {folder} has no cutouts-{number:05}.fits though later files are there; run galaxy-aep "
                "ingest again to complete it")
    shards = [_shard(str(folder / name)) for _, name in names]
    keys = ("BANDS", "REFBAND", "RUNHASH")
    first = shards[0]
    for other in shards[1:]:
        if other.shape[1:] != first.shape[1:] or any(other.header.get(k) != first.header.get(k) for k in keys):
            raise GalaxyAEPError(
                f"{other.path} does not belong to {first.path}: they come from different runs; delete the folder and "
                "make the cutout set again")
    return shards


def _shard(path: str) -> _Shard:
    with open(path, "rb") as file:
        try:
            header = fits.Header.fromfile(file, padding=True)
        except (OSError, ValueError, EOFError) as failure:
            raise GalaxyAEPError(f"{path} is no part of a cutout set: it is no FITS file; {_AGAIN}") from failure
        offset = file.tell()
        length = os.fstat(file.fileno()).st_size
    if header.get("NAXIS") != 4 or header.get("BITPIX") != -32 or "BANDS" not in header or "PIXSCALE" not in header:
        raise GalaxyAEPError(
            f"{path} is no part of a cutout set: its header has no BANDS, PIXSCALE or four axes; {_AGAIN}")
    shape = tuple(int(header[f"NAXIS{axis}"]) for axis in (4, 3, 2, 1))
    if shape[1] != len(header["BANDS"].split(",")) or shape[2] != shape[3]:
        raise GalaxyAEPError(f"{path} is no part of a cutout set: BANDS = '{header['BANDS']}' does not fit its axes; {_AGAIN}")
    if offset + 4 * int(np.prod(shape, dtype=np.int64)) > length:
        raise GalaxyAEPError(f"{path} is cut short: its pixels are not where its header says; {_AGAIN}")
    return _Shard(path, header, offset, shape)
