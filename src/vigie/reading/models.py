"""The eight linear models of the default reader, together. Loads them; trains nothing (see `evals/reading/train.py`)."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from vigie.reading.linear import LinearModel, from_json

PARTS = ("types", "sentences", "numbers", "parties", "status", "sources", "dates", "keep")


@dataclass(frozen=True, slots=True)
class Models:
    """What the reader weighs with."""

    types: LinearModel
    """Clause features → one probability for each claim type."""
    sentences: LinearModel
    """Sentence features → one probability for each claim type."""
    numbers: LinearModel
    """Number features → is it the value of the claim."""
    parties: LinearModel
    """Party features → ``none who whom thing``."""
    status: LinearModel
    """Status features → the six statuses."""
    sources: LinearModel
    """Speaker features → is this the source."""
    dates: LinearModel
    """Features of a possible time → is this when it happened."""
    keep: LinearModel
    """Features of a whole proposed claim → is it one."""
    thresholds: dict[str, float] = field(default_factory=dict)
    """Claim type → probability, by `keep`, from which a proposed claim is told; chosen by cross-validation."""


def models_from_json(raw: dict[str, Any]) -> Models:
    """The models from their stored form."""
    return Models(**{part: from_json(raw[part]) for part in PARTS}, thresholds=raw["thresholds"])


@cache
def shipped_models() -> Models:
    """The models that ship with vigie."""
    packed = resources.files(__package__).joinpath("models.json.gz").read_bytes()
    return models_from_json(json.loads(gzip.decompress(packed)))
