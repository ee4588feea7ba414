"""Proportional fitting: sums are met, zeros stay, impossible tables are refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.errors import DataError
from vigie.market.fitting import fit


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), rows=st.integers(2, 8), columns=st.integers(2, 5))
def test_sums_are_met_and_zeros_stay(seed: int, rows: int, columns: int) -> None:
    rng = np.random.default_rng(seed)
    truth = rng.lognormal(0, 1, (rows, columns, 3))
    truth[0, 0] = 0.0
    guess = np.where(truth > 0, truth * rng.lognormal(0, 0.5, truth.shape), 0.0)

    found = fit(guess, truth.sum(axis=1), truth.sum(axis=0), "a table")

    assert np.abs(found.sum(axis=1) / truth.sum(axis=1) - 1).max() < 1e-3
    assert np.abs(found.sum(axis=0) / truth.sum(axis=0) - 1).max() < 1e-9
    assert np.all(found[0, 0] == 0)


def test_sums_that_disagree_are_refused_by_name() -> None:
    with pytest.raises(DataError, match="a table has row sums and column sums that disagree"):
        fit(np.ones((2, 2, 1)), np.array([[1.0], [1.0]]), np.array([[1.0], [2.0]]), "a table")


def test_zeros_that_leave_no_solution_are_refused() -> None:
    guess = np.array([[[1.0], [0.0]], [[1.0], [0.0]]])
    with pytest.raises(DataError, match="can't be fitted"):
        fit(guess, np.array([[1.0], [1.0]]), np.array([[1.0], [1.0]]), "a table")
