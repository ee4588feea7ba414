"""Turn features into the probability that more follows: a regularised logistic, joined by trees where there is enough to learn.

Below about ten thousand examples the logistic alone does better than boosting, so that trees join only above. Calibrates nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from vigie.foresight.calibration import logit, sigmoid

if TYPE_CHECKING:
    from vigie.foresight.arrays import F4, F8, Bools
    from vigie.foresight.prospects import Prospects

__all__ = ["Head", "Logistic", "walk"]

ENOUGH_FOR_TREES = 10_000
RECENT = 16_000
"""Examples that the second set of trees looks at."""
_PARAMETERS = {
    "objective": "binary", "num_leaves": 7, "learning_rate": 0.05, "min_data_in_leaf": 100, "feature_fraction": 0.3,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 10.0, "max_bin": 63, "num_threads": 1,
    "deterministic": True, "force_row_wise": True, "seed": 1, "verbose": -1,
}  # fmt: skip


class Logistic:
    """L2-penalised logistic regression on standardised features; the intercept is free."""

    def __init__(self, *, penalty: float = 5.0) -> None:
        self._penalty = penalty

    def fit(self, features: F4 | F8, outcome: Bools) -> Logistic:
        """Minimise the penalised log loss with L-BFGS; returns itself."""
        self._mean, self._scale = features.mean(0), features.std(0)
        self._scale = np.where(self._scale > 1e-9, self._scale, 1.0)
        x = ((features - self._mean) / self._scale).astype(np.float64)
        y = outcome.astype(float)

        def loss(w: F8) -> tuple[float, F8]:
            z = x @ w[:-1] + w[-1]
            value = float((np.logaddexp(0.0, z) - y * z).sum() + 0.5 * self._penalty * (w[:-1] ** 2).sum())
            error = sigmoid(z) - y
            return value, np.append(x.T @ error + self._penalty * w[:-1], error.sum())

        start = np.zeros(x.shape[1] + 1)
        start[-1] = float(logit(np.array([(y.sum() + 0.5) / (len(y) + 1.0)]))[0])
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
        self.weights: F8 = found.x[:-1] / self._scale
        self.shift = float(found.x[-1] - (self._mean * self.weights).sum())
        return self

    def predict(self, features: F4 | F8) -> F8:
        """Probabilities, row by row."""
        out: F8 = sigmoid((features * self.weights).sum(1) + self.shift)
        return out


class Head:
    """The probability of "yes" from features.

    For pairs with a deed before: the mean of the logistic and of trees, in log-odds. For first-time pairs, of whom few say yes: the
    mean of trees over everything and of trees over the most recent examples, which find the few (ICEWS18, issued in the last 68
    steps that valid resolves: skill .11, against .04 for the logistic).
    """

    name = "horizon-1"

    def fit(self, features: F4, outcome: Bools) -> Head:
        """Learn from resolved questions in the order of time; returns itself."""
        self._logistic = Logistic(penalty=200.0).fit(_wide(features), outcome)
        self._trees: list[Any] = []
        if len(outcome) >= ENOUGH_FOR_TREES:
            try:
                import lightgbm
            except ImportError:
                return self
            for rows, rounds in ((slice(None), 250), (slice(-RECENT, None), 200)):
                data = lightgbm.Dataset(features[rows], outcome[rows], params=_PARAMETERS)
                self._trees.append(lightgbm.train(_PARAMETERS, data, rounds))
        return self

    def predict(self, features: F4, first_time: Bools) -> F8:
        """Probabilities, row by row."""
        plain = self._logistic.predict(_wide(features))
        if not self._trees:
            return plain
        whole, recent = (logit(np.asarray(trees.predict(features, num_threads=1))) for trees in self._trees)
        out: F8 = sigmoid((whole + np.where(first_time, recent, logit(plain))) / 2.0)
        return out


def walk(found: Prospects, begin: int, horizon: int, *, every: int) -> F8:
    """Probabilities of the questions issued after ``begin``, in order of time, each from what had been resolved by then.

    Fitted anew every ``every`` steps on the questions whose horizon had ended. The others get nan.
    """
    p = np.full(len(found.issued), np.nan)
    for step in range(begin, int(found.issued.max()), every):
        resolved = found.issued <= step + 1 - horizon
        asked = (found.issued > step) & (found.issued <= step + every)
        if asked.any():
            head = Head().fit(found.features[resolved], found.outcome[resolved])
            p[asked] = head.predict(found.features[asked], found.first_time[asked])
    return p


def _wide(features: F4) -> F4:
    wide: F4 = np.concatenate([features, np.log1p(np.abs(features) * 10.0)], axis=1)
    return wide
