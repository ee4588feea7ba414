"""Adds and retires rows within one transaction that its caller opens and ends. Reads only what it must compare with."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vigie.ledger.sql import codec, tables
from vigie.ledger.sql.accounts import SqlAccountWriter
from vigie.ledger.sql.alerts import SqlAlertWriter
from vigie.ledger.sql.view import SqlView
from vigie.ledger.sql.visits import SqlVisitWriter

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from vigie.model import Capture, Claim, Conclusions, Document, Move, Outlook, Reading, Story

__all__ = ["SqlWriter"]

_AT_ONCE = 500
"""Rows retired in one statement: SQLite takes at most 999 variables in old builds."""


class SqlWriter(SqlVisitWriter, SqlAccountWriter, SqlAlertWriter):
    """The writer protocol over one connection."""

    def __init__(self, connection: sa.Connection, at: dt.datetime) -> None:
        self._connection = connection
        self._at = at
        self._view = SqlView(lambda: connection, as_of=None)

    def record(self, document: Document, reading: Reading, capture: Capture | None) -> bool:
        """See `vigie.ledger.Writer`."""
        if capture is not None and self._standing(tables.captures, tables.captures.c.id == capture.id) is None:
            self._insert(tables.captures, codec.capture_row(capture))
        changed = False
        standing = self._view.document(document.id)
        if standing != document:
            if standing is not None:
                self._retire(tables.documents, tables.documents.c.id == document.id)
                self._retire(tables.kept_readings, tables.kept_readings.c.document_id == document.id)
            self._insert(tables.documents, codec.document_row(document))
            changed = True
        if standing is None or self._view.reading(document.id) != reading:
            self._record_reading(reading)
            changed = True
        return changed

    def keep_beside(self, reading: Reading) -> bool:
        """See `vigie.ledger.Writer`."""
        table = tables.kept_readings
        body = codec.reading_body(reading)
        same = sa.and_(table.c.document_id == reading.document_id, table.c.reader == reading.reader)
        digest = codec.digest(body)
        if self._standing(table, sa.and_(same, table.c.digest == digest)) is not None:
            return False
        self._retire(table, same)
        self._insert(table, {"document_id": reading.document_id, "reader": reading.reader, "body": body, "digest": digest})
        return True

    def spend(self, document_id: str, reader: str, tokens: int) -> None:
        """See `vigie.ledger.Writer`."""
        self._insert(tables.spendings, {"document_id": document_id, "reader": reader, "tokens": tokens})

    def issue(self, outlook: Outlook) -> bool:
        """See `vigie.ledger.Writer`."""
        table = tables.outlooks
        if self._standing(table, table.c.id == outlook.id) is not None:
            return False
        self._insert(
            table, {"id": outlook.id, "first": outlook.first, "second": outlook.second, "body": codec.outlook_body(outlook)}
        )
        return True

    def _record_reading(self, reading: Reading) -> None:
        old = self._standing(tables.readings, tables.readings.c.document_id == reading.document_id)
        if old is not None:
            for table in (tables.claims, tables.entities):
                self._retire(table, table.c.reading_row == old.row_id)
            self._retire(tables.readings, tables.readings.c.row_id == old.row_id)
        row = self._insert(
            tables.readings,
            {
                "document_id": reading.document_id,
                "reader": reading.reader,
                "lang": reading.lang,
                "published_on": reading.published_on,
                "mentions": [asdict(mention) for mention in reading.mentions],
                "affiliations": dict(reading.affiliations),
            },
        )
        for position, entity in enumerate(reading.entities):
            self._insert(tables.entities, {"reading_row": row, "position": position, **codec.entity_row(entity)})
        for position, claim in enumerate(reading.claims):
            claim_row = self._insert(tables.claims, {"reading_row": row, "position": position, **codec.claim_row(claim)})
            parties = _parties(claim)
            if parties:
                self._connection.execute(sa.insert(tables.claim_parties), [{"claim_row": claim_row, **party} for party in parties])

    def conclude(self, conclusions: Conclusions) -> int:
        """See `vigie.ledger.Writer`."""
        changed = self._become(tables.copies, "document_id", [codec.copy_row(copy) for copy in conclusions.copies])
        stories = {story.id: story for story in conclusions.stories}
        moves = {move.id: move for move in conclusions.moves}
        changed += self._become(
            tables.stories,
            "id",
            [codec.story_row(story) for story in stories.values()],
            lambda row, key: self._join_story(row, stories[key]),
        )
        changed += self._become(
            tables.moves, "id", [codec.move_row(move) for move in moves.values()], lambda row, key: self._join_move(row, moves[key])
        )
        machine = tables.judgements.c.author.startswith("vigie ")
        changed += self._become(tables.judgements, "id", [codec.judgement_row(one) for one in conclusions.judgements], only=machine)
        last = self._connection.scalar(sa.select(sa.func.coalesce(sa.func.max(tables.readings.c.row_id), 0))) or 0
        known = self._connection.scalar(sa.select(sa.func.max(tables.weighings.c.reading_row)))
        if changed or known != last:
            self._insert(tables.weighings, {"reading_row": last})
        return changed

    def _become(
        self,
        table: sa.Table,
        key: str,
        rows: Sequence[dict[str, Any]],
        join: Callable[[int, str], None] | None = None,
        *,
        only: sa.ColumnElement[bool] | None = None,
    ) -> int:
        """Retire the standing rows (of those that ``only`` selects) that are not among ``rows``, add those that are new."""
        wanted = {row[key]: {**row, "digest": codec.digest(row)} for row in rows}
        query = sa.select(table.c.row_id, table.c[key], table.c.digest).where(table.c.retired_at.is_(None))
        standing = list(self._connection.execute(query if only is None else query.where(only)))
        kept = {row[1] for row in standing if row[1] in wanted and wanted[row[1]]["digest"] == row.digest}
        gone = [row.row_id for row in standing if row[1] not in kept]
        for start in range(0, len(gone), _AT_ONCE):
            self._retire(table, table.c.row_id.in_(gone[start : start + _AT_ONCE]))
        for name, row in wanted.items():
            if name not in kept:
                number = self._insert(table, row)
                if join is not None:
                    join(number, name)
        return len(gone) + len(wanted) - len(kept)

    def _join_story(self, row: int, story: Story) -> None:
        self._connection.execute(
            sa.insert(tables.story_documents), [{"story_row": row, "document_id": one} for one in story.document_ids]
        )

    def _join_move(self, row: int, move: Move) -> None:
        keys = {*move.who, *move.whom, *move.things, *move.people}
        if keys:
            self._connection.execute(sa.insert(tables.move_parties), [{"move_row": row, "key": key} for key in sorted(keys)])
        self._connection.execute(
            sa.insert(tables.move_documents), [{"move_row": row, "document_id": one} for one in move.document_ids]
        )

    def _replace(
        self, table: sa.Table, key: str, rows: list[dict[str, Any]], *, only: sa.ColumnElement[bool] | None = None
    ) -> None:
        """Rows of the notebook, each in place of one with the same value of ``key`` (among those that ``only`` selects)."""
        keys = [row[key] for row in rows]
        for start in range(0, len(keys), _AT_ONCE):
            same = table.c[key].in_(keys[start : start + _AT_ONCE])
            self._connection.execute(sa.delete(table).where(same if only is None else sa.and_(same, only)))
        if rows:
            self._connection.execute(sa.insert(table), rows)

    def _standing(self, table: sa.Table, where: sa.ColumnElement[bool]) -> Any:
        return self._connection.execute(sa.select(table.c.row_id).where(where, table.c.retired_at.is_(None))).first()

    def _insert(self, table: sa.Table, values: dict[str, Any]) -> int:
        result = self._connection.execute(sa.insert(table), {**values, "recorded_at": self._at})
        assert result.inserted_primary_key is not None
        return int(result.inserted_primary_key[0])

    def _retire(self, table: sa.Table, where: sa.ColumnElement[bool]) -> None:
        self._connection.execute(sa.update(table).where(where, table.c.retired_at.is_(None)).values(retired_at=self._at))


def _parties(claim: Claim) -> list[dict[str, str]]:
    roles = (("who", claim.who), ("whom", claim.whom), ("thing", claim.things))
    return [{"role": role, "key": key} for role, keys in roles for key in dict.fromkeys(keys)]
