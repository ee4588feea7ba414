"""Makes what is derived again from what is kept: names, who is named where, who takes part in what, sums. Changes nothing else."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vigie.ledger.sql import codec, tables
from vigie.ledger.sql.concluding import SqlConclusionWriter
from vigie.ledger.sql.recording import name_rows, naming_rows
from vigie.ledger.sql.sealing import readings_of, rows_of
from vigie.ledger.sql.searching import SqlSearchWriter

if TYPE_CHECKING:
    from vigie.model import Document, Reading

__all__ = ["derive"]

_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)
"""When nothing is recorded: derived rows bear the instants of what they are derived from."""


def derive(connection: sa.Connection) -> None:
    """Empty the derived tables and fill them from the others, within the transaction of ``connection``."""
    for table in tables.DERIVED:
        connection.execute(sa.delete(table))
    empty = "INSERT INTO search_words (search_words) VALUES ('delete-all')"
    connection.exec_driver_sql(empty if connection.dialect.name == "sqlite" else "DELETE FROM search_words")
    writer = Deriver(connection, _NEVER)
    for rows in rows_of(connection, tables.readings):
        writer.take_readings(rows)
    for rows in rows_of(connection, tables.moves):
        writer.take_moves(rows)
    for table in tables.COUNTED:
        connection.execute(sa.insert(tables.sizes).from_select(["name", "at", "rows"], _size_over_time(table)))


def _size_over_time(table: sa.Table) -> sa.Select[Any]:
    """The table's name, each instant at which rows came or went, and how many stood from then on."""
    came = sa.select(table.c.recorded_at.label("at"), sa.literal(1).label("change"))
    went = sa.select(table.c.retired_at, sa.literal(-1)).where(table.c.retired_at.is_not(None))
    changes = sa.union_all(came, went).subquery()
    standing = sa.func.sum(sa.func.sum(changes.c.change)).over(order_by=changes.c.at)
    query = sa.select(sa.literal(table.name), changes.c.at, standing).group_by(changes.c.at)
    return query.having(sa.func.sum(changes.c.change) != 0)


class Deriver(SqlConclusionWriter, SqlSearchWriter):
    """Adds derived rows of rows that stand or stood."""

    def take_readings(self, rows: list[Any]) -> None:
        """What is derived from readings."""
        table = tables.documents
        query = sa.select(table).where(table.c.id.in_({row.document_id for row in rows})).order_by(table.c.row_id)
        versions: dict[str, list[Any]] = {}
        for version in self._connection.execute(query):
            versions.setdefault(version.id, []).append(version)
        indexed: list[tuple[int, Document, Reading, dict[str, Any]]] = []
        for row, reading in zip(rows, readings_of(self._connection, rows), strict=True):
            # Each reading is of the last version that was recorded by then.
            document = codec.document_of([one for one in versions[row.document_id] if one.recorded_at <= row.recorded_at][-1])
            self._add(tables.namings, naming_rows(row.row_id, reading, document.published_on))
            self._add_new(tables.names, name_rows([reading], row.recorded_at))
            indexed.append((row.row_id, document, reading, {"recorded_at": row.recorded_at, "retired_at": row.retired_at}))
        self._index(indexed)

    def take_moves(self, rows: list[Any]) -> None:
        """What is derived from moves."""
        self._derive([(row.row_id, codec.move_of(row), row.recorded_at, row.retired_at) for row in rows], Counter())
