"""Bring probabilities back to what came true lately: Platt's scaling (Platt 1999) on a window that rolls on. Ranks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from vigie.foresight.arrays import F8, I8, Bools

__all__ = ["Platt", "fit_platt", "logit", "roll", "sigmoid"]


TRUST = 0.5
"""How far `roll` goes from the raw towards the scaled log-odds. What is resolved is a horizon old, so that the whole way overshoots
where the base rate drifts. On ICEWS18 issues of days 121 to 175, which end before what is reported, 0, ¼ and ½ had about the same
Brier score and ¾ and 1 a worse one. To look at a choice: ``./vigie eval outlook FOLDER --no-ranking --last 175 --issued 55``."""


@dataclass(frozen=True, slots=True)
class Platt:
    """p becomes sigmoid(slope * logit(p) + shift)."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, p: F8) -> F8:
        """The scaled probabilities."""
        return sigmoid(self.slope * logit(p) + self.shift)


def sigmoid(z: F8) -> F8:
    """1 / (1 + exp(-z)), without overflow."""
    out: F8 = 0.5 * (1.0 + np.tanh(0.5 * z))
    return out


def logit(p: F8) -> F8:
    """log(p / (1 - p)), with p kept inside (1e-6, 1 - 1e-6)."""
    q = np.clip(p, 1e-6, 1.0 - 1e-6)
    out: F8 = np.log(q) - np.log1p(-q)
    return out


def fit_platt(p: F8, outcome: Bools, *, faith: float = 20.0) -> Platt:
    """The scaling under which the outcomes are likeliest, with a pull towards none worth ``faith`` forecasts.

    With few outcomes the scaling stays near none.
    """
    if not len(p):
        return Platt()
    z, y = logit(p), outcome.astype(float)

    def loss(w: F8) -> tuple[float, F8]:
        s = w[0] * z + w[1]
        q = sigmoid(s)
        value = float((np.logaddexp(0.0, s) - y * s).sum()) + 0.5 * faith * ((w[0] - 1.0) ** 2 + w[1] ** 2)
        gradient = np.array([((q - y) * z).sum() + faith * (w[0] - 1.0), (q - y).sum() + faith * w[1]])
        return value, gradient

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B")
    return Platt(float(found.x[0]), float(found.x[1]))


def roll(p: F8, outcome: Bools, issued: I8, horizon: int, window: int, wanted: Bools) -> tuple[F8, F8]:
    """Scaled probabilities and base rates of the ``wanted`` forecasts, each from what had been resolved when it was issued.

    ``issued`` holds steps; a forecast is resolved ``horizon`` steps later; the window holds those issued in the ``window`` steps
    before the last that is resolved. Where nothing is resolved the probability stays and the base rate is the mean forecast.
    """
    scaled, base = p.copy(), np.full(len(p), np.nan)
    for step in np.unique(issued[wanted]):
        now = wanted & (issued == step)
        known = (issued <= step - horizon) & (issued > step - horizon - window)
        if known.any():
            full = fit_platt(p[known], outcome[known])(p[now])
            scaled[now] = sigmoid(TRUST * logit(full) + (1.0 - TRUST) * logit(p[now]))
            base[now] = outcome[known].mean()
        else:
            base[now] = p[now].mean()
    return scaled[wanted], base[wanted]
