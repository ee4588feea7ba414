"""What must hold of the engine whatever the market: PCAIDS, rest on random markets, cells, invariants, coverage."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from trial import Trial, below, holds, near

from vigie.checks.markets import play_change, random_market, union
from vigie.market.applying import apply
from vigie.market.baseline import POWERTRAINS, Cell, Market
from vigie.market.cells import Products
from vigie.market.concentration import compensating_costs
from vigie.market.demand import Floats, nests, slopes, split
from vigie.market.duties import DutyTable
from vigie.market.equilibrium import MAX_RESIDUAL, Game, Layout, base_margins, solve
from vigie.market.fitting import fit
from vigie.market.levers import Cost, Demand, Merger, Range
from vigie.market.pcaids import calibrate, merge
from vigie.market.priors import load_priors
from vigie.market.uncertain import Dice, Number
from vigie.market.world import at_rest, set_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.market.facts import Facts

_MARKETS = 1000
_WORLDS = 200
_DRAWS = 400


def pcaids() -> Iterator[Trial]:
    """The three-firm example of Epstein and Rubinfeld (2001)."""
    screen = calibrate(np.array([0.2, 0.3, 0.5]), market=-1.0, own=-3.0)
    for firm, (wanted, got) in enumerate(
        zip((1.138, 1.108, 1.041), merge(screen, np.array([0, 1, 2]), np.array([0, 0, 2])), strict=True)
    ):
        yield near(f"PCAIDS, price of firm {firm + 1}", wanted, float(got), absolute=0.0005)


def rest() -> Iterator[Trial]:
    """First-order residual on random markets of 30 firms, and cells against products."""
    worst, cell_price, cell_share, first_order = 0.0, 0.0, 0.0, 0.0
    for seed in range(_MARKETS):
        market, taste = random_market(seed, products=90, firms=30, levels=1 + seed % 2)
        found = play_change(market, taste, firm=union(market, 0, 1))
        worst = max(worst, float(found.residual.max()))
        if seed % 10 == 0:
            price, share = _by_product(market, taste, union(market, 0, 1))
            cell_price = max(cell_price, float(np.abs(found.price / price - 1).max()))
            cell_share = max(cell_share, float(np.abs(found.share - share).max()))
            first_order = max(first_order, _first_order(market, taste if seed % 20 else replace(taste, sigma2=0 * taste.sigma2)))
    yield below(f"first-order residual on {_MARKETS} random markets", MAX_RESIDUAL, worst)
    yield below("cells against products, prices, 100 markets", 1e-12, cell_price)
    yield below("cells against products, shares, 100 markets", 1e-12, cell_share)
    yield below("first-order conditions from the slopes of demand, relative to share, 100 markets", 1e-8, first_order)


def _first_order(market: Products, taste) -> float:  # noqa: ANN001 - types of the checks
    """What the textbook first-order conditions leave open, worked out without the fixed point that was solved."""
    after = union(market, 0, 1)
    found = play_change(market, taste, firm=after)
    slope = slopes(found.share, market.nests, taste)[:, :, 0]
    left = found.share[:, 0] + ((after[:, None] == after[None, :]) * slope.T) @ found.margin[:, 0]
    return float(np.abs(left / found.share[:, 0]).max())


def _by_product(market: Products, taste, firm) -> tuple[Floats, Floats]:  # noqa: ANN001 - types of the checks
    """Prices and shares with each product a cell of its own."""
    parts = split(market.share, market.nests)
    alone = np.eye(30)
    margin = base_margins(market.layout(alone), taste, parts.within, parts.sub, parts.group)
    cost = market.price - margin
    game = Game(
        layout=Layout(market.nests, firm, alone),
        tastes=taste,
        within=parts.within,
        sub=parts.sub,
        group=parts.group,
        margin0=margin,
        shock=np.zeros_like(margin),
        cost=cost,
    )
    found = solve(game)
    return found.margin + cost, found.share


def invariants(markets: int = 60) -> Iterator[Trial]:
    """The invariants, each by its worst case over random markets."""
    worst = dict.fromkeys(("base", "monotone", "surplus", "cmcr", "names"), -np.inf)
    for seed in range(markets):
        market, taste = random_market(seed, levels=1 + seed % 2)
        after, alone = union(market, 0, 1), np.eye(8)
        still = play_change(market, taste)
        worst["base"] = max(worst["base"], float(np.abs(still.price / market.price - 1).max()))
        before = market.price
        for weight in (0.25, 0.5, 0.75, 1.0):
            control = alone.copy()
            control[0, 1] = control[1, 0] = weight
            price = play_change(market, taste, control=control).price
            worst["monotone"] = max(worst["monotone"], float(((before - price) / market.price).max()))
            before = price
        merged = play_change(market, taste, firm=after)
        worst["surplus"] = max(worst["surplus"], float((merged.surplus * taste.alpha).max()))
        required = compensating_costs(Layout(market.nests, after, alone), market.share, market.price, taste)
        kept = play_change(market, taste, firm=after, cost=required)
        worst["cmcr"] = max(worst["cmcr"], float(np.abs(kept.price / market.price - 1).max()))
        worst["names"] = max(worst["names"], _renamed(market, taste, after, merged.price, seed))
    yield below("no change of control gives the base (prices)", 1e-10, worst["base"])
    yield below("prices rise with control (largest fall, relative)", 1e-10, worst["monotone"])
    yield holds(
        "a merger without savings lowers consumer surplus",
        "< 0 everywhere",
        f"{worst['surplus']:.2g} at most",
        worst["surplus"] < 0,
    )
    yield below("a merger at compensating costs leaves prices", 1e-9, worst["cmcr"])
    yield below("names and units of money change nothing", 1e-9, worst["names"])


def _renamed(market: Products, taste, after, price: Floats, seed: int) -> float:  # noqa: ANN001 - types of the checks
    rng = np.random.default_rng(seed)
    order, rename, unit = rng.permutation(len(after)), rng.permutation(8), 1000.0
    other = Products(
        share=market.share[order],
        price=market.price[order] * unit,
        firm=rename[market.firm][order],
        nests=nests(-market.nests.subgroup[order], -market.nests.group_of_product[order]),
    )
    found = play_change(other, replace(taste, alpha=taste.alpha / unit), firm=rename[after][order])
    return float(np.abs(found.price / unit / price[order] - 1).max())


def coverage(facts: Facts) -> Iterator[Trial]:
    """Markets simulated from the model: how often 90 % intervals hold what truly happens."""
    inside: list[list[bool]] = []
    for world in range(_WORLDS):
        truth, sums = _outcomes(facts, world, None)
        told, _ = _outcomes(facts, world, sums)
        inside.append(
            [bool(np.percentile(draws, 5) <= true[0] <= np.percentile(draws, 95)) for true, draws in zip(truth, told, strict=True)]
        )
    rates = np.mean(np.array(inside), axis=0)
    for name, rate in zip(("cars of the buyer", "profit of the buyer", "consumer surplus", "mean price"), rates, strict=True):
        told = f"{100 * rate:.1f} %"
        yield holds(
            f"coverage of 90 % intervals in {_WORLDS} simulated markets: {name}", "85 to 95 %", told, bool(0.85 <= rate <= 0.95)
        )
    whole = float(rates.mean())
    yield holds("coverage of 90 % intervals, all four", "85 to 95 %", f"{100 * whole:.1f} %", 0.85 <= whole <= 0.95)


def _outcomes(
    facts: Facts, world: int, sums: tuple[Floats, Floats, Floats] | None
) -> tuple[list[Floats], tuple[Floats, Floats, Floats]]:
    """What a deal does in a simulated world: as it is (one draw), or as told by who sees only ``sums`` of it.

    The world's powertrain mix, prices and elasticities are drawn from the ranges that vigie assumes; its sums by group and
    powertrain are seen, the rest is imputed and drawn anew.
    """
    shape = np.random.default_rng([7, world])
    groups = int(shape.integers(6, 11))
    mix = shape.dirichlet(np.full(4, 0.8), groups) + 0.01
    size = shape.lognormal(0, 0.9, groups)
    level = shape.lognormal(3.4, 0.25, (groups, 4))
    worth, change = Range(0.2, 1.0), Range(-0.10, -0.02)
    dice = Dice(1_000_000 + world if sums is None else 2_000_000 + world, 1 if sums is None else _DRAWS)
    guess = np.stack([[size[g] * mix[g, p] * dice.spread(f"mix {g} {p}", 0.25) for p in range(4)] for g in range(groups)])
    if sums is None:
        units = 1e5 * guess
    else:
        rows, columns, _ = sums
        draws = np.ones(dice.count)
        units = fit(guess, rows * draws, columns * draws, "the simulated world")
    price = np.stack([[level[g, p] * dice.spread(f"price {g} {p}", 0.10) for p in range(4)] for g in range(groups)])
    cells = tuple(Cell(f"g{g}", POWERTRAINS[p], "elsewhere") for g in range(groups) for p in range(4))
    total = units.sum(axis=(0, 1))
    market = Market(
        id="simulated",
        names={},
        relevant=True,
        year=2025,
        cells=cells,
        units=units.reshape(len(cells), -1),
        price=price.reshape(len(cells), -1),
        states=("imputed",) * len(cells),
        price_states=("assumed",) * len(cells),
        facts=(frozenset(),) * len(cells),
        total=Number(total, "observed"),
    )
    base = set_up(market, load_priors(facts, dice), DutyTable(()), ())
    levers = (
        Merger(companies=("g0", "g1")),
        Cost(company="g0", market="simulated", change=change),
        Demand(company="g1", market="simulated", powertrain="bev", worth=worth),
    )
    before, after = at_rest(base), apply(base, levers, DutyTable(()), dt.date(2026, 1, 1), dt.date(2025, 1, 1), dice)
    mean = [(stand.units * stand.price).sum(axis=0) / stand.units.sum(axis=0) for stand in (before, after)]
    told = [
        after.units_of("g0") - before.units_of("g0"),
        after.profit()["g0"] - before.profit()["g0"],
        after.surplus - before.surplus,
        mean[1] - mean[0],
    ]
    return told, (units.sum(axis=1), units.sum(axis=0), total)
