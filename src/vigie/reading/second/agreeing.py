"""Make of two readings of one document the one that stands. Decides only; both readings are kept beside it.

The first reader's sure claims stand whatever the second says. Of its unsure ones stand those that the second finds too; where the
two differ on how surely a thing is said, the weaker status stands, so that no answer of a model, and no text that speaks to
one, can make a fact of what the first reader took for less. What only the second reader finds is added.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vigie.reading.second.weaker import weaker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vigie.model import Claim, Reading, Status
    from vigie.reading.second.doubt import Request

__all__ = ["Agreed", "agree", "set_aside"]

_LIKE = 0.5
"""Share of parties in common from which two claims of one type are about the same."""
_TRUSTED_FROM = 2
"""From so many sure claims in what was sent on, a second reader that finds none of them is not believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What two readers make together."""

    reading: Reading
    confirmed: int
    """Unsure claims that the second reader found too."""
    dropped: int
    """Unsure claims that it did not find."""
    weakened: int
    """Claims that stand with a weaker status than the first reader gave."""
    added: int
    believed: bool = True
    """False where the second reading was set aside."""


def set_aside(first: Reading) -> Agreed:
    """The first reading alone, where the second is not believed."""
    return Agreed(reading=first, confirmed=0, dropped=0, weakened=0, added=0, believed=False)


def agree(first: Reading, second: Reading, request: Request, grammar: Mapping[str, Status]) -> Agreed:
    """The reading that stands after a second reader was asked.

    ``grammar`` maps ids of the second's claims to how surely the first reader finds such a thing said there: it bounds those that
    only the second makes.
    """
    asked = [claim for claim in first.claims if _within(claim, request)]
    pairs = _pairs(asked, second.claims, first)
    sure = [claim for claim in asked if claim.id not in request.doubted]
    if len(sure) >= _TRUSTED_FROM and not any(claim.id in pairs for claim in sure):
        return set_aside(first)
    both = f"{first.reader}+{second.reader}"
    claims: list[Claim] = []
    confirmed = dropped = weakened = 0
    for claim in first.claims:
        other = pairs.get(claim.id)
        if claim.id not in request.doubted or not _within(claim, request):
            claims.append(claim)
        elif other is None:
            dropped += 1
        else:
            confirmed += 1
            status = weaker(claim.status, other.status)
            weakened += status is not claim.status
            confidence = 1.0 - (1.0 - claim.confidence) * (1.0 - other.confidence)
            claims.append(replace(claim, status=status, confidence=round(confidence, 4), reader=both))
    paired = {claim.id for claim in pairs.values()}
    known = {claim.id for claim in claims}
    added = [
        replace(claim, status=weaker(grammar.get(claim.id, claim.status), claim.status) if claim.status.firm else claim.status)
        for claim in second.claims
        if claim.id not in paired and claim.id not in known
    ]
    claims = sorted([*claims, *added], key=lambda claim: (min(q.start for q in claim.quotes), claim.id))
    keys = {entity.key for entity in first.entities}
    used = {key for claim in added for key in (*claim.who, *claim.whom, *claim.things, claim.source)}
    new = tuple(entity for entity in second.entities if entity.key not in keys and entity.key in used)
    reading = replace(first, reader=both, claims=tuple(claims), entities=(*first.entities, *new))
    return Agreed(reading=reading, confirmed=confirmed, dropped=dropped, weakened=weakened, added=len(added))


def _within(claim: Claim, request: Request) -> bool:
    return any(start <= quote.start < end for quote in claim.quotes for start, end in request.stretches)


def _pairs(asked: Sequence[Claim], said: Sequence[Claim], first: Reading) -> dict[str, Claim]:
    """First reader's claim id → the second reader's claim about the same; each stands in one pair at most."""
    scored = []
    for claim in asked:
        for other in said:
            if claim.type == other.type:
                likeness = _likeness(claim, other, first)
                touching = any(a.start < b.end and b.start < a.end for a in claim.quotes for b in other.quotes)
                if likeness >= _LIKE:
                    scored.append((touching, likeness, claim.id, other.id, other))
    pairs: dict[str, Claim] = {}
    taken: set[str] = set()
    for _, _, claim_id, other_id, other in sorted(scored, key=lambda s: (not s[0], -s[1], s[2], s[3])):
        if claim_id not in pairs and other_id not in taken:
            pairs[claim_id] = other
            taken.add(other_id)
    return pairs


def _likeness(claim: Claim, other: Claim, first: Reading) -> float:
    """Jaccard index of the parties, people counting for their organisations."""

    def parties(one: Claim) -> set[str]:
        return {first.affiliations.get(key, key) for key in (*one.who, *one.whom, *one.things)}

    a, b = parties(claim), parties(other)
    return len(a & b) / len(a | b) if a | b else 0.0
