"""The API over the sample articles, asked in this process, behind its guard."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from vigie.access import Guard
from vigie.api import create_api
from vigie.atlas import load_atlas
from vigie.house import House
from vigie.ledger import create_ledger
from vigie.samples import articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

THEN = dt.datetime(2024, 8, 1, 9, tzinfo=dt.UTC)
NOW = dt.datetime(2024, 8, 2, 9, tzinfo=dt.UTC)


class HandClock:
    """Says the instant that it was set to."""

    def __init__(self) -> None:
        self.now = THEN

    def __call__(self) -> dt.datetime:
        return self.now


def open_house(folder: Path) -> House:
    """A house whose ledger took the samples in on the first of August, looked at on the second."""
    clock = HandClock()
    house = House(ledger=create_ledger(folder / "samples.vigie", clock=clock), atlas=load_atlas(), clock=clock)
    list(house.watch.take([str(articles())]))
    house.watch.weigh()
    clock.now = NOW
    return house


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house that tests only look at."""
    opened = open_house(tmp_path_factory.mktemp("api"))
    yield opened
    opened.ledger.close()


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[House]:
    """A house that a test may change."""
    opened = open_house(tmp_path)
    yield opened
    opened.ledger.close()


def client_of(house: House) -> TestClient:
    """A client of the API behind its guard, on this machine."""
    return TestClient(Guard(create_api(house), accounts=house.accounts, host="127.0.0.1"), base_url="http://127.0.0.1")


@pytest.fixture(scope="session")
def api(house: House) -> TestClient:
    """A program that looks."""
    return client_of(house)
