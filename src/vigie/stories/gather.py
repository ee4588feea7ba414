"""How alike two documents are as reports of the same happenings, across languages: who acts, not in which words. Groups nothing."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vigie.stories.compare import Comparison, weighed
from vigie.stories.facts import significant
from vigie.stories.weights import weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vigie.model import Document, Reading
    from vigie.stories.facts import Facts

__all__ = ["EVIDENCE", "Profile", "compare_documents", "cosine", "profile", "story_evidence"]

EVIDENCE = {
    "always": "what any two documents with an actor in common start from",
    "actors": "cosine of the actors named",
    "root_of_actors": "its square root",
    "contained": "share of the actors of the one that names fewer in common",
    "root_of_pairs": "square root of the cosine of the pairs that act together",
    "named_first": "share of the three actors most named in common",
    "acting": "cosine of the parties of the claims",
    "root_of_acting": "its square root",
    "acting_most": "share of the two parties of most claims in common",
    "alike_claims": "claims of one happening, as a share of what both claim",
    "root_of_alike_claims": "its square root",
    "common_claims": "claims of one happening, a quarter each, up to four",
    "common_numbers": "logarithm of the longer numbers that both texts hold",
    "common_people": "logarithm of the persons that both name",
    "days_apart": "logarithm of the days between publications, divided by seven",
    "undated": "one has no date",
    "copy": "one copies the other",
}
"""Name of each piece of evidence for a story and what it means."""

_KIND_WEIGHT = {"model": 1.2, "authority": 0.7, "technology": 0.6, "place": 0.4, "outlet": 0.1, "group": 0.0}
"""How much an actor of a kind says about what a document is about; 1 where not named here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a document is about, as numbers."""

    document_id: str
    day: dt.date | None
    actors: Mapping[str, float]
    """Key to weight: kind, mentions, and whether it stands in the title."""
    named_first: frozenset[str]
    """The three weightiest."""
    acting: Mapping[str, float]
    """Party or thing to the share of claims that it takes part in."""
    acting_most: frozenset[str]
    """The two of most claims."""
    pairs: Mapping[tuple[str, str], float]
    """Two keys in order, to one plus the logarithm of the claims that both act in."""
    people: frozenset[str]
    numbers: tuple[str, ...]
    """Significant digits of the numbers in the text, in order; see `significant`."""
    long_numbers: frozenset[str]
    """Those of three digits or more: two texts seldom share one by chance."""


def profile(document: Document, reading: Reading, facts: Sequence[Facts]) -> Profile:
    """The profile of one document."""
    actors: dict[str, float] = defaultdict(float)
    title = document.title or document.text.partition("\n")[0]
    for entity in reading.entities:
        forms = entity.mentions or (entity.name,)
        number = sum(document.text.count(form) for form in forms) or 1
        in_title = any(form in title for form in forms)
        weight = _KIND_WEIGHT.get(entity.kind, 1.0) * (1 + math.log(number)) * (1.5 if in_title else 1.0)
        if weight:
            actors[entity.key] += weight
    pairs = Counter(pair for one in facts for pair in itertools.combinations(sorted(one.parties | one.things), 2))
    takes_part = Counter(key for one in facts for key in one.parties | one.things)
    published = reading.published_on or document.published_on
    numbers = significant(document.text)
    return Profile(
        document_id=document.id,
        day=None if published is None else _day(published),
        actors=dict(actors),
        named_first=_first(actors, 3),
        acting={key: number / len(facts) for key, number in takes_part.items()},
        acting_most=_first(takes_part, 2),
        pairs={pair: 1 + math.log(number) for pair, number in pairs.items()},
        people=frozenset(entity.key for entity in reading.entities if entity.kind == "person"),
        numbers=numbers,
        long_numbers=frozenset(digits for digits in numbers if len(digits) > 2),
    )


def _first(weights_of: Mapping[str, float], number: int) -> frozenset[str]:
    return frozenset(sorted(weights_of, key=lambda key: (-weights_of[key], key))[:number])


def story_evidence(left: Profile, right: Profile, *, alike: int, claims: tuple[int, int], copied: bool) -> dict[str, float]:
    """The evidence of two documents, names as in `EVIDENCE`, absent where 0; empty where they have no actor in common.

    ``alike`` of their ``claims`` tell of one happening; ``copied`` where one copies the other.
    """
    actors, acting = cosine(left.actors, right.actors), cosine(left.acting, right.acting)
    if not actors:
        return {}
    claimed = alike / math.sqrt(max(1, claims[0]) * max(1, claims[1]))
    found = {
        "always": 1.0,
        "actors": actors,
        "root_of_actors": math.sqrt(actors),
        "contained": _contained(left.actors, right.actors),
        "root_of_pairs": math.sqrt(cosine(left.pairs, right.pairs)),
        "named_first": len(left.named_first & right.named_first) / 3,
        "acting": acting,
        "root_of_acting": math.sqrt(acting),
        "acting_most": len(left.acting_most & right.acting_most) / 2,
        "alike_claims": claimed,
        "root_of_alike_claims": math.sqrt(claimed),
        "common_claims": min(4, alike) / 4,
        "common_numbers": math.log1p(len(left.long_numbers & right.long_numbers)),
        "common_people": math.log1p(len(left.people & right.people)),
        "copy": float(copied),
    }
    if left.day and right.day:
        found["days_apart"] = math.log1p(abs((left.day - right.day).days)) / 7
    else:
        found["undated"] = 1.0
    return {name: value for name, value in found.items() if value}


def compare_documents(left: Profile, right: Profile, *, alike: int, claims: tuple[int, int], copied: bool) -> Comparison | None:
    """How likely two documents tell of one story, and why; ``None`` where they have no actor in common."""
    found = story_evidence(left, right, alike=alike, claims=claims, copied=copied)
    return weighed(weights("story").pieces(found), EVIDENCE) if found else None


def cosine(left: Mapping[Any, float], right: Mapping[Any, float]) -> float:
    """The cosine of two bags; 0 where one is empty."""
    shorter, longer = (left, right) if len(left) <= len(right) else (right, left)
    product = math.fsum(value * longer[key] for key, value in shorter.items() if key in longer)
    return product / (_length(left) * _length(right)) if product else 0.0


def _length(bag: Mapping[Any, float]) -> float:
    return math.sqrt(math.fsum(value * value for value in bag.values()))


def _contained(left: Mapping[Any, float], right: Mapping[Any, float]) -> float:
    common = math.fsum(min(left[key], right[key]) for key in left.keys() & right.keys())
    return common / min(math.fsum(left.values()), math.fsum(right.values()))


def _day(iso: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(iso[:10])
    except ValueError:
        return None
