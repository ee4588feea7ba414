"""The fitted weights of evidence, read from ``weights.yml``. Fits nothing: that is ``./vigie eval stories --fit``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from vigie.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Weights", "weights"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What the judge of one kind of pair weighs evidence with."""

    every: Mapping[str, float]
    """Weight of each piece of evidence, in log-odds for one unit."""
    groups: Mapping[str, Mapping[str, float]]
    """What is added to it for a group of pairs."""
    threshold: float
    """Mean log-odds above which two groups become one."""
    unlike: float
    """Log-odds of a pair that was not compared, having nothing in common."""

    def pieces(self, evidence: Mapping[str, float], group: str = "") -> dict[str, float]:
        """Each piece of evidence times its weight."""
        extra = self.groups.get(group, {})
        return {name: value * (self.every.get(name, 0.0) + extra.get(name, 0.0)) for name, value in evidence.items()}


@cache
def weights(kind: str) -> Weights:
    """The weights for pairs of ``kind``: ``move`` or ``story``; raises `DataError` where the file lacks one of its four parts."""
    text = resources.files(__package__).joinpath("weights.yml").read_text(encoding="utf-8")
    part: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)[kind]
    if set(part) != {"every", "groups", "threshold", "unlike"}:
        raise DataError(f"stories/weights.yml, '{kind}', must hold every, groups, threshold and unlike", culprit="weights.yml")
    return Weights(**part)
