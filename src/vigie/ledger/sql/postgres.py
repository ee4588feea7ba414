"""PostgreSQL: a team's store, behind the same tables. Queries nothing of the ledger; shows no password."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import sqlalchemy as sa

from vigie.errors import ConfigError, LedgerCorrupt, LedgerError, LedgerTooNew, LedgerUnwritable, MissingExtra
from vigie.ledger.sql.dialect import JSON, Database

if TYPE_CHECKING:
    from vigie.ledger.place import Place

__all__ = ["open_postgres"]

_LOCK = 0x76696769
"""The number of the advisory lock that one writer at a time holds: "vigi"."""

_OLDEST = 130000
"""The oldest server that this is meant for (13): older ones get no mending any more."""

_SENTENCES: dict[str, tuple[type[LedgerError], str]] = {
    "28": (LedgerUnwritable, "the database '{place}' lets this user not in: look at the name, the password and pg_hba.conf"),
    "3D": (LedgerUnwritable, "there is no database '{place}': make it with createdb, in UTF-8"),
    "42501": (LedgerUnwritable, "the user of '{place}' may not do that: grant it the schema and its tables"),
    "25006": (LedgerUnwritable, "'{place}' can only be read: name the server that takes writes"),
    "42P01": (LedgerCorrupt, "'{place}' is no ledger, or a damaged one: restore it from a copy, or name another"),
    "55P03": (LedgerUnwritable, "another program has been writing '{place}' for too long: try again later"),
    "53": (LedgerUnwritable, "'{place}' has no room left (space, memory or connections): nothing of the last step was kept"),
    "57": (LedgerUnwritable, "'{place}' has been shut down or stopped the question: try again later"),
    "22021": (LedgerError, "'{place}' takes no text with a zero character: nothing of the last step was kept"),
    "22P05": (LedgerError, "'{place}' takes no text with a zero character: nothing of the last step was kept"),
}
"""SQLSTATE, or its class, to the ledger's error and its sentence (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""

_UNNUMBERED = {
    "cannot contain NUL": "22021",
    "password authentication failed": "28P01",
    "no pg_hba.conf entry": "28000",
    'FATAL:  role "': "28000",
    'FATAL:  database "': "3D000",
}
"""What psycopg says without an SQLSTATE (it gives none while connecting), to the state it means; in a server's English."""


def open_postgres(place: Place, *, wait_seconds: float) -> Database:
    """The database at an address.

    Raises `MissingExtra` without psycopg and `ConfigError` for what is no address.
    """
    if importlib.util.find_spec("psycopg") is None:
        raise MissingExtra("a ledger in PostgreSQL needs psycopg: pip install 'vigie[postgres]'", culprit="postgres")
    try:
        url = sa.make_url(place.address).set(drivername="postgresql+psycopg")
        engine = sa.create_engine(url, pool_size=0, connect_args={"application_name": "vigie", "connect_timeout": 10}, **JSON)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise ConfigError(
            f"'{place}' can't be read as an address: write postgresql://USER:PASSWORD@HOST:PORT/DATABASE", culprit=str(place)
        ) from error
    shown, password = str(place), url.password or str(url.query.get("password", ""))

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("vigie_writes", False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, round(wait_seconds * 1000))}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK}, hashtext(current_schema()))")

    def prepare() -> None:
        with engine.connect() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
            version = int(connection.exec_driver_sql("SHOW server_version_num").scalar() or 0)
        if encoding != "UTF8":
            raise LedgerUnwritable(
                f"the database '{shown}' keeps text as {encoding}, which can't hold every name: make one with createdb -E UTF8",
                culprit=shown,
            )
        if version < _OLDEST:
            raise LedgerTooNew(f"the server of '{shown}' is older than PostgreSQL 13: bring it up to date", culprit=shown)

    return Database(
        engine=engine,
        reads={"isolation_level": "AUTOCOMMIT"},
        snapshot={"isolation_level": "REPEATABLE READ"},
        shown=shown,
        what="a PostgreSQL database",
        sentence=lambda error: _sentence(error, shown, password),
        prepare=prepare,
        damage=list,
    )


def _sentence(error: BaseException, shown: str, password: str) -> LedgerError:
    state = getattr(error, "sqlstate", None) or next((code for said, code in _UNNUMBERED.items() if said in str(error)), "")
    kind, sentence = _SENTENCES.get(state) or _SENTENCES.get(state[:2]) or (LedgerError, "")
    if sentence:
        return kind(sentence.format(place=shown), culprit=shown)
    said = str(error).strip().partition("\n")[0]
    if password:
        said = said.replace(password, "***")
    lost = not state
    words = f"the database '{shown}' can't be reached: {said}" if lost else f"the ledger '{shown}' failed: {said}"
    return kind(words, culprit=shown)
