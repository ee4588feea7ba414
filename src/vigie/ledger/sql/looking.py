"""How every part of a view looks: one statement at a time, as of its instant. Knows no table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vigie.ledger.sql.batches import batches

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Sequence

__all__ = ["Looks", "parts_of"]


class Looks:
    """What the parts of the view inherit. ``connect`` gives the connection to read on; the caller ends it."""

    def __init__(self, connect: Callable[[], sa.Connection], *, as_of: dt.datetime | None) -> None:
        self._connect = connect
        self.as_of = as_of

    def _execute(self, query: sa.Executable) -> sa.CursorResult[Any]:
        return self._connect().execute(query)

    def _stands(self, table: sa.Table) -> sa.ColumnElement[bool]:
        if self.as_of is None:
            return table.c.retired_at.is_(None)
        return sa.and_(table.c.recorded_at <= self.as_of, sa.or_(table.c.retired_at.is_(None), table.c.retired_at > self.as_of))

    def _known(self, table: sa.Table) -> sa.ColumnElement[bool]:
        """What was recorded by then, whether it still stands or not."""
        return sa.true() if self.as_of is None else table.c.recorded_at <= self.as_of

    def _first(self, table: sa.Table, where: sa.ColumnElement[bool]) -> Any:
        query = sa.select(table).where(where, self._stands(table)).order_by(table.c.row_id.desc()).limit(1)
        return self._execute(query).first()

    def _some(self, table: sa.Table, column: sa.ColumnElement[Any], values: Collection[str] | None) -> list[Any]:
        query = sa.select(table).where(self._stands(table)).order_by(column, table.c.row_id)
        if values is None:
            return list(self._execute(query).all())
        return [row for some in batches(values) for row in self._execute(query.where(column.in_(some))).all()]


def parts_of(
    execute: Callable[[sa.Select[Any]], sa.CursorResult[Any]], table: sa.Table, readings: Sequence[Any]
) -> dict[int, list[Any]]:
    """Number of a reading's row to the rows of its parts in that table, in their order; they stand as long as the reading does."""
    found: dict[int, list[Any]] = {row.row_id: [] for row in readings}
    for part in execute(sa.select(table).where(table.c.reading_row.in_(list(found))).order_by(table.c.position)).all():
        found[part.reading_row].append(part)
    return found
