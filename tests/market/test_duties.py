"""Duties: who pays what, from when."""

import datetime as dt

import pytest

from vigie.market.duties import Duty, load_duties
from vigie.market.facts import load_facts

TABLE = load_duties(load_facts())
BEFORE, AFTER = dt.date(2024, 10, 29), dt.date(2024, 10, 30)


@pytest.mark.parametrize(
    ("company", "extra"),
    [("byd", 0.17), ("geely", 0.188), ("saic", 0.353), ("tesla", 0.078), ("leapmotor", 0.207), ("xiaomi", 0.353)],
)
def test_the_extra_duty_begins_on_its_day_for_each_maker(company: str, extra: float) -> None:
    assert TABLE.rate("eu27", "china", "bev", company, BEFORE)[0] == pytest.approx(0.10)
    assert TABLE.rate("eu27", "china", "bev", company, AFTER)[0] == pytest.approx(0.10 + extra)


def test_it_ends_after_five_years() -> None:
    assert TABLE.rate("eu27", "china", "bev", "saic", dt.date(2029, 10, 30))[0] == pytest.approx(0.10)


def test_plug_in_hybrids_and_cars_built_elsewhere_are_free_of_it() -> None:
    assert TABLE.rate("eu27", "china", "phev", "saic", AFTER)[0] == pytest.approx(0.10)
    assert TABLE.rate("eu27", "elsewhere", "bev", "saic", AFTER)[0] == 0
    assert TABLE.rate("china", "china", "bev", "saic", AFTER)[0] == 0


def test_xiaomi_pays_as_one_that_did_not_cooperate_and_the_fact_says_why() -> None:
    _, facts = TABLE.rate("eu27", "china", "bev", "xiaomi", AFTER)

    assert {"eu-cvd-others", "eu-cooperating-list", "eu-base-duty"} == facts


def test_the_newest_row_that_fits_a_company_holds() -> None:
    new = Duty(
        importer="eu27",
        origin="china",
        powertrains=("bev",),
        companies=("xiaomi",),
        first_on=dt.date(2027, 1, 1),
        last_on=None,
        rate=0.05,
        facts=frozenset(),
    )
    table = TABLE.with_row(new)

    assert table.rate("eu27", "china", "bev", "xiaomi", dt.date(2026, 12, 31))[0] == pytest.approx(0.453)
    assert table.rate("eu27", "china", "bev", "xiaomi", dt.date(2027, 1, 1))[0] == pytest.approx(0.15)
    assert table.rate("eu27", "china", "bev", "saic", dt.date(2027, 1, 1))[0] == pytest.approx(0.453)
