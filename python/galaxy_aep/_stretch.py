"""How the pixels of a cutout become what a network reads: the program's stretches in numpy."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Tuple

import numpy as np

from ._cutouts import Cutouts
from ._errors import GalaxyAEPError

F = np.float32


@dataclass(frozen=True)
class Stretch:
    """A stretch, made for one cutout set and stored with the model.

    `asinh` is asinh(x / (softening · σ)) / 3, `linear` x / σ; `peak` divides every band by its own peak, the highest
    pixel of the central 4×4 but at least 5 σ, and cuts to −1…1.5; `matched` does so after every band has been resampled
    around the source to a point spread 3.3 pixels wide, behind the stack of the reference band and its neighbours.
    """

    kind: str
    bands: Tuple[str, ...]
    cutout_size: int
    pixel_scale: float
    typical_noise: Tuple[float, ...]
    size: int
    softening: float = 1.0
    apodisation: float = 0.0

    KINDS = ("asinh", "peak", "linear", "matched")
    POINT_SPREAD = 3.3

    @classmethod
    def fit(
        cls, kind: str, cutouts: Cutouts, *, softening: float = 1.0, apodisation: Optional[float] = None,
        crop: Optional[int] = None
    ) -> "Stretch":
        """The stretch for a cutout set; `apodisation` is 5 pixels for `peak` and `matched`, else none."""
        if kind not in cls.KINDS:
            raise GalaxyAEPError(f"there is no stretch {kind}; choose one of {', '.join(cls.KINDS)}")
        noise = np.asarray(cutouts.table["NOISE"], F)
        typical = []
        for band in noise.T:
            known = np.sort(band[np.isfinite(band) & (band > 0)])
            typical.append(float(known[len(known) // 2]) if len(known) else 1.0)
        size = cutouts.size if crop is None else crop
        if not 4 <= size <= cutouts.size:
            raise GalaxyAEPError(
                f"cannot keep the central {size}×{size} pixels of cutouts of {cutouts.size}×{cutouts.size}; choose 4 to "
                f"{cutouts.size}")
        if apodisation is None:
            apodisation = 5.0 if kind in ("peak", "matched") else 0.0
        return cls(
            kind, tuple(cutouts.bands), cutouts.size, float(cutouts.pixel_scale.value), tuple(typical), size, softening,
            apodisation)

    @classmethod
    def from_json(cls, text: str, path: str = "the model") -> "Stretch":
        """The stretch that a model file tells of."""
        try:
            told: Dict[str, Any] = json.loads(text)
            stretch = cls(
                told["kind"], tuple(told["bands"]), int(told["cutoutSize"]), float(told["pixelScale"]),
                tuple(told["typicalNoise"]), int(told["size"]), float(told["softening"]), float(told["apodisation"]))
        except (ValueError, KeyError, TypeError) as failure:
            raise GalaxyAEPError(
                f"cannot use {path}: it does not say how cutouts are stretched for it; it may come from another version "
                "of this program") from failure
        if stretch.kind not in cls.KINDS:
            raise GalaxyAEPError(
                f"cannot stretch cutouts for {path} in Python: its stretch {stretch.kind} is not known here; write them "
                "with `galaxy-aep export MODEL --cutouts SET --out images.safetensors` and encode those")
        return stretch

    def to_json(self) -> str:
        """As a model file tells it."""
        return json.dumps(
            {
                "apodisation": self.apodisation, "bands": list(self.bands), "cutoutSize": self.cutout_size,
                "kind": self.kind, "pixelScale": self.pixel_scale, "size": self.size, "softening": self.softening,
                "typicalNoise": list(self.typical_noise),
            },
            sort_keys=True, separators=(",", ":"))

    @property
    def channels(self) -> List[str]:
        """What the channels show: the bands, for `matched` after their stack."""
        return (["stack"] if self.kind == "matched" else []) + list(self.bands)

    @property
    def image_shape(self) -> Tuple[int, int, int]:
        """`(channel, y, x)` of what comes out."""
        return (len(self.channels), self.size, self.size)

    @property
    def taper(self) -> np.ndarray:
        """`(size,)`: the Gaussian that fades the rim along one axis."""
        if self.apodisation <= 0:
            return np.ones(self.size, F)
        distance = (np.arange(self.size) - (self.size - 1) / 2) / self.apodisation
        return np.exp(-distance * distance / 2).astype(F)

    def check(self, cutouts: Cutouts) -> None:
        """Raises where a set is not what the stretch was made for."""
        def described(bands: Any, size: int) -> str:
            return f"{size}×{size} pixels in {','.join(bands)}"

        if tuple(cutouts.bands) != self.bands or cutouts.size != self.cutout_size:
            raise GalaxyAEPError(
                f"the model reads cutouts of {described(self.bands, self.cutout_size)}, but {cutouts.path} holds cutouts "
                f"of {described(cutouts.bands, cutouts.size)}; ingest the frames again with the model's bands and size, "
                "or train another model")
        if abs(cutouts.pixel_scale.value - self.pixel_scale) > 0.02 * self.pixel_scale:
            raise GalaxyAEPError(
                f"the model reads cutouts of {self.pixel_scale} arcseconds a pixel, but {cutouts.path} has "
                f"{cutouts.pixel_scale.value}; ingest the frames at the model's scale or train another model")
        if self.kind == "matched" and not {"SEEING", "LOCALSKY"} <= set(cutouts.table.colnames):
            raise GalaxyAEPError(
                f"cannot match the point spreads of {cutouts.path} in Python: the set is from an older version and does "
                "not tell them (SEEING, LOCALSKY); ingest the frames again, or write the images with `galaxy-aep export "
                "MODEL --cutouts SET --out images.safetensors` and encode those")

    def apply(self, cutouts: Cutouts, indices: Any = slice(None)) -> np.ndarray:
        """`(n, channel, y, x)`, float32: some cutouts of a set as the network sees them.

        `indices` is a slice, a list or a mask.
        """
        self.check(cutouts)
        numbers = np.arange(len(cutouts))[indices]
        if numbers.ndim == 0:
            raise GalaxyAEPError("a stretch takes several cutouts: a slice, a list or a mask of them")
        out = np.empty((len(numbers), *self.image_shape), F)
        for start in range(0, len(numbers), 128):
            chunk = numbers[start:start + 128]
            out[start:start + 128] = self._some(cutouts, chunk)
        return out

    def _some(self, cutouts: Cutouts, numbers: np.ndarray) -> np.ndarray:
        def column(name: str) -> np.ndarray:
            return np.asarray(cutouts.table[name][numbers], F)

        noise = column("NOISE")
        noise = np.where(np.isfinite(noise) & (noise > 0), noise, np.array(self.typical_noise, F))
        matched = self.kind == "matched"
        pixels = np.array(cutouts[numbers], F)
        edge, flags = column("EDGE"), np.asarray(cutouts.table["FLAGS"])[numbers]
        holes = (edge > 0) | ((flags & 256 != 0) if cutouts.invvar is not None else False)
        sky = column("LOCALSKY" if matched else "SKY")
        sky = np.where(np.isfinite(sky), sky, F(0))
        if holes.any():
            some = np.flatnonzero(holes)
            blank = np.zeros_like(sky) if matched else sky
            missing = cutouts.missing(numbers[some])
            pixels[some] = np.where(missing, blank[some][:, :, None, None], pixels[some])
        if not matched:
            return self._plain(pixels, noise, sky)
        reference = cutouts.reference_band
        middle = self.bands.index(reference) if reference in self.bands else len(self.bands) // 2
        return self._matched(
            pixels, noise, sky, column("OFFSET_X"), column("OFFSET_Y"), column("SEEING"), holes, middle)

    def _plain(self, pixels: np.ndarray, noise: np.ndarray, sky: np.ndarray) -> np.ndarray:
        margin, size = (self.cutout_size - self.size) // 2, self.size
        pixels = pixels[:, :, margin:margin + size, margin:margin + size]
        taper = self.taper
        fading = taper[None, :] * taper[:, None]
        def spread(values: np.ndarray) -> np.ndarray:
            return values[:, :, None, None]

        if self.kind == "peak":
            middle = slice(size // 2 - 2, size // 2 + 2)
            peak = pixels[:, :, middle, middle].max(axis=(2, 3))
            factor = F(1) / np.maximum(peak - sky, F(5) * noise)
            bent = np.clip((pixels - spread(sky)) * spread(factor), F(-1), F(1.5))
        elif self.kind == "linear":
            bent = (pixels - spread(sky)) * spread(F(1) / noise)
        else:
            factor = F(1) / (F(self.softening) * noise)
            bent = np.arcsinh(pixels * spread(factor) + spread(-sky * factor)) * F(1 / 3)
            bent = np.where(np.isfinite(bent), bent, F(0))
        return bent * fading

    def _matched(
        self, pixels: np.ndarray, noise: np.ndarray, sky: np.ndarray, across: np.ndarray, along: np.ndarray,
        widths: np.ndarray, holes: np.ndarray, reference: int
    ) -> np.ndarray:
        size, side, bands = self.size, self.cutout_size, len(self.bands)
        count = len(pixels)
        with np.errstate(invalid="ignore"):
            step = np.where((widths > 0) & np.isfinite(widths), widths / F(self.POINT_SPREAD), F(1)).astype(F)
        area = step * step
        columns, column_weights, energy_x = _axis(size, across, step, side)
        rows, row_weights, energy_y = _axis(size, along, step, side)
        light = (pixels - sky[:, :, None, None]) * area[:, :, None, None]
        light = np.where(holes[:, None, None, None] & (pixels == 0), F(0), light)
        lines = np.zeros((count, bands, size, side), F)
        for tap in range(4):
            taken = np.take_along_axis(light, (rows + tap)[..., None], axis=2)
            lines += row_weights[..., tap, None] * taken
        planes = np.zeros((count, bands + 1, size, size), F)
        for tap in range(4):
            taken = np.take_along_axis(lines, (columns + tap)[:, :, None, :], axis=3)
            planes[:, 1:] += column_weights[:, :, None, :, tap] * taken
        energy = energy_x * energy_y
        sigma = noise * area * np.where(energy > 0, np.sqrt(np.maximum(energy, F(0))), F(1))
        total = np.zeros(count, F)
        for band in range(max(0, reference - 1), min(bands, reference + 2)):
            weight = F(1) / (sigma[:, band] * sigma[:, band])
            total += weight
            planes[:, 0] += planes[:, band + 1] * weight[:, None, None]
        planes[:, 0] /= total[:, None, None]
        sigma = np.concatenate([(F(1) / np.sqrt(total))[:, None], sigma], axis=1)
        middle = slice(size // 2 - 2, size // 2 + 2)
        peaks = np.maximum(planes[:, :, middle, middle].max(axis=(2, 3)), F(5) * sigma)
        planes = np.clip(planes * (F(1) / peaks)[:, :, None, None], F(-1), F(1.5))
        fades = np.array([2] + [1] * bands, F)
        taper = self.taper
        return planes * (taper[None, None, :] * (fades[:, None, None] * taper[None, :, None]))


def _axis(count: int, offsets: np.ndarray, step: np.ndarray, length: int) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How one axis is resampled by cubic convolution (Keys 1981): of each new pixel the first of four old ones
    `(…, count)`, four weights `(…, count, 4)`, and the mean of Σ w² `(…)`."""
    centre = length // 2 + np.where(np.isfinite(offsets), offsets, 0).astype(np.float64)
    places = centre[..., None] + (np.arange(count) - (count - 1) / 2) * step.astype(np.float64)[..., None]
    places = np.clip(places, -4, length + 3)
    left = np.floor(places)
    t = (places - left).astype(F)
    t2 = t * t
    t3 = t2 * t
    taps = np.stack(
        [
            F(-0.5) * t3 + t2 - F(0.5) * t, F(1.5) * t3 - F(2.5) * t2 + F(1), F(-1.5) * t3 + F(2) * t2 + F(0.5) * t,
            F(0.5) * t3 - F(0.5) * t2,
        ],
        axis=-1)
    left = left.astype(int) - 1
    first = np.clip(left, 0, length - 4)
    wanted = (first - left)[..., None] + np.arange(4)
    inside = (wanted >= 0) & (wanted < 4)
    weights = np.where(inside, np.take_along_axis(taps, np.clip(wanted, 0, 3), axis=-1), F(0))
    squares = (weights * weights).reshape(*weights.shape[:-2], -1)
    energy = np.add.accumulate(squares, axis=-1, dtype=F)[..., -1] / F(count)
    return first, weights, energy
