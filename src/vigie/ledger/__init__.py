"""What is known, since when and on whose word. Keeps and finds; reads no text, weighs nothing.

A `Ledger` gives two different objects: a `Writer`, in which one transaction adds and retires, and a `View`, which only looks,
as of an instant. Nothing is overwritten: a row stands from ``recorded_at`` until ``retired_at``. Two implementations pass the
same conformance suite (`vigie.checks`): `memory` for a single run, `sql` for a file (SQLite) or a team's database (PostgreSQL).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.ledger.filters import MoveFilter, matches
from vigie.ledger.memory import MemoryLedger
from vigie.ledger.neighbours import Gone
from vigie.ledger.pages import Active, ChangePage, Close, IdPage, MoveChange, MovePage, Partner, Tally, Tie
from vigie.ledger.place import Place, place_of
from vigie.ledger.protocol import Counts, Ledger, View, Writer
from vigie.ledger.query import Query, parse_query
from vigie.ledger.searching import FACETS, RANKED, Found, Hit, Search

if TYPE_CHECKING:
    from pathlib import Path

    from vigie.ledger.sql import SqlLedger
    from vigie.model import Clock

__all__ = [
    "FACETS",
    "RANKED",
    "Active",
    "ChangePage",
    "Close",
    "Counts",
    "Found",
    "Gone",
    "Hit",
    "IdPage",
    "Ledger",
    "MemoryLedger",
    "MoveChange",
    "MoveFilter",
    "MovePage",
    "Partner",
    "Place",
    "Query",
    "Search",
    "Tally",
    "Tie",
    "View",
    "Writer",
    "create_ledger",
    "matches",
    "open_ledger",
    "parse_query",
    "place_of",
]


BUSY_SECONDS = 30.0
"""How long a writer waits for another one to end."""


def open_ledger(place: Place | Path, *, clock: Clock, wait_seconds: float = BUSY_SECONDS) -> SqlLedger:
    """The ledger in an existing file or database, brought to this version's form; a writer waits ``wait_seconds`` for another.

    Raises `LedgerUnwritable` where there is none, `LedgerCorrupt` for what is no ledger, `LedgerTooNew` for a later form, and
    `MissingExtra` for a database where the extra ``postgres`` is not installed.
    """
    from vigie.ledger.sql import open_place

    return open_place(place_of(place), clock=clock, create=False, wait_seconds=wait_seconds)


def create_ledger(place: Place | Path, *, clock: Clock, wait_seconds: float = BUSY_SECONDS) -> SqlLedger:
    """As `open_ledger`, making an empty ledger where there is none yet; the folder, or the database, must exist."""
    from vigie.ledger.sql import open_place

    return open_place(place_of(place), clock=clock, create=True, wait_seconds=wait_seconds)
