"""``vigie ledger``: copies, backups, and what is said of damage."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Vigie


@pytest.fixture
def filled(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Renault met Xiaomi in Beijing on 27 April 2024.", encoding="utf-8")
    vigie("init")
    vigie("read", "a.txt", "--ledger", "ledger.vigie")


@pytest.mark.usefixtures("filled")
def test_a_ledger_moves_to_a_database_and_back(vigie: Vigie, database: str) -> None:
    assert vigie("ledger", "copy", "ledger.vigie", database).code == 0
    assert vigie("ledger", "copy", database, "back.vigie").code == 0
    shown = [vigie("moves", "--json", "--ledger", place).out for place in ("ledger.vigie", database, "back.vigie")]
    assert shown[0] == shown[1] == shown[2] != ""
    assert vigie("ledger", "info", "--ledger", database, "--json").records[0]["documents"] == 1
    assert vigie("ledger", "verify", "--ledger", database).code == 0
    assert "holds a ledger already" in vigie("ledger", "copy", "back.vigie", database).err
    assert vigie("doctor", "--ledger", database).code == 0


@pytest.mark.usefixtures("filled")
def test_a_backup_is_restored_where_nothing_is(vigie: Vigie, tmp_path: Path) -> None:
    before = vigie("moves", "--json").out
    assert vigie("ledger", "backup", "kept.vigie").code == 0
    refused = vigie("ledger", "restore", "kept.vigie")
    assert (refused.code, "is there already" in refused.err) == (4, True)
    (tmp_path / "ledger.vigie").unlink()
    assert vigie("ledger", "restore", "kept.vigie").code == 0
    assert vigie("moves", "--json").out == before
    assert "is sound" in vigie("ledger", "verify").out


@pytest.mark.usefixtures("filled")
def test_damage_is_told_and_no_damaged_backup_is_restored(vigie: Vigie, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "ledger.vigie")) as connection, connection:
        connection.execute("update documents set text = replace(text, 'Beijing', 'Nanjing')")
    said = vigie("ledger", "verify")
    assert said.code == 4
    assert "is not as it was written" in said.out
    assert "is damaged (1 faults)" in said.err
    restored = vigie("ledger", "restore", "ledger.vigie", "--ledger", "new.vigie")
    assert (restored.code, (tmp_path / "new.vigie").exists()) == (4, False)
    assert vigie("ledger", "reindex").code == 0
