"""Files of ours by what they are."""

from __future__ import annotations

import builtins
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Optional, Sequence, Union

import numpy as np

from . import _safetensors
from ._cutouts import Cutouts
from ._errors import GalaxyAEPError
from ._evaluation import Evaluation
from ._model import FORMATS, Model
from ._stretch import Stretch
from ._tables import Codes, PathLike, Scores, Sources

if TYPE_CHECKING:
    from torch.utils.data import Dataset


def open(path: PathLike) -> Union[Cutouts, Codes, Scores, Model, Evaluation, Path]:  # noqa: A001 - as in PIL and fits
    """A file or folder of ours as what it holds: `Cutouts`, `Codes`, `Scores`, `Model`, `Evaluation`, else its path.

    What it is, is read from the file and not from its name.
    """
    path = Path(path)
    if path.is_dir():
        return Cutouts(path) if any(path.glob("cutouts-0*.fits")) else path
    try:
        with builtins.open(path, "rb") as file:
            start = file.read(80)
    except OSError as failure:
        raise GalaxyAEPError(f"cannot read {path}: {failure.strerror}") from failure
    if start.startswith(b"SIMPLE  ="):
        return _table(path)
    if start[8:9] == b"{":
        _, text = _safetensors.read(os.fspath(path))
        is_autoencoder = text.get("format") in FORMATS and "head" not in json.loads(text.get("architecture", "{}"))
        return Model(path) if is_autoencoder else path
    if start.lstrip()[:1] == b"{":
        try:
            return Evaluation.read(path)
        except GalaxyAEPError:
            return path
    return path


def _table(path: Path) -> Union[Codes, Scores, Path]:
    try:
        table = Sources(path)
    except GalaxyAEPError:
        return path
    is_scored = any(name.startswith("P_") for name in table.colnames)
    return Scores(table, copy=False) if is_scored else Codes(table, copy=False)


def stretched(path: PathLike) -> np.ndarray:
    """`(N, channel, y, x)`, float32: what `galaxy-aep export MODEL --cutouts SET --out images.safetensors` writes."""
    tensors, _ = _safetensors.read(os.fspath(path))
    if "images" not in tensors or tensors["images"].ndim != 4:
        raise GalaxyAEPError(f"cannot read {os.fspath(path)}: it holds no images [image, channel, y, x]")
    return tensors["images"]


def torch_dataset(
    cutouts: Union[Cutouts, PathLike], stretch: Union[None, str, Stretch, Model] = None,
    indices: Optional[Sequence[int]] = None
) -> "Dataset":
    """A `torch.utils.data.Dataset` of cutouts `(channel, y, x)`, float32.

    Parameters
    ----------
    stretch:
        None gives pixels in the unit of the set; a `Model` or `Stretch` what that network reads; a name such as `peak`
        a stretch fitted to the set.
    indices:
        Only these cutouts.
    """
    from ._torch import CutoutDataset

    if not isinstance(cutouts, Cutouts):
        cutouts = Cutouts(cutouts)
    if isinstance(stretch, str):
        stretch = Stretch.fit(stretch, cutouts)
    return CutoutDataset(cutouts, stretch.stretch if isinstance(stretch, Model) else stretch, indices)
