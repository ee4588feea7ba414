"""Which of two documents repeats the other: syndicated, lightly edited, cut, or translated.

In one language words are compared; in two, the names, numbers and dates. Who is quoted is `origins`' matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from vigie.stories.seen import Seen

__all__ = ["COPY_SHARE", "Repeat", "in_order", "repeat"]

COPY_SHARE = 0.30
"""Share of a later text's shingles that must stand in an earlier one for it to be a copy. Texts on one event written apart
share below 0.07, the most heavily edited copy 0.55; ``./vigie eval stories`` prints both margins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """One document that repeats another."""

    younger: str
    older: str
    share: float
    reason: str


def repeat(left: Seen, right: Seen) -> Repeat | None:
    """The copy that one of two documents is of the other; ``None`` where they were written apart."""
    older, younger = in_order(left, right)
    share = _contained(younger, older)
    if share >= COPY_SHARE:
        reason = f"{share:.0%} of its four-word stretches stand in '{older.id}', which is older or longer"
        return Repeat(younger=younger.id, older=older.id, share=round(share, 4), reason=reason)
    return None


def in_order(left: Seen, right: Seen) -> tuple[Seen, Seen]:
    """The older and the younger of two documents: of two alike ones the younger is the copy.

    Of one day, the one that credits the other's outlet is the younger; else the one that credits anybody, else the one with fewer
    words, else the greater id.
    """
    older, younger = sorted((left, right), key=lambda one: one.age)
    same_day = older.age[0] == younger.age[0]
    if same_day and younger.document.outlet in older.credited and older.document.outlet not in younger.credited:
        older, younger = younger, older
    return older, younger


def _contained(younger: Seen, older: Seen) -> float:
    """Containment of the younger text in the older (Broder 1997, "On the resemblance and containment of documents")."""
    if not len(younger.sketch):
        return 0.0
    return float(len(np.intersect1d(younger.sketch, older.sketch, assume_unique=True)) / len(younger.sketch))
