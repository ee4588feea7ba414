"""The strict protocol: time-aware filter, mean-rank ties, both directions; and what probabilities are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.foresight import History, Past, Quads, Recurrence
from vigie.foresight.calibration import fit_platt, logit, roll, sigmoid
from vigie.foresight.probability import area_under_curve, brier_skill, reliability, skill_interval, worth
from vigie.foresight.scoring import mean_ranks, rank_steps

if TYPE_CHECKING:
    from vigie.foresight.arrays import F4, I8


def test_equal_scores_share_the_mean_of_their_ranks() -> None:
    assert mean_ranks(np.array([1.0, 1.0, 1.0, 0.0]), [0]) == [2.0]


def test_other_right_answers_are_left_out_of_the_ranking() -> None:
    assert mean_ranks(np.array([0.9, 0.8, 0.7, 0.1]), [1, 2]) == [2.0, 2.0]


def test_a_constant_forecaster_gets_the_middle_rank() -> None:
    class Constant:
        name = "constant-1"

        def fit(self, past: Past) -> None:
            pass

        def scores(self, past: Past, subjects: I8, relations: I8) -> F4:
            return np.zeros((len(subjects), past.n_entities), dtype=np.float32)

    quads = _quads([(0, 0, 1, 0), (0, 0, 2, 1)])
    ranking = rank_steps(Constant(), History(quads=quads, n_entities=9, n_relations=1), [1])

    assert ranking.ranks.tolist() == [5.0, 5.0]
    assert ranking.seen.tolist() == [False, False]


def test_what_recurs_is_found_first_and_is_told_apart_as_seen() -> None:
    quads = _quads([(0, 0, 1, t) for t in range(5)] + [(2, 0, 3, 4)])
    forecaster = Recurrence()
    history = History(quads=quads, n_entities=6, n_relations=1)
    forecaster.fit(history.until(3))
    ranking = rank_steps(forecaster, history, [4])

    assert ranking.mrr(ranking.seen) == 1.0
    assert ranking.mrr(~ranking.seen) < 1.0
    assert ranking.seen.sum() == 2


def _quads(rows: list[tuple[int, int, int, int]]) -> Quads:
    s, r, o, t = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return Quads(subjects=s, relations=r, objects=o, steps=t)


def test_the_base_rate_itself_has_no_skill_and_the_truth_has_all() -> None:
    came = np.array([True, False, False, True])
    base = np.full(4, 0.5)

    assert brier_skill(base, came, base) == 0.0
    assert brier_skill(came.astype(float), came, base) == 1.0


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=30))
def test_the_area_under_the_curve_is_the_share_of_pairs_in_order(rows: list[tuple[int, bool]]) -> None:
    p, came = np.array([float(a) for a, _ in rows]), np.array([b for _, b in rows])
    pairs = [(x, y) for x in p[came] for y in p[~came]]
    if pairs:
        expected = sum(1.0 if x > y else 0.5 if x == y else 0.0 for x, y in pairs) / len(pairs)
        assert area_under_curve(p, came) == pytest.approx(expected)


def test_bins_hold_equal_mass_from_the_least_likely_up() -> None:
    bins = reliability(np.linspace(0, 1, 30), np.arange(30) % 2 == 0, n_bins=3)

    assert [b.n for b in bins] == [10, 10, 10]
    assert [b.forecast for b in bins] == sorted(b.forecast for b in bins)


def test_calibrated_forecasts_of_a_known_world_have_almost_no_calibration_error() -> None:
    rng = np.random.default_rng(0)
    p = rng.uniform(0, 1, 80_000)
    came = rng.random(80_000) < p
    measured = worth(p, came, np.full(80_000, 0.5))
    low, high = skill_interval(p, came, np.full(80_000, 0.5), n=50)

    assert measured.ece < 0.01
    assert low < measured.skill < high


def test_platt_recovers_the_scaling_of_a_known_world() -> None:
    rng = np.random.default_rng(1)
    z = rng.normal(0, 1.5, 40_000)
    came = rng.random(40_000) < sigmoid(0.5 * z - 1.0)
    found = fit_platt(sigmoid(z), came)

    assert found.slope == pytest.approx(0.5, abs=0.03)
    assert found.shift == pytest.approx(-1.0, abs=0.04)


def test_few_outcomes_leave_probabilities_nearly_as_they_are() -> None:
    found = fit_platt(np.array([0.2, 0.4]), np.array([True, True]))

    assert found.slope == pytest.approx(1.0, abs=0.2)
    assert logit(found(np.array([0.3])))[0] == pytest.approx(logit(np.array([0.3]))[0], abs=0.3)


def test_rolling_calibration_uses_only_what_was_resolved() -> None:
    p = np.full(30, 0.5)
    issued = np.arange(30)
    wanted = issued >= 20
    early = np.zeros(30, dtype=bool)
    late = early.copy()
    late[11:] = True

    same, _ = roll(p, early, issued, 10, 10, wanted & (issued == 20))
    other, _ = roll(p, late, issued, 10, 10, wanted & (issued == 20))
    assert same.tolist() == other.tolist()
