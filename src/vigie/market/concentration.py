"""What an authority's sheet says of a market: HHI, C4, guideline zones, UPP, GUPPI, compensating cost reductions.

Computes from shares, prices and margins; decides nothing about a deal, and sees nothing of entry or cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vigie.market.demand import Floats, Ints, Nests, Tastes, diversion, slopes, split, total
from vigie.market.equilibrium import Layout, base_margins


def firm_shares(units: Floats, firm: Ints, firms: int) -> Floats:
    """Share of each firm in what is sold, outside good left out: (firms, B), summing to 1."""
    held = total(units, firm, firms)
    found: Floats = held / held.sum(axis=0)
    return found


def hhi(shares: Floats) -> Floats:
    """Herfindahl-Hirschman index (B,) of firm shares (firms, B), in points up to 10,000."""
    found: Floats = 1e4 * np.square(shares).sum(axis=0)
    return found


def largest(shares: Floats, count: int) -> Floats:
    """Joint share (B,) of the ``count`` largest firms."""
    found: Floats = np.sort(shares, axis=0)[-count:].sum(axis=0)
    return found


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a guideline stops saying that concern is unlikely."""

    name: str
    low: float
    """HHI up to which no change matters."""
    high: float
    """HHI above which the tighter change counts."""
    change_between: float
    """Smallest change that matters between ``low`` and ``high``."""
    change_above: float
    """Smallest change that matters above ``high``."""
    share: float = 1.0
    """Joint share above which the deal is presumed harmful where the HHI rises by `share_change` too."""
    share_change: float = np.inf


def concern(rule: Thresholds, after: Floats, change: Floats, joint_share: Floats) -> Floats:
    """1 where the guideline sees possible concern, else 0, (B,)."""
    between = (after > rule.low) & (after <= rule.high) & (change >= rule.change_between)
    above = (after > rule.high) & (change >= rule.change_above)
    joint = (joint_share > rule.share) & (change > rule.share_change)
    found: Floats = (between | above | joint).astype(float)
    return found


def upward_pressure(shares: Floats, margins: Floats, where: Nests, taste: Tastes, one: Ints, other: Ints) -> Floats:
    """UPP on the products ``one`` from joining the products ``other``: money per unit, (len(one), B).

    The multi-product form: the vector of marginal changes of the first firm's prices that offset the sales won by the
    second (Jaffe and Weyl 2013, first step; equal to Farrell and Shapiro 2010 where each firm has one product).
    Unit demand.
    """
    slope = slopes(shares, where, taste, np.concatenate([one, other]))
    mine, theirs = slice(None, len(one)), slice(len(one), None)
    own = np.moveaxis(slope[mine, mine], 2, 0)
    cross = np.moveaxis(slope[theirs, mine], 2, 0)
    gained = np.einsum("bkj,kb->bj", cross, margins[other])
    found: Floats = -np.linalg.solve(np.swapaxes(own, 1, 2), gained[:, :, None])[:, :, 0].T
    return found


def joint_diversion(shares: Floats, where: Nests, taste: Tastes, one: Ints, other: Ints) -> Floats:
    """Of the buyers that the products ``one`` lose by a small price rise of their own, the part won by ``other``, (B,).

    Averaged over ``one`` with its shares as weights.
    """
    flow = diversion(shares, where, taste, np.concatenate([one, other]))[: len(one), len(one) :].sum(axis=1)
    found: Floats = (flow * shares[one]).sum(axis=0) / shares[one].sum(axis=0)
    return found


def compensating_costs(layout: Layout, shares: Floats, prices: Floats, taste: Tastes) -> Floats:
    """Unit costs (C, B) at which the ownership of ``layout`` would leave base prices as they are (Werden 1996)."""
    parts = split(shares, layout.nests)
    margin = base_margins(layout, taste, parts.within, parts.sub, parts.group)
    if taste.form == "ces":
        ces: Floats = prices * (1 - margin)
        return ces
    unit: Floats = prices - margin
    return unit
