"""galaxy-aep from Python: its cutouts, tables and models with the field's own types, and its steps as functions.

>>> import galaxy_aep as ga
>>> cutouts = ga.ingest("frames", out="cutouts", bands="ugriz")         # doctest: +SKIP
>>> ga.pretrain(cutouts, out="model.safetensors", epochs=30)            # doctest: +SKIP
>>> codes = ga.encode("model.safetensors", cutouts, out="codes.fits")   # doctest: +SKIP
>>> codes.coordinates, codes["MAG"].unit                                # doctest: +SKIP

Numpy and astropy are imported when something is first used, PyTorch only by what says so.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, List

_HOMES = {
    "Codes": "_tables", "Scores": "_tables", "Sources": "_tables",
    "Cutouts": "_cutouts", "Flags": "_cutouts",
    "Evaluation": "_evaluation",
    "Model": "_model",
    "Stretch": "_stretch",
    "GalaxyAEPError": "_errors",
    "open": "_opening",
    "torch_dataset": "_opening",
    "stretched": "_opening",
    "program": "_steps",
}

if TYPE_CHECKING:
    from ._cutouts import Cutouts, Flags
    from ._errors import GalaxyAEPError
    from ._evaluation import Evaluation
    from ._model import Model
    from ._opening import open, stretched, torch_dataset
    from ._steps import program
    from ._stretch import Stretch
    from ._tables import Codes, Scores, Sources

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    if name == "__version__":
        from importlib.metadata import version

        return version("galaxy-aep")
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import _steps

    return _steps.step(name)


def __dir__() -> List[str]:
    from . import _steps

    return sorted([*globals(), *_HOMES, *_steps.names()])
