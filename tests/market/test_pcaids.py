"""PCAIDS: the published example, and what is refused."""

import numpy as np
import pytest

from vigie.errors import InputError
from vigie.market.pcaids import calibrate, merge


def test_the_three_firm_example_of_epstein_and_rubinfeld_comes_out() -> None:
    screen = calibrate(np.array([0.2, 0.3, 0.5]), market=-1.0, own=-3.0)

    prices = merge(screen, np.array([0, 1, 2]), np.array([0, 0, 2]))

    assert prices == pytest.approx([1.138, 1.108, 1.041], abs=5e-4)


def test_no_merger_no_change() -> None:
    screen = calibrate(np.array([0.2, 0.3, 0.5]), market=-1.0, own=-3.0)

    assert merge(screen, np.array([0, 1, 2]), np.array([0, 1, 2])) == pytest.approx([1, 1, 1], abs=1e-12)


def test_a_product_less_elastic_than_its_market_is_refused() -> None:
    with pytest.raises(InputError, match="elasticity"):
        calibrate(np.array([0.5, 0.5]), market=-2.0, own=-1.0)
