"""How much time and memory the engine takes: a wide market many times over, and the eight Renault-Xiaomi what-ifs."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from trial import Trial, below

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).resolve()


def wide(products: int = 5000, markets: int = 100, draws: int = 1000, chunk: int = 250) -> tuple[float, float]:
    """CPU seconds and largest first-order residual of a merger in many markets of many products, with drawn tastes.

    Everything from product shares on is counted: collapsing to cells, base margins, prices at rest.
    """
    from vigie.market.cells import Products
    from vigie.market.demand import nests, split, tastes
    from vigie.market.equilibrium import Game, Layout, base_margins, solve

    rng = np.random.default_rng(1)
    alpha, sigma = rng.lognormal(0.0, 0.2, draws), rng.uniform(0.5, 0.9, draws)
    start, worst = time.process_time(), 0.0
    for _ in range(markets):
        firm, segment = rng.integers(0, 30, products), rng.integers(0, 5, products)
        pull = rng.lognormal(0, 1, products)
        keys, cell = np.unique(np.stack([segment, firm], axis=1), axis=0, return_inverse=True)
        share = np.bincount(cell.reshape(-1), pull / pull.sum() * 0.5)[:, None]
        seller = np.asarray(keys[:, 1], dtype=np.intp)
        market = Products(share=share, price=np.ones_like(share), firm=seller, nests=nests(keys[:, 0]))
        parts = split(share, market.nests)
        after = Layout(market.nests, np.where(seller == 1, 0, seller), np.eye(30))
        for first in range(0, draws, chunk):
            taste = tastes(alpha[first : first + chunk], sigma[first : first + chunk])
            within, sub, group = (
                np.broadcast_to(one, (len(one), len(taste.alpha))) for one in (parts.within, parts.sub, parts.group)
            )
            margin = base_margins(market.layout(np.eye(30)), taste, within, sub, group)
            still = np.zeros_like(margin)
            game = Game(layout=after, tastes=taste, within=within, sub=sub, group=group, margin0=margin, shock=still, cost=still)
            worst = max(worst, float(solve(game).residual.max()))
    return time.process_time() - start, worst


def what_ifs(draws: int = 1000) -> float:
    """CPU seconds of the eight Renault-Xiaomi what-ifs on one board, table and priors included."""
    from vigie.market.deals import open_deal, shipped_deals
    from vigie.market.play import Board

    start = time.process_time()
    board = Board(draws=draws)
    for name in shipped_deals():
        if name.startswith("renault-xiaomi"):
            board.play(open_deal(name, board.facts))
    return time.process_time() - start


def in_process(task: str) -> dict[str, float]:
    """Run a task of this module in a fresh process on one thread; its CPU seconds and peak memory in MB."""
    done = subprocess.run(  # noqa: S603 - this very file, by this very interpreter
        [sys.executable, str(_HERE), task],
        check=True,
        capture_output=True,
        text=True,
        env={"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PATH": "", "PYTHONPATH": ":".join(filter(None, sys.path))},
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def speed() -> Iterator[Trial]:
    """Acceptance test 6."""
    found = in_process("wide")
    yield below("5,000 products x 100 markets x 1,000 draws: CPU time", 15.0, found["seconds"], "s")
    yield below("5,000 products x 100 markets x 1,000 draws: peak memory", 500.0, found["megabytes"], "MB")
    yield below("5,000 products x 100 markets x 1,000 draws: first-order residual", 1e-8, found["residual"])
    found = in_process("what-ifs")
    yield below("eight Renault-Xiaomi what-ifs x 1,000 draws: CPU time", 2.0, found["seconds"], "s")


def _main() -> None:
    import resource

    if sys.argv[1] == "wide":
        seconds, residual = wide()
    else:
        seconds, residual = what_ifs(), 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, "residual": residual}))


if __name__ == "__main__":
    _main()
