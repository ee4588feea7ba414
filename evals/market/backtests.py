"""Looking forward from before the duties of October 2024, and holding the answer against what was reported later.

The market of 2023, priors and duties only; every fact used was printed before 30 October 2024. Nothing was fitted to the
outcome. BYD, which grew, is reported as a miss: the model knows no new models and no new dealers.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from trial import Trial, holds

from vigie.market.applying import apply
from vigie.market.baseline import Cell, load_baseline
from vigie.market.duties import load_duties
from vigie.market.ownership import load_ownership
from vigie.market.priors import load_priors
from vigie.market.uncertain import Dice
from vigie.market.world import Stand, at_rest, set_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vigie.market.facts import Facts

_EVENT = dt.date(2024, 10, 30)
_SEEN = dt.date(2025, 3, 31)
_EARLY_CUSTOMS = frozenset({"seal-u-price-eu", "seal-u-profit-eu"})
"""What was known of customs values before the event; the range holds what it alone gives (0.5 to 0.6)."""


def backtests(facts: Facts, draws: int = 2000, seed: int = 1) -> Iterator[Trial]:
    """Both targets, the miss, and the dates of what was used."""
    dice = Dice(seed, draws)
    priors = load_priors(facts, dice)
    priors = replace(priors, customs_part=replace(priors.customs_part, facts=_EARLY_CUSTOMS))
    duties = load_duties(facts)
    base = set_up(load_baseline(2023, facts, dice)["eu27"], priors, duties, load_ownership(facts))
    before, after = at_rest(base), apply(base, (), duties, _SEEN, _EVENT, dice)
    yield _held(
        "duties of October 2024: MG's electric cars in the EU",
        facts.get("mg-bev-change-2025h1", "the back-test").number,
        _change(before, after, lambda cell: cell.group == "saic" and cell.powertrain == "bev"),
    )
    yield _held(
        "duties of October 2024: electric cars built in China",
        facts.get("kite-imports", "the back-test").number,
        _change(before, after, lambda cell: cell.built_in == "china" and cell.powertrain == "bev"),
    )
    byd = _change(before, after, lambda cell: cell.group == "byd" and cell.powertrain == "bev")
    high = float(np.percentile(byd, 95))
    yield holds("BYD's electric cars, which grew: a miss, as it must be", "grew", f"{_told(byd)}: miss", high < 0)
    plugs = _change(before, after, lambda cell: cell.built_in == "china" and cell.powertrain == "phev")
    yield holds("untaxed Chinese plug-in hybrids gain", "> 0 %", _told(plugs), float(np.percentile(plugs, 5)) > 0)
    used = set(base.market.total.facts).union(*base.market.facts, base.facts, _EARLY_CUSTOMS)
    late = sorted(fact for fact in used if _later(facts.get(fact, "the back-test").dated, facts.get(fact, "the back-test").when))
    yield holds(
        "facts behind the back-test printed before the event",
        "all",
        f"{len(used)} facts, later: {', '.join(late) or 'none'}",
        not late,
    )


def _change(before: Stand, after: Stand, chosen: Callable[[Cell], bool]) -> np.ndarray:
    """Relative change (B,) of the cars of some cells."""
    rows = [n for n, cell in enumerate(before.cells) if chosen(cell)]
    return after.units[rows].sum(axis=0) / before.units[rows].sum(axis=0) - 1


def _told(draws: np.ndarray) -> str:
    low, middle, high = 100 * np.percentile(draws, [5, 50, 95])
    return f"{middle:.0f} % [{low:.0f} … {high:.0f}]"


def _held(name: str, reported: float, draws: np.ndarray) -> Trial:
    low, high = np.percentile(draws, [5, 95])
    return holds(name, f"{100 * reported:.0f} % inside the 90 % interval", _told(draws), bool(low <= reported <= high))


def _later(dated: str, when: str) -> bool:
    """True where the page is dated after the event; undated pages count by the time that they speak of."""
    stamp = dated or when
    year = int(stamp[:4]) if stamp[:4].isdigit() else 0
    month = int(stamp[5:7]) if len(stamp) >= 7 and stamp[5:7].isdigit() else 1
    return (year, month) > (_EVENT.year, _EVENT.month)
