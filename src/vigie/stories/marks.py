"""The marks of a document: numbers that two documents share where they may be copies, or tell of one move or story.

Candidates come from marks alone, so that adding a document needs no look at the whole ledger; a document's marks depend on nothing
but itself, so that the order of arrival does not matter. Compares nothing.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import xxhash

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vigie.stories.seen import Seen

__all__ = ["CROWD", "Marks", "marks_of", "neighbours"]

SAMPLED_ONE_IN = 32
"""Every hash of a shingle that is divisible by this is a mark (Broder's mod sketch), at any length of text."""

LEAST_SAMPLED = 10
"""Short texts are marked by at least this many hashes, the smallest ones."""

CROWD = 100
"""A mark of who acts that more documents bear says nothing: that of the same actors in a shorter time takes its place.

Of the shortest time, and of a stretch of text, the first ones by id are looked at: a story that everybody tells, a wire that all
print."""

_YEAR, _QUARTER = 12, 3
"""Months in which documents that share one leading actor, or one actor of one type of claim, are compared, with those before and
after. The gold's stories run over years: pairs, persons, models and names that the atlas lacks mark without time as well. On
``gold/dev`` these reach 167 of 175 pairs of one story, comparing a quarter of all pairs."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a document bears, and what it looks for in others; each from 0 up to 2**63 - 1. Even marks are never left out."""

    borne: frozenset[int]
    wanted: frozenset[int]


def marks_of(seen: Seen) -> Marks:
    """The marks of one document: of its text, and of who acts in it when."""
    text = set(_of_text(seen.sketch.tolist()))
    borne, wanted = set(text), set(text)
    day = seen.profile.day
    leading, typed, together = _actors(seen)
    forever = {_mark(key, None) for key in together}
    borne |= forever
    wanted |= forever
    for keys, months in ((leading | together, _YEAR), (typed | together, _QUARTER)):
        last = months == _QUARTER
        own = _span(day, months)
        near = (None,) if own is None else (own - 1, own, own + 1)
        for key in keys:
            borne.add(_mark(f"{months}:{key}", own, last=last))
            wanted.update(_mark(f"{months}:{key}", span, last=last) for span in near)
    return Marks(frozenset(borne), frozenset(wanted))


def neighbours(wanted: Iterable[int], bearers: Mapping[int, Sequence[str]]) -> set[str]:
    """Ids of the documents that bear a wanted mark; ``bearers`` maps marks to ids in order."""
    found: set[str] = set()
    for mark in wanted:
        ids = bearers.get(mark, ())
        if len(ids) <= CROWD:
            found.update(ids)
        elif mark % 2 == 0:
            found.update(ids[:CROWD])
    return found


def _span(day: dt.date | None, months: int) -> int | None:
    """The number of the stretch of so many months that a day lies in; an undated document lies in a stretch of its own."""
    return None if day is None else (12 * day.year + day.month - 1) // months


def _of_text(hashes: Sequence[int]) -> Iterator[int]:
    sampled = [value for value in hashes if value % SAMPLED_ONE_IN == 0]
    for value in sampled if len(sampled) >= LEAST_SAMPLED else hashes[:LEAST_SAMPLED]:
        yield value >> 1 & ~1


def _actors(seen: Seen) -> tuple[set[str], set[str], set[str]]:
    """Leading actors; actors with the type of what they do; pairs, persons, models and names that the atlas lacks."""
    leading = set(seen.profile.acting_most | seen.profile.named_first)
    typed: set[str] = set()
    together = {"&".join(pair) for pair in itertools.combinations(sorted(seen.profile.named_first), 2)}
    kinds = {entity.key: entity.kind for entity in seen.reading.entities}
    for one in seen.facts:
        keys = one.parties | one.things
        typed.update(f"{key}|{one.claim.type}" for key in one.parties)
        together.update("&".join(pair) for pair in itertools.combinations(sorted(keys), 2))
        together.update(key for key in keys if key.startswith("?") or kinds.get(key) in ("person", "model"))
    return leading, typed, together


def _mark(key: str, span: int | None, *, last: bool = False) -> int:
    """The mark of a key in a stretch of time; ``last`` where none for a shorter time takes its place."""
    hashed = xxhash.xxh3_64_intdigest(f"{key}@{span}".encode()) >> 1
    return hashed & ~1 if last else hashed | 1
