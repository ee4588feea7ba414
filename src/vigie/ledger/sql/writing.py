"""How every part of a writer adds and retires rows within one transaction. Decides nothing about what is known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vigie.ledger.sql import tables
from vigie.ledger.sql.batches import batches

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

__all__ = ["Writes"]


class Writes:
    """What the parts of the writer inherit.

    One writer writes at a time, in every store: rows are numbered by counting on from the last one, so that of two rows the one
    with the greater number was recorded later.
    """

    def __init__(self, connection: sa.Connection, at: dt.datetime) -> None:
        self._connection = connection
        self._at = at
        self._numbers: dict[str, int] = {}
        self._grown: Counter[str] = Counter()
        self._inserts: dict[tuple[str, tuple[str, ...], str], tuple[str, list[Any]]] = {}

    def _insert(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> list[int]:
        """Add rows to a log; returns their numbers."""
        if not rows:
            return []
        if table.name not in self._numbers:
            last = sa.select(sa.func.coalesce(sa.func.max(table.c.row_id), 0))
            self._numbers[table.name] = self._connection.scalar(last) or 0
        first = self._numbers[table.name] + 1
        self._numbers[table.name] += len(rows)
        self._grown[table.name] += len(rows)
        numbers = list(range(first, first + len(rows)))
        self._add(table, [{**row, "row_id": n, "recorded_at": self._at} for n, row in zip(numbers, rows, strict=True)])
        return numbers

    def _add(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
        """Add rows to any table; all of them name the same columns."""
        self._put(table, rows)

    def _add_new(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
        """Add those rows whose key stands not yet."""
        self._put(table, rows, " ON CONFLICT DO NOTHING")

    def _put(self, table: sa.Table, rows: Sequence[dict[str, Any]], otherwise: str = "") -> None:
        if not rows:
            return
        names = tuple(rows[0])
        if (table.name, names, otherwise) not in self._inserts:
            self._inserts[table.name, names, otherwise] = _insert_into(table, names, self._connection.dialect, otherwise)
        statement, processors = self._inserts[table.name, names, otherwise]
        values = [[row[name] for row in rows] for name in names]
        bound = [listed if made is None else list(map(made, listed)) for made, listed in zip(processors, values, strict=True)]
        self._connection.exec_driver_sql(statement, list(zip(*bound, strict=True)))

    def _add_up(self, table: sa.Table, rows: Sequence[dict[str, Any]], column: str) -> None:
        """Add rows whose key stands not yet, and to those that stand what the column says."""
        key = ", ".join(one.name for one in table.primary_key)
        self._put(table, rows, f" ON CONFLICT ({key}) DO UPDATE SET {column} = {table.name}.{column} + excluded.{column}")

    def _retire_rows(self, table: sa.Table, numbers: Iterable[int]) -> None:
        for some in batches(list(numbers)):
            done = self._connection.execute(sa.update(table).where(table.c.row_id.in_(some)).values(retired_at=self._at))
            self._grown[table.name] -= done.rowcount

    def _standing(self, table: sa.Table, where: sa.ColumnElement[bool]) -> Any:
        return self._connection.execute(sa.select(table.c.row_id).where(where, table.c.retired_at.is_(None))).first()

    def _retire(self, table: sa.Table, where: sa.ColumnElement[bool]) -> None:
        done = self._connection.execute(sa.update(table).where(where, table.c.retired_at.is_(None)).values(retired_at=self._at))
        self._grown[table.name] -= done.rowcount

    def note_sizes(self) -> None:
        """Note how many rows stand from now on; once, at the end of a transaction."""
        table = tables.sizes
        for name, change in ((one.name, self._grown[one.name]) for one in tables.COUNTED):
            if not change:
                continue
            before = (
                sa.select(table.c.rows).where(table.c.name == name, table.c.at <= self._at).order_by(table.c.at.desc()).limit(1)
            )
            standing = self._connection.scalar(before) or 0
            self._connection.execute(sa.delete(table).where(table.c.name == name, table.c.at == self._at))
            # What another writer's clock put after this instant counts these rows too.
            later = sa.update(table).where(table.c.name == name, table.c.at > self._at)
            self._connection.execute(later.values(rows=table.c.rows + change))
            self._add(table, [{"name": name, "at": self._at, "rows": standing + change}])
        self._grown.clear()

    def _replace(
        self, table: sa.Table, key: str, rows: list[dict[str, Any]], *, only: sa.ColumnElement[bool] | None = None
    ) -> None:
        """Put rows of the notebook in place of those of the same key (among those that ``only`` selects)."""
        for some in batches([row[key] for row in rows]):
            same = table.c[key].in_(some)
            self._connection.execute(sa.delete(table).where(same if only is None else sa.and_(same, only)))
        self._add(table, rows)


def _insert_into(table: sa.Table, names: Sequence[str], dialect: sa.Dialect, otherwise: str) -> tuple[str, list[Any]]:
    """The statement that adds a row, with what is done otherwise, and what makes the driver's value of each column's, if anything.

    SQLAlchemy's own way looks at every value of every row again, which takes longer than the database needs to keep it.
    """
    quote, mark = dialect.identifier_preparer.quote, "?" if dialect.paramstyle == "qmark" else "%s"
    columns, marks = ", ".join(map(quote, names)), ", ".join([mark] * len(names))
    processors = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    return f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks}){otherwise}", processors  # noqa: S608 - names of our own
