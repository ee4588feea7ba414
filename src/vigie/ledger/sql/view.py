"""Looks into the tables as of an instant. Writes nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from vigie.ledger.filters import MoveFilter, by_date
from vigie.ledger.protocol import Counts
from vigie.ledger.sql import codec, tables
from vigie.ledger.sql.accounts import SqlAccountView
from vigie.ledger.sql.alerts import SqlAlertView
from vigie.ledger.sql.batches import batches
from vigie.ledger.sql.looking import parts_of
from vigie.ledger.sql.neighbours import SqlNeighbourView
from vigie.ledger.sql.pages import SqlPageView
from vigie.ledger.sql.searching import SqlSearchView
from vigie.ledger.sql.visits import SqlVisitView
from vigie.model import Mention, Outlook, Reading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from vigie.model import Capture, Claim, Copy, Document, Judgement, Move, Story

__all__ = ["SqlView"]


_BODY_OF_READING, _BODY_OF_OUTLOOK = TypeAdapter(Reading), TypeAdapter(Outlook)


class SqlView(SqlVisitView, SqlPageView, SqlSearchView, SqlNeighbourView, SqlAccountView, SqlAlertView):
    """The view protocol, over the connection that `Looks` was given."""

    def capture(self, capture_id: str) -> Capture | None:
        """See `vigie.ledger.View`."""
        row = self._first(tables.captures, tables.captures.c.id == capture_id)
        return None if row is None else codec.capture_of(row)

    def document(self, document_id: str) -> Document | None:
        """See `vigie.ledger.View`."""
        row = self._first(tables.documents, tables.documents.c.id == document_id)
        return None if row is None else codec.document_of(row)

    def documents(self, document_ids: Collection[str] | None = None) -> Iterator[Document]:
        """See `vigie.ledger.View`."""
        for row in self._some(tables.documents, tables.documents.c.id, document_ids):
            yield codec.document_of(row)

    def reading(self, document_id: str) -> Reading | None:
        """See `vigie.ledger.View`."""
        return next(self.readings([document_id]), None)

    def readings(self, document_ids: Collection[str] | None = None) -> Iterator[Reading]:
        """See `vigie.ledger.View`."""
        table = tables.readings
        query = sa.select(table).where(self._stands(table)).order_by(table.c.document_id)
        if document_ids is None:
            wanted = list(self._execute(sa.select(table.c.document_id).where(self._stands(table))).scalars())
        else:
            wanted = list(document_ids)
        for some in batches(wanted):
            rows = self._execute(query.where(table.c.document_id.in_(some))).all()
            entities, claims = (parts_of(self._execute, table, rows) for table in (tables.entities, tables.claims))
            for row in rows:
                yield codec.reading_of_rows(row, entities[row.row_id], claims[row.row_id])

    def mentions(self, document_ids: Collection[str]) -> dict[str, tuple[Mention, ...]]:
        """See `vigie.ledger.View`."""
        table = tables.readings
        query = sa.select(table.c.document_id, table.c.mentions).where(self._stands(table))
        chosen = (query.where(table.c.document_id.in_(some)) for some in batches(document_ids))
        return {
            row.document_id: tuple(Mention(**one) for one in row.mentions) for part in chosen for row in self._execute(part).all()
        }

    def claims(self, document_ids: Collection[str]) -> Iterator[Claim]:
        """See `vigie.ledger.View`."""
        claim, reading = tables.claims, tables.readings
        query = sa.select(claim).join_from(claim, reading, reading.c.row_id == claim.c.reading_row).where(self._stands(reading))
        query = query.order_by(reading.c.document_id, claim.c.position)
        for some in batches(document_ids):
            for row in self._execute(query.where(reading.c.document_id.in_(some))).all():
                yield codec.claim_of(row)

    def beside(self, document_id: str) -> list[Reading]:
        """See `vigie.ledger.View`."""
        table = tables.kept_readings
        query = sa.select(table.c.body).where(table.c.document_id == document_id, self._stands(table)).order_by(table.c.reader)
        return [_BODY_OF_READING.validate_python(row.body) for row in self._execute(query)]

    def tokens_spent(self, day: dt.date) -> int:
        """See `vigie.ledger.View`."""
        table = tables.spendings
        first = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
        within = sa.and_(table.c.recorded_at >= first, table.c.recorded_at < first + dt.timedelta(days=1), self._stands(table))
        return self._execute(sa.select(sa.func.coalesce(sa.func.sum(table.c.tokens), 0)).where(within)).scalar() or 0

    def outlooks(self) -> list[Outlook]:
        """See `vigie.ledger.View`."""
        table = tables.outlooks
        rows = self._execute(sa.select(table.c.body).where(self._stands(table)))
        return sorted(
            (_BODY_OF_OUTLOOK.validate_python(row.body) for row in rows), key=lambda one: (one.asked_on, one.by_on, one.id)
        )

    def move(self, move_id: str) -> Move | None:
        """See `vigie.ledger.View`."""
        row = self._first(tables.moves, tables.moves.c.id == move_id)
        return None if row is None else codec.move_of(row)

    def moves(self, wanted: MoveFilter) -> list[Move]:
        """See `vigie.ledger.View`."""
        chosen = self._taking_part(wanted, tables.move_parties.c.move_row)
        rows = self._execute(sa.select(tables.moves).where(tables.moves.c.row_id.in_(chosen)))
        return sorted((codec.move_of(row) for row in rows), key=by_date)

    def moves_of(self, document_ids: Collection[str]) -> list[Move]:
        """See `vigie.ledger.View`."""
        joined, move = tables.move_documents, tables.moves
        found: dict[str, Move] = {}
        for some in batches(document_ids):
            chosen = sa.select(joined.c.move_row).where(joined.c.document_id.in_(some))
            rows = self._execute(sa.select(move).where(self._stands(move), move.c.row_id.in_(chosen)))
            found.update((row.id, codec.move_of(row)) for row in rows)
        return sorted(found.values(), key=by_date)

    def story(self, story_id: str) -> Story | None:
        """See `vigie.ledger.View`."""
        row = self._first(tables.stories, tables.stories.c.id == story_id)
        return None if row is None else codec.story_of(row)

    def stories(self) -> list[Story]:
        """See `vigie.ledger.View`."""
        return [codec.story_of(row) for row in self._some(tables.stories, tables.stories.c.id, None)]

    def copies(self) -> list[Copy]:
        """See `vigie.ledger.View`."""
        return [codec.copy_of(row) for row in self._some(tables.copies, tables.copies.c.document_id, None)]

    def judgements(self, ids: Collection[str] | None = None) -> list[Judgement]:
        """See `vigie.ledger.View`."""
        table = tables.judgements
        rows: dict[str, Any] = {}
        if ids is None:
            rows = {row.id: row for row in self._some(table, table.c.id, None)}
        else:
            for column in (table.c.first, table.c.second):
                rows.update((row.id, row) for row in self._some(table, column, ids))
        return [codec.judgement_of(rows[key]) for key in sorted(rows)]

    def names(self, keys: Collection[str] | None = None) -> dict[str, tuple[str, str]]:
        """See `vigie.ledger.View`."""
        table = tables.names
        query = sa.select(table.c.key, table.c.name, table.c.kind)
        if self.as_of is not None:
            query = query.where(table.c.first_at <= self.as_of)
        chosen = [query] if keys is None else [query.where(table.c.key.in_(some)) for some in batches(keys)]
        rows = sorted(tuple(row) for one in chosen for row in self._execute(one))
        return {key: (name, kind) for key, name, kind in rows}

    def called(self, name: str) -> list[str]:
        """See `vigie.ledger.View`."""
        table = tables.names
        query = sa.select(table.c.key).where(table.c.folded == name.casefold())
        if self.as_of is not None:
            query = query.where(table.c.first_at <= self.as_of)
        return sorted(set(self._execute(query).scalars()))

    def counts(self) -> Counts:
        """See `vigie.ledger.View`."""
        table = tables.sizes

        def number(of: sa.Table) -> int:
            query = sa.select(table.c.rows).where(table.c.name == of.name)
            if self.as_of is not None:
                query = query.where(table.c.at <= self.as_of)
            return self._execute(query.order_by(table.c.at.desc()).limit(1)).scalar() or 0

        return Counts(**{one.name: number(one) for one in tables.COUNTED})

    def first_recorded_at(self) -> dt.datetime | None:
        """See `vigie.ledger.View`."""
        found: dt.datetime | None = self._execute(sa.select(sa.func.min(tables.documents.c.recorded_at))).scalar()
        return found

    def unweighed(self) -> int:
        """See `vigie.ledger.View`."""
        return self._execute(sa.select(sa.func.count()).select_from(tables.waiting)).scalar() or 0
