"""Moves every row of a ledger into an empty one, whatever the kinds of their databases. Derives nothing, judges nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from vigie.ledger.sql import tables

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["copy_rows"]

_AT_ONCE = 1000


def copy_rows(source: sa.Connection, target: sa.Connection, *, on_rows: Callable[[str, int], None] = lambda *_: None) -> int:
    """Copy all tables but the derived ones within both connections' transactions; returns how many rows there were.

    Rows keep their numbers and instants. ``on_rows`` hears of each table and how many of its rows have been copied.
    """
    whole = 0
    for table in tables.metadata.sorted_tables:
        if table in tables.DERIVED:
            continue
        number = 0
        order = list(table.primary_key)
        rows = source.execution_options(stream_results=True, yield_per=_AT_ONCE).execute(sa.select(table).order_by(*order))
        for part in rows.mappings().partitions(_AT_ONCE):
            target.execute(sa.insert(table), [dict(row) for row in part])
            number += len(part)
            on_rows(table.name, number)
        if number and target.dialect.name == "postgresql" and "row_id" in table.c:
            # Rows that the database numbers itself go on after those that came with their numbers.
            last = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'row_id'), (SELECT max(row_id) FROM {table.name}))"  # noqa: S608
            target.exec_driver_sql(last)
        whole += number
    return whole
