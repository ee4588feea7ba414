"""One side of the comparison, run in a process of its own by `__main__`: prints one JSON line. Imports are not timed."""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

_ALPHA, _RHO = 0.25, 0.7


def data(products: int) -> dict[str, np.ndarray]:
    """The market that both sides solve: shares, prices, firms, nests, owners after the merger."""
    rng = np.random.default_rng(3)
    firm, nest, pull = rng.integers(0, 30, products), rng.integers(0, 5, products), rng.lognormal(0, 1, products)
    return {
        "share": pull / pull.sum() * 0.5,
        "price": rng.uniform(20, 50, products),
        "firm": firm,
        "nest": nest,
        "joined": np.where(firm == 1, 0, firm),
    }


def ours(products: int) -> dict[str, Any]:
    """Collapse to cells, solve, expand."""
    from vigie.market.cells import Change, Products, collapse, costs, expand
    from vigie.market.demand import nests, tastes
    from vigie.market.equilibrium import solve

    one = data(products)
    start = time.process_time()
    market = Products(
        share=one["share"][:, None], price=one["price"][:, None], firm=one["firm"].astype(np.intp), nests=nests(one["nest"])
    )
    taste, alone = tastes(_ALPHA, _RHO), np.eye(30)
    change = Change(firm=one["joined"].astype(np.intp), control=alone, cost=costs(market, alone, taste))
    game, cell = collapse(market, alone, taste, change)
    found = expand(market, taste, change, game, cell, solve(game))
    return {
        "what": f"ours, one market of {products} products, one draw",
        "seconds": time.process_time() - start,
        "price": found.price[:, 0].tolist(),
    }


def theirs(products: int) -> dict[str, Any]:
    """PyBLP's post-estimation merger on the same shares and parameters."""
    import pandas as pd
    import pyblp

    pyblp.options.verbose = False
    one = data(products)
    table = pd.DataFrame(
        {
            "market_ids": 1,
            "firm_ids": one["firm"],
            "shares": one["share"],
            "prices": one["price"],
            "nesting_ids": one["nest"],
            "demand_instruments0": np.random.default_rng(4).normal(size=products),
        }
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        problem = pyblp.Problem(pyblp.Formulation("1 + prices"), table)
        result = problem.solve(rho=_RHO, beta=[0.0, -_ALPHA], optimization=pyblp.Optimization("return"))
        start = time.process_time()
        cost = result.compute_costs()
        exact = pyblp.Iteration("simple", {"atol": 1e-13, "max_evaluations": 20000})
        price = result.compute_prices(firm_ids=one["joined"], costs=cost, iteration=exact)
        result.compute_shares(price)
    return {
        "what": f"PyBLP, one market of {products} products, one draw",
        "seconds": time.process_time() - start,
        "price": np.asarray(price).reshape(-1).tolist(),
    }


def wide(products: int) -> dict[str, Any]:
    """The engine over 100 markets and 1,000 draws; the task of `evals/market`."""
    return {"what": f"ours, 100 markets of {products} products, 1,000 draws", "seconds": _eval_speed().wide(products)[0]}


def what_ifs(_: int) -> dict[str, Any]:
    """The eight Renault-Xiaomi what-ifs."""
    return {"what": "ours, eight Renault-Xiaomi what-ifs, 1,000 draws", "seconds": _eval_speed().what_ifs()}


def _eval_speed() -> Any:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "evals" / "market"))
    import speed

    return speed


if __name__ == "__main__":
    measured = {"ours": ours, "pyblp": theirs, "wide": wide, "what-ifs": what_ifs}[sys.argv[1]](int(sys.argv[2]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"price": None, **measured, "megabytes": peak}))
