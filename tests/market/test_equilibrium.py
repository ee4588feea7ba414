"""The engine: what must hold of any market, whatever the numbers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.checks.markets import union
from vigie.errors import NotConverged
from vigie.market.cells import Change, Products, collapse, costs
from vigie.market.concentration import compensating_costs
from vigie.market.demand import nests, slopes, split, tastes
from vigie.market.equilibrium import MAX_RESIDUAL, Fee, Game, Layout, Pool, base_margins, solve

SEEDS = st.integers(0, 10_000)


@pytest.mark.slow
def test_random_markets_of_thirty_firms_come_to_rest(random_market: Callable[..., Any], play: Callable[..., Any]) -> None:
    worst = 0.0
    for seed in range(200):
        market, taste = random_market(seed, products=90, firms=30, levels=1 + seed % 2)
        worst = max(worst, float(play(market, taste, firm=union(market, 0, 1)).residual.max()))

    assert worst < MAX_RESIDUAL


@pytest.mark.parametrize("seed", range(12))
def test_first_order_conditions_hold_at_product_level(
    random_market: Callable[..., Any], play: Callable[..., Any], seed: int
) -> None:
    market, taste = random_market(seed, levels=1 + seed % 2)
    control = np.eye(8)
    control[2, 3], control[3, 2], control[5, 0] = 0.4, 0.1, 1.0

    found = play(market, taste, control=control)

    weight = control[np.ix_(market.firm, market.firm)]
    slope = slopes(found.share, market.nests, taste)[:, :, 0]
    left = found.share[:, 0] + (weight * slope.T) @ found.margin[:, 0]
    assert np.abs(left / found.share[:, 0]).max() < 1e-9


@pytest.mark.parametrize("sigma2", [0.0, 0.3, 0.7])
def test_first_order_conditions_hold_where_two_levels_fall_together(
    random_market: Callable[..., Any], play: Callable[..., Any], sigma2: float
) -> None:
    market, _ = random_market(6, levels=2)
    taste = tastes(0.4, 0.7, sigma2)

    found = play(market, taste, firm=union(market, 0, 1))

    after = union(market, 0, 1)
    slope = slopes(found.share, market.nests, taste)[:, :, 0]
    left = found.share[:, 0] + ((after[:, None] == after[None, :]) * slope.T) @ found.margin[:, 0]
    assert np.abs(left / found.share[:, 0]).max() < 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_each_draw_comes_out_as_it_would_alone(random_market: Callable[..., Any], play: Callable[..., Any], seed: int) -> None:
    market, taste = random_market(seed, draws=40)
    taste = replace(taste, sigma2=np.where(np.arange(40) % 3 == 0, 0.0, taste.sigma2))
    together = play(market, taste, firm=union(market, 0, 1))

    for draw in (0, 7, 39):
        one = Products(share=market.share[:, [draw]], price=market.price[:, [draw]], firm=market.firm, nests=market.nests)
        alone = play(one, taste.take(np.array([draw])), firm=union(market, 0, 1))
        assert np.abs(alone.price[:, 0] / together.price[:, draw] - 1).max() < 1e-11


@pytest.mark.parametrize("seed", range(30))
def test_cells_give_the_prices_and_shares_that_products_give(
    random_market: Callable[..., Any], play: Callable[..., Any], seed: int
) -> None:
    market, taste = random_market(seed, levels=1 + seed % 2)
    rng = np.random.default_rng(seed)
    after = union(market, 0, 1)
    cost = costs(market, np.eye(8), taste) * (1 - 0.2 * rng.uniform(size=market.share.shape))

    found = play(market, taste, firm=after, cost=cost)

    parts = split(market.share, market.nests)
    margin = base_margins(market.layout(np.eye(8)), taste, parts.within, parts.sub, parts.group)
    one_by_one = solve(
        Game(
            layout=Layout(market.nests, after, np.eye(8)),
            tastes=taste,
            within=parts.within,
            sub=parts.sub,
            group=parts.group,
            margin0=margin,
            shock=-taste.steep * (cost - (market.price - margin)),
            cost=cost,
        )
    )
    assert np.abs((one_by_one.margin + cost) / found.price - 1).max() < 1e-12
    assert np.abs(one_by_one.share - found.share).max() < 1e-12


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, levels=st.integers(1, 2))
def test_no_change_changes_nothing(random_market: Callable[..., Any], play: Callable[..., Any], seed: int, levels: int) -> None:
    market, taste = random_market(seed, levels=levels)

    found = play(market, taste)

    assert np.abs(found.price / market.price - 1).max() < 1e-11
    assert np.abs(found.share / market.share - 1).max() < 1e-9
    assert np.abs(found.surplus).max() < 1e-11 / taste.alpha.min()


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, levels=st.integers(1, 2))
def test_prices_rise_with_every_step_of_control(
    random_market: Callable[..., Any], play: Callable[..., Any], seed: int, levels: int
) -> None:
    market, taste = random_market(seed, levels=levels)
    before = market.price
    for weight in (0.0, 0.25, 0.5, 0.75, 1.0):
        control = np.eye(8)
        control[0, 1] = control[1, 0] = weight
        found = play(market, taste, control=control)
        assert (found.price - before).min() > -1e-10 * market.price.max()
        before = found.price


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, levels=st.integers(1, 2))
def test_a_merger_without_savings_costs_buyers(
    random_market: Callable[..., Any], play: Callable[..., Any], seed: int, levels: int
) -> None:
    market, taste = random_market(seed, levels=levels)

    found = play(market, taste, firm=union(market, 0, 1))

    assert found.surplus[0] < 0


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, levels=st.integers(1, 2))
def test_a_merger_at_compensating_costs_leaves_prices_alone(
    random_market: Callable[..., Any], play: Callable[..., Any], seed: int, levels: int
) -> None:
    market, taste = random_market(seed, levels=levels)
    after = union(market, 0, 1)
    cost = compensating_costs(Layout(market.nests, after, np.eye(8)), market.share, market.price, taste)

    found = play(market, taste, firm=after, cost=cost)

    assert np.abs(found.price / market.price - 1).max() < 1e-9


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, unit=st.floats(0.01, 100))
def test_names_and_units_of_money_do_not_matter(
    random_market: Callable[..., Any], play: Callable[..., Any], seed: int, unit: float
) -> None:
    market, taste = random_market(seed)
    rng = np.random.default_rng(seed)
    order, rename = rng.permutation(len(market.firm)), rng.permutation(8)
    other = Products(
        share=market.share[order],
        price=market.price[order] * unit,
        firm=rename[market.firm][order],
        nests=nests(-market.nests.subgroup[order], -market.nests.group_of_product[order]),
    )
    scaled = replace(taste, alpha=taste.alpha / unit)
    after = union(market, 0, 1)

    found = play(market, taste, firm=after)
    again = play(other, scaled, firm=rename[after][order])

    assert np.abs(again.price / unit / found.price[order] - 1).max() < 1e-10
    assert np.abs(again.share - found.share[order]).max() < 1e-10


def test_a_full_stake_both_ways_is_a_merger(random_market: Callable[..., Any], play: Callable[..., Any]) -> None:
    market, taste = random_market(3)
    control = np.eye(8)
    control[0, 1] = control[1, 0] = 1.0

    joined = play(market, taste, firm=union(market, 0, 1))
    held = play(market, taste, control=control)

    assert np.abs(joined.price / held.price - 1).max() < 1e-12


def game(limit: float | None = None, *, floor: float | None = None, fees: tuple[Fee, ...] = (), keep: float | None = None) -> Game:
    """Three firms of one product each in two nests, tastes of two draws."""
    taste = tastes([0.2, 0.3], [0.6, 0.4])
    where = nests([0, 0, 1])
    share = np.array([[0.2, 0.2], [0.1, 0.1], [0.2, 0.2]])
    parts = split(share, where)
    layout = Layout(where, np.arange(3), np.eye(3))
    margin = base_margins(layout, taste, parts.within, parts.sub, parts.group)
    price = np.full((3, 2), 30.0)
    kept = None
    shock = np.zeros((3, 2))
    if keep is not None:
        kept = np.ones((3, 2))
        kept[1] = keep
        shock = -taste.steep * ((price - margin) / kept - (price - margin))
    return Game(
        layout=layout,
        tastes=taste,
        within=parts.within,
        sub=parts.sub,
        group=parts.group,
        margin0=margin,
        shock=shock,
        cost=price - margin,
        keep=kept,
        price_floor=None if floor is None else np.array([[-np.inf, -np.inf], [floor, floor], [-np.inf, -np.inf]]),
        fees=fees,
        pools=() if limit is None else (Pool(name="plant", cells=np.array([0]), limit=np.full(2, limit)),),
    )


def test_a_binding_capacity_is_met_exactly_and_its_scarcity_earns() -> None:
    found = solve(game(0.12))

    assert found.share[0] == pytest.approx([0.12, 0.12], abs=1e-10)
    assert (found.shadow > 0).all()
    assert (found.margin[0] > solve(game()).margin[0]).all()


def test_a_slack_capacity_changes_nothing() -> None:
    found = solve(game(0.5))

    assert found.shadow.max() == 0
    assert np.abs(found.share - solve(game()).share).max() < 1e-13


def test_a_minimum_price_binds_only_above_the_price_of_rest() -> None:
    low, high = solve(game(floor=25.0)), solve(game(floor=35.0))

    assert np.abs(low.share - solve(game()).share).max() < 1e-13
    price = high.margin + game().cost
    assert price[1] == pytest.approx([35.0, 35.0])
    assert (price[[0, 2]] > 30.0).all()


def test_a_fee_makes_its_earner_softer_towards_the_payer() -> None:
    earned = Fee(firm=0, cell=1, per_unit=np.array([1.0, 1.0]), rate=np.zeros(2))

    found = solve(game(fees=(earned,)))

    assert (found.margin[0] > solve(game()).margin[0]).all()


def test_a_fee_per_cent_meets_the_first_order_condition_of_its_payer() -> None:
    played = game(keep=0.95)
    found = solve(played)
    price = (found.margin[1] + played.cost[1]) / 0.95
    slope = slopes(found.share, played.layout.nests, played.tastes)

    assert np.abs(0.95 * found.share[1] + (0.95 * price - played.cost[1]) * slope[1, 1]).max() < 1e-12


def test_what_does_not_come_to_rest_gives_no_number() -> None:
    broken = game()

    with pytest.raises(NotConverged, match="first-order conditions"):
        solve(replace(broken, shock=broken.shock * np.nan))


def test_base_margins_agree_with_the_linear_system_when_control_is_shared(random_market: Callable[..., Any]) -> None:
    market, taste = random_market(9, draws=4)
    parts = split(market.share, market.nests)
    nearly = np.eye(8)
    nearly[0, 1] = 1e-300

    closed = base_margins(market.layout(np.eye(8)), taste, parts.within, parts.sub, parts.group)
    solved = base_margins(market.layout(nearly), taste, parts.within, parts.sub, parts.group)

    assert np.abs(closed / solved - 1).max() < 1e-10


def test_ces_prices_meet_their_first_order_conditions(random_market: Callable[..., Any]) -> None:
    market, _ = random_market(4)
    taste = tastes(0.8, 0.7, 0.3, "ces")
    change = Change(firm=union(market, 0, 1), control=np.eye(8), cost=costs(market, np.eye(8), taste))
    played, _ = collapse(market, np.eye(8), taste, change)
    found = solve(played)

    where, firm = played.layout.nests, played.layout.firm
    slope = slopes(found.share, where, taste)[:, :, 0]
    lerner, share = found.margin[:, 0], found.share[:, 0]
    left = share * (1 - lerner) + ((firm[:, None] == firm[None, :]) * slope.T) @ lerner
    assert np.abs(left / share).max() < 1e-10
