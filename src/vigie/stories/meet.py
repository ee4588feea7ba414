"""What two documents have to do with each other: is one a copy, which claims tell of one move, is it one story. Groups nothing.

Everything here follows from the two documents alone, so that it need be found once, and in any order.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.model import Judgement, Verdict
from vigie.stories.compare import Beside, comparable, compare, of_several_stakes, says_which
from vigie.stories.copies import repeat
from vigie.stories.gather import compare_documents, cosine
from vigie.stories.weights import weights

if TYPE_CHECKING:
    from vigie.stories.compare import Comparison
    from vigie.stories.copies import Repeat
    from vigie.stories.facts import Facts
    from vigie.stories.seen import Seen

__all__ = ["JUDGE", "Met", "comparable_claims", "digest", "meet", "within"]

JUDGE = "vigie weigh-3"
"""Who makes the machine's judgements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What comparing two documents, or the claims within one, gave."""

    repeat: Repeat | None = None
    judgements: tuple[Judgement, ...] = ()
    """On claims (``move``) and on the documents (``story``), where they are likelier one thing than two that were not compared."""


def meet(left: Seen, right: Seen) -> Met:
    """Compare two documents; the order does not matter."""
    if right.id < left.id:
        left, right = right, left
    copied = repeat(left, right)
    judged, alike = [], (set[str](), set[str]())
    for one, other, beside in comparable_claims(left, right, copied=copied is not None):
        comparison = compare(one, other, beside=beside)
        judged += _judgement("move", one.claim.id, other.claim.id, comparison)
        if comparison.score > 0:
            alike[0].add(one.claim.id)
            alike[1].add(other.claim.id)
    told = compare_documents(
        left.profile,
        right.profile,
        alike=min(map(len, alike)),
        claims=(len(left.facts), len(right.facts)),
        copied=copied is not None,
    )
    if told is not None:
        judged += _judgement("story", left.id, right.id, told)
    return Met(repeat=copied, judgements=tuple(judged))


def within(seen: Seen) -> Met:
    """Compare the claims of one document with each other."""
    pairs = comparable_claims(seen, seen, copied=False)
    return Met(
        judgements=tuple(
            one for a, b, beside in pairs for one in _judgement("move", a.claim.id, b.claim.id, compare(a, b, beside=beside))
        )
    )


def comparable_claims(left: Seen, right: Seen, *, copied: bool) -> list[tuple[Facts, Facts, Beside]]:
    """The comparable pairs of claims of two documents, or of one with itself, with what is known of the documents.

    Where two documents tell of several stakes of the same parties, their other claims on a tie of these are taken for one only
    where they say which is meant.
    """
    if left is right:
        pairs = list(itertools.combinations(left.facts, 2))
        alike = 1.0
    else:
        pairs = list(itertools.product(left.facts, right.facts))
        alike = cosine(left.profile.acting, right.profile.acting)
    several = frozenset[str]().union(*(one.parties & other.parties for one, other in pairs if of_several_stakes(one, other)))
    found = [
        (one, other)
        for one, other in pairs
        if comparable(one, other) and (not one.parties & other.parties & several or says_which(one, other))
    ]
    held = Counter(one.claim.id for pair in found for one in pair)
    return [
        (one, other, Beside(alike=alike, rivals=max(held[one.claim.id], held[other.claim.id]), copied=copied))
        for one, other in found
    ]


def _judgement(subject: str, left: str, right: str, comparison: Comparison) -> list[Judgement]:
    if comparison.score <= weights(subject).unlike:
        return []
    left, right = sorted((left, right))
    return [
        Judgement(
            id=f"j-{digest(subject, left, right)}",
            subject=subject,
            left=left,
            right=right,
            verdict=Verdict.SAME if comparison.score > 0 else Verdict.UNSURE,
            score=round(comparison.score, 2),
            reasons=comparison.reasons,
            author=JUDGE,
        )
    ]


def digest(*parts: str) -> str:
    """Twelve hexadecimal digits that stand for the parts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
