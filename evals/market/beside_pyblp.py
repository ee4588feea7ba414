"""The same markets in PyBLP: one-level nested logit prices, and the merger on Nevo's cereals with its estimated parameters."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
from trial import Trial, below, near

from vigie.market.cells import Change, Products, collapse, costs, expand
from vigie.market.demand import nests, tastes
from vigie.market.equilibrium import solve
from vigie.market.mixed import Types, base_costs, solve_mixed

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGMA = [0.3302, 2.4526, 0.0163, 0.2441]
_PI = [[5.4819, 0, 0.2037, 0], [15.8935, -1.2, 0, 2.6342], [-0.2506, 0, 0.0511, 0], [1.2650, 0, -0.8091, 0]]
"""Starting values of PyBLP's own tutorial on Nevo's cereals."""


def beside_pyblp() -> Iterator[Trial]:
    """Acceptance test 2."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandas as pd
        import pyblp

        pyblp.options.verbose = False
        data = pd.read_csv(pyblp.data.NEVO_PRODUCTS_LOCATION)
        data["joined"] = data["firm_ids"].replace(2, 1)
        yield from _nested(pyblp, data)
        yield from _cereals(pyblp, data, pd.read_csv(pyblp.data.NEVO_AGENTS_LOCATION))


def _nested(pyblp: Any, data: Any) -> Iterator[Trial]:
    """A merger under one-level nested logit in every cereal market."""
    nested = data.copy()
    nested["nesting_ids"] = nested["mushy"]
    alpha, rho = 30.0, 0.6
    problem = pyblp.Problem(pyblp.Formulation("0 + prices", absorb="C(product_ids)"), nested)
    result = problem.solve(rho=rho, beta=[-alpha], optimization=pyblp.Optimization("return"))
    cost = result.compute_costs().reshape(-1)
    exact = pyblp.Iteration("simple", {"atol": 1e-14, "max_evaluations": 20000})
    theirs = result.compute_prices(firm_ids=nested["joined"], costs=cost, iteration=exact).reshape(-1)
    share = result.compute_shares(theirs).reshape(-1)
    price_gap = share_gap = 0.0
    taste = tastes(alpha, rho)
    for market in nested["market_ids"].unique():
        rows = (nested["market_ids"] == market).to_numpy()
        one = nested[rows]
        owners = sorted(set(one["firm_ids"]))
        firm = np.array([owners.index(f) for f in one["firm_ids"]], dtype=np.intp)
        after = np.array([owners.index(f) for f in one["joined"]], dtype=np.intp)
        products = Products(
            share=one["shares"].to_numpy()[:, None],
            price=one["prices"].to_numpy()[:, None],
            firm=firm,
            nests=nests(one["nesting_ids"].to_numpy()),
        )
        alone = np.eye(len(owners))
        change = Change(firm=after, control=alone, cost=costs(products, alone, taste))
        game, cell = collapse(products, alone, taste, change)
        ours = expand(products, taste, change, game, cell, solve(game))
        price_gap = max(price_gap, float(np.abs(ours.price[:, 0] / theirs[rows] - 1).max()))
        share_gap = max(share_gap, float(np.abs(ours.share[:, 0] - share[rows]).max()))
    yield below("one-level nested logit against PyBLP, 94 markets: prices", 1e-9, price_gap)
    yield below("one-level nested logit against PyBLP, 94 markets: shares", 1e-9, share_gap)


def _cereals(pyblp: Any, data: Any, agents: Any) -> Iterator[Trial]:
    """Parameters estimated by PyBLP, prices at rest by our engine."""
    problem = pyblp.Problem(
        (pyblp.Formulation("0 + prices", absorb="C(product_ids)"), pyblp.Formulation("1 + prices + sugar + mushy")),
        data,
        pyblp.Formulation("0 + income + income_squared + age + child"),
        agents,
    )
    result = problem.solve(np.diag(_SIGMA), np.array(_PI), optimization=pyblp.Optimization("bfgs", {"gtol": 1e-5}), method="1s")
    before, after = [], []
    tastes_of = np.asarray(result.pi) @ agents[["income", "income_squared", "age", "child"]].to_numpy().T
    tastes_of = tastes_of + np.asarray(result.sigma) @ agents[[f"nodes{n}" for n in range(4)]].to_numpy().T
    delta = np.asarray(result.delta).reshape(-1)
    for market in data["market_ids"].unique():
        rows, who = (data["market_ids"] == market).to_numpy(), (agents["market_ids"] == market).to_numpy()
        one = data[rows]
        traits = np.stack([np.ones(len(one)), one["prices"], one["sugar"], one["mushy"]], axis=1)
        types = Types(
            utility=delta[rows][:, None] + traits @ tastes_of[:, who],
            dislike=-(float(np.asarray(result.beta).reshape(-1)[0]) + tastes_of[1, who]),
            weight=agents["weights"].to_numpy()[who],
        )
        firm, joined = one["firm_ids"].to_numpy(), one["joined"].to_numpy()
        price = one["prices"].to_numpy()
        cost = base_costs(types, price, 1.0 * (firm[:, None] == firm))
        _, share, _ = solve_mixed(types, price, cost, 1.0 * (joined[:, None] == joined))
        before.append(_hhi(one["shares"].to_numpy(), firm))
        after.append(_hhi(share, joined))
    yield near("Nevo's cereals, mean HHI before", 3408, float(np.mean(before)), absolute=1.0)
    yield near("Nevo's cereals, mean HHI after the merger of firms 1 and 2", 5199, float(np.mean(after)), absolute=1.0)


def _hhi(share: np.ndarray, firm: np.ndarray) -> float:
    held = np.array([share[firm == one].sum() for one in np.unique(firm)])
    return float(1e4 * np.square(held / held.sum()).sum())
