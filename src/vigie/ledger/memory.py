"""A ledger that lives as long as the process: for ``vigie read`` without ``--ledger`` and for tests. Writes no file."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.ledger.filters import MoveFilter, by_date, matches
from vigie.ledger.memory_accounts import MemoryAccountView, MemoryAccountWriter
from vigie.ledger.memory_alerts import MemoryAlertView, MemoryAlertWriter
from vigie.ledger.memory_neighbours import MemoryNeighbourView, MemoryNeighbourWriter, without_times
from vigie.ledger.memory_pages import MemoryPageView
from vigie.ledger.memory_searching import MemorySearchView
from vigie.ledger.memory_store import Store
from vigie.ledger.memory_visits import MemoryVisitView, MemoryVisitWriter
from vigie.ledger.protocol import Counts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Sequence

    from vigie.model import Capture, Claim, Clock, Conclusions, Copy, Document, Judgement, Mention, Move, Outlook, Reading, Story

__all__ = ["MemoryLedger"]


class MemoryLedger:
    """The ledger protocol over dictionaries."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._store = Store()

    @contextmanager
    def writer(self) -> Iterator[_MemoryWriter]:
        """One transaction; where the block raises, all is as before."""
        ended = False
        try:
            yield _MemoryWriter(self._store, self._clock())
            ended = True
        finally:
            if not ended:
                for step in reversed(self._store.undo):
                    step()
            self._store.undo.clear()

    def view(self, as_of: dt.datetime | None = None) -> _MemoryView:
        """What was known at ``as_of``, or now."""
        return _MemoryView(self._store, as_of)

    def close(self) -> None:
        """Nothing to let go of."""


def _beside_key(document_id: str, reader: str) -> str:
    return f"{document_id}\x1f{reader}"


class _MemoryWriter(MemoryVisitWriter, MemoryNeighbourWriter, MemoryAccountWriter, MemoryAlertWriter):
    def __init__(self, store: Store, at: dt.datetime) -> None:
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
            store.notebook.put(store.waiting, document.id, True)
        return changed

    def record_all(self, incoming: Sequence[tuple[Document, Reading, Capture | None]]) -> list[bool]:
        return [self.record(document, reading, capture) for document, reading, capture in incoming]

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
        by_persons = {one.id for one in store.judgements.all(None) if not one.by_machine}
        judged = {one.id: without_times(one) for one in conclusions.judgements if one.id not in by_persons}
        changed += store.judgements.become(judged, at, spare=lambda judgement: not judgement.by_machine)
        for document_id in list(store.waiting):
            store.notebook.drop(store.waiting, document_id)
        return changed


class _MemoryView(MemoryVisitView, MemoryPageView, MemorySearchView, MemoryNeighbourView, MemoryAccountView, MemoryAlertView):
    def __init__(self, store: Store, as_of: dt.datetime | None) -> None:
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

    def mentions(self, document_ids: Collection[str]) -> dict[str, tuple[Mention, ...]]:
        return {reading.document_id: reading.mentions for reading in self.readings(document_ids)}

    def claims(self, document_ids: Collection[str]) -> Iterator[Claim]:
        for reading in self.readings(document_ids):
            yield from reading.claims

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
        return [
            replace(row.value, recorded_at=row.recorded_at, retired_at=row.retired_at)
            for row in self._store.judgements.rows(self.as_of)
            if ids is None or row.value.left in ids or row.value.right in ids
        ]

    def names(self, keys: Collection[str] | None = None) -> dict[str, tuple[str, str]]:
        entities = [entity for reading in self._store.readings.ever(self.as_of) for entity in reading.entities]
        called = sorted({(one.key, one.name, one.kind) for one in entities if keys is None or one.key in keys})
        return {key: (name, kind) for key, name, kind in called}

    def called(self, name: str) -> list[str]:
        entities = [entity for reading in self._store.readings.ever(self.as_of) for entity in reading.entities]
        return sorted({one.key for one in entities if one.name.casefold() == name.casefold()})

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
        return len(self._store.waiting)
