"""Opens the database, keeps its form up to date, and turns its errors into sentences. Queries nothing itself."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vigie.errors import LedgerCorrupt, LedgerError, LedgerTooNew, LedgerUnwritable
from vigie.ledger.sql.view import SqlView
from vigie.ledger.sql.writer import SqlWriter

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from vigie.model import Clock

__all__ = ["FORM", "SqlLedger", "open_file"]

FORM = "0007"
"""The revision of the tables that this version reads and writes: the newest in ``migrations/versions``."""


def open_file(path: Path, *, clock: Clock, create: bool, wait_seconds: float) -> SqlLedger:
    """The ledger in a file; see `vigie.ledger.open_ledger`, and `vigie.ledger.create_ledger` for ``create``."""
    if path.is_dir():
        raise LedgerUnwritable(f"'{path}' is a folder: a ledger is one file, name it", culprit=str(path))
    if not path.exists():
        if not create:
            raise LedgerUnwritable(f"there is no ledger at '{path}': run vigie init, or name one with --ledger", culprit=str(path))
        if not path.parent.is_dir():
            raise LedgerUnwritable(f"the folder '{path.parent}' of the ledger does not exist: make it first", culprit=str(path))
    engine = _engine(path, wait_seconds)
    with ExitStack() as unless_opened:
        ledger = SqlLedger(engine, path, clock=clock)
        unless_opened.callback(ledger.close)
        with ledger.guarded():
            _bring_up_to_date(engine, path, create=create)
        unless_opened.pop_all()
    return ledger


def _engine(path: Path, wait_seconds: float) -> sa.Engine:
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)), connect_args={"timeout": wait_seconds, "check_same_thread": False}, pool_size=0
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        del record
        # SQLAlchemy begins transactions itself (below), so that making tables is part of one too.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # Views read statement by statement, so that they always see what was last kept.
        if connection.get_execution_options().get("vigie_writes", False):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _bring_up_to_date(engine: sa.Engine, path: Path, *, create: bool) -> None:
    with engine.connect() as connection:
        names = set(sa.inspect(connection).get_table_names())
        form = connection.scalar(sa.text("SELECT version_num FROM alembic_version")) if "alembic_version" in names else None
    if form == FORM:
        return
    if form is None and (names or not create):
        what = "is an SQLite file, but no ledger of vigie" if names else "is empty, so no ledger"
        raise LedgerCorrupt(f"'{path}' {what}: name another with --ledger", culprit=str(path))
    if form is not None and form > FORM:
        sentence = f"the ledger '{path}' was written by a later vigie (form {form}, this one knows {FORM}): install that version"
        raise LedgerTooNew(sentence, culprit=str(path))
    if form is None:
        # Readers and one writer do not wait for each other; the mode stays with the file.
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA journal_mode = WAL")
        finally:
            raw.close()
    from vigie.ledger.sql.migrate import to_newest

    to_newest(engine)


class SqlLedger:
    """The ledger protocol over SQLAlchemy."""

    def __init__(self, engine: sa.Engine, path: Path, *, clock: Clock) -> None:
        self._engine = engine
        self._path = path
        self._clock = clock
        self._reading: dict[int, sa.Connection] = {}
        """Thread → the connection that its views read on: SQLite's are not used by two at once."""

    @contextmanager
    def writer(self) -> Iterator[SqlWriter]:
        """One transaction; where the block raises, nothing of it is kept."""
        self._end_reading()
        with self.guarded(), self._engine.connect().execution_options(vigie_writes=True) as connection, connection.begin():
            yield SqlWriter(connection, self._clock())

    def view(self, as_of: dt.datetime | None = None) -> _GuardedView:
        """What was known at ``as_of``, or now."""
        return _GuardedView(self, as_of)

    def close(self) -> None:
        """Let go of the file, in every thread."""
        while self._reading:
            self._reading.popitem()[1].close()
        self._engine.dispose()

    def check(self) -> list[str]:
        """What the database itself finds damaged; empty where all is well. Reads the whole file."""
        with self.guarded(), self._engine.connect() as connection:
            found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check")]
        return [] if found == ["ok"] else found

    def connection(self) -> sa.Connection:
        """The connection that this thread's views read on: each statement sees what was last kept."""
        mine = threading.get_ident()
        if mine not in self._reading:
            self._reading[mine] = self._engine.connect()
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
            raise _sentence(error.orig or error, self._path) from error
        except sqlite3.Error as error:
            raise _sentence(error, self._path) from error


class _GuardedView(SqlView):
    """A view whose every look turns the database's errors into the ledger's."""

    def __init__(self, ledger: SqlLedger, as_of: dt.datetime | None) -> None:
        super().__init__(ledger.connection, as_of=as_of)
        self._ledger = ledger

    def _execute(self, query: sa.Executable) -> sa.CursorResult[Any]:
        with self._ledger.guarded():
            return super()._execute(query)


def _sentence(error: BaseException, path: Path) -> LedgerError:
    said = str(error).lower()
    name = str(path)
    if "not a database" in said or "malformed" in said or "file is encrypted" in said or "no such table" in said:
        return LedgerCorrupt(f"'{path}' is no ledger, or a damaged one: restore it from a copy, or name another", culprit=name)
    if "locked" in said or "busy" in said:
        return LedgerUnwritable(f"another program has been writing '{path}' for too long: try again later", culprit=name)
    if "full" in said:
        return LedgerUnwritable(f"there is no space left to write '{path}': nothing of the last step was kept", culprit=name)
    if "readonly" in said or "unable to open" in said or "permission" in said or "disk i/o" in said:
        return LedgerUnwritable(f"'{path}' can't be opened for writing: look at its permissions and its folder's", culprit=name)
    return LedgerError(f"the ledger '{path}' failed: {error}", culprit=name)
