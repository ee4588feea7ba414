"""Concentration: the textbook figures and the guideline's zones."""

import numpy as np
import pytest

from vigie.market.concentration import Thresholds, concern, firm_shares, hhi, largest, upward_pressure
from vigie.market.demand import nests, slopes, tastes


def test_two_equal_firms_have_an_hhi_of_five_thousand() -> None:
    shares = firm_shares(np.array([[3.0], [3.0]]), np.array([0, 1]), 2)

    assert hhi(shares)[0] == pytest.approx(5000)


def test_the_largest_are_added_up() -> None:
    assert largest(np.array([[0.5], [0.2], [0.3]]), 2)[0] == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("after", "change", "seen"),
    [(900, 500, 0), (1500, 249, 0), (1500, 250, 1), (2500, 149, 0), (2500, 150, 1)],
)
def test_the_european_zones_are_kept(after: float, change: float, seen: float) -> None:
    rule = Thresholds("EU 2004", 1000, 2000, 250, 150)

    assert concern(rule, np.array([after]), np.array([change]), np.array([0.1]))[0] == seen


def test_upward_pressure_of_single_products_is_diversion_times_margin() -> None:
    share, margin = np.array([[0.2], [0.1], [0.1]]), np.array([[5.0], [4.0], [3.0]])
    where, taste = nests([0, 0, 1]), tastes(0.3, 0.5)
    slope = slopes(share, where, taste)[:, :, 0]

    found = upward_pressure(share, margin, where, taste, np.array([0]), np.array([1]))

    assert found[0, 0] == pytest.approx(-slope[1, 0] / slope[0, 0] * 4.0)
