"""``vigie judge`` and ``vigie outlets``: a person's word, undone exactly, and what became of what outlets told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Vigie

FIRST = "Renault met Xiaomi in Beijing on Saturday. Both sides kept quiet afterwards, and the tea went cold in the meantime."
SECOND = "On Saturday Renault met Xiaomi in Beijing: a guard saw both delegations leave by the garage, he told this newspaper."


@pytest.fixture
def told(vigie: Vigie, tmp_path: Path) -> Vigie:
    for name, outlet, text in (("one", "The Gauge", FIRST), ("two", "Der Bote", SECOND)):
        record = {"id": name, "outlet": outlet, "published": "2024-04-29", "text": text}
        (tmp_path / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
    assert vigie("init").code == 0
    assert vigie("read", "one.json", "two.json", "--ledger", "vigie.sqlite", "--json").code == 0
    return vigie


def moves(vigie: Vigie) -> list[dict[str, Any]]:
    return vigie("moves", "--type", "meet", "--ledger", "vigie.sqlite", "--json").records


def test_a_split_is_said_listed_and_undone(told: Vigie) -> None:
    [whole] = before = moves(told)
    assert whole["documents"] == ["one", "two"]
    said = told("judge", "split", whole["id"], "two", "--by", "Anna", "--why", "two halls", "--ledger", "vigie.sqlite", "--json")
    assert said.code == 0
    assert [one["author"] for one in said.records] == ["Anna"]
    assert sorted(one["documents"] for one in moves(told)) == [["one"], ["two"]]
    listed = told("judge", "--ledger", "vigie.sqlite")
    assert "two halls" in listed.flat
    deed = said.records[0]["id"].partition(".")[0]
    assert f"vigie judge undo {deed}" in listed.flat
    assert told("judge", "undo", deed, "--ledger", "vigie.sqlite").code == 0
    assert moves(told) == before
    assert told("judge", "--ledger", "vigie.sqlite", "--json").records == []


def test_two_moves_are_merged_and_what_is_no_move_is_refused(told: Vigie) -> None:
    [whole] = moves(told)
    told("judge", "split", whole["id"], "two", "--ledger", "vigie.sqlite", "--json")
    one, other = (move["id"] for move in moves(told))
    assert told("judge", "merge", one, other, "--ledger", "vigie.sqlite").code == 0
    assert len(moves(told)) == 1
    refused = told("judge", "merge", "m-none", one, "--ledger", "vigie.sqlite")
    assert refused.code == 2
    assert "no move and no story 'm-none'" in refused.err


def test_copies_are_said_and_denied(told: Vigie) -> None:
    assert told("judge", "copy", "one", "two", "--ledger", "vigie.sqlite").code == 0
    assert len(moves(told)[0]["origins"]) == 1
    assert told("judge", "copy", "one", "two", "--different", "--ledger", "vigie.sqlite").code == 0
    assert len(moves(told)[0]["origins"]) == 2


def test_outlets_are_shown_with_grade_and_numbers(told: Vigie) -> None:
    records = told("outlets", "--ledger", "vigie.sqlite", "--json").records
    assert [one["name"] for one in records] == ["Der Bote", "The Gauge"]
    assert {one["grade"] for one in records} == {"F"}
    assert all(one["moves"] >= 1 for one in records)
    shown = told("outlets", "--origins", "--ledger", "vigie.sqlite")
    assert "The Gauge" in shown.flat


def test_a_move_is_shown_with_its_life(told: Vigie) -> None:
    [move] = moves(told)
    shown = told("show", move["id"], "--ledger", "vigie.sqlite").flat
    assert "First told: happened 2024-04-29" in shown
    assert "Credibility 1, from 1 (confirmed) to 6" in shown
