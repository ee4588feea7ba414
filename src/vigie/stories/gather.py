"""Documents that report the same happenings become one story, across languages. Compares who acts, not how it is worded."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vigie.model import Story
from vigie.stories.link import average_link
from vigie.stories.weights import weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vigie.model import Document, Reading
    from vigie.stories.facts import Facts

__all__ = ["EVIDENCE", "Profile", "find_stories", "profile", "story_evidence"]

EVIDENCE = {
    "always": "what any two documents with an actor in common start from",
    "actors": "cosine of the actors named, rare ones counting more",
    "root_of_actors": "its square root",
    "root_of_pairs": "square root of the cosine of the pairs that act together",
    "named_first": "share of the three actors most named in common",
    "acting": "cosine of the parties of the claims, rare ones counting more",
    "root_of_acting": "its square root",
    "acting_most": "share of the two parties of most claims in common",
    "moves": "cosine of the moves told, rare ones counting more",
    "root_of_moves": "its square root",
    "common_moves": "moves told by both, a quarter each, up to four",
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
    moves: frozenset[str]
    """What stands for each move that it tells of."""


def profile(document: Document, reading: Reading, facts: Sequence[Facts], moves: Iterable[str] = ()) -> Profile:
    """The profile of one document; ``moves`` are those that it tells of."""
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
    return Profile(
        document_id=document.id,
        day=None if published is None else _day(published),
        actors=dict(actors),
        named_first=_first(actors, 3),
        acting={key: number / len(facts) for key, number in takes_part.items()},
        acting_most=_first(takes_part, 2),
        pairs={pair: 1 + math.log(number) for pair, number in pairs.items()},
        moves=frozenset(moves),
    )


def _first(weights_of: Mapping[str, float], number: int) -> frozenset[str]:
    return frozenset(sorted(weights_of, key=lambda key: (-weights_of[key], key))[:number])


def find_stories(
    profiles: Sequence[Profile], titles: Mapping[str, str], family: Mapping[str, str]
) -> tuple[list[Story], dict[tuple[str, str], float]]:
    """The stories, ordered by id, and the log-odds of each pair compared. ``family``: document id to the original it copies."""
    scores: dict[tuple[str, str], float] = {}
    chosen = weights("story")
    for left, right, found in story_evidence(profiles, family):
        scores[left, right] = math.fsum(chosen.pieces(found).values())
    groups = average_link([one.document_id for one in profiles], scores, unlike=chosen.unlike, threshold=chosen.threshold)
    days = {one.document_id: one.day or dt.date.max for one in profiles}
    stories = []
    for group in groups:
        first = min(group, key=lambda one: (days[one], one))
        digest = hashlib.sha256(group[0].encode()).hexdigest()[:12]
        stories.append(Story(id=f"s-{digest}", title=titles.get(first, first), document_ids=group))
    return sorted(stories, key=lambda story: story.id), scores


def story_evidence(profiles: Sequence[Profile], family: Mapping[str, str]) -> Iterable[tuple[str, str, dict[str, float]]]:
    """Each pair of documents with an actor in common, and its evidence; names as in `EVIDENCE`, absent where 0."""
    ordered = sorted(profiles, key=lambda one: one.document_id)
    actors = _unit_vectors([one.actors for one in ordered])
    acting = _unit_vectors([one.acting for one in ordered])
    pairs = _unit_vectors([one.pairs for one in ordered])
    moves = _unit_vectors([dict.fromkeys(one.moves, 1.0) for one in ordered])
    for i, j in itertools.combinations(range(len(ordered)), 2):
        left, right = ordered[i], ordered[j]
        alike = _dot(actors[i], actors[j])
        if not alike:
            continue
        acting_alike, moves_alike = _dot(acting[i], acting[j]), _dot(moves[i], moves[j])
        found = {
            "always": 1.0,
            "actors": alike,
            "root_of_actors": math.sqrt(alike),
            "root_of_pairs": math.sqrt(_dot(pairs[i], pairs[j])),
            "named_first": len(left.named_first & right.named_first) / 3,
            "acting": acting_alike,
            "root_of_acting": math.sqrt(acting_alike),
            "acting_most": len(left.acting_most & right.acting_most) / 2,
            "moves": moves_alike,
            "root_of_moves": math.sqrt(moves_alike),
            "common_moves": min(4, len(left.moves & right.moves)) / 4,
        }
        if left.day and right.day:
            found["days_apart"] = math.log1p(abs((left.day - right.day).days)) / 7
        else:
            found["undated"] = 1.0
        if family.get(left.document_id, left.document_id) == family.get(right.document_id, right.document_id):
            found["copy"] = 1.0
        yield left.document_id, right.document_id, {name: value for name, value in found.items() if value}


def _unit_vectors(bags: Sequence[Mapping[Any, float]]) -> list[dict[Any, float]]:
    """Each bag times inverse document frequency, at length 1."""
    held = Counter(key for bag in bags for key in bag)
    vectors = []
    for bag in bags:
        vector = {key: weight * math.log(1 + len(bags) / held[key]) for key, weight in sorted(bag.items(), key=repr)}
        length = math.sqrt(math.fsum(value * value for value in vector.values())) or 1.0
        vectors.append({key: value / length for key, value in vector.items()})
    return vectors


def _dot(left: Mapping[Any, float], right: Mapping[Any, float]) -> float:
    shorter, longer = (left, right) if len(left) <= len(right) else (right, left)
    return math.fsum(value * longer[key] for key, value in shorter.items() if key in longer)


def _day(iso: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(iso[:10])
    except ValueError:
        return None
