"""The record of sources, from the ledger alone: who was first, whose rumours came true. Grades by the field's Admiralty system.

A letter says how far a source has earned trust (A to F), a figure how credible one move is (1 to 6); both come with the numbers
they rest on. A document that copies another, or credits another outlet, speaks for nobody but that one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from typing_extensions import TypedDict

from vigie.ledger import MoveFilter
from vigie.model import Status
from vigie.model.lifecycle import lapses_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from vigie.ledger import View
    from vigie.model import Claim, Document, Move
    from vigie.model.lifecycle import Published

__all__ = ["LETTERS", "Outcome", "SourceRecord", "SourceShape", "credibility", "letter", "source_records", "source_shape", "wilson"]

LETTERS = (("A", 0.8), ("B", 0.6), ("C", 0.4), ("D", 0.2), ("E", 0.0))
"""Letter, and the share of rumours come true that the lower end of the interval must reach for it.

The letters are those of the Admiralty system (as in NATO's AJP-2.1): A completely, B usually, C fairly, D not usually reliable, E
unreliable, F can't be judged. The shares are ours: the system gives none."""

LEAST_RESOLVED = 5
"""Rumours that must have come to an end before a letter other than F is given."""

_Z = 1.959964
_AT_ONCE = 500
_RUMOUR = (Status.RUMOURED, Status.POSSIBLE)


@dataclass(slots=True)
class Outcome:
    """What became of what a source told as a rumour or as possible, in moves."""

    came_true: int = 0
    denied: int = 0
    lapsed: int = 0
    open: int = 0

    @property
    def resolved(self) -> int:
        """Those that came to an end."""
        return self.came_true + self.denied + self.lapsed


@dataclass(slots=True)
class SourceRecord:
    """What one outlet, or one origin, has told."""

    name: str
    kind: str
    """``outlet`` or ``origin``."""
    moves: int = 0
    """Moves that it told of in its own voice."""
    first: int = 0
    """Moves with several origins that it told of on an earlier day than all others."""
    shared: int = 0
    """Moves with several origins, of which it could have been the first."""
    rumours: Outcome = field(default_factory=Outcome)

    @property
    def share_true(self) -> tuple[float, float]:
        """95 % interval of the share of its rumours that come true."""
        return wilson(self.rumours.came_true, self.rumours.resolved)

    @property
    def share_first(self) -> tuple[float, float]:
        """95 % interval of the share of moves in which it is first."""
        return wilson(self.first, self.shared)

    @property
    def letter(self) -> str:
        """A to F: how far it has earned trust."""
        return letter(self.rumours.came_true, self.rumours.resolved)


class SourceShape(TypedDict):
    """A source's record as ``--json`` and the API give it."""

    name: str
    kind: str
    grade: str
    moves: int
    first: int
    shared: int
    first_between: list[float]
    came_true: int
    denied: int
    lapsed: int
    open: int
    resolved: int
    true_between: list[float]


def source_shape(one: SourceRecord) -> SourceShape:
    """A source's record in plain values; shares of an interval from 0 to 1."""
    return {
        "name": one.name,
        "kind": one.kind,
        "grade": one.letter,
        "moves": one.moves,
        "first": one.first,
        "shared": one.shared,
        "first_between": [round(end, 4) for end in one.share_first],
        "came_true": one.rumours.came_true,
        "denied": one.rumours.denied,
        "lapsed": one.rumours.lapsed,
        "open": one.rumours.open,
        "resolved": one.rumours.resolved,
        "true_between": [round(end, 4) for end in one.share_true],
    }


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927, "Probable inference, the law of succession, and statistical inference")."""
    if not of:
        return (0.0, 1.0)
    share, spread = hits / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return (min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half)))


def letter(came_true: int, resolved: int) -> str:
    """The Admiralty letter of a source; F below `LEAST_RESOLVED`."""
    if resolved < LEAST_RESOLVED:
        return "F"
    low = wilson(came_true, resolved)[0]
    return next(name for name, least in LETTERS if low >= least)


def credibility(move: Move, *, lapsed: bool) -> int:
    """The Admiralty figure of a move, 1 confirmed to 5 improbable, 6 where it can't be judged.

    1: happened, told by two origins or more, contradicted by none. 2: happened or planned. 3: a rumour, or a firm move that is
    contradicted. 4: a hypothesis or question. 5: denied, or lapsed. 6: nobody vouches for it.
    """
    if not move.origins:
        return 6
    if lapsed or move.status is Status.DENIED:
        return 5
    if move.status.firm:
        if move.contradicted:
            return 3
        return 1 if move.status is Status.HAPPENED and len(move.origins) > 1 else 2
    return 3 if move.status is Status.RUMOURED else 4


def source_records(view: View, *, today: dt.date, most: int | None = None) -> list[SourceRecord]:
    """The records of all outlets and origins in a view, by kind, then those with most moves, then by name.

    ``today`` decides what has lapsed: the viewpoint's day. Reads every move once, or the ``most`` latest ones.
    """
    moves = view.moves(MoveFilter()) if most is None else view.move_page(MoveFilter(), most=most).moves
    found: dict[tuple[str, str], SourceRecord] = {}
    for move, told, documents in _told(view, moves):
        _count(found, move, told, documents, today)
    return sorted(found.values(), key=lambda one: (one.kind, -one.moves, one.name))


def _told(view: View, moves: Sequence[Move]) -> Iterator[tuple[Move, list[Published], dict[str, Document]]]:
    """Every move with its claims and the documents that make them, as the reader dated them."""
    for start in range(0, len(moves), _AT_ONCE):
        some = moves[start : start + _AT_ONCE]
        ids = {one for move in some for one in move.document_ids}
        documents = {one.id: one for one in view.documents(ids)}
        claims: dict[str, tuple[Claim, str | None]] = {}
        for reading in view.readings(ids):
            day = reading.published_on or documents[reading.document_id].published_on
            claims.update((claim.id, (claim, day and day[:10])) for claim in reading.claims)
        for move in some:
            yield move, [claims[one] for one in move.claim_ids if one in claims], documents


def _count(
    found: dict[tuple[str, str], SourceRecord],
    move: Move,
    told: Sequence[Published],
    documents: dict[str, Document],
    today: dt.date,
) -> None:
    by_document: dict[str, list[Published]] = defaultdict(list)
    for claim, day in told:
        by_document[claim.document_id].append((claim, day))
    lapse = lapses_on(move.status, told)
    days: dict[str, str] = {}
    for origin in move.origins:
        mine = [one for document_id in origin.document_ids for one in by_document[document_id]]
        days[origin.id] = min((day for _, day in mine if day), default="")
        record = found.setdefault(("origin", origin.id), SourceRecord(origin.name, "origin"))
        _outcome(record, move, mine, lapsed=lapse is not None and lapse <= today)
    earliest = min((day for day in days.values() if day), default="")
    alone = sum(day == earliest for day in days.values()) == 1
    for origin in move.origins:
        own = [document_id for document_id in origin.document_ids if documents[document_id].outlet == origin.name]
        spoken = [found["origin", origin.id]]
        if own:
            outlet = found.setdefault(("outlet", origin.name), SourceRecord(origin.name, "outlet"))
            mine = [one for document_id in own for one in by_document[document_id]]
            _outcome(outlet, move, mine, lapsed=lapse is not None and lapse <= today)
            spoken.append(outlet)
        for record in spoken if len(move.origins) > 1 and all(days.values()) else ():
            record.shared += 1
            record.first += alone and days[origin.id] == earliest


def _outcome(record: SourceRecord, move: Move, mine: Iterable[Published], *, lapsed: bool) -> None:
    record.moves += 1
    if not any(claim.status in _RUMOUR for claim, _ in mine):
        return
    outcome = record.rumours
    if move.status is Status.HAPPENED:
        outcome.came_true += 1
    elif move.status is Status.DENIED:
        outcome.denied += 1
    elif lapsed:
        outcome.lapsed += 1
    else:
        outcome.open += 1
