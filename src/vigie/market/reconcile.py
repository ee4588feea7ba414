"""Hold the market table against itself and against figures it was not fitted to; list the facts that contradict each other.

Corrects nothing: a difference is shown with its reason where one is known.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vigie.market.baseline import Market, load_baseline, read_data, years
from vigie.market.figures import Estimate, estimate
from vigie.market.uncertain import Dice

if TYPE_CHECKING:
    from vigie.market.demand import Floats
    from vigie.market.facts import Fact, Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """One quantity of the table beside a printed figure."""

    what: str
    year: int
    table: Estimate
    printed: float
    fact: str
    inside: bool
    """True where the printed figure lies in the table's interval."""
    why: str
    """Why they may differ, where known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How a market's cells are known."""

    market: str
    year: int
    total: Estimate
    parts: Estimate
    """Sum of all cells, which must be the total."""
    cells: int
    observed: int
    imputed: int
    assumed: int
    prices_observed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """All that ``vigie market check`` tells."""

    coverage: tuple[Coverage, ...]
    reconciled: tuple[Reconciled, ...]
    conflicts: tuple[tuple[Fact, ...], ...]
    """Rival figures of one quantity; a scenario draws between the lowest and the highest."""
    lookalikes: tuple[tuple[tuple[Fact, ...], str], ...]
    """Figures of different things that are easily taken for one another, and why they differ."""

    @property
    def sums_hold(self) -> bool:
        """True where in every market the cells add up to the total, to a millionth."""
        return all(abs(one.parts.median / one.total.median - 1) < 1e-6 for one in self.coverage)


def check(facts: Facts, draws: int = 1000, seed: int = 1) -> Check:
    """Reconcile all years; raises ``DataError`` where a fact is gone or a table can't be fitted."""
    dice = Dice(seed, draws)
    tables = {year: load_baseline(year, facts, dice) for year in years()}
    written = read_data("checks.yml")
    return Check(
        coverage=tuple(_coverage(market) for table in tables.values() for market in table.values()),
        reconciled=tuple(_reconcile(row, tables[row["year"]], facts) for row in written["checks"]),
        conflicts=tuple(tuple(group) for group in facts.conflicts()),
        lookalikes=tuple(
            (tuple(facts.get(one, "the checks") for one in row["facts"]), row["why"]) for row in written["lookalikes"]
        ),
    )


def _coverage(market: Market) -> Coverage:
    states = Counter(market.states)
    return Coverage(
        market=market.id,
        year=market.year,
        total=estimate(market.total.draws),
        parts=estimate(market.units.sum(axis=0)),
        cells=len(market.cells),
        observed=states["observed"],
        imputed=states["imputed"],
        assumed=states["assumed"],
        prices_observed=market.price_states.count("observed") + market.price_states.count("imputed"),
    )


def _reconcile(row: dict[str, Any], table: dict[str, Market], facts: Facts) -> Reconciled:
    sums: list[Floats] = []
    for key, market in table.items():
        if key not in row.get("markets", list(table)):
            continue
        sums += [
            market.units[n]
            for n, cell in enumerate(market.cells)
            if (not row.get("groups") or cell.group in row["groups"])
            and row.get("powertrain", cell.powertrain) == cell.powertrain
            and row.get("built_in", cell.built_in) == cell.built_in
        ]
    held = np.sum(sums, axis=0)
    if "share_of" in row:
        held = held / facts.get(row["share_of"], row["what"]).number
    fact = facts.get(row["fact"], row["what"])
    found = estimate(held)
    return Reconciled(
        what=row["what"],
        year=row["year"],
        table=found,
        printed=fact.number,
        fact=fact.id,
        inside=found.low <= fact.number <= found.high,
        why=row.get("why", ""),
    )
