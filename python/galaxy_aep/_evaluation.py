"""evaluation.json as an object."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional

from ._errors import GalaxyAEPError


@dataclass(frozen=True)
class Interval:
    """A 95 % interval."""

    low: float
    high: float


@dataclass(frozen=True)
class MagnitudeBin:
    """The sources of a range of magnitudes."""

    low: float
    high: float
    stars: int
    galaxies: int
    auc: Optional[float] = None


@dataclass(frozen=True)
class Selection:
    """A part of the labelled sources: its AUC, those of the baselines, and how sure the differences are."""

    name: str
    stars: int
    galaxies: int
    auc: Optional[float] = None
    interval: Optional[Interval] = None
    baselines: Dict[str, float] = field(default_factory=dict)
    differences: Dict[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True)
class Evaluation:
    """How well scores did against a labelled catalog, as `galaxy-aep evaluate` writes it.

    `values` holds the whole file as it is.
    """

    score: str
    auc: Optional[float]
    interval: Optional[Interval]
    stars: int
    galaxies: int
    matched: int
    unscored: int
    accuracy: Optional[float]
    brier: Optional[float]
    baselines: Dict[str, float]
    bins: List[MagnitudeBin]
    selections: List[Selection]
    label_ledger: Dict[str, str]
    provenance: Dict[str, str]
    values: Dict[str, Any] = field(repr=False)

    @classmethod
    def read(cls, path: "str | os.PathLike[str]") -> "Evaluation":
        """Reads an evaluation.json."""
        try:
            with open(path, encoding="utf-8") as file:
                values = json.load(file)
        except (OSError, ValueError) as failure:
            raise GalaxyAEPError(f"cannot read {os.fspath(path)}: {failure}") from failure
        return cls.of(values, os.fspath(path))

    @classmethod
    def of(cls, values: Dict[str, Any], path: str = "the evaluation") -> "Evaluation":
        """An evaluation from what its JSON says.

        >>> Evaluation.of({"score": "P_STAR", "stars": 2, "galaxies": 1, "auc": 1, "auc_low": 0.5, "auc_high": 1}).interval
        Interval(low=0.5, high=1)
        """
        if not isinstance(values, dict) or not {"score", "stars", "galaxies"} <= set(values):
            raise GalaxyAEPError(f"cannot read {path}: it is no evaluation (it has no score, stars and galaxies)")
        low, high = values.get("auc_low"), values.get("auc_high")
        return cls(
            score=values["score"], auc=values.get("auc"),
            interval=None if low is None or high is None else Interval(low, high),
            stars=values["stars"], galaxies=values["galaxies"], matched=values.get("matched", 0),
            unscored=values.get("unscored", 0), accuracy=values.get("accuracy"), brier=values.get("brier"),
            baselines=_numbers(values.get("baselines")),
            bins=[
                MagnitudeBin(part["low"], part["high"], part["stars"], part["galaxies"], part.get("auc"))
                for part in values.get("bins") or []
            ],
            selections=[
                Selection(
                    part["name"], part["stars"], part["galaxies"], part.get("auc"), _interval(part.get("interval")),
                    _numbers(part.get("baselines")),
                    {name: Interval(value["low"], value["high"]) for name, value in (part.get("differences") or {}).items()},
                )
                for part in values.get("selections") or []
            ],
            label_ledger=dict(values.get("label_ledger") or {}), provenance=dict(values.get("provenance") or {}),
            values=values,
        )


def _interval(value: Optional[Dict[str, float]]) -> Optional[Interval]:
    return None if value is None else Interval(value["low"], value["high"])


def _numbers(values: Optional[Dict[str, Any]]) -> Dict[str, float]:
    return {name: value for name, value in (values or {}).items() if value is not None}
