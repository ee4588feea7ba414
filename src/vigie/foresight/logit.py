"""A conditional logit over candidates (McFadden 1974): the ranker's fallback without LightGBM, in numpy and scipy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from vigie.foresight.arrays import F4, F8, I8, Bools

__all__ = ["ConditionalLogit"]


class ConditionalLogit:
    """P(candidate) is proportional to exp(w . x); features enter standardised and as signed logarithms; penalty on |w|^2."""

    def __init__(self, *, penalty: float = 1.0, most_questions: int = 8_000) -> None:
        self._penalty, self._most = penalty, most_questions

    def fit(self, features: F4, answers: Bools, sizes: I8) -> None:
        """Maximise the share of the answers, on the last ``most_questions`` questions, of which each has one or more."""
        sizes = sizes[-self._most :]
        n = int(sizes.sum())
        features, answers = features[-n:], answers[-n:]
        spread = _spread(features)
        self._mean, self._scale = spread.mean(0), spread.std(0) + 1e-6
        x = ((spread - self._mean) / self._scale).astype(np.float32)
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        chosen = np.flatnonzero(answers)
        asked = np.repeat(np.arange(len(sizes)), sizes)[chosen]
        # Several answers of one question share its weight.
        weight = (1.0 / np.bincount(asked, minlength=len(sizes))[asked]).astype(np.float32)

        def loss(w: F8) -> tuple[float, F8]:
            # In place and only where something was chosen, for there may be a million rows.
            z = x @ w.astype(np.float32)
            z -= np.repeat(np.maximum.reduceat(z, starts), sizes)
            liked = z[chosen]
            p = np.exp(z, out=z)
            total = np.add.reduceat(p, starts)
            value = -(weight * (liked - np.log(total)[asked])).sum(dtype=np.float64) + 0.5 * self._penalty * float(w @ w)
            p *= np.repeat(1.0 / total, sizes)
            p[chosen] -= weight
            return float(value), np.asarray(x.T @ p, dtype=float) + self._penalty * w

        found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200})
        self._w: F8 = found.x

    def predict(self, features: F4) -> F8:
        """The linear score, row by row (no matrix product: a score must not depend on its neighbours)."""
        score: F8 = (((_spread(features) - self._mean) / self._scale) * self._w).sum(1)
        return score


def _spread(features: F4) -> F4:
    """The features and their signed logarithms, side by side."""
    spread: F4 = np.concatenate([features, np.sign(features) * np.log1p(100.0 * np.abs(features))], axis=1)
    return spread
