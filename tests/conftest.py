"""What every part of the tests may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vigie.checks.postgres import postgres_server

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of an empty database of a server that runs as long as the tests do."""
    with postgres_server() as address:
        yield address
