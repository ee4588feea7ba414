"""Looks into the tables as of an instant. Writes nothing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vigie.ledger.protocol import Counts, MoveFilter
from vigie.ledger.sql import codec, tables
from vigie.ledger.sql.accounts import SqlAccountView
from vigie.ledger.sql.alerts import SqlAlertView
from vigie.ledger.sql.visits import SqlVisitView
from vigie.model import Reading, bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from vigie.model import Capture, Copy, Document, Judgement, Move, Outlook, Story

__all__ = ["SqlView"]

_AT_ONCE = 500


class SqlView(SqlVisitView, SqlAccountView, SqlAlertView):
    """The view protocol. ``connect`` gives the connection to read on; the caller ends it."""

    def __init__(self, connect: Callable[[], sa.Connection], *, as_of: dt.datetime | None) -> None:
        self._connect = connect
        self.as_of = as_of

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
        rows = self._some(tables.readings, tables.readings.c.document_id, document_ids)
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            entities = self._parts(tables.entities, some)
            claims = self._parts(tables.claims, some)
            for row in some:
                yield Reading(
                    document_id=row.document_id,
                    reader=row.reader,
                    lang=row.lang,
                    published_on=row.published_on,
                    entities=tuple(codec.entity_of(part) for part in entities[row.row_id]),
                    mentions=codec.mentions_of(row.mentions),
                    claims=tuple(codec.claim_of(part) for part in claims[row.row_id]),
                    affiliations=dict(row.affiliations),
                )

    def beside(self, document_id: str) -> list[Reading]:
        """See `vigie.ledger.View`."""
        table = tables.kept_readings
        query = sa.select(table.c.body).where(table.c.document_id == document_id, self._stands(table)).order_by(table.c.reader)
        return [codec.reading_of_body(row.body) for row in self._execute(query)]

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
        return sorted((codec.outlook_of(row) for row in rows), key=lambda one: (one.asked_on, one.by_on, one.id))

    def move(self, move_id: str) -> Move | None:
        """See `vigie.ledger.View`."""
        row = self._first(tables.moves, tables.moves.c.id == move_id)
        return None if row is None else codec.move_of(row)

    def moves(self, wanted: MoveFilter) -> list[Move]:
        """See `vigie.ledger.View`."""
        move = tables.moves
        query = sa.select(move).where(self._stands(move))
        for key in wanted.actors:
            query = query.where(
                move.c.row_id.in_(sa.select(tables.move_parties.c.move_row).where(tables.move_parties.c.key == key))
            )
        if wanted.types:
            query = query.where(move.c.type.in_(wanted.types))
        if wanted.statuses:
            query = query.where(move.c.status.in_([status.value for status in wanted.statuses]))
        if wanted.since is not None:
            query = query.where(move.c.last_on >= bounds(wanted.since)[0].isoformat())
        if wanted.until is not None:
            query = query.where(move.c.first_on <= bounds(wanted.until)[1].isoformat())
        return self._in_order(query)

    def moves_of(self, document_ids: Collection[str]) -> list[Move]:
        """See `vigie.ledger.View`."""
        found: dict[str, Move] = {}
        listed = sorted(set(document_ids))
        for start in range(0, len(listed), _AT_ONCE):
            joined = tables.move_documents
            chosen = sa.select(joined.c.move_row).where(joined.c.document_id.in_(listed[start : start + _AT_ONCE]))
            query = sa.select(tables.moves).where(self._stands(tables.moves), tables.moves.c.row_id.in_(chosen))
            found.update((move.id, move) for move in self._in_order(query))
        return sorted(found.values(), key=lambda move: (move.happened_on is None, move.happened_on or "", move.id))

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

    def names(self) -> dict[str, tuple[str, str]]:
        """See `vigie.ledger.View`."""
        table = tables.entities
        query = (
            sa.select(table.c.key, table.c.name, table.c.kind)
            .where(self._stands(table))
            .distinct()
            .order_by(table.c.key, table.c.name)
        )
        return {row.key: (row.name, row.kind) for row in self._execute(query)}

    def counts(self) -> Counts:
        """See `vigie.ledger.View`."""

        def number(table: sa.Table) -> int:
            return self._execute(sa.select(sa.func.count()).select_from(table).where(self._stands(table))).scalar() or 0

        return Counts(
            captures=number(tables.captures),
            documents=number(tables.documents),
            claims=number(tables.claims),
            copies=number(tables.copies),
            stories=number(tables.stories),
            moves=number(tables.moves),
        )

    def first_recorded_at(self) -> dt.datetime | None:
        """See `vigie.ledger.View`."""
        found: dt.datetime | None = self._execute(sa.select(sa.func.min(tables.documents.c.recorded_at))).scalar()
        return found

    def unweighed(self) -> int:
        """See `vigie.ledger.View`."""
        last = sa.select(sa.func.coalesce(sa.func.max(tables.weighings.c.reading_row), 0)).scalar_subquery()
        query = sa.select(sa.func.count()).select_from(tables.readings).where(tables.readings.c.row_id > last)
        return self._execute(query).scalar() or 0

    def _execute(self, query: sa.Executable) -> sa.CursorResult[Any]:
        return self._connect().execute(query)

    def _stands(self, table: sa.Table) -> sa.ColumnElement[bool]:
        if self.as_of is None:
            return table.c.retired_at.is_(None)
        return sa.and_(table.c.recorded_at <= self.as_of, sa.or_(table.c.retired_at.is_(None), table.c.retired_at > self.as_of))

    def _first(self, table: sa.Table, where: sa.ColumnElement[bool]) -> Any:
        query = sa.select(table).where(where, self._stands(table)).order_by(table.c.row_id.desc()).limit(1)
        return self._execute(query).first()

    def _some(self, table: sa.Table, column: sa.ColumnElement[str], values: Collection[str] | None) -> list[Any]:
        query = sa.select(table).where(self._stands(table)).order_by(column, table.c.row_id)
        if values is None:
            return list(self._execute(query))
        listed = sorted(set(values))
        return [
            row
            for start in range(0, len(listed), _AT_ONCE)
            for row in self._execute(query.where(column.in_(listed[start : start + _AT_ONCE])))
        ]

    def _parts(self, table: sa.Table, readings: list[Any]) -> dict[int, list[Any]]:
        """Rows of a reading's parts, in their order; they stand as long as the reading does."""
        found: dict[int, list[Any]] = defaultdict(list)
        query = sa.select(table).where(table.c.reading_row.in_([row.row_id for row in readings])).order_by(table.c.position)
        for part in self._execute(query):
            found[part.reading_row].append(part)
        return found

    def _in_order(self, query: sa.Select[Any]) -> list[Move]:
        move = tables.moves
        ordered = query.order_by(move.c.happened_on.is_(None), move.c.happened_on, move.c.id)
        return [codec.move_of(row) for row in self._execute(ordered)]
