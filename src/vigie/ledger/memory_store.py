"""Rows that stand for a while, in dictionaries, with what undoes each change. Knows no transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from vigie.ledger.memory_accounts import Book
from vigie.ledger.memory_alerts import AlertBook
from vigie.ledger.memory_visits import Notebook

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping

    from vigie.model import Capture, Copy, Document, Judgement, Move, Outlook, Reading, Story, Watchlist

__all__ = ["Shelf", "Store"]

T = TypeVar("T")


@dataclass(slots=True)
class _Row(Generic[T]):
    value: T
    recorded_at: dt.datetime
    retired_at: dt.datetime | None = None

    def stands(self, as_of: dt.datetime | None) -> bool:
        if as_of is None:
            return self.retired_at is None
        return self.recorded_at <= as_of and (self.retired_at is None or self.retired_at > as_of)


class Shelf(Generic[T]):
    """Rows by id; of one id at most one stands. Changes leave their undoing in ``undo``."""

    def __init__(self, undo: list[Callable[[], object]]) -> None:
        self._rows: dict[str, list[_Row[T]]] = {}
        self._undo = undo

    def put(self, key: str, value: T, at: dt.datetime) -> bool:
        """Add a value in place of the one that stands; ``False`` where exactly that stands."""
        standing = self.row(key)
        if standing is not None:
            if standing.value == value:
                return False
            self._retire(standing, at)
        rows = self._rows.setdefault(key, [])
        rows.append(_Row(value, at))
        self._undo.append(rows.pop)
        return True

    def _retire(self, row: _Row[T], at: dt.datetime) -> None:
        def stand_again() -> None:
            row.retired_at = None

        row.retired_at = at
        self._undo.append(stand_again)

    def row(self, key: str, as_of: dt.datetime | None = None) -> _Row[T] | None:
        """The row that stands."""
        return next((row for row in reversed(self._rows.get(key, [])) if row.stands(as_of)), None)

    def rows(self, as_of: dt.datetime | None) -> list[_Row[T]]:
        """All rows that stand, by id."""
        return [row for key in sorted(self._rows) if (row := self.row(key, as_of)) is not None]

    def retire(self, key: str, at: dt.datetime) -> bool:
        """Let nothing stand under an id; ``False`` where nothing did."""
        row = self.row(key)
        if row is not None:
            self._retire(row, at)
        return row is not None

    def retire_all(self, prefix: str, at: dt.datetime) -> None:
        """Let nothing stand under ids that begin so."""
        for key in self._rows:
            row = self.row(key)
            if row is not None and key.startswith(prefix):
                self._retire(row, at)

    def history(self, key: str, as_of: dt.datetime | None = None) -> list[tuple[dt.datetime, T]]:
        """All values of an id with when they were recorded, the oldest first."""
        rows = self._rows.get(key, [])
        return [(row.recorded_at, row.value) for row in rows if as_of is None or row.recorded_at <= as_of]

    def replace_in_place(self, key: str, value: T) -> None:
        """Change the value that stands, as if it had always been so."""
        row = self.row(key)
        assert row is not None
        before = row.value

        def as_before() -> None:
            row.value = before

        row.value = value
        self._undo.append(as_before)

    def get(self, key: str, as_of: dt.datetime | None) -> T | None:
        """The value that stands."""
        row = self.row(key, as_of)
        return None if row is None else row.value

    def all(self, as_of: dt.datetime | None) -> list[T]:
        """All values that stand, by id."""
        return [row.value for row in self.rows(as_of)]

    def ever(self, as_of: dt.datetime | None) -> list[T]:
        """All values recorded by then, retired ones too."""
        return [row.value for rows in self._rows.values() for row in rows if as_of is None or row.recorded_at <= as_of]

    def first_recorded_at(self) -> dt.datetime | None:
        """When the first row was recorded."""
        return min((row.recorded_at for rows in self._rows.values() for row in rows), default=None)

    def change(self, put: Mapping[str, T], gone: Collection[str], at: dt.datetime) -> int:
        """Retire what is gone, but for what is put in the same breath; add or replace the rest; returns how many changed."""
        changed = sum(self.retire(key, at) for key in gone if key not in put)
        return changed + sum(self.put(key, value, at) for key, value in put.items())

    def become(self, wanted: Mapping[str, T], at: dt.datetime, *, spare: Callable[[T], bool] | None = None) -> int:
        """Retire what is not wanted (but for what ``spare`` protects), add what is new; returns how many rows changed."""
        gone = [key for key in self._rows if (row := self.row(key)) is not None and not (spare and spare(row.value))]
        return self.change(wanted, gone, at)


class Store:
    """Everything the ledger holds."""

    def __init__(self) -> None:
        self.undo: list[Callable[[], object]] = []
        self.captures: Shelf[Capture] = Shelf(self.undo)
        self.documents: Shelf[Document] = Shelf(self.undo)
        self.readings: Shelf[Reading] = Shelf(self.undo)
        self.copies: Shelf[Copy] = Shelf(self.undo)
        self.stories: Shelf[Story] = Shelf(self.undo)
        self.moves: Shelf[Move] = Shelf(self.undo)
        self.judgements: Shelf[Judgement] = Shelf(self.undo)
        self.beside: Shelf[Reading] = Shelf(self.undo)
        self.outlooks: Shelf[Outlook] = Shelf(self.undo)
        self.spendings: Shelf[int] = Shelf(self.undo)
        self.waiting: dict[str, bool] = {}
        self.marks: dict[str, tuple[int, ...]] = {}
        self.notebook = Notebook(self.undo)
        self.book = Book(self.undo)
        self.watchlists: Shelf[Watchlist] = Shelf(self.undo)
        self.alerts = AlertBook(self.undo)
