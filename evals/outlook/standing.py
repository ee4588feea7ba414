"""Which figures of outlooks are held, and where their floors stand. Costs are held by no floor: they depend on the machine."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pinned

if TYPE_CHECKING:
    from folder import Folder

__all__ = ["fingerprint_of", "hold"]

FLOORS = Path(__file__).parent / "floors.json"
_HELD = {
    "valid": ("mrr", "hits1", "hits3", "hits10"),
    "test": ("mrr", "hits1", "hits3", "hits10"),
    "all": ("auc", "skill", "ece"),
    "first_time": ("auc", "skill", "precision_at_50"),
    "talks": ("skill",),
    "agreement": ("skill",),
    "next_partner": ("mrr", "hits10"),
}
"""Figures held, by the head they stand under; ``all`` and ``first_time`` are those of the horizon question, ``talks`` and
``agreement`` those within 365 days on the reference history."""
_SLACK = {"mrr": 0.002, "hits1": 0.002, "hits3": 0.002, "hits10": 0.002, "auc": 0.003, "ece": 0.001, "precision_at_50": 0.04}
"""A bit more than what other versions of the libraries changed; .04 is two questions of fifty."""
_SLACK_OF_SKILL = 0.005


def fingerprint_of(folder: Folder) -> str:
    """A checksum of the quadruples and of how they are split."""
    quads = folder.history.quads
    digest = hashlib.sha256(repr(folder.splits).encode())
    for column in (quads.subjects, quads.relations, quads.objects, quads.steps):
        digest.update(column.astype("<i8").tobytes())
    return digest.hexdigest()[:16]


def hold(figures: dict[str, Any], *, pin: bool, allow_lower: bool) -> int:
    """Compare with the floors, or pin them; 1 where one is broken or would be lowered without leave."""
    measured = {}
    for head, row in (figures | figures.get("horizon", {}) | figures.get("within_365_days", {})).items():
        for name in _HELD.get(head, ()):
            measured[f"{head}.{name}"] = float(row[name])
    return pinned.hold(
        measured,
        figures["fingerprint"],
        path=FLOORS,
        program="outlook",
        slack=lambda name: _SLACK.get(name.split(".")[1], _SLACK_OF_SKILL),
        ceilings=("all.ece",),
        pin=pin,
        allow_lower=allow_lower,
    )
