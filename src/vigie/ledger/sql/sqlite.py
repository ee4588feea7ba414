"""SQLite: one file, readers and one writer at the same time. Queries nothing of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vigie.errors import LedgerCorrupt, LedgerError, LedgerUnwritable
from vigie.ledger.sql.dialect import JSON, Database

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["open_sqlite"]

_CACHE_KIB = 64 * 1024
"""Memory for pages of the file, each connection: inner pages of the indexes of a million documents find room."""

_LOG = 8000
"""Pages of the write-ahead log (32 MB) before they are moved into the file: pages written again and again are moved once."""


def open_sqlite(path: Path, *, create: bool, wait_seconds: float) -> Database:
    """The database in a file; raises `LedgerUnwritable` where there can't be one."""
    if path.is_dir():
        raise LedgerUnwritable(f"'{path}' is a folder: a ledger is one file, name it", culprit=str(path))
    if not path.exists():
        if not create:
            raise LedgerUnwritable(f"there is no ledger at '{path}': run vigie init, or name one with --ledger", culprit=str(path))
        if not path.parent.is_dir():
            raise LedgerUnwritable(f"the folder '{path.parent}' of the ledger does not exist: make it first", culprit=str(path))
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        connect_args={"timeout": wait_seconds, "check_same_thread": False},
        pool_size=0,
        **JSON,
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        del record
        # SQLAlchemy begins transactions itself (below), so that making tables is part of one too.
        connection.isolation_level = None
        for pragma in ("foreign_keys = ON", "synchronous = NORMAL", f"cache_size = -{_CACHE_KIB}", f"wal_autocheckpoint = {_LOG}"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # Views read statement by statement, so that they always see what was last kept.
        if connection.get_execution_options().get("vigie_writes", False):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif connection.get_execution_options().get("vigie_snapshot", False):
            connection.exec_driver_sql("BEGIN")

    def prepare() -> None:
        # Readers and one writer do not wait for each other; the mode stays with the file.
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA journal_mode = WAL")
        finally:
            raw.close()

    def damage() -> list[str]:
        with engine.connect() as connection:
            found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check")]
        return [] if found == ["ok"] else found

    return Database(
        engine=engine,
        reads={},
        snapshot={"vigie_snapshot": True},
        shown=str(path),
        what="an SQLite file",
        sentence=lambda error: _sentence(error, str(path)),
        prepare=prepare,
        damage=damage,
    )


def _sentence(error: BaseException, path: str) -> LedgerError:
    said = str(error).lower()
    if "not a database" in said or "malformed" in said or "file is encrypted" in said or "no such table" in said:
        return LedgerCorrupt(f"'{path}' is no ledger, or a damaged one: restore it from a copy, or name another", culprit=path)
    if "locked" in said or "busy" in said:
        return LedgerUnwritable(f"another program has been writing '{path}' for too long: try again later", culprit=path)
    if "full" in said:
        return LedgerUnwritable(f"there is no space left to write '{path}': nothing of the last step was kept", culprit=path)
    if "readonly" in said or "unable to open" in said or "permission" in said or "disk i/o" in said:
        return LedgerUnwritable(f"'{path}' can't be opened for writing: look at its permissions and its folder's", culprit=path)
    return LedgerError(f"the ledger '{path}' failed: {error}", culprit=path)
