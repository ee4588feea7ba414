"""Uncertain numbers: the same luck for the same name, intervals that hold nine times in ten, provenance that adds up."""

import numpy as np
import pytest

from vigie.errors import DataError
from vigie.market.facts import parse_facts
from vigie.market.uncertain import Dice, Reader

FACTS = parse_facts(
    "id,quantity,what,where,when,value,unit,source,dated,note\n"
    "total,total,cars,eu,2024,1000,cars,https://example.org,2024,\n"
    "part,part,share,eu,2024,25,%,https://example.org,2024,\n"
    "growth,growth,change,eu,2024,-20,%,https://example.org,2024,\n"
    "low,rivals,cars,eu,2024,90,cars,https://example.org,2024,\n"
    "high,rivals,cars,eu,2024,110,cars,https://example.org,2024,\n"
)


def reader(draws: int = 4000) -> Reader:
    return Reader(FACTS, Dice(1, draws))


def test_a_name_has_the_same_luck_in_whatever_order_it_is_asked() -> None:
    one, other = Dice(5, 100), Dice(5, 100)
    one.normal("a")
    first = one.normal("b")

    assert np.array_equal(first, other.normal("b"))
    assert not np.array_equal(first, one.normal("a"))
    assert not np.array_equal(first, Dice(6, 100).normal("b"))


@pytest.mark.parametrize(("low", "high"), [(1.0, 4.0), (-0.10, -0.02), (-1.0, 2.0)])
def test_nine_draws_in_ten_lie_in_the_range(low: float, high: float) -> None:
    draws = Dice(2, 20_000).between("x", low, high)

    assert np.mean((draws >= low) & (draws <= high)) == pytest.approx(0.90, abs=0.01)


def test_what_starts_at_nothing_never_falls_below_it() -> None:
    assert Dice(2, 5000).between("x", 0.0, 1.0).min() == 0.0


def test_a_range_without_width_is_a_number() -> None:
    assert set(Dice(2, 50).between("x", 3.0, 3.0)) == {3.0}


def test_a_fact_is_observed_and_exact() -> None:
    number = reader().value("total", "x")

    assert (set(number.draws), number.state, number.facts) == ({1000.0}, "observed", {"total"})


def test_a_product_with_spread_is_imputed_and_names_its_facts() -> None:
    number = reader().value({"product": ["total", "part"], "times": 2, "spread": 0.1, "why": "guess"}, "x")

    assert np.median(number.draws) == pytest.approx(500, rel=0.01)
    assert (number.state, number.facts, number.why) == ("imputed", {"total", "part"}, "guess")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ({"product": ["total"], "grown": "growth"}, 800),
        ({"product": ["total"], "before": "growth"}, 1250),
        ({"product": ["total"], "over": "part"}, 4000),
        ({"product": ["total"], "less_part": "part"}, 750),
        ({"less": ["total", {"assumed": 300}]}, 700),
        ({"sum": ["total", {"assumed": 300}]}, 1300),
    ],
)
def test_figures_are_worked_out_from_figures(written: dict[str, object], value: float) -> None:
    assert np.median(reader().value(written, "x").draws) == pytest.approx(value)


def test_what_is_assumed_anywhere_is_assumed() -> None:
    assert reader().value({"sum": ["total", {"assumed": 300}]}, "x").state == "assumed"


def test_rival_figures_are_drawn_between_and_both_named() -> None:
    number = reader().value("low", "x")

    assert (number.draws.min() >= 90, number.draws.max() <= 110) == (True, True)
    assert np.std(number.draws) > 3
    assert number.facts == {"low", "high"}


def test_an_unknown_way_of_writing_is_refused_by_name() -> None:
    with pytest.raises(DataError, match="cars of x is written in a way nobody knows"):
        reader().value({"guess": 3}, "cars of x")
