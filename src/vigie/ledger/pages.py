"""What pages and messages ask of a ledger piece by piece, as a protocol and its values. Implements nothing.

Every list is given in pages: at most ``most`` things, and the mark with which the next page is asked for (``after``), ``None`` on
the last one. A mark stays good while the ledger grows: what came in since stands before it or after it, and nothing is given twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from vigie.ledger.filters import EVERY_MOVE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from vigie.ledger.filters import MoveFilter
    from vigie.model import Move, Status

__all__ = ["Active", "ChangePage", "Close", "IdPage", "MoveChange", "MovePage", "PageView", "Partner", "Tally", "Tie", "strongest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePage:
    """Some moves of a long list."""

    moves: tuple[Move, ...]
    after: str | None
    """The mark of the next page; ``None`` on the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveChange:
    """A move that is new or otherwise than it was."""

    move: Move
    before: Move | None
    """As it stood at the instant compared with; ``None`` where it was not known."""
    at: dt.datetime
    """When it was recorded as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """Some changes of a long list."""

    changes: tuple[MoveChange, ...]
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many moves a filter lets through, by type and by status."""

    moves: int
    types: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One who takes part in moves together with an actor."""

    key: str
    moves: int
    last_on: str | None
    """The latest date of a move of both, as it is known; ``None`` where none is dated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Active:
    """Somebody or something with how many moves it takes part in."""

    key: str
    moves: int
    last_on: str | None
    """The latest date of one of them, as it is known; ``None`` where none is dated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Two with how many moves both take part in; ``first < second``."""

    first: str
    second: str
    moves: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Moves of one type that two take part in; ``first < second``."""

    first: str
    second: str
    type: str
    moves: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IdPage:
    """Some ids of a long list."""

    ids: tuple[str, ...]
    after: str | None


def strongest(ties: Iterable[Tie], each: int) -> list[Tie]:
    """Those of two of whom one is among the ``each`` that the other has most moves with (of as many, the first by key)."""
    listed = list(ties)
    moves: Counter[tuple[str, str]] = Counter()
    for tie in listed:
        moves[tie.first, tie.second] += tie.moves
    of: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (first, second), number in moves.items():
        of[first].append((-number, second))
        of[second].append((-number, first))
    kept = {(min(key, other), max(key, other)) for key, others in of.items() for _, other in sorted(others)[:each]}
    return [tie for tie in listed if (tie.first, tie.second) in kept]


@runtime_checkable
class PageView(Protocol):
    """Looks for pages: of actors, of pairs, of what is new."""

    def move_page(self, wanted: MoveFilter, *, most: int, after: str | None = None) -> MovePage:
        """Moves that the filter lets through, in the order of `vigie.ledger.filters.newest_first`.

        Raises `InputError` where ``after`` is no mark of such a list.
        """
        ...

    def document_page(self, *, most: int, after: str | None = None) -> IdPage:
        """Ids of documents, ascending; raises `InputError` where ``after`` is no mark of such a list."""
        ...

    def story_page(self, *, most: int, after: str | None = None) -> IdPage:
        """Ids of stories, ascending; raises `InputError` where ``after`` is no mark of such a list."""
        ...

    def tally(self, wanted: MoveFilter) -> Tally:
        """How many moves the filter lets through."""
        ...

    def partners(self, key: str, *, most: int) -> list[Partner]:
        """Who takes part in moves with an actor, those with most moves first, then by key."""
        ...

    def busiest(self, *, most: int) -> list[Active]:
        """Who and what takes part in most moves, then by key."""
        ...

    def closest(self, *, most: int) -> list[Close]:
        """Which two take part in most moves together, then by their keys."""
        ...

    def ties(
        self, keys: Collection[str], *, statuses: Collection[Status] = (), until: int | None = None, each: int | None = None
    ) -> list[Tie]:
        """What any two of those have to do with each other, by keys and type; of moves of any status where none is named.

        ``until`` is a year: moves that begin after it, or have no date, are then left out. With ``each``, only two of whom one is
        among the so many that the other has most moves with; see `strongest`.
        """
        ...

    def years(self) -> tuple[int, int] | None:
        """The first and the last year in which a dated move begins; ``None`` where none is dated."""
        ...

    def changes(self, since: dt.datetime, *, most: int, after: str | None = None, wanted: MoveFilter = EVERY_MOVE) -> ChangePage:
        """Moves that were recorded as they stand after an instant, the latest recorded first, then the greater id.

        Of those that the filter lets through.

        Raises `InputError` where ``after`` is no mark of such a list.
        """
        ...

    def history(self, move_id: str) -> list[tuple[dt.datetime, Move]]:
        """Every state in which a move stood by now (or ``as_of``), with when it was recorded, the oldest first."""
        ...
