"""Scenarios: the same seed gives the same numbers, blindness is said, every figure has an interval and its facts."""

import json

import numpy as np
import pytest

from vigie.errors import DataError, InputError
from vigie.market.deals import open_deal, parse_deal, shipped_deals
from vigie.market.facts import load_facts
from vigie.market.play import Board
from vigie.market.record import scenario_record

FACTS = load_facts()
BARE = """
deal: bare
title: Renault and Xiaomi, nothing but control
form: merger
parties: [renault, xiaomi]
from: 2027-07-01
levers:
  - merger: {of: [renault, xiaomi]}
"""


@pytest.fixture(scope="module")
def board() -> Board:
    return Board(draws=100)


@pytest.mark.parametrize("name", shipped_deals())
def test_every_figure_of_a_shipped_deal_has_an_interval_and_facts_with_sources(board: Board, name: str) -> None:
    scenario = board.play(open_deal(name, FACTS))

    assert scenario.residual < 1e-8
    for figure in scenario.figures:
        for one in (figure.before, figure.after, figure.change):
            assert one is None or one.low <= one.median <= one.high
            assert one is None or 0 <= one.rises <= 1
        assert figure.facts
        assert set(figure.facts) <= scenario.facts.keys()


def test_the_same_seed_gives_the_same_numbers_and_another_does_not() -> None:
    deal = open_deal("renault-xiaomi-licence", FACTS)
    one, same, other = (Board(draws=60, seed=seed).play(deal) for seed in (3, 3, 4))

    assert scenario_record(one) == scenario_record(same)
    assert scenario_record(one)["figures"] != scenario_record(other)["figures"]


def test_deals_played_before_do_not_change_a_deal() -> None:
    deal = open_deal("renault-xiaomi-joint-venture", FACTS)
    busy = Board(draws=60)
    busy.play(open_deal("nissan-honda", FACTS))

    assert scenario_record(busy.play(deal))["figures"] == scenario_record(Board(draws=60).play(deal))["figures"]


def test_a_deal_against_itself_changes_nothing(board: Board) -> None:
    deal = open_deal("renault-xiaomi-joint-venture", FACTS)

    scenario = board.play(deal, against=deal)

    changes = [f.change for f in scenario.figures if f.before is not None and f.after is not None]
    assert changes
    assert all(one.low == one.high == 0 for one in changes)


def test_deals_of_other_days_can_t_be_compared(board: Board) -> None:
    with pytest.raises(InputError, match="can't be compared: give both the same 'base' and 'seen_on'"):
        board.play(open_deal("renault-xiaomi-licence", FACTS), against=open_deal("fca-psa", FACTS))


@pytest.mark.parametrize("deal", [parse_deal(BARE, FACTS), open_deal("renault-xiaomi-stake", FACTS)], ids=["merger", "stake"])
def test_without_entry_or_cost_the_sheet_shows_nothing_and_its_blindness_is_said(board: Board, deal: object) -> None:
    scenario = board.play(deal)  # type: ignore[arg-type]
    sheets = [figure.change for figure in scenario.figures if figure.what == "sheet"]
    warned = {one.values["market"] for one in scenario.cautions if one.key == "hhi-blind"}

    assert all(one.low == one.median == one.high == 0 for one in sheets)
    assert warned == set(scenario.markets)
    assert "control-only" in {one.key for one in scenario.cautions}


def test_a_merger_of_rivals_is_seen_by_the_sheet(board: Board) -> None:
    scenario = board.play(open_deal("fca-psa", FACTS))
    sheet = next(figure.change for figure in scenario.figures if figure.what == "sheet")

    assert 120 < sheet.low < sheet.high < 220
    assert "hhi-blind" not in {one.key for one in scenario.cautions}


def test_full_duty_is_worse_for_xiaomi_than_a_lower_one_and_a_plant_better(board: Board) -> None:
    gain = {}
    for name in ("export-full-duty", "export-review", "joint-venture"):
        scenario = board.play(open_deal(f"renault-xiaomi-{name}", FACTS))
        gain[name] = sum(
            np.median(f.draws) for f in scenario.figures if f.market == "all" and f.what == "units" and f.who != "renault"
        )

    assert gain["export-full-duty"] < gain["export-review"] < gain["joint-venture"]


def test_a_fact_that_is_gone_stops_the_play_by_its_name() -> None:
    thinner = FACTS.without("eu-cvd-others")

    with pytest.raises(DataError, match="'eu-cvd-others'"):
        Board(facts=thinner, draws=60)


def test_a_market_that_the_year_lacks_is_named(board: Board) -> None:
    deal = parse_deal(
        "deal: d\ntitle: t\nform: licence\nparties: [renault, xiaomi]\nfrom: 2024-01-01\nbase: 2023\n"
        "levers:\n  - cost: {company: renault, market: china, change: -0.1}\n",
        FACTS,
    )
    with pytest.raises(InputError, match="the market table of 2023 has no 'china'"):
        board.play(deal)


def test_too_few_draws_give_no_interval() -> None:
    with pytest.raises(InputError, match="10 draws can't be made"):
        Board(draws=10)


def test_a_record_is_plain_json_with_before_after_and_change(board: Board) -> None:
    record = json.loads(json.dumps(scenario_record(board.play(open_deal("renault-xiaomi-licence", FACTS)))))

    assert record["label"] == "effect of the deal, all else equal"
    assert {"market", "what", "who", "unit", "before", "after", "change", "facts"} == set(record["figures"][0])
    assert all(fact["source"].startswith("http") for fact in record["facts"].values())


def test_the_strongest_drivers_come_first_and_the_deal_s_own_are_among_them(board: Board) -> None:
    scenario = board.play(open_deal("renault-xiaomi-export-full-duty", FACTS))
    xiaomi = next(one for one in scenario.tornadoes if one.who == "xiaomi")

    parts = [driver.part for driver in xiaomi.drivers]
    assert parts == sorted(parts, reverse=True)
    assert xiaomi.drivers[0].name == "reach: Xiaomi YU7"
    assert xiaomi.drivers[0].at_low < xiaomi.drivers[0].at_high
