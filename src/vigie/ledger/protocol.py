"""What a ledger is to the rest of the house: three protocols and the values they take. Implements nothing.

`View` and `Writer` are made of parts: `visits` (the notebook of sources), `pages` (lists piece by piece), `searching` (words),
`neighbours` (what weighing needs), `accounts` (who may look in) and `alerts` (what is told).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from vigie.ledger.accounts import AccountView, AccountWriter
from vigie.ledger.alerts import AlertView, AlertWriter
from vigie.ledger.neighbours import NeighbourView, NeighbourWriter
from vigie.ledger.pages import PageView
from vigie.ledger.searching import SearchView
from vigie.ledger.visits import VisitView, VisitWriter

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Sequence
    from contextlib import AbstractContextManager

    from vigie.ledger.filters import MoveFilter
    from vigie.model import Capture, Claim, Conclusions, Copy, Document, Judgement, Mention, Move, Outlook, Reading, Story

__all__ = ["Counts", "Ledger", "View", "Writer"]


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
class View(VisitView, PageView, SearchView, NeighbourView, AccountView, AlertView, Protocol):
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

    def mentions(self, document_ids: Collection[str]) -> dict[str, tuple[Mention, ...]]:
        """Document to where it names whom, as it was read, of those documents."""
        ...

    def claims(self, document_ids: Collection[str]) -> Iterator[Claim]:
        """What was read in those documents claim by claim; ordered by document id, then as the reader found them."""
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

    def names(self, keys: Collection[str] | None = None) -> dict[str, tuple[str, str]]:
        """Entity key to canonical name and kind, of those keys or of all, over all that was ever read.

        Where readings called a key by different names, the last of them by the alphabet.
        """
        ...

    def called(self, name: str) -> list[str]:
        """Keys of the entities that some reading gave exactly that name, in whatever case; ordered."""
        ...

    def counts(self) -> Counts:
        """How much there is."""
        ...

    def first_recorded_at(self) -> dt.datetime | None:
        """When the ledger's first document was recorded, whatever the viewpoint; ``None`` in an empty one."""
        ...

    def unweighed(self) -> int:
        """How many documents wait to be weighed: more than 0 only where a run was cut off."""
        ...


@runtime_checkable
class Writer(VisitWriter, NeighbourWriter, AccountWriter, AlertWriter, Protocol):
    """Adds and retires within one transaction."""

    def record(self, document: Document, reading: Reading, capture: Capture | None) -> bool:
        """Keep a document, what was read in it, and where it came from; ``False`` where all of it stands already.

        A changed document or reading retires what stood under the same document id.
        """
        ...

    def record_all(self, incoming: Sequence[tuple[Document, Reading, Capture | None]]) -> list[bool]:
        """As `record`, one after the other, for many at once."""
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
        """Make the standing copies, stories, moves and machine judgements those given; returns how many of them changed.

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
