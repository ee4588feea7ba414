"""The neighbours of documents, in tables. See `vigie.ledger.neighbours`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from vigie.ledger.sql import codec, tables
from vigie.ledger.sql.batches import batches
from vigie.ledger.sql.looking import Looks

if TYPE_CHECKING:
    from collections.abc import Collection

    from vigie.model import Copy, Judgement, Story

__all__ = ["SqlNeighbourView"]


class SqlNeighbourView(Looks):
    """The `vigie.ledger.neighbours.NeighbourView` protocol, for `SqlView` to inherit."""

    def waiting(self, most: int | None = None) -> list[str]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        table = tables.waiting
        return list(self._execute(sa.select(table.c.document_id).order_by(table.c.document_id).limit(most)).scalars())

    def marked(self, marks: Collection[int]) -> dict[int, list[str]]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        table = tables.marks
        found: dict[int, list[str]] = defaultdict(list)
        for some in batches(marks):
            for row in self._execute(sa.select(table).where(table.c.mark.in_(some)).order_by(table.c.mark, table.c.document_id)):
                found[row.mark].append(row.document_id)
        return dict(found)

    def marks_of(self, document_ids: Collection[str]) -> dict[str, tuple[int, ...]]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        table = tables.marks
        found: dict[str, list[int]] = defaultdict(list)
        for some in batches(document_ids):
            query = sa.select(table).where(table.c.document_id.in_(some)).order_by(table.c.document_id, table.c.mark)
            for row in self._execute(query):
                found[row.document_id].append(row.mark)
        return {one: tuple(borne) for one, borne in found.items()}

    def naming(
        self, keys: Collection[str], *, since: str | None = None, until: str | None = None, parties: bool = False
    ) -> dict[str, list[str]]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        table, reading = tables.namings, tables.readings
        query = sa.select(table.c.key, table.c.document_id).join_from(table, reading, reading.c.row_id == table.c.reading_row)
        query = query.where(self._stands(reading)).order_by(table.c.key, table.c.document_id)
        if since is not None:
            query = query.where(sa.or_(table.c.published_on == "", table.c.published_on >= since))
        if until is not None:
            query = query.where(table.c.published_on <= until)
        if parties:
            query = query.where(table.c.party)
        found: dict[str, list[str]] = defaultdict(list)
        for some in batches(keys):
            for row in self._execute(query.where(table.c.key.in_(some))):
                found[row.key].append(row.document_id)
        return dict(found)

    def documents_of(self, claim_ids: Collection[str]) -> dict[str, str]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        table = tables.claims
        query = sa.select(table.c.id, table.c.document_id).where(self._stands(table))
        return {row.id: row.document_id for some in batches(claim_ids) for row in self._execute(query.where(table.c.id.in_(some)))}

    def stories_of(self, document_ids: Collection[str]) -> list[Story]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        joined, story = tables.story_documents, tables.stories
        found: dict[str, Story] = {}
        for some in batches(document_ids):
            chosen = sa.select(joined.c.story_row).where(joined.c.document_id.in_(some))
            rows = self._execute(sa.select(story).where(story.c.row_id.in_(chosen), self._stands(story)))
            found.update((row.id, codec.story_of(row)) for row in rows)
        return [found[key] for key in sorted(found)]

    def copies_of(self, document_ids: Collection[str]) -> list[Copy]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        table = tables.copies
        rows = [row for column in (table.c.document_id, table.c.copy_of) for row in self._some(table, column, document_ids)]
        found = {row.document_id: codec.copy_of(row) for row in rows}
        return [found[key] for key in sorted(found)]

    def words(self) -> list[Judgement]:
        """See `vigie.ledger.neighbours.NeighbourView`."""
        table = tables.judgements
        # Ranges that the index of authors serves: everything but what begins with "vigie ".
        by_persons = sa.or_(table.c.author < "vigie ", table.c.author >= "vigie!")
        return [
            codec.judgement_of(row)
            for row in self._execute(sa.select(table).where(by_persons, self._stands(table)).order_by(table.c.id))
        ]
