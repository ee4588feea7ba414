"""Opens the database, keeps its form up to date, and turns its errors into sentences. Queries nothing itself."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vigie.errors import LedgerCorrupt, LedgerTooNew, LedgerUnwritable
from vigie.ledger.sql.postgres import open_postgres
from vigie.ledger.sql.sqlite import open_sqlite
from vigie.ledger.sql.tables import metadata
from vigie.ledger.sql.view import SqlView
from vigie.ledger.sql.writer import SqlWriter

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from vigie.ledger.place import Place
    from vigie.ledger.sql.dialect import Database
    from vigie.model import Clock

__all__ = ["FORM", "SqlLedger", "open_place"]

FORM = "0012"
"""The revision of the tables that this version reads and writes: the newest in ``migrations/versions``."""


def open_place(place: Place, *, clock: Clock, create: bool, wait_seconds: float) -> SqlLedger:
    """The ledger at a place; see `vigie.ledger.open_ledger`, and `vigie.ledger.create_ledger` for ``create``."""
    if place.path is None:
        database = open_postgres(place, wait_seconds=wait_seconds)
    else:
        database = open_sqlite(place.path, create=create, wait_seconds=wait_seconds)
    with ExitStack() as unless_opened:
        ledger = SqlLedger(database, clock=clock)
        unless_opened.callback(ledger.close)
        with ledger.guarded():
            _bring_up_to_date(database, create=create)
        unless_opened.pop_all()
    return ledger


def _bring_up_to_date(database: Database, *, create: bool) -> None:
    with database.engine.connect() as connection:
        names = set(sa.inspect(connection).get_table_names())
        form = connection.scalar(sa.text("SELECT version_num FROM alembic_version")) if "alembic_version" in names else None
    if form == FORM:
        return
    if form is None and (names or not create):
        what = f"is {database.what}, but no ledger of vigie" if names else "is empty, so no ledger"
        raise LedgerCorrupt(f"'{database.shown}' {what}: name another with --ledger", culprit=database.shown)
    if form is not None and form > FORM:
        sentence = f"the ledger '{database.shown}' was written by a later vigie (form {form}, this one knows {FORM})"
        raise LedgerTooNew(f"{sentence}: install that version", culprit=database.shown)
    if form is None:
        database.prepare()
    from vigie.ledger.sql.migrate import to_newest

    to_newest(database.engine)


class SqlLedger:
    """The ledger protocol over SQLAlchemy."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._engine = database.engine
        self._clock = clock
        self._reading: dict[int, sa.Connection] = {}
        """Thread → the connection that its views read on: none is used by two at once."""

    @contextmanager
    def writer(self) -> Iterator[SqlWriter]:
        """One transaction; where the block raises, nothing of it is kept."""
        with self.guarded(), self.writing() as connection:
            writer = SqlWriter(connection, self._clock())
            yield writer
            writer.note_sizes()

    def view(self, as_of: dt.datetime | None = None) -> _GuardedView:
        """What was known at ``as_of``, or now."""
        return _GuardedView(self, as_of)

    def close(self) -> None:
        """Let go of files and connections, in every thread."""
        while self._reading:
            self._reading.popitem()[1].close()
        self._engine.dispose()

    def check(self) -> list[str]:
        """What the database itself finds damaged; empty where all is well. Reads all of it."""
        with self.guarded():
            return self._database.damage()

    def faults(self) -> Iterator[str]:
        """A sentence for each thing that is not as it was written; none where all is well. Reads and computes all of it again."""
        from vigie.ledger.sql.verifying import faults

        damage = self.check()
        if damage:
            yield from damage
            return
        with self.guarded(), self._snapshot() as connection:
            yield from faults(connection)

    def copy_to(self, other: SqlLedger, *, on_rows: Callable[[str, int], None] = lambda *_: None) -> int:
        """Put every row, as they stand at one instant, into another ledger, which must be empty; returns how many.

        Nothing of it is kept where anything fails. Raises `LedgerUnwritable` where the other holds anything.
        """
        from vigie.ledger.sql.copying import copy_rows
        from vigie.ledger.sql.derived import derive

        with self.guarded(), self._snapshot() as source, other.guarded(), other.writing() as target:
            held = next((table.name for table in metadata.sorted_tables if target.execute(sa.select(table).limit(1)).first()), None)
            if held is not None:
                raise LedgerUnwritable(f"'{other.shown}' holds a ledger already: name an empty place", culprit=other.shown)
            number = copy_rows(source, target, on_rows=on_rows)
            derive(target)
        return number

    def reindex(self) -> None:
        """Make what is derived (lists, sums, the search index) again from the rest."""
        from vigie.ledger.sql.derived import derive

        with self.guarded(), self.writing() as connection:
            derive(connection)

    @property
    def shown(self) -> str:
        """Where it is, as anybody may read it."""
        return self._database.shown

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection in a transaction that holds the ledger's lock."""
        self._end_reading()
        with self._engine.connect().execution_options(vigie_writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def _snapshot(self) -> Iterator[sa.Connection]:
        """A connection that sees one instant throughout."""
        with self._engine.connect().execution_options(**self._database.snapshot) as connection, connection.begin():
            yield connection

    def connection(self) -> sa.Connection:
        """The connection that this thread's views read on: each statement sees what was last kept."""
        mine = threading.get_ident()
        if mine not in self._reading:
            self._reading[mine] = self._engine.connect().execution_options(**self._database.reads)
        return self._reading[mine]

    def _end_reading(self) -> None:
        connection = self._reading.pop(threading.get_ident(), None)
        if connection is not None:
            connection.close()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turns the database's errors into the ledger's."""
        try:
            yield
        except sa.exc.DBAPIError as error:
            if error.connection_invalidated:
                self._end_reading()
            raise self._database.sentence(error.orig or error) from error
        except sqlite3.Error as error:
            raise self._database.sentence(error) from error


class _GuardedView(SqlView):
    """A view whose every look turns the database's errors into the ledger's."""

    def __init__(self, ledger: SqlLedger, as_of: dt.datetime | None) -> None:
        super().__init__(ledger.connection, as_of=as_of)
        self._ledger = ledger

    def _execute(self, query: sa.Executable) -> sa.CursorResult[Any]:
        with self._ledger.guarded():
            return super()._execute(query)
