"""Rates of what came of earlier contacts are shares of what was resolved, shrunken, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from vigie.foresight.rates import PRIOR_OF_PAIR, RATE_COLUMNS, Rates

NONE = np.zeros(3, dtype=bool)


def rates() -> Rates:
    """Entities 0 and 1 of group 0 and role 0; 2 and 3 of group 2 and role 1."""
    return Rates(np.array([0, 0, 2, 2]), np.array([0, 0, 1, 1]))


def of(known: Rates, first: int, second: int, column: str, *, met: bool = False) -> float:
    return float(known.of(np.array([first]), np.array([second]), np.array([met]))[0, RATE_COLUMNS.index(column)])


def test_before_anything_is_resolved_every_rate_is_the_same() -> None:
    assert np.unique(rates().of(np.array([0, 1]), np.array([2, 3]), np.array([False, False]))) == pytest.approx([1 / 15])


def test_an_actor_whose_contacts_lead_somewhere_has_the_higher_rate() -> None:
    known = rates()
    known.learn(np.array([0, 0, 1]), np.array([2, 3, 3]), NONE, np.array([True, True, False]), 5)

    assert of(known, 0, 1, "rate_actor_all_more") > of(known, 1, 3, "rate_actor_all_more")
    assert of(known, 0, 2, "rate_roles_all") > of(known, 0, 1, "rate_roles_all")


def test_a_pair_s_own_rate_is_its_share_shrunken_towards_pairs_like_it() -> None:
    known = rates()
    known.learn(np.array([0, 0, 0]), np.array([2, 2, 3]), NONE, np.array([False, False, True]), 5)
    base = (1.0 + 1.0) / (15.0 + 3.0)

    assert of(known, 0, 2, "rate_pair") == pytest.approx(PRIOR_OF_PAIR * base / (2.0 + PRIOR_OF_PAIR))


def test_rates_of_first_time_pairs_learn_from_such_pairs_only() -> None:
    known = rates()
    before = of(known, 0, 2, "rate_groups_first")
    known.learn(np.array([0]), np.array([2]), np.array([True]), np.array([True]), 5)

    assert of(known, 0, 2, "rate_groups_first") == before
    assert of(known, 0, 2, "rate_groups_all") > 1 / 15
