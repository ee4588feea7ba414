"""The public suite of the Stata package mergersim, on its European car data, which lie outside this repository.

Set-up as told in the data folder's README and in Björnerstedt and Verboven, Stata Journal 14(3), 2014 (st0349).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from stata import read_stata
from trial import Trial, below, near

from vigie.market.cells import Change, Products, Result, collapse, costs, expand
from vigie.market.concentration import firm_shares, hhi, largest, upward_pressure
from vigie.market.demand import Tastes, nests, own_elasticities, shares_at, tastes, utilities
from vigie.market.equilibrium import solve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Values = NDArray[np.float64]
_REGRESSORS = ["horsepower", "fuel", "width", "height", "domestic", "year", "country2", "country3", "country4", "country5"]
_GM, _VW, _PSA, _RENAULT, _FIAT, _CITROEN = 15, 26, 16, 18, 4, 4
_LONG = {
    # firm: its number, mean price before and after, mean relative change
    "BMW": (2, 17.946, 18.565, 0.035),
    "Ford": (5, 13.093, 13.482, 0.027),
    "Honda": (6, 15.778, 16.523, 0.046),
    "Hyundai": (7, 12.912, 13.454, 0.041),
    "Kia": (9, 11.276, 11.738, 0.040),
    "Mazda": (11, 14.229, 14.819, 0.041),
    "Mercedes": (12, 20.114, 20.634, 0.029),
    "Mitsubishi": (13, 15.832, 16.487, 0.041),
    "Nissan": (14, 15.101, 15.850, 0.047),
    "GM": (15, 19.921, 20.718, 0.036),
    "PSA": (16, 16.397, 17.108, 0.043),
    "Renault": (18, 15.292, 15.977, 0.045),
    "Suzuki": (24, 9.225, 9.588, 0.039),
    "Toyota": (25, 13.019, 13.569, 0.041),
    "VW": (26, 17.182, 18.638, 0.089),
    "Volvo": (27, 22.149, 23.224, 0.048),
    "Daewoo": (29, 13.483, 14.061, 0.042),
}


@dataclass(frozen=True, slots=True)
class Slice:
    """One country in 1998."""

    data: dict[str, Values]
    firms: Values
    market: Products

    def joined(self, seller: int, buyer: int) -> NDArray[np.intp]:
        """Owners when ``buyer`` takes over ``seller``."""
        found: NDArray[np.intp] = np.where(
            self.data["firm"] == seller, int(np.flatnonzero(self.firms == buyer)[0]), self.market.firm
        )
        return found

    def of(self, *firms: int) -> NDArray[np.bool_]:
        """Products of these firms."""
        return np.isin(self.data["firm"], firms)


def _cut(data: dict[str, Values], country: int, price: str, size: Values, *, levels: int, by_value: bool = False) -> Slice:
    chosen = (data["year"] == 1998) & (data["country"] == country)
    one = {name: values[chosen] for name, values in data.items()}
    sold = one["qu"] * (one[price] if by_value else 1.0)
    firms, firm = np.unique(one["firm"], return_inverse=True)
    where = nests(one["domestic"], one["segment"]) if levels == 2 else nests(one["segment"])
    market = Products(share=(sold / size[chosen])[:, None], price=one[price][:, None], firm=firm.astype(np.intp), nests=where)
    return Slice(one, firms, market)


def _estimate(data: dict[str, Values], price: str, size: Values, regressors: list[str], *, levels: int) -> tuple[float, ...]:
    """Alpha and sigmas by least squares within car models, as `xtreg, fe` does."""

    def sums(*keys: str) -> Values:
        _, group = np.unique(np.stack([data[key] for key in keys], axis=1), axis=0, return_inverse=True)
        found: Values = np.bincount(group.reshape(-1), data["qu"] / size)[group.reshape(-1)]
        return found

    share = data["qu"] / size
    market, segment, cell = (
        sums("year", "country"),
        sums("year", "country", "segment"),
        sums("year", "country", "segment", "domestic"),
    )
    logs = [np.log(share / cell), np.log(cell / segment)] if levels == 2 else [np.log(share / segment)]
    columns = [data[name] for name in regressors] + [data[price], *logs]
    _, model = np.unique(data["co"], return_inverse=True)
    count = np.bincount(model)

    def within(values: Values) -> Values:
        found: Values = values - (np.bincount(model, values) / count)[model]
        return found

    left = within(np.log(share / (1 - market)))
    found = np.linalg.lstsq(np.stack([within(column) for column in columns], axis=1), left, rcond=None)[0]
    return (-float(found[len(regressors)]), *(float(value) for value in found[len(regressors) + 1 :]))


def _play(
    one: Slice,
    taste: Tastes,
    *,
    firm: NDArray[np.intp] | None = None,
    factor: Values | float = 1.0,
    conduct: float = 0.0,
    utility: Values | float = 0.0,
    stays: NDArray[np.bool_] | None = None,
) -> tuple[Result, Values]:
    """The market after a change, and base costs (J, 1)."""
    after = one.market.firm if firm is None else firm
    control = np.full((int(max(after.max(), one.market.firm.max())) + 1,) * 2, conduct)
    np.fill_diagonal(control, 1.0)
    cost = costs(one.market, control, taste)
    change = Change(firm=after, control=control, cost=cost * factor, utility=utility, stays=stays)
    game, cell = collapse(one.market, control, taste, change)
    return expand(one.market, taste, change, game, cell, solve(game)), cost


def _first(one: Slice, result: Result) -> float:
    """Mean price over the products of the lowest firm number."""
    return float(result.price[one.data["firm"] == one.firms.min()].mean())


def run(folder: Path) -> Iterator[Trial]:
    """All checks of the suite; the last is the CPU time of the others together."""
    start = time.process_time()
    test, cars = read_stata(folder / "test.dta"), read_stata(folder / "cars1.dta")
    yield from _income_suite(test)
    yield from _euro_suite(cars)
    yield below("mergersim suite: CPU time together", 5.0, time.process_time() - start, "s")


def _income_suite(test: dict[str, Values]) -> Iterator[Trial]:
    """test.dta: price over income."""
    size = test["pop"] / 4
    regressors = [*_REGRESSORS, "yearsquared"]
    two = tastes(*_estimate(test, "princ", size, regressors, levels=2))
    germany, france = (_cut(test, country, "princ", size, levels=2) for country in (3, 2))
    merged = germany.joined(_GM, _VW)
    savers = germany.of(_GM, _VW)[:, None]
    elasticity = own_elasticities(germany.market.share, germany.market.price, germany.market.nests, two).mean()
    yield near("mean own elasticity, two levels", -7.779042, float(elasticity))
    result, cost = _play(germany, two, firm=merged)
    lowest = germany.data["firm"] == germany.firms.min()
    yield near("GM-VW merger: price of the first firm", 0.7499176, _first(germany, result))
    yield near(
        "GM-VW merger: price change of the first firm",
        0.00265315,
        float((result.price / germany.market.price - 1)[lowest].mean()),
        absolute=1e-8,
    )
    share = float(result.share[lowest].sum() / result.share.sum())
    yield near("GM-VW merger: share of the first firm", 0.07859031, share)
    yield near(
        "France, GM-VW: price of the first firm", 0.8046489, _first(france, _play(france, two, firm=france.joined(_GM, _VW))[0])
    )
    divested = np.where(france.data["brand"] == _CITROEN, len(france.firms), france.joined(_RENAULT, _PSA))
    yield near("France, Renault-PSA with Citroën divested", 0.8039549, _first(france, _play(france, two, firm=divested)[0]))
    yield near("France, all costs -50 %", 0.4356029, _first(france, _play(france, two, factor=0.5)[0]))
    yield near("merger with 50 % savings", 0.7323028, _first(germany, _play(germany, two, firm=merged, factor=1 - 0.5 * savers)[0]))
    required = costs(replace(germany.market, firm=merged), np.eye(len(germany.firms)), two)
    yield near("required efficiency, mean of the merging firms", 0.1081781, float(((cost - required) / cost)[savers].mean()))
    yield near("conduct 0.5", 0.7546139, _first(germany, _play(germany, two, firm=merged, conduct=0.5)[0]))
    one = tastes(*_estimate(test, "princ", size, regressors, levels=1))
    flat = _cut(test, 3, "princ", size, levels=1)
    yield near(
        "mean own elasticity, one level",
        -6.191355,
        float(own_elasticities(flat.market.share, flat.market.price, flat.market.nests, one).mean()),
    )
    yield near("one-level nest", 0.7502598, _first(flat, _play(flat, one, firm=merged)[0]))
    yield near("plain logit", 0.7478045, _first(flat, _play(flat, tastes(4.0), firm=merged)[0]))
    yield near("calibrated two levels", 0.7500784, _first(germany, _play(germany, tastes(1.2, 0.9, 0.6), firm=merged)[0]))
    budget = _cut(test, 3, "pr", test["ngdp"] / 5, levels=2, by_value=True)
    ces = tastes(0.5, 0.9, 0.6, "ces")
    result, cost = _play(budget, ces, firm=merged)
    yield near("CES demand", 34375.15, _first(budget, result))
    yield near("CES, mean cost of the merging firms", 26989.926, float(cost[savers].mean()))
    yield near("CES with 10 % savings", 34177.48, _first(budget, _play(budget, ces, firm=merged, factor=1 - 0.1 * savers)[0]))


def _euro_suite(cars: dict[str, Values]) -> Iterator[Trial]:
    """cars1.dta: price in thousand euro."""
    size = cars["pop"] / 4
    alpha, sigma1, sigma2 = _estimate(cars, "price", size, _REGRESSORS, levels=2)
    yield near("estimate of alpha on cars1", -0.047, -alpha, absolute=0.0005)
    yield near("estimate of s1 on cars1 (the journal prints two digits of .905)", 0.91, sigma1, absolute=0.0055)
    yield near("estimate of s2 on cars1", 0.57, sigma2, absolute=0.005)
    taste = tastes(alpha, sigma1, sigma2)
    germany = _cut(cars, 3, "price", size, levels=2)
    market, buyers = germany.market, float(germany.data["pop"][0] / 4)
    merged = germany.joined(_GM, _VW)
    result, cost = _play(germany, taste, firm=merged)
    old, new = firm_shares(market.share, market.firm, len(germany.firms)), firm_shares(result.share, merged, len(germany.firms))
    yield near("HHI before", 1501, float(hhi(old)[0]), absolute=0.5)
    yield near("HHI after", 1972, float(hhi(new)[0]), absolute=0.5)
    for count, before, after in ((4, 66.07, 71.50), (8, 86.21, 88.01)):
        yield near(f"C{count} before", before, 100 * float(largest(old, count)[0]), absolute=0.005)
        yield near(f"C{count} after", after, 100 * float(largest(new, count)[0]), absolute=0.005)
    yield near("change of consumer surplus", -1_839_750, float(result.surplus[0]) * buyers, absolute=1.0)
    gain = float((result.margin * result.share - (market.price - cost) * market.share).sum()) * buyers
    yield near("change of producer surplus", 1_303_353, gain, absolute=1.0)
    gm, vw = np.flatnonzero(germany.of(_GM)), np.flatnonzero(germany.of(_VW))
    margin = market.price - cost
    yield near("UPP of VW", 0.5530756, float(upward_pressure(market.share, margin, market.nests, taste, vw, gm).mean()))
    yield near("UPP of GM", 1.126897, float(upward_pressure(market.share, margin, market.nests, taste, gm, vw).mean()))
    yield near("full simulation, VW", 0.5567027, float((result.price - market.price)[vw].mean()))
    yield near("full simulation, GM", 1.132987, float((result.price - market.price)[gm].mean()))
    yield from _longer(cars, germany, taste, cost)


def _longer(cars: dict[str, Values], germany: Slice, taste: Tastes, cost: Values) -> Iterator[Trial]:
    """Costs, quality and a firm that leaves, all at once; and profits when all prices rise by 5 %."""
    size = cars["pop"] / 4
    market = germany.market
    found = within_coefficient(cars, size)
    quality = np.where(germany.data["firm"] == _VW, 0.5 * germany.data["horsepower"] * found, 0.0)[:, None]
    stays = ~germany.of(_FIAT)
    result, _ = _play(germany, taste, factor=1.05, utility=quality, stays=stays)
    for name, (firm, before, after, change) in _LONG.items():
        rows = germany.of(firm)
        yield near(
            f"costs +5 %, VW power +50 %, Fiat leaves: {name} before", before, float(market.price[rows].mean()), absolute=0.0005
        )
        yield near(
            f"costs +5 %, VW power +50 %, Fiat leaves: {name} after", after, float(result.price[rows].mean()), absolute=0.0005
        )
        relative = float((result.price / market.price - 1)[rows].mean())
        yield near(f"costs +5 %, VW power +50 %, Fiat leaves: {name} change", change, relative, absolute=0.0005)
    level = utilities(market.share, market.nests, taste)
    dearer = shares_at(level - taste.alpha * 0.05 * market.price, market.nests, taste)
    buyers = float(germany.data["pop"][0] / 4)
    profit_old = buyers * (market.price - cost) * market.share
    profit_new = buyers * (1.05 * market.price - cost) * dearer
    for name, rows, before, after in (
        ("all firms", np.ones(len(cost), dtype=bool), 9_621_060, 11_747_986),
        ("VW", germany.of(_VW), 3_241_081, 3_804_455),
        ("Renault", germany.of(_RENAULT), 390_740, 471_796),
    ):
        yield near(f"all prices +5 %: profit of {name} before", before, float(profit_old[rows].sum()), absolute=1.0)
        yield near(f"all prices +5 %: profit of {name} after", after, float(profit_new[rows].sum()), absolute=1.0)


def within_coefficient(cars: dict[str, Values], size: Values) -> float:
    """What one horsepower is worth in mean utility, from the same regression as alpha."""
    order = [name for name in _REGRESSORS if name != "horsepower"]
    swapped = {**cars, "swap": cars["horsepower"], "horsepower": cars["price"]}
    return -_estimate(swapped, "swap", size, ["horsepower", *order], levels=2)[0]
