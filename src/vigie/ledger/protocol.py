"""What a ledger is to the rest of the house: three protocols and the values they take. Implements nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from vigie.ledger.accounts import AccountView, AccountWriter
from vigie.ledger.alerts import AlertView, AlertWriter
from vigie.ledger.visits import VisitView, VisitWriter
from vigie.model import bounds

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator
    from contextlib import AbstractContextManager

    from vigie.model import Capture, Conclusions, Copy, Document, Judgement, Move, Outlook, Reading, Status, Story

__all__ = ["Counts", "Ledger", "MoveFilter", "View", "Writer", "by_date", "matches"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveFilter:
    """Which moves are wanted; an empty field asks for nothing."""

    actors: tuple[str, ...] = ()
    """Entity keys that must all take part, as who, whom, thing or person."""
    types: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    since: str | None = None
    """ISO date; moves that may have happened on or after it. Undated moves pass only where neither bound is set."""
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much stands in a view."""

    captures: int
    documents: int
    claims: int
    copies: int
    stories: int
    moves: int


@runtime_checkable
class View(VisitView, AccountView, AlertView, Protocol):
    """The ledger as it stood at one instant; looks only."""

    as_of: dt.datetime | None
    """The instant, or ``None`` for the present."""

    def capture(self, capture_id: str) -> Capture | None:
        """The capture with that id."""
        ...

    def document(self, document_id: str) -> Document | None:
        """The document with that id, in its latest version."""
        ...

    def documents(self, document_ids: Collection[str] | None = None) -> Iterator[Document]:
        """Those documents, or all; ordered by id."""
        ...

    def reading(self, document_id: str) -> Reading | None:
        """What was read in that document."""
        ...

    def readings(self, document_ids: Collection[str] | None = None) -> Iterator[Reading]:
        """Those readings, or all; ordered by document id."""
        ...

    def beside(self, document_id: str) -> list[Reading]:
        """The readings kept beside the one that stands, of the document in its latest version; ordered by reader."""
        ...

    def outlooks(self) -> list[Outlook]:
        """All outlooks issued, by the day asked from, the day asked for, and id."""
        ...

    def tokens_spent(self, day: dt.date) -> int:
        """How many tokens a second reader cost on that day, in UTC."""
        ...

    def move(self, move_id: str) -> Move | None:
        """The move with that id."""
        ...

    def moves(self, wanted: MoveFilter) -> list[Move]:
        """The moves that the filter lets through; dated ones first by date, then by id."""
        ...

    def moves_of(self, document_ids: Collection[str]) -> list[Move]:
        """The moves that any of those documents tell of; in the order of `moves`."""
        ...

    def story(self, story_id: str) -> Story | None:
        """The story with that id."""
        ...

    def stories(self) -> list[Story]:
        """All stories, ordered by id."""
        ...

    def copies(self) -> list[Copy]:
        """All copies, ordered by document id."""
        ...

    def judgements(self, ids: Collection[str] | None = None) -> list[Judgement]:
        """Judgements about any of those documents or claims, or all; ordered by id."""
        ...

    def names(self) -> dict[str, tuple[str, str]]:
        """Entity key to canonical name and kind, over all readings."""
        ...

    def counts(self) -> Counts:
        """How much there is."""
        ...

    def first_recorded_at(self) -> dt.datetime | None:
        """When the ledger's first document was recorded, whatever the viewpoint; ``None`` in an empty one."""
        ...

    def unweighed(self) -> int:
        """How many documents came after the last weighing: more than 0 only where a run was cut off."""
        ...


@runtime_checkable
class Writer(VisitWriter, AccountWriter, AlertWriter, Protocol):
    """Adds and retires within one transaction."""

    def record(self, document: Document, reading: Reading, capture: Capture | None) -> bool:
        """Keep a document, what was read in it, and where it came from; ``False`` where all of it stands already.

        A changed document or reading retires what stood under the same document id.
        """
        ...

    def keep_beside(self, reading: Reading) -> bool:
        """Keep a reading whole beside the one that stands; ``False`` where it is kept already.

        It retires an earlier one of the same document by the same reader; a changed document retires all of its.
        """
        ...

    def spend(self, document_id: str, reader: str, tokens: int) -> None:
        """Note what asking a second reader about a document cost, now."""
        ...

    def issue(self, outlook: Outlook) -> bool:
        """Keep an outlook as it was issued; ``False`` where one of the same id stands: the first one counts."""
        ...

    def conclude(self, conclusions: Conclusions) -> int:
        """Make the standing copies, stories, moves and machine judgements those given; returns how many rows changed.

        What stands already is left as it is; what no longer follows is retired. Judgements by persons are never touched.
        """
        ...


@runtime_checkable
class Ledger(Protocol):
    """What is known, behind a writer and views."""

    def writer(self) -> AbstractContextManager[Writer]:
        """One transaction: kept whole when the block ends, dropped whole when it raises."""
        ...

    def view(self, as_of: dt.datetime | None = None) -> View:
        """What was known at ``as_of`` (aware UTC), or now."""
        ...

    def close(self) -> None:
        """Let go of files; the ledger is not used afterwards."""
        ...


def matches(move: Move, wanted: MoveFilter) -> bool:
    """True where the filter lets a move through: the meaning of `MoveFilter`, for every implementation."""
    if wanted.actors and not set(wanted.actors) <= {*move.who, *move.whom, *move.things, *move.people}:
        return False
    if wanted.types and move.type not in wanted.types:
        return False
    if wanted.statuses and move.status not in wanted.statuses:
        return False
    if wanted.since is None and wanted.until is None:
        return True
    if move.happened_on is None:
        return False
    first_on, last_on = bounds(move.happened_on)
    after = wanted.since is None or last_on >= bounds(wanted.since)[0]
    return after and (wanted.until is None or first_on <= bounds(wanted.until)[1])


def by_date(move: Move) -> tuple[bool, str, str]:
    """The order of moves: dated ones first, by date, then by id."""
    return (move.happened_on is None, move.happened_on or "", move.id)
