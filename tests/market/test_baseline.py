"""The market table: every year adds up, every cell says how it is known, companies are found by their brands."""

import numpy as np
import pytest

from vigie.errors import DataError, UnknownName
from vigie.market.baseline import companies, find_company, load_baseline, read_data, years
from vigie.market.facts import load_facts
from vigie.market.uncertain import Dice


@pytest.mark.parametrize("year", years())
def test_cells_add_up_to_the_total_in_every_draw(year: int) -> None:
    for market in load_baseline(year, load_facts(), Dice(1, 100)).values():
        assert np.abs(market.units.sum(axis=0) / market.total.draws - 1).max() < 1e-6
        assert market.units.min() > 0
        assert market.price.min() > 0


@pytest.mark.parametrize("year", years())
def test_cells_that_are_not_assumed_name_their_facts(year: int) -> None:
    facts = load_facts()
    for market in load_baseline(year, facts, Dice(1, 50)).values():
        for state, ids in zip(market.states, market.facts, strict=True):
            assert state in {"observed", "imputed", "assumed"}
            assert state == "assumed" or ids
            assert ids <= facts.by_id.keys()


def test_what_was_printed_of_a_group_comes_out_again() -> None:
    market = load_baseline(2024, load_facts(), Dice(1, 200))["eu27"]

    assert np.median(market.units[market.rows("renault")].sum(axis=0)) == pytest.approx(1_173_762, rel=1e-4)
    assert np.median(market.units[market.rows("tesla")].sum(axis=0)) == pytest.approx(242_945, rel=1e-4)


def test_xiaomi_sells_nothing_in_europe_and_renault_nothing_in_china() -> None:
    table = load_baseline(2025, load_facts(), Dice(1, 50))

    assert table["eu27"].rows("xiaomi") == []
    assert table["china"].rows("renault") == []
    assert table["china"].rows("xiaomi") != []


def test_more_draws_are_not_needed_to_keep_the_first_ones() -> None:
    few = load_baseline(2023, load_facts(), Dice(3, 50))["eu27"]
    again = load_baseline(2023, load_facts(), Dice(3, 50))["eu27"]

    assert np.array_equal(few.units, again.units)


def test_a_fact_that_is_gone_is_named() -> None:
    with pytest.raises(DataError, match="'eu27-total-2025'"):
        load_baseline(2025, load_facts().without("eu27-total-2025"), Dice(1, 50))


def test_a_year_without_a_table_is_refused() -> None:
    with pytest.raises(UnknownName, match="no market table for 1999"):
        load_baseline(1999, load_facts(), Dice(1, 50))


@pytest.mark.parametrize(
    ("name", "group"), [("Renault", "renault"), ("dacia", "renault"), ("MG", "saic"), ("Volvo", "geely"), ("xiaomi ev", "xiaomi")]
)
def test_brands_lead_to_their_group(name: str, group: str) -> None:
    assert find_company(name).id == group


def test_a_company_that_nobody_knows_is_named_with_near_ones() -> None:
    with pytest.raises(UnknownName, match="'Renalt': did you mean renault"):
        find_company("Renalt")


def test_every_group_of_the_tables_is_a_company() -> None:
    named = {
        group for year in years() for market in read_data(f"tables/{year}.yml")["markets"].values() for group in market["groups"]
    }

    assert named - {"other"} <= companies().keys()
