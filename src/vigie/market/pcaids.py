"""PCAIDS, a merger screen that needs shares and two elasticities only; a cross-check of the nested logit, not its rival.

Epstein and Rubinfeld, "Merger simulation: a simplified approach with new applications", Antitrust Law Journal 69, 2001.
Diversion is in proportion to share; shares of revenue move with log prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import root

from vigie.errors import InputError, NotConverged
from vigie.market.equilibrium import MAX_RESIDUAL

if TYPE_CHECKING:
    from vigie.market.demand import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Screen:
    """A calibrated PCAIDS market."""

    share: Floats
    """(N,) shares of revenue, summing to 1."""
    response: Floats
    """(N, N) change of share i by log price j."""
    market: float
    """Elasticity of the whole market, below 0."""


def calibrate(share: Floats, market: float, own: float) -> Screen:
    """The market from shares, its own elasticity and the own elasticity of the first product.

    Raises ``InputError`` where the shares are no shares or the first product is less elastic than the market.
    """
    if not (np.all(share > 0) and abs(float(share.sum()) - 1) < 1e-9):
        raise InputError("PCAIDS needs revenue shares above 0 that sum to 1: correct the shares", culprit="share")
    if not own < market < 0:
        raise InputError("PCAIDS needs own elasticity < market elasticity < 0: correct the elasticities", culprit="elasticity")
    first = share[0] * (own + 1 - share[0] * (market + 1))
    diagonal = share * (1 - share) / (share[0] * (1 - share[0])) * first
    response = -np.outer(share, 1 / (1 - share)) * diagonal[None, :]
    np.fill_diagonal(response, diagonal)
    return Screen(share, response, market)


def _elasticities(screen: Screen, share: Floats) -> Floats:
    """Entry [i, j]: per cent change of quantity i by one per cent of price j."""
    found: Floats = screen.response / share[:, None] + share[None, :] * (screen.market + 1) - np.eye(len(share))
    return found


def _lerner(screen: Screen, share: Floats, firm: Ints) -> Floats:
    same = firm[:, None] == firm[None, :]
    system = (same * _elasticities(screen, share).T) * share[None, :]
    found: Floats = np.linalg.solve(system, -share)
    return found


def merge(screen: Screen, firm: Ints, after: Ints) -> Floats:
    """Relative prices (N,) after ownership changes from ``firm`` to ``after``; 1.1 is ten per cent dearer.

    Raises `NotConverged` where no prices satisfy the first-order conditions.
    """
    cost = 1 - _lerner(screen, screen.share, firm)

    def gap(log_price: Floats) -> Floats:
        share = screen.share + screen.response @ log_price
        wanted: Floats = 1 - cost * np.exp(-log_price) - _lerner(screen, share, after)
        return wanted

    found = root(gap, np.zeros(len(firm)), tol=1e-12)
    left = float(np.abs(gap(found.x)).max())
    if not left <= MAX_RESIDUAL:
        raise NotConverged(f"PCAIDS found no prices: first-order conditions stay open by {left:.1e}", culprit="pcaids")
    prices: Floats = np.exp(found.x)
    return prices
