"""A process that is killed at any point leaves a ledger that opens and resumes, with nothing lost and nothing twice."""

from __future__ import annotations

import importlib.util
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vigie.checks import fakes
from vigie.ledger import MoveFilter, open_ledger

if TYPE_CHECKING:
    from types import ModuleType

SCRIPT = Path(__file__).with_name("killed.py")


@pytest.fixture(scope="module")
def killed() -> ModuleType:
    spec = importlib.util.spec_from_file_location("killed", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for number in range(5):
        (folder / f"{number}.txt").write_text(
            f"Renault met Xiaomi for the time number {number}.\n\nMore was not said.", encoding="utf-8"
        )
    return folder


def state(path: Path) -> tuple[object, ...]:
    ledger = open_ledger(path, clock=fakes.TickingClock())
    view = ledger.view()
    found = (
        list(view.documents()),
        list(view.readings()),
        view.moves(MoveFilter()),
        view.stories(),
        view.copies(),
        view.counts(),
        view.unweighed(),
    )
    ledger.close()
    return found


def rows_that_stand_twice(path: Path) -> list[object]:
    connection = sqlite3.connect(path)
    found = []
    for table, key in (("documents", "id"), ("readings", "document_id"), ("moves", "id"), ("stories", "id"), ("captures", "id")):
        found += connection.execute(
            f"select {key} from {table} where retired_at is null group by {key} having count(*) > 1"
        ).fetchall()
    connection.close()
    return found


# Before the 1st statement, within the making of the tables, within the recording of several documents, within the weighing.
@pytest.mark.parametrize("statement", [1, 4, 12, 45, 60, 75, 95, 120, 135])
def test_a_ledger_whose_writer_was_killed_opens_and_resumes(
    statement: int, folder: Path, tmp_path: Path, killed: ModuleType
) -> None:
    undisturbed, cut = tmp_path / "undisturbed.vigie", tmp_path / "cut.vigie"
    killed.run(folder, undisturbed)

    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder), str(cut), str(statement)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL, f"the process was not killed: it ran {done.stdout} statements; {done.stderr}"

    killed.run(folder, cut)
    assert state(cut) == state(undisturbed)
    assert rows_that_stand_twice(cut) == []
