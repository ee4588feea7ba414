"""Two programs that write one ledger at once lose nothing, in either store."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from vigie.checks import fakes
from vigie.ledger import MoveFilter, open_ledger, place_of

SCRIPT = Path(__file__).with_name("writing.py")
NUMBER = 30


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_that_two_write_at_once_is_lost(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    place = str(tmp_path / "shared.vigie") if kind == "sqlite" else request.getfixturevalue("database")
    # Both find nothing and make the tables; only one of them does.
    running = [
        subprocess.Popen([sys.executable, SCRIPT, place, name, str(NUMBER)], stderr=subprocess.PIPE, text=True) for name in "ab"
    ]
    for one in running:
        _, said = one.communicate(timeout=120)
        assert one.returncode == 0, said
    ledger = open_ledger(place_of(place), clock=fakes.TickingClock())
    view = ledger.view()
    assert sorted(document.id for document in view.documents()) == sorted(f"{name}-{n}" for name in "ab" for n in range(NUMBER))
    assert len(view.waiting()) == len(list(view.readings())) == 2 * NUMBER
    assert view.tally(MoveFilter(actors=("renault", "xiaomi"))).moves == len(view.moves(MoveFilter())) == 2 * NUMBER
    ledger.close()
