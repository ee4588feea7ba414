"""Turn features into the probability that more follows: penalised logistics, joined by trees where there is enough to learn from.

Calibrates nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from vigie.foresight.calibration import logit, sigmoid
from vigie.foresight.prospects import PLAIN_COLUMNS

if TYPE_CHECKING:
    from vigie.foresight.arrays import F4, F8, Bools
    from vigie.foresight.prospects import Prospects

__all__ = ["Head", "Logistic", "walk"]

PENALTY = 1500.0
"""Of the logistic over all pairs; `PENALTY_AGAIN` is that of the one over pairs with a deed before, of whom there are fewer.

Chosen, with all that is chosen here, on ICEWS18 issues of days 108 to 175, whose horizons end before the first day reported:
penalties of 200 to 15,000, the shares of trees, the weight of what only teaches. To look at a choice:
``./vigie eval outlook FOLDER --no-ranking --last 175 --issued 68``."""
PENALTY_AGAIN = 500.0
ENOUGH_FOR_TREES = 15_000
"""Asked questions from which on trees join; with the 11,000 of ICEWS14 they make it worse."""
WEIGHT_OF_UNASKED = 0.3
"""What a question that only teaches weighs for the trees beside one that is asked."""
ROUNDS = 400
RECENT, RECENT_ROUNDS = 16_000, 200
"""The latest asked questions, on which further trees learn for first-time pairs: without them the likeliest fifty of these are
pairs that meet all the time and never more (right in 14 % instead of 20 % of cases on the days chosen on)."""
_PARAMETERS = {
    "objective": "binary", "num_leaves": 7, "learning_rate": 0.05, "min_data_in_leaf": 150, "feature_fraction": 0.3,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 10.0, "max_bin": 63, "num_threads": 1,
    "deterministic": True, "force_row_wise": True, "seed": 1, "verbose": -1,
}  # fmt: skip


class Logistic:
    """L2-penalised logistic regression on standardised features; the intercept is free."""

    def __init__(self, *, penalty: float = 5.0) -> None:
        self._penalty = penalty

    def fit(self, features: F4 | F8, outcome: Bools) -> Logistic:
        """Minimise the penalised log loss with L-BFGS; returns itself."""
        # In float64, for in float32 a constant column has a spread, and a row where it moves has odds without bounds.
        self._mean, self._scale = features.mean(0, dtype=np.float64), features.std(0, dtype=np.float64)
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

    A logistic over all asked questions, for pairs with a deed before averaged with one over such pairs; and trees, which also learn
    from the questions that are not asked; for first-time pairs other trees over the latest. Mixed in log-odds.
    """

    name = "horizon-3"

    def fit(self, features: F4, outcome: Bools, contact: Bools, first_time: Bools) -> Head:
        """Learn from resolved questions (see `Prospects`) in the order of time; returns itself."""
        again = contact & ~first_time
        self._all = Logistic(penalty=PENALTY).fit(_wide(features[contact]), outcome[contact])
        self._again = Logistic(penalty=PENALTY_AGAIN).fit(_wide(features[again]), outcome[again]) if again.any() else self._all
        self._trees: list[Any] = []
        if contact.sum() >= ENOUGH_FOR_TREES:
            try:
                import lightgbm
            except ImportError:
                return self
            weight = np.where(contact, 1.0, WEIGHT_OF_UNASKED)
            latest = np.flatnonzero(contact)[-RECENT:]
            for known, rows, rounds in ((_plain(features), np.arange(len(outcome)), ROUNDS), (features, latest, RECENT_ROUNDS)):
                data = lightgbm.Dataset(known[rows], outcome[rows], weight=weight[rows], params=_PARAMETERS)
                self._trees.append(lightgbm.train(_PARAMETERS, data, rounds))
        return self

    def predict(self, features: F4, first_time: Bools) -> F8:
        """Probabilities of asked questions, row by row."""
        wide = _wide(features)
        found = logit(self._all.predict(wide))
        found = np.where(first_time, found, (found + logit(self._again.predict(wide))) / 2.0)
        if self._trees:
            asked = (_plain(features), features)
            pairs = zip(self._trees, asked, strict=True)
            whole, latest = (logit(np.asarray(trees.predict(known, num_threads=1))) for trees, known in pairs)
            found = np.where(first_time, (2.0 * found + whole + latest) / 4.0, (2.0 * found + whole) / 3.0)
        return sigmoid(found)


def walk(found: Prospects, begin: int, horizon: int, *, every: int) -> F8:
    """Probabilities of what was asked after ``begin``, in order of time, each from what had been resolved by then.

    Fitted anew every ``every`` steps on the questions whose horizon had ended, without those of the first ``horizon`` steps: then
    every pair was new and no rate was known yet.
    The others get nan.
    """
    p = np.full(len(found.issued), np.nan)
    for step in range(begin, int(found.issued.max()), every):
        resolved = (found.issued >= horizon) & (found.issued <= step + 1 - horizon)
        asked = found.contact & (found.issued > step) & (found.issued <= step + every)
        if asked.any() and (resolved & found.contact).any():
            head = Head().fit(
                found.features[resolved], found.outcome[resolved], found.contact[resolved], found.first_time[resolved]
            )
            p[asked] = head.predict(found.features[asked], found.first_time[asked])
    return p


def _plain(features: F4) -> F4:
    return features[:, : len(PLAIN_COLUMNS)]


def _wide(features: F4) -> F4:
    wide: F4 = np.concatenate([features, np.log1p(np.abs(features) * 10.0)], axis=1)
    return wide
