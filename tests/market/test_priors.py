"""Priors: the elasticities asked for are the elasticities that come out."""

import numpy as np
import pytest

from vigie.market.baseline import load_baseline
from vigie.market.demand import own_elasticities, shares_at, total, utilities
from vigie.market.duties import load_duties
from vigie.market.facts import load_facts
from vigie.market.priors import load_priors
from vigie.market.uncertain import Dice
from vigie.market.world import set_up

FACTS = load_facts()


def test_elasticities_come_out_as_they_were_drawn_where_no_bound_is_met() -> None:
    dice = Dice(4, 200)
    priors = load_priors(FACTS, dice)
    base = set_up(load_baseline(2025, FACTS, dice)["eu27"], priors, load_duties(FACTS), ())
    taste, where, price = base.tastes, base.layout.nests, base.market.price
    share = base.market.units / base.potential
    free = (taste.sigma2 > 0) & (taste.sigma1 > taste.sigma2) & (taste.sigma1 < 0.969)
    weight = share / share.sum(axis=0)

    brand = -(weight * own_elasticities(share, price, where, taste)).sum(axis=0)
    level = utilities(share, where, taste)
    dearer = shares_at(level - taste.alpha * price * 1e-5, where, taste)
    market = -(dearer.sum(axis=0) / share.sum(axis=0) - 1) / 1e-5

    assert free.mean() > 0.6
    assert brand[free] == pytest.approx(priors.brand_elasticity.draws[free], rel=1e-8)
    assert market == pytest.approx(priors.market_elasticity.draws, rel=1e-3)


def test_the_elasticity_of_a_powertrain_comes_out_too() -> None:
    dice = Dice(4, 100)
    priors = load_priors(FACTS, dice)
    base = set_up(load_baseline(2025, FACTS, dice)["eu27"], priors, load_duties(FACTS), ())
    taste, where, price = base.tastes, base.layout.nests, base.market.price
    share = base.market.units / base.potential
    free = (taste.sigma2 > 0) & (taste.sigma1 > taste.sigma2)
    level = utilities(share, where, taste)
    held = total(share, where.subgroup, where.subgroups)
    found = np.zeros(100)
    for nest in range(where.subgroups):
        mine = (where.subgroup == nest)[:, None]
        mean = (share * price * mine).sum(axis=0) / held[nest]
        dearer = shares_at(level - taste.alpha * mine * mean * 1e-5, where, taste)
        lost = -(total(dearer, where.subgroup, where.subgroups)[nest] / held[nest] - 1) / 1e-5
        found += lost * held[nest] / held.sum(axis=0)

    assert found[free] == pytest.approx(priors.class_elasticity.draws[free], rel=1e-3)


def test_implied_costs_are_above_nothing() -> None:
    dice = Dice(4, 500)
    priors = load_priors(FACTS, dice)
    for market in load_baseline(2025, FACTS, dice).values():
        base = set_up(market, priors, load_duties(FACTS), ())
        assert np.mean(base.cost > 0) > 0.995
