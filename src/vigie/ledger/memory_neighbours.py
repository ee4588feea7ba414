"""The neighbours of documents, of the memory ledger: found by looking at everything it holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from vigie.ledger.memory_store import Store
    from vigie.ledger.neighbours import Gone
    from vigie.model import Conclusions, Copy, Judgement, Reading, Story

__all__ = ["MemoryNeighbourView", "MemoryNeighbourWriter", "without_times"]


def without_times(judgement: Judgement) -> Judgement:
    """A judgement without when it stands, which its row says."""
    return replace(judgement, recorded_at=None, retired_at=None)


class MemoryNeighbourView:
    """The `vigie.ledger.neighbours.NeighbourView` protocol, for the memory ledger's view to inherit."""

    _store: Store
    as_of: dt.datetime | None

    def waiting(self, most: int | None = None) -> list[str]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        return sorted(self._store.waiting)[:most]

    def marked(self, marks: Collection[int]) -> dict[int, list[str]]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        found: dict[int, list[str]] = defaultdict(list)
        for document_id, borne in sorted(self._store.marks.items()):
            for mark in set(marks) & set(borne):
                found[mark].append(document_id)
        return dict(found)

    def marks_of(self, document_ids: Collection[str]) -> dict[str, tuple[int, ...]]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        return {one: self._store.marks[one] for one in sorted(set(document_ids)) if self._store.marks.get(one)}

    def naming(
        self, keys: Collection[str], *, since: str | None = None, until: str | None = None, parties: bool = False
    ) -> dict[str, list[str]]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        found: dict[str, list[str]] = defaultdict(list)
        for reading in self._store.readings.all(self.as_of):
            document = self._store.documents.get(reading.document_id, self.as_of)
            day = (reading.published_on or (document.published_on if document else None) or "")[:10]
            if day and ((since is not None and day < since) or (until is not None and day > until)):
                continue
            for key in set(keys) & (_parties(reading) if parties else {one.key for one in reading.entities}):
                found[key].append(reading.document_id)
        return dict(found)

    def documents_of(self, claim_ids: Collection[str]) -> dict[str, str]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        readings = self._store.readings.all(self.as_of)
        return {claim.id: one.document_id for one in readings for claim in one.claims if claim.id in claim_ids}

    def stories_of(self, document_ids: Collection[str]) -> list[Story]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        wanted = set(document_ids)
        return [story for story in self._store.stories.all(self.as_of) if wanted & set(story.document_ids)]

    def copies_of(self, document_ids: Collection[str]) -> list[Copy]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        return [one for one in self._store.copies.all(self.as_of) if {one.document_id, one.copy_of} & set(document_ids)]

    def words(self) -> list[Judgement]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        rows = self._store.judgements.rows(self.as_of)
        return [
            replace(row.value, recorded_at=row.recorded_at, retired_at=row.retired_at) for row in rows if not row.value.by_machine
        ]


def _parties(reading: Reading) -> set[str]:
    return {key for claim in reading.claims for key in (*claim.who, *claim.whom, *claim.things)}


class MemoryNeighbourWriter:
    """The `vigie.ledger.neighbours.NeighbourWriter` protocol, for the memory ledger's writer to inherit."""

    _store: Store
    _at: dt.datetime

    def keep_marks(self, document_id: str, marks: Collection[int]) -> None:
        """See `vigie.ledger.neighbours.NeighbourWriter`."""
        self._store.notebook.put(self._store.marks, document_id, tuple(sorted(set(marks))))

    def revise(self, conclusions: Conclusions, *, gone: Gone, weighed: Collection[str] = ()) -> int:
        """See `vigie.ledger.neighbours.NeighbourWriter`."""
        store, at = self._store, self._at
        by_persons = {one.id for one in store.judgements.all(None) if not one.by_machine}
        judged = {one.id: without_times(one) for one in conclusions.judgements if one.id not in by_persons}
        changed = store.copies.change({one.document_id: one for one in conclusions.copies}, gone.copies, at)
        changed += store.stories.change({one.id: one for one in conclusions.stories}, gone.stories, at)
        changed += store.moves.change({one.id: one for one in conclusions.moves}, gone.moves, at)
        changed += store.judgements.change(judged, set(gone.judgements) - by_persons, at)
        for document_id in weighed:
            store.notebook.drop(store.waiting, document_id)
        return changed

    def judge(self, judgement: Judgement) -> bool:
        """See `vigie.ledger.neighbours.NeighbourWriter`."""
        return self._store.judgements.put(judgement.id, without_times(judgement), self._at)

    def take_back(self, judgement_id: str) -> bool:
        """See `vigie.ledger.neighbours.NeighbourWriter`."""
        standing = self._store.judgements.get(judgement_id, None)
        return standing is not None and not standing.by_machine and self._store.judgements.retire(judgement_id, self._at)
