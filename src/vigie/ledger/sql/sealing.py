"""Writes the digests of rows, and finds those that no longer fit. Mends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vigie.ledger.sql import codec, tables
from vigie.ledger.sql.batches import AT_ONCE
from vigie.ledger.sql.looking import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vigie.model import Reading

__all__ = ["SEALED", "readings_of", "rows_of", "seal"]


def rows_of(connection: sa.Connection, table: sa.Table) -> Iterator[list[Any]]:
    """All rows of a log, some at a time, in the order recorded."""
    last = 0
    while rows := list(connection.execute(sa.select(table).where(table.c.row_id > last).order_by(table.c.row_id).limit(AT_ONCE))):
        yield rows
        last = rows[-1].row_id


def readings_of(connection: sa.Connection, rows: list[Any]) -> list[Reading]:
    """The whole readings of some rows."""
    entities, claims = (parts_of(connection.execute, table, rows) for table in (tables.entities, tables.claims))
    return [codec.reading_of_rows(row, entities[row.row_id], claims[row.row_id]) for row in rows]


def _each(of: Callable[[Any], str]) -> Callable[[sa.Connection, list[Any]], list[str]]:
    def each(connection: sa.Connection, rows: list[Any]) -> list[str]:
        del connection
        return [of(row) for row in rows]

    return each


SEALED: dict[str, Callable[[sa.Connection, list[Any]], list[str]]] = {
    "documents": _each(lambda row: codec.sealed(codec.document_of(row))),
    "readings": lambda connection, rows: [codec.sealed(one) for one in readings_of(connection, rows)],
    "kept_readings": _each(lambda row: codec.digest(row.body)),
    "copies": _each(lambda row: codec.digest(codec.copy_row(codec.copy_of(row)))),
    "stories": _each(lambda row: codec.digest(codec.story_row(codec.story_of(row)))),
    "moves": _each(lambda row: codec.digest(codec.move_row(codec.move_of(row)))),
    "judgements": _each(lambda row: codec.digest(codec.judgement_row(codec.judgement_of(row)))),
}
"""Log with digests to what they are made of."""


def seal(connection: sa.Connection) -> None:
    """Write every digest anew, as this version makes them; within the transaction of ``connection``."""
    for name, digests in SEALED.items():
        table = tables.metadata.tables[name]
        update = sa.update(table).where(table.c.row_id == sa.bindparam("number")).values(digest=sa.bindparam("made"))
        for rows in rows_of(connection, table):
            made = digests(connection, rows)
            changed = [
                {"number": row.row_id, "made": digest} for row, digest in zip(rows, made, strict=True) if row.digest != digest
            ]
            if changed:
                connection.execute(update, changed)
