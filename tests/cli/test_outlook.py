"""``vigie outlook``, ``backtest`` and ``scoreboard``, as a person calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Vigie  # type: ignore[import-not-found,unused-ignore]


def test_the_outlook_tells_ladder_precedents_evidence_and_track_record(vigie: Vigie) -> None:
    said = vigie("outlook", "Renault", "Xiaomi", "--by", "2025-04-30", "--as-of", "2024-04-30")

    assert said.code == 0
    for words in (
        "nothing",
        "talks",
        "agreement",
        "stake",
        "Precedent",
        "not shown to be better than the base rate",
        "too few to speak of skill",
    ):
        assert words in said.flat, words


def test_the_outlook_as_json_holds_its_reasons(vigie: Vigie) -> None:
    [record] = vigie("outlook", "Renault", "Xiaomi", "--as-of", "2024-04-30", "--json").records

    assert [rung["rung"] for rung in record["ladder"]] == ["talks", "agreement", "equity"]
    assert len(record["precedents"]) == 5
    assert record["evidence"][0]["source"]
    assert 0 < record["nothing"] < 1
    assert record["by"] == "2025-04-30"


def test_it_speaks_french(vigie: Vigie) -> None:
    assert "négociation" in vigie("outlook", "Renault", "Xiaomi", "--as-of", "2024-04-30", "--lang", "fr").out


def test_whom_next_comes_with_reasons(vigie: Vigie) -> None:
    records = vigie("outlook", "--next", "Renault", "--as-of", "2024-04-30", "--most", "5", "--json").records

    assert len(records) == 5
    assert all(record["dealings"] or record["shared_partners"] or record["deals_in_two_years"] for record in records)
    assert [record["share"] for record in records] == sorted((record["share"] for record in records), reverse=True)


def test_a_question_with_one_actor_is_refused_with_the_mend(vigie: Vigie) -> None:
    said = vigie("outlook", "Renault")

    assert said.code == 2
    assert "name two actors" in said.err


def test_a_backtest_issues_outlooks_that_the_scoreboard_scores(vigie: Vigie) -> None:
    assert vigie("init").code == 0
    done = vigie("backtest", "--from", "2019-01-01", "--to", "2019-04-01", "--step", "45")
    assert done.code == 0
    assert "outlooks issued as of 3 days" in done.flat
    records = vigie("scoreboard", "--json").records
    replayed = [record for record in records if record["group"] == "replayed"]
    assert {record["rung"] for record in replayed} == {"talks", "agreement", "equity"}
    assert all(record["n"] > 5 and record["brier"] < 0.5 for record in replayed)


def test_an_empty_scoreboard_says_so(vigie: Vigie) -> None:
    assert vigie("init").code == 0

    assert "None is resolved yet" in vigie("scoreboard").out
