"""What the suites over every ledger share: a ledger of each kind, empty each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from vigie.checks.fakes import TickingClock
from vigie.ledger import Ledger, MemoryLedger, Place, create_ledger, place_of
from vigie.ledger.sql.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vigie.model import Clock


@pytest.fixture(scope="session")
def empty_database(make_database: Callable[[], str]) -> Place:
    """A database with the tables made."""
    place = place_of(make_database())
    create_ledger(place, clock=TickingClock()).close()
    return place


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def make_ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Clock], Ledger]:
    """A function from a clock to an empty ledger."""

    def make(clock: Clock) -> Ledger:
        if request.param == "memory":
            return MemoryLedger(clock=clock)
        place = place_of(tmp_path / "checked.vigie")
        if request.param == "postgresql":
            place = request.getfixturevalue("empty_database")
            engine = sa.create_engine(place.address.replace("postgresql:", "postgresql+psycopg:"))
            with engine.begin() as connection:
                connection.execute(sa.text(f"TRUNCATE {', '.join([*metadata.tables, 'search_words'])} CASCADE"))
            engine.dispose()
        ledger = create_ledger(place, clock=clock)
        request.addfinalizer(ledger.close)
        return ledger

    return make
