"""The writer, made of its parts, within one transaction that its caller opens and ends."""

from __future__ import annotations

import sqlalchemy as sa
from pydantic import TypeAdapter

from vigie.ledger.sql import codec, tables
from vigie.ledger.sql.accounts import SqlAccountWriter
from vigie.ledger.sql.alerts import SqlAlertWriter
from vigie.ledger.sql.concluding import SqlConclusionWriter
from vigie.ledger.sql.recording import SqlRecordWriter
from vigie.ledger.sql.visits import SqlVisitWriter
from vigie.model import Outlook, Reading

__all__ = ["SqlWriter"]

_BODY_OF_READING, _BODY_OF_OUTLOOK = TypeAdapter(Reading), TypeAdapter(Outlook)


class SqlWriter(SqlRecordWriter, SqlConclusionWriter, SqlVisitWriter, SqlAccountWriter, SqlAlertWriter):
    """The writer protocol over one connection."""

    def keep_beside(self, reading: Reading) -> bool:
        """See `vigie.ledger.Writer`."""
        table = tables.kept_readings
        body = _BODY_OF_READING.dump_python(reading, mode="json")
        digest = codec.digest(body)
        same = (table.c.document_id == reading.document_id, table.c.reader == reading.reader, table.c.retired_at.is_(None))
        standing = self._connection.execute(sa.select(table.c.row_id, table.c.digest).where(*same)).first()
        if standing is not None and standing.digest == digest:
            return False
        self._retire_rows(table, [] if standing is None else [standing.row_id])
        self._insert(table, [{"document_id": reading.document_id, "reader": reading.reader, "body": body, "digest": digest}])
        return True

    def spend(self, document_id: str, reader: str, tokens: int) -> None:
        """See `vigie.ledger.Writer`."""
        self._insert(tables.spendings, [{"document_id": document_id, "reader": reader, "tokens": tokens}])

    def issue(self, outlook: Outlook) -> bool:
        """See `vigie.ledger.Writer`."""
        table = tables.outlooks
        if self._standing(table, table.c.id == outlook.id) is not None:
            return False
        body = _BODY_OF_OUTLOOK.dump_python(outlook, mode="json")
        self._insert(table, [{"id": outlook.id, "first": outlook.first, "second": outlook.second, "body": body}])
        return True
