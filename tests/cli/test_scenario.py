"""``vigie scenario`` and ``vigie market``: tables with intervals in two languages, JSON, files, one sentence for each fault."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Vigie

VENTURE = "renault-xiaomi-joint-venture"


def test_a_scenario_says_what_it_is_and_what_to_mind(vigie: Vigie) -> None:
    said = vigie("scenario", VENTURE, "--draws", 100)

    assert said.code == 0
    assert "Effect of the deal, all else equal. This is no forecast of the market." in said.flat
    assert "Who gains, who loses" in said.out
    assert "concentration figures are blind to entry" in said.flat


def test_it_speaks_french_and_writes_numbers_as_the_french_do(vigie: Vigie) -> None:
    said = vigie("scenario", VENTURE, "--draws", 100, "--lang", "fr")

    assert "Ce n'est pas une prévision du marché." in said.flat
    assert "1\u202f2" in said.out


def test_json_gives_each_figure_with_interval_and_facts(vigie: Vigie) -> None:
    (record,) = vigie("scenario", VENTURE, "--draws", 100, "--json").records

    assert record["deal"] == VENTURE
    for figure in record["figures"]:
        assert {"median", "low", "high", "rises"} == set(figure["change"])
        assert figure["facts"]


def test_two_deals_are_told_apart(vigie: Vigie) -> None:
    said = vigie("scenario", VENTURE, "--against", "renault-xiaomi-export-full-duty", "--draws", 100)

    assert "instead of “Xiaomi exports to the EU alone, full duty”" in said.flat


def test_facts_are_listed_with_their_sources_when_asked(vigie: Vigie) -> None:
    short, long = (vigie("scenario", VENTURE, "--draws", 100, *more) for more in ((), ("--facts",)))

    assert "--facts lists them" in short.flat
    assert "https://" not in short.out
    assert "xiaomi-price-2025q3" in long.out
    assert "https://" in long.out


def test_chart_and_page_are_written(vigie: Vigie, tmp_path: Path) -> None:
    vigie("scenario", VENTURE, "--draws", 100, "--svg", "gain.svg", "--html", "page.html")

    ET.fromstring((tmp_path / "gain.svg").read_text(encoding="utf-8"))
    assert "<svg" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_chart_for_a_folder_that_is_not_there_is_refused_in_one_sentence(vigie: Vigie) -> None:
    said = vigie("scenario", VENTURE, "--draws", 100, "--svg", "nowhere/gain.svg")

    assert said.code == 2
    assert said.err.count("\n") == 1
    assert "can't be written" in said.err


def test_a_template_becomes_a_deal(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "deal.yml").write_text(vigie("scenario", "--template", "Nissan", "BYD").out, encoding="utf-8")

    assert vigie("scenario", "deal.yml", "--draws", 100).code == 0


def test_without_a_deal_those_that_ship_are_listed(vigie: Vigie) -> None:
    assert VENTURE in vigie("scenario").flat
    assert len(vigie("scenario", "--json").records) == 13


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("scenario", "nothing.yml"), "there is no deal file 'nothing.yml'"),
        (("scenario", VENTURE, "--draws", 3), "3 draws can't be made"),
        (("scenario", "--template", "Renalt", "BYD"), "the market table knows no company 'Renalt'"),
        (("scenario", VENTURE, "--lang", "eo"), "'eo' is no language"),
    ],
)
def test_a_fault_gets_one_sentence_and_code_two(vigie: Vigie, arguments: tuple[object, ...], sentence: str) -> None:
    said = vigie(*arguments)

    assert said.code == 2
    assert sentence in said.err
    assert said.err.count("\n") == 1


def test_the_market_check_reconciles_and_lists_conflicts(vigie: Vigie) -> None:
    said = vigie("market", "check")

    assert said.code == 0
    assert "In every market the cells add up to the total." in said.flat
    assert "1477934 cars (eu27-bev-2024-outlets)" in said.flat
    assert "128827 cars, eu27 (eu27-byd-2025)" in said.flat
    (record,) = vigie("market", "check", "--json").records
    assert record["sums_hold"] is True


def test_facts_are_found_by_their_words(vigie: Vigie) -> None:
    found = vigie("market", "facts", "xiaomi", "capacity", "--json").records

    assert [one["id"] for one in found] == ["xiaomi-capacity-f1", "xiaomi-capacity-f2"]
    assert json.dumps(found)
