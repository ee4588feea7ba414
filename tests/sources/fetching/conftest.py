"""Rounds over an empty ledger."""

from __future__ import annotations

import pytest

from vigie.checks.rounds import Rounds


@pytest.fixture
def rounds() -> Rounds:
    return Rounds()
