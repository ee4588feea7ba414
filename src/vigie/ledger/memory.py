"""A ledger that lives as long as the process: for ``vigie read`` without ``--ledger`` and for tests. Writes no file."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from vigie.ledger.memory_accounts import Book, MemoryAccountView, MemoryAccountWriter
from vigie.ledger.memory_alerts import AlertBook, MemoryAlertView, MemoryAlertWriter
from vigie.ledger.memory_visits import MemoryVisitView, MemoryVisitWriter, Notebook
from vigie.ledger.protocol import Counts, MoveFilter, by_date, matches

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterator, Mapping

    from vigie.model import Capture, Clock, Conclusions, Copy, Document, Judgement, Move, Outlook, Reading, Story, Watchlist

__all__ = ["MemoryLedger"]

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


class _Shelf(Generic[T]):
    """Rows by id; of one id at most one stands. Changes leave their undoing in ``undo``."""

    def __init__(self, undo: list[Callable[[], object]]) -> None:
        self._rows: dict[str, list[_Row[T]]] = {}
        self._undo = undo

    def put(self, key: str, value: T, at: dt.datetime) -> bool:
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
        return next((row for row in reversed(self._rows.get(key, [])) if row.stands(as_of)), None)

    def rows(self, as_of: dt.datetime | None) -> list[_Row[T]]:
        return [row for key in sorted(self._rows) if (row := self.row(key, as_of)) is not None]

    def retire_all(self, prefix: str, at: dt.datetime) -> None:
        for key in self._rows:
            row = self.row(key)
            if row is not None and key.startswith(prefix):
                self._retire(row, at)

    def history(self, key: str) -> list[tuple[dt.datetime, T]]:
        return [(row.recorded_at, row.value) for row in self._rows.get(key, [])]

    def replace_in_place(self, key: str, value: T) -> None:
        row = self.row(key)
        assert row is not None
        before = row.value

        def as_before() -> None:
            row.value = before

        row.value = value
        self._undo.append(as_before)

    def get(self, key: str, as_of: dt.datetime | None) -> T | None:
        row = self.row(key, as_of)
        return None if row is None else row.value

    def all(self, as_of: dt.datetime | None) -> list[T]:
        return [row.value for key in sorted(self._rows) if (row := self.row(key, as_of)) is not None]

    def first_recorded_at(self) -> dt.datetime | None:
        return min((row.recorded_at for rows in self._rows.values() for row in rows), default=None)

    def become(self, wanted: Mapping[str, T], at: dt.datetime, *, spare: Callable[[T], bool] | None = None) -> int:
        """Retire what is not wanted (but for what ``spare`` protects), add what is new; returns how many rows changed."""
        changed = 0
        for key in list(self._rows):
            row = self.row(key)
            if row is not None and key not in wanted and not (spare and spare(row.value)):
                self._retire(row, at)
                changed += 1
        return changed + sum(self.put(key, value, at) for key, value in wanted.items())


class _Store:
    def __init__(self) -> None:
        self.undo: list[Callable[[], object]] = []
        self.captures: _Shelf[Capture] = _Shelf(self.undo)
        self.documents: _Shelf[Document] = _Shelf(self.undo)
        self.readings: _Shelf[Reading] = _Shelf(self.undo)
        self.copies: _Shelf[Copy] = _Shelf(self.undo)
        self.stories: _Shelf[Story] = _Shelf(self.undo)
        self.moves: _Shelf[Move] = _Shelf(self.undo)
        self.judgements: _Shelf[Judgement] = _Shelf(self.undo)
        self.beside: _Shelf[Reading] = _Shelf(self.undo)
        self.outlooks: _Shelf[Outlook] = _Shelf(self.undo)
        self.spendings: _Shelf[int] = _Shelf(self.undo)
        self.unweighed: set[str] = set()
        self.notebook = Notebook(self.undo)
        self.book = Book(self.undo)
        self.watchlists: _Shelf[Watchlist] = _Shelf(self.undo)
        self.alerts = AlertBook(self.undo)


class MemoryLedger:
    """The ledger protocol over dictionaries."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._store = _Store()

    @contextmanager
    def writer(self) -> Iterator[_MemoryWriter]:
        """One transaction; where the block raises, all is as before."""
        unweighed = set(self._store.unweighed)
        try:
            yield _MemoryWriter(self._store, self._clock())
        except BaseException:
            for step in reversed(self._store.undo):
                step()
            self._store.unweighed = unweighed
            raise
        finally:
            self._store.undo.clear()

    def view(self, as_of: dt.datetime | None = None) -> _MemoryView:
        """What was known at ``as_of``, or now."""
        return _MemoryView(self._store, as_of)

    def close(self) -> None:
        """Nothing to let go of."""


def _beside_key(document_id: str, reader: str) -> str:
    return f"{document_id}\x1f{reader}"


class _MemoryWriter(MemoryVisitWriter, MemoryAccountWriter, MemoryAlertWriter):
    def __init__(self, store: _Store, at: dt.datetime) -> None:
        self._store = store
        self._at = at
        self._notebook, self._captures, self._book = store.notebook, store.captures, store.book
        self._alerts, self._watchlists = store.alerts, store.watchlists

    def record(self, document: Document, reading: Reading, capture: Capture | None) -> bool:
        store, at = self._store, self._at
        if capture is not None and store.captures.row(capture.id) is None:
            store.captures.put(capture.id, capture, at)
        new_text = store.documents.put(document.id, document, at)
        if new_text:
            store.beside.retire_all(_beside_key(document.id, ""), at)
        changed = store.readings.put(document.id, reading, at) or new_text
        if changed:
            store.unweighed.add(document.id)
        return changed

    def keep_beside(self, reading: Reading) -> bool:
        return self._store.beside.put(_beside_key(reading.document_id, reading.reader), reading, self._at)

    def spend(self, document_id: str, reader: str, tokens: int) -> None:
        number = len(self._store.spendings.rows(None))
        self._store.spendings.put(f"{number:012d}|{document_id}|{reader}", tokens, self._at)

    def issue(self, outlook: Outlook) -> bool:
        return self._store.outlooks.row(outlook.id) is None and self._store.outlooks.put(outlook.id, outlook, self._at)

    def conclude(self, conclusions: Conclusions) -> int:
        store, at = self._store, self._at
        changed = store.copies.become({copy.document_id: copy for copy in conclusions.copies}, at)
        changed += store.stories.become({story.id: story for story in conclusions.stories}, at)
        changed += store.moves.become({move.id: move for move in conclusions.moves}, at)
        judged = {judgement.id: replace(judgement, recorded_at=None, retired_at=None) for judgement in conclusions.judgements}
        changed += store.judgements.become(judged, at, spare=lambda judgement: not judgement.by_machine)
        store.unweighed.clear()
        return changed


class _MemoryView(MemoryVisitView, MemoryAccountView, MemoryAlertView):
    def __init__(self, store: _Store, as_of: dt.datetime | None) -> None:
        self._store = store
        self.as_of = as_of
        self._notebook, self._documents, self._book = store.notebook, store.documents, store.book
        self._alerts, self._watchlists, self._moves = store.alerts, store.watchlists, store.moves

    def capture(self, capture_id: str) -> Capture | None:
        return self._store.captures.get(capture_id, self.as_of)

    def document(self, document_id: str) -> Document | None:
        return self._store.documents.get(document_id, self.as_of)

    def documents(self, document_ids: Collection[str] | None = None) -> Iterator[Document]:
        for document in self._store.documents.all(self.as_of):
            if document_ids is None or document.id in document_ids:
                yield document

    def reading(self, document_id: str) -> Reading | None:
        return self._store.readings.get(document_id, self.as_of)

    def readings(self, document_ids: Collection[str] | None = None) -> Iterator[Reading]:
        for reading in self._store.readings.all(self.as_of):
            if document_ids is None or reading.document_id in document_ids:
                yield reading

    def beside(self, document_id: str) -> list[Reading]:
        return [one for one in self._store.beside.all(self.as_of) if one.document_id == document_id]

    def outlooks(self) -> list[Outlook]:
        return sorted(self._store.outlooks.all(self.as_of), key=lambda one: (one.asked_on, one.by_on, one.id))

    def tokens_spent(self, day: dt.date) -> int:
        return sum(row.value for row in self._store.spendings.rows(self.as_of) if row.recorded_at.date() == day)

    def move(self, move_id: str) -> Move | None:
        return self._store.moves.get(move_id, self.as_of)

    def moves(self, wanted: MoveFilter) -> list[Move]:
        return sorted((move for move in self._store.moves.all(self.as_of) if matches(move, wanted)), key=by_date)

    def moves_of(self, document_ids: Collection[str]) -> list[Move]:
        wanted = set(document_ids)
        return sorted((move for move in self._store.moves.all(self.as_of) if wanted & set(move.document_ids)), key=by_date)

    def story(self, story_id: str) -> Story | None:
        return self._store.stories.get(story_id, self.as_of)

    def stories(self) -> list[Story]:
        return self._store.stories.all(self.as_of)

    def copies(self) -> list[Copy]:
        return self._store.copies.all(self.as_of)

    def judgements(self, ids: Collection[str] | None = None) -> list[Judgement]:
        found = []
        for judgement in self._store.judgements.all(self.as_of):
            row = self._store.judgements.row(judgement.id, self.as_of)
            if row is not None and (ids is None or judgement.left in ids or judgement.right in ids):
                found.append(replace(judgement, recorded_at=row.recorded_at, retired_at=row.retired_at))
        return found

    def names(self) -> dict[str, tuple[str, str]]:
        readings = self._store.readings.all(self.as_of)
        return {entity.key: (entity.name, entity.kind) for reading in readings for entity in reading.entities}

    def counts(self) -> Counts:
        store, as_of = self._store, self.as_of
        return Counts(
            captures=len(store.captures.all(as_of)),
            documents=len(store.documents.all(as_of)),
            claims=sum(len(reading.claims) for reading in store.readings.all(as_of)),
            copies=len(store.copies.all(as_of)),
            stories=len(store.stories.all(as_of)),
            moves=len(store.moves.all(as_of)),
        )

    def first_recorded_at(self) -> dt.datetime | None:
        return self._store.documents.first_recorded_at()

    def unweighed(self) -> int:
        return len(self._store.unweighed)
