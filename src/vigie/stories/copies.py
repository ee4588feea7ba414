"""Which of two documents repeats the other: syndicated, lightly edited, cut, or translated.

In one language words are compared; in two, the names, numbers and dates. Who is quoted is `origins`' matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import numpy as np

from vigie.stories.gather import cosine

if TYPE_CHECKING:
    from vigie.stories.seen import Seen

__all__ = ["COPY_SHARE", "Repeat", "in_order", "repeat"]

COPY_SHARE = 0.30
"""Share of a later text's shingles that must stand in an earlier one for it to be a copy. Texts on one event written apart
share below 0.07, the most heavily edited copy 0.55; ``./vigie eval stories`` prints both margins."""


REPRINT_DAYS = 60
LATE_SHARE = 0.80
"""A text that came out more than `REPRINT_DAYS` later, or whose claims are about nobody that the other's are about, is a copy only
where this share of it stands in the earlier one: what returns season after season, or with other names, is a formula. Both figures
are ours; the annotated copies came within days."""

NUMBERS_SHARED = 1 / 3
"""Of the numbers of the text that has fewer, the share that the other must hold too where there are `FEW_NUMBERS` or more: formulas
that return every month with other figures repeat words, and no text."""

TRANSLATED = 0.75
"""Share of the numbers, in one order, that a text and its translation have in common, of the longer row; no two texts of the
annotated corpora that were written apart in two languages reach it with `FEW_NUMBERS` numbers within `TRANSLATED_DAYS`."""

FEW_NUMBERS = 4
TRANSLATED_DAYS = 3
_SAME_ACTORS = 0.6


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
    if left.reading.lang != right.reading.lang:
        share = _translated(younger, older)
        how = "of its numbers stand in the same order in '{}', in another language, with the same actors"
    else:
        share = _contained(younger, older) if _numbers_agree(younger, older) else 0.0
        how = "of its four-word stretches stand in '{}', which is older or longer"
    if share < _least(left, right):
        return None
    return Repeat(younger=younger.id, older=older.id, share=round(share, 4), reason=f"{share:.0%} {how.format(older.id)}")


def _least(left: Seen, right: Seen) -> float:
    """The share that makes the later of two texts a copy."""
    if left.reading.lang != right.reading.lang:
        return TRANSLATED
    days = (left.profile.day, right.profile.day)
    late = days[0] is not None and days[1] is not None and abs((days[0] - days[1]).days) > REPRINT_DAYS
    one, other = left.profile.acting.keys(), right.profile.acting.keys()
    return LATE_SHARE if late or (one and other and not one & other) else COPY_SHARE


def in_order(left: Seen, right: Seen) -> tuple[Seen, Seen]:
    """The older and the younger of two documents: of two alike ones the younger is the copy.

    Of one day, the one that credits the other's outlet is the younger; else the one that no agency published, the one that credits
    anybody, the one with fewer words, the greater id.
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


def _numbers_agree(left: Seen, right: Seen) -> bool:
    """False where two texts with several numbers hardly have one in common."""
    one, other = set(left.profile.numbers), set(right.profile.numbers)
    fewer = min(len(one), len(other))
    return fewer < FEW_NUMBERS or len(one & other) >= NUMBERS_SHARED * fewer


def _translated(left: Seen, right: Seen) -> float:
    """Share of the numbers that two texts of two languages give in the same order; 0 where days or actors don't agree."""
    one, other = left.profile.numbers, right.profile.numbers
    days = (left.profile.day, right.profile.day)
    if min(len(one), len(other)) < FEW_NUMBERS or days[0] is None or days[1] is None:
        return 0.0
    if abs((days[0] - days[1]).days) > TRANSLATED_DAYS or cosine(left.profile.actors, right.profile.actors) < _SAME_ACTORS:
        return 0.0
    matched = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return matched / max(len(one), len(other))
