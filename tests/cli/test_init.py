"""``vigie init`` and ``vigie doctor``: a place to work in, and whether it is sound."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Vigie


def test_init_makes_settings_and_a_ledger_that_the_other_commands_find(vigie: Vigie, tmp_path: Path, articles: Path) -> None:
    assert vigie("init").code == 0
    assert tomllib.loads((tmp_path / "vigie.toml").read_text(encoding="utf-8")) == {}
    assert vigie("read", articles / "05-renault-xiaomi-brief.json", "--ledger", "ledger.vigie").code == 0
    assert vigie("moves", "--json").records


def test_init_leaves_what_is_there(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "vigie.toml").write_text('ledger = "mine.vigie"\nlang = "fr"\n', encoding="utf-8")
    said = vigie("init")
    assert (tmp_path / "vigie.toml").read_text(encoding="utf-8").startswith("ledger")
    assert (tmp_path / "mine.vigie").exists()
    assert "existe déjà" in said.flat
    again = vigie("init")
    assert again.code == 0


def test_init_in_another_folder_makes_it(vigie: Vigie, tmp_path: Path) -> None:
    assert vigie("init", "watch/cars").code == 0
    assert (tmp_path / "watch" / "cars" / "ledger.vigie").exists()


def test_init_where_nothing_can_be_written_says_so(vigie: Vigie) -> None:
    said = vigie("init", "/proc/vigie")
    assert said.code == 2
    assert "'/proc/vigie/vigie.toml' can't be written" in said.err


def test_doctor_looks_at_everything(vigie: Vigie) -> None:
    vigie("init")
    said = vigie("doctor", "--json")
    assert said.code == 0
    assert [row["name"] for row in said.records] == ["python", "vigie", "config", "atlas", "reader", "fonts", "ledger"]
    assert all(row["ok"] for row in said.records)
    assert "atlas" in vigie("doctor").out


def test_doctor_without_a_ledger_is_content(vigie: Vigie) -> None:
    assert vigie("doctor").code == 0


def test_doctor_finds_a_ledger_that_is_none(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "ledger.vigie").write_bytes(b"words " * 300)
    said = vigie("doctor", "--json")
    assert said.code == 1
    [ledger] = [row for row in said.records if row["name"] == "ledger"]
    assert not ledger["ok"]
    assert "is no ledger, or a damaged one" in ledger["found"]
