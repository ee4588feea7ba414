"""``vigie read --second``: off unless asked for, within its budget, and never at the cost of what is read anyway."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from vigie.checks.endpoint import Asked, Reply, ScriptedEndpoint, completion

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Said, Vigie

KEY = "sk-never-to-be-seen"
TEXT = "Renault met Xiaomi in Beijing.\n\nFord may close its plant in Saarlouis, people familiar with the matter said."


@pytest.fixture
def article(tmp_path: Path) -> str:
    record = {"id": "d1", "text": TEXT, "published": "2024-05-01", "lang": "en"}
    (tmp_path / "a.json").write_text(json.dumps(record), encoding="utf-8")
    return "a.json"


def settings(folder: Path, url: str, **more: object) -> None:
    values = {"second_url": url, "second_model": "a-model", "second_sure": 1.0, **more}
    (folder / "vigie.toml").write_text("".join(f"{k} = {json.dumps(v)}\n" for k, v in values.items()), encoding="utf-8")


def found(vigie: Vigie, said: Said) -> list[str]:
    return [f"{one['type']} {one['status']} {one['reader']}" for record in said.records for one in record["claims"]]


def answer(asked: Asked) -> Reply:
    assert "Saarlouis" in asked.user
    quote = "Ford may close its plant in Saarlouis"
    return completion({"type": "close", "who": ["Ford"], "status": "happened", "source": "anonymous", "quote": quote}, tokens=4321)


def test_nobody_is_asked_unless_asked_for(vigie: Vigie, tmp_path: Path, article: str) -> None:
    with ScriptedEndpoint(answer) as endpoint:
        settings(tmp_path, endpoint.url)
        vigie("read", article, "--ledger", "kept.vigie")
    assert endpoint.asked == []


def test_both_readings_are_kept_and_no_doubt_becomes_a_fact(
    vigie: Vigie, tmp_path: Path, article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vigie.checks.fakes import TickingClock
    from vigie.ledger import open_ledger

    monkeypatch.setenv("VIGIE_SECOND_KEY", KEY)
    with ScriptedEndpoint(answer) as endpoint:
        settings(tmp_path, endpoint.url)
        said = vigie("read", article, "--ledger", "kept.vigie", "--second", "--json")
    assert said.code == 0
    assert endpoint.asked[0].headers["Authorization"] == f"Bearer {KEY}"
    assert "4321 tokens" in said.err
    assert not [one for one in found(vigie, said) if one.startswith("close happened")]
    ledger = open_ledger(tmp_path / "kept.vigie", clock=TickingClock())
    assert [one.reader.partition("/")[0] for one in ledger.view().beside("d1")] == ["rules-1", "second-1"]
    ledger.close()
    assert KEY not in said.out + said.err
    assert all(KEY.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_what_was_asked_once_is_not_asked_again(vigie: Vigie, tmp_path: Path, article: str) -> None:
    with ScriptedEndpoint(answer) as endpoint:
        settings(tmp_path, endpoint.url)
        first = vigie("read", article, "--ledger", "kept.vigie", "--second", "--json")
        second = vigie("read", article, "--ledger", "kept.vigie", "--second", "--json")
        plain = vigie("read", article, "--ledger", "kept.vigie", "--json")
    assert first.out == second.out == plain.out
    assert len(endpoint.asked) == 1


def test_an_endpoint_that_is_down_costs_one_sentence_and_is_asked_the_next_time(vigie: Vigie, tmp_path: Path, article: str) -> None:
    with ScriptedEndpoint(Reply(status=401)) as endpoint:
        settings(tmp_path, endpoint.url)
        said = vigie("read", article, "--ledger", "kept.vigie", "--second", "--json")
    assert said.code == 0
    assert said.out == vigie("read", article, "--json").out
    assert said.err.startswith("vigie: 'd1' was read once only: the second reader's endpoint '")
    assert said.err.count("\n") == 1
    with ScriptedEndpoint(answer) as endpoint:
        settings(tmp_path, endpoint.url)
        vigie("read", article, "--ledger", "kept.vigie", "--second")
    assert len(endpoint.asked) == 1


def test_the_day_s_budget_holds_from_run_to_run(vigie: Vigie, tmp_path: Path, article: str) -> None:
    other = {"id": "d2", "text": TEXT.replace("Beijing", "Shanghai"), "published": "2024-05-01", "lang": "en"}
    (tmp_path / "b.json").write_text(json.dumps(other), encoding="utf-8")
    with ScriptedEndpoint(answer) as endpoint:
        settings(tmp_path, endpoint.url, second_tokens_a_day=9_000)
        vigie("read", article, "--ledger", "kept.vigie", "--second")
        said = vigie("read", "b.json", "--ledger", "kept.vigie", "--second")
    assert len(endpoint.asked) == 1
    assert "'d2' was not read a second time: the day's budget of tokens is spent" in said.err


def test_a_budget_needs_a_ledger(vigie: Vigie, article: str) -> None:
    said = vigie("read", article, "--second")
    assert (said.code, said.err) == (2, "vigie: the second reader's daily budget is kept in a ledger: name one with --ledger\n")


@pytest.mark.parametrize("missing", ["second_url", "second_model"])
def test_a_missing_setting_is_named(vigie: Vigie, tmp_path: Path, article: str, missing: str) -> None:
    settings(tmp_path, "http://127.0.0.1:1/v1", **{missing: ""})
    said = vigie("read", article, "--ledger", "kept.vigie", "--second")
    assert (said.code, said.err) == (2, f"vigie: the second reader needs the setting '{missing}': set it in vigie.toml\n")


def test_a_key_does_not_travel_unencrypted(vigie: Vigie, tmp_path: Path, article: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_SECOND_KEY", KEY)
    settings(tmp_path, "http://models.example.org/v1")
    said = vigie("read", article, "--ledger", "kept.vigie", "--second")
    assert said.code == 2
    assert "would travel unencrypted" in said.err
    assert KEY not in said.err
