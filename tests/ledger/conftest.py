"""What tests of stores share: databases of their own."""

from __future__ import annotations

import uuid

import psycopg
import pytest


@pytest.fixture
def database(postgres: str) -> str:
    """The address of a fresh, empty database."""
    name = f"d{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return postgres.replace("/vigie?", f"/{name}?")
