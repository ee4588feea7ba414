"""What every part of the tests may ask for."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import psycopg
import pytest

from vigie.checks.postgres import postgres_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of an empty database of a server that runs as long as the tests do."""
    with postgres_server() as address:
        yield address


@pytest.fixture(scope="session")
def make_database(postgres: str) -> Callable[[], str]:
    """A function that gives the address of a fresh, empty database at each call."""

    def make() -> str:
        name = f"d{uuid.uuid4().hex}"
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return postgres.replace("/vigie?", f"/{name}?")

    return make


@pytest.fixture
def database(make_database: Callable[[], str]) -> str:
    """The address of a fresh, empty database."""
    return make_database()
