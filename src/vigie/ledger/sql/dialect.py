"""What differs between the databases that hold a ledger, as one value for each kind, and what does not. Opens nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa

    from vigie.errors import LedgerError

__all__ = ["JSON", "Database"]

JSON: dict[str, Any] = {"json_serializer": lambda value: to_json(value).decode(), "json_deserializer": from_json}
"""How columns of JSON are written and read: several times as fast as the standard library, and without escapes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """One opened database."""

    engine: sa.Engine
    """With the execution option ``vigie_writes`` its transactions take the ledger's lock, so that one writer writes at a time."""
    reads: dict[str, str]
    """Execution options of a connection that views read on: each statement sees what was last kept."""
    snapshot: dict[str, Any]
    """Execution options of a connection whose transaction sees one instant throughout."""
    shown: str
    """Where it is, as anybody may read it."""
    what: str
    """What it is called in a sentence: an SQLite file, a PostgreSQL database."""
    sentence: Callable[[BaseException], LedgerError]
    """A database's error as the ledger's."""
    prepare: Callable[[], None]
    """What is to be done once, before the first tables are made."""
    damage: Callable[[], list[str]]
    """What the database itself finds damaged; reads all of it."""
