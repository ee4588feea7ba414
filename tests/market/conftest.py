"""The random markets of `vigie.checks.markets` as fixtures."""

from collections.abc import Callable
from typing import Any

import pytest

from vigie.checks.markets import play_change
from vigie.checks.markets import random_market as build


@pytest.fixture(scope="session")
def random_market() -> Callable[..., Any]:
    """Builds a market from a seed."""
    return build


@pytest.fixture(scope="session")
def play() -> Callable[..., Any]:
    """Plays a change of owners, control, costs or utilities."""
    return play_change
