"""Prices at rest under mixed (random-coefficient) logit, for parameters estimated elsewhere, PyBLP first of all.

Estimates nothing and has no cells: every buyer type sees every product. Same zeta fixed point as the nested logit
(Morrow and Skerlos 2011, eq. 12): Lambda m = s + (K * Gamma) m, with Lambda_j = sum_i w_i a_i s_ij and
Gamma_jk = sum_i w_i a_i s_ij s_ik.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vigie.errors import NotConverged
from vigie.market.equilibrium import MAX_RESIDUAL

if TYPE_CHECKING:
    from vigie.market.demand import Floats

_MAX_STEPS = 5000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Types:
    """Buyer types of one market."""

    utility: Floats
    """(J, I) utility of each product to each type at base prices."""
    dislike: Floats
    """(I,) weight of price of each type, above 0 for all but types of no weight."""
    weight: Floats
    """(I,) parts of the buyers, summing to 1."""


def choices(types: Types, moved: Floats) -> Floats:
    """(J, I) probability that each type takes each product when prices move by ``moved`` (J,) from the base."""
    utility = types.utility - types.dislike[None, :] * moved[:, None]
    top = np.maximum(utility.max(axis=0), 0.0)
    pull = np.exp(utility - top)
    found: Floats = pull / (np.exp(-top) + pull.sum(axis=0))
    return found


def _pressure(types: Types, chosen: Floats) -> tuple[Floats, Floats, Floats]:
    weighted = chosen * (types.weight * types.dislike)
    return chosen @ types.weight, weighted.sum(axis=1), weighted @ chosen.T


def base_costs(types: Types, price: Floats, control: Floats) -> Floats:
    """Unit costs (J,) that base prices imply under the product-level control matrix (J, J)."""
    share, steep, crossed = _pressure(types, choices(types, np.zeros_like(price)))
    found: Floats = price - np.linalg.solve(np.diag(steep) - control * crossed, share)
    return found


def solve_mixed(types: Types, price: Floats, cost: Floats, control: Floats) -> tuple[Floats, Floats, float]:
    """Prices (J,), shares (J,) and the residual after costs or control change; raises `NotConverged`."""
    now = price.copy()
    gap = np.inf
    for _ in range(_MAX_STEPS):
        share, steep, crossed = _pressure(types, choices(types, now - price))
        wanted = cost + (share + (control * crossed) @ (now - cost)) / steep
        gap = float(np.abs(wanted - now).max() / np.abs(wanted - cost).max())
        now = wanted
        if gap < 1e-13:
            break
    if not gap <= MAX_RESIDUAL:
        raise NotConverged(
            f"no equilibrium was found under mixed logit: first-order conditions stay open by {gap:.1e}", culprit="mixed"
        )
    return now, choices(types, now - price) @ types.weight, gap
