"""The ladder: how likely a pair is to reach talks, an agreement, a stake by a day; or nothing. Reads no ledger.

For each rung a penalised logistic over situations of the past (see `vigie.foresight.situation`), learned only from those whose
horizon had ended. Intervals are Laplace's: the logit's standard error from the inverse Hessian of the penalised loss. The base rate
is that of situations with the same kind of trigger, shrunken towards all by ten cases.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaincinv

from vigie.foresight.calibration import sigmoid
from vigie.foresight.happening import RUNGS, TYPES
from vigie.foresight.head import Logistic
from vigie.foresight.situation import COLUMNS, Book, Situation, matrix, reached

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vigie.foresight.arrays import F8
    from vigie.foresight.happening import Happening

__all__ = ["FORECASTER", "GROUPS", "Backtest", "Ladder", "Precedent", "Rung", "backtest", "fit_ladder"]

FORECASTER = "ladder-1"
PENALTY = 150.0
"""Chosen among 5, 20, 60 and 150 on the reference history's triggers of 2009-2017; those from 2018 on were kept for the score."""
SHRINK = 10.0
LEAST = 40
"""Resolved situations below which no ladder is fitted."""
Z90 = 1.6449
GROUPS = {
    "last": tuple(f"last:{kind}" for kind in TYPES),
    "firmness": ("soft", "denied"),
    "ties": ("agreements", "equity"),
    "contacts": ("contacts",),
    "ended": ("ended",),
    "busy": ("busy_more", "busy_less"),
    "shared": ("shared",),
    "newcomer": ("newcomer",),
}
"""Features told together, as one lift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung's forecast."""

    name: str
    """Of `RUNGS`; the probability is of reaching it or a higher one."""
    base_rate: float
    base_n: int
    """Past situations with the same kind of trigger."""
    base_low: float
    base_high: float
    """A 90 % interval of the base rate, from the beta distribution of the shrunken counts."""
    lifts: dict[str, float]
    """Group of `GROUPS` → factor on the odds, from ``start`` to ``probability``; their product times the odds of ``start``."""
    start: float
    """The rate over all situations, as the model sees it."""
    probability: float
    low: float
    high: float
    """A 90 % interval of the probability; it covers the fit, not the history's own gaps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """A past situation like the one asked about, and what came of it."""

    situation: Situation
    rung: int
    """The highest reached within the horizon, as place in `RUNGS`; -1 for nothing."""
    delay: int
    """Days from the trigger."""
    distance: float


class Ladder:
    """Fitted on a book for one horizon and one silence since the trigger."""

    def __init__(self, book: Book, *, days: int, lag: int) -> None:
        self.book, self.days, self.lag = book, days, lag
        pairs = [(s, o) for s in book.learned(lag) if (o := book.outcome(s, days)) is not None]
        self.situations = [s for s, _ in pairs]
        self.outcomes = [o for _, o in pairs]
        self._x = matrix(self.situations)
        self._models = [_Fit(self._x, reached(self.outcomes, rung)) for rung in range(len(RUNGS))]

    @property
    def n(self) -> int:
        """Resolved situations learned from."""
        return len(self.situations)

    def base_rate(self, rung: int, kind: str) -> tuple[float, int]:
        """Share of situations with that trigger's type that reached the rung, shrunken, and how many there were."""
        y = reached(self.outcomes, rung)
        same = np.array([s.last.type == kind for s in self.situations], dtype=bool)
        return (float(y[same].sum()) + SHRINK * float(y.mean())) / (int(same.sum()) + SHRINK), int(same.sum())

    def rungs(self, situation: Situation) -> tuple[Rung, ...]:
        """The forecast of each rung; a higher rung is never likelier than a lower one."""
        found: list[Rung] = []
        for place, name in enumerate(RUNGS):
            model = self._models[place]
            p, low, high = model.predict(np.array(situation.features))
            if found:
                p, low, high = min(p, found[-1].probability), min(low, found[-1].low), min(high, found[-1].high)
            base, n = self.base_rate(place, situation.last.type)
            a, b = base * (n + SHRINK), (1.0 - base) * (n + SHRINK)
            base_low, base_high = (float(betaincinv(a + 1e-9, b + 1e-9, level)) for level in (0.05, 0.95))
            found.append(
                Rung(
                    name=name,
                    base_rate=base,
                    base_n=n,
                    base_low=base_low,
                    base_high=base_high,
                    lifts=model.lifts(np.array(situation.features)),
                    start=model.start,
                    probability=p,
                    low=low,
                    high=high,
                )
            )
        return tuple(found)

    def precedents(self, situation: Situation, n: int = 5) -> tuple[Precedent, ...]:
        """The resolved situations nearest to this one, of other pairs, the nearest first; one a pair."""
        scale = self._x.std(0)
        weight = np.abs(self._models[1].weights) + 0.1
        away = np.abs((self._x - np.array(situation.features)) / np.where(scale > 0, scale, 1.0)) * weight
        distance = away.sum(1)
        order = sorted(range(self.n), key=lambda i: (distance[i], -self.situations[i].at.toordinal(), self.situations[i].last.pair))
        found: dict[tuple[str, str], Precedent] = {}
        for i in order:
            one = self.situations[i]
            if one.last.pair != situation.last.pair and one.last.pair not in found:
                rung, delay = self.outcomes[i]
                found[one.last.pair] = Precedent(situation=one, rung=rung, delay=delay, distance=float(distance[i]))
                if len(found) == n:
                    break
        return tuple(found.values())


class _Fit:
    def __init__(self, x: F8, y: F8) -> None:
        self._mean, scale = x.mean(0), x.std(0)
        self._scale = np.where(scale > 1e-9, scale, 1.0)
        z = (x - self._mean) / self._scale
        model = Logistic(penalty=PENALTY).fit(z, y > 0.5)
        self.weights = model.weights
        self.shift = model.shift
        p = model.predict(z)
        design = np.column_stack([z, np.ones(len(z))])
        hessian = (design * (p * (1.0 - p))[:, None]).T @ design
        hessian[np.arange(z.shape[1]), np.arange(z.shape[1])] += PENALTY
        self._covariance = np.linalg.pinv(hessian)
        self.start = float(sigmoid(np.array([self.shift]))[0])

    def predict(self, features: F8) -> tuple[float, float, float]:
        z = (features - self._mean) / self._scale
        logit = float(z @ self.weights + self.shift)
        design = np.append(z, 1.0)
        spread = Z90 * float(np.sqrt(max(design @ self._covariance @ design, 0.0)))
        p, low, high = sigmoid(np.array([logit, logit - spread, logit + spread]))
        return float(p), float(low), float(high)

    def lifts(self, features: F8) -> dict[str, float]:
        terms = (features - self._mean) / self._scale * self.weights
        at = {name: place for place, name in enumerate(COLUMNS)}
        return {group: float(np.exp(sum(terms[at[name]] for name in names))) for group, names in GROUPS.items()}


def fit_ladder(book: Book, *, days: int, lag: int) -> Ladder | None:
    """The ladder of a book, or ``None`` where fewer than `LEAST` situations are resolved."""
    ladder = Ladder(book, days=days, lag=lag)
    return ladder if ladder.n >= LEAST else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Backtest:
    """Forecasts issued as of past days, with what came true."""

    days: int
    kinds: tuple[str, ...]
    """The trigger's type of each forecast."""
    issued: tuple[dt.date, ...]
    p: F8
    """Shape (n, len(RUNGS))."""
    base: F8
    """The base rate of the trigger's kind known when it was issued."""
    came_true: F8


def backtest(
    happenings: Iterable[Happening], *, since: dt.date, until: dt.date, days: int, lag: int = 0, refit: int = 180
) -> Backtest:
    """Forecast every situation whose trigger lies in [since, until], each with what was known on its day; resolved ones only.

    The ladder is fitted anew every ``refit`` days, on situations whose horizon had ended by then. Forecasts whose horizon ends
    after ``until`` are left out.
    """
    everything = tuple(happenings)
    whole = Book(everything, as_of=until)
    asked = [s for s in whole.learned(lag) if since <= s.last.on and whole.outcome(s, days) is not None]
    ladder: Ladder | None = None
    fitted_on = dt.date.min
    rows: list[tuple[str, dt.date, list[float], list[float], list[float]]] = []
    for situation in asked:
        if ladder is None or (situation.at - fitted_on).days >= refit:
            # The day itself is left out of what the ladder learns from: what is asked about happened on it.
            ladder, fitted_on = (
                fit_ladder(Book(everything, as_of=situation.at - dt.timedelta(days=1)), days=days, lag=lag),
                situation.at,
            )
        if ladder is None:
            continue
        best, _ = whole.outcome(situation, days) or (-1, 0)
        rungs = ladder.rungs(situation)
        rows.append(
            (
                situation.last.type, situation.at, [r.probability for r in rungs], [r.base_rate for r in rungs],
                [float(best >= place) for place in range(len(RUNGS))],
            )
        )  # fmt: skip
    shape = (len(rows), len(RUNGS))
    return Backtest(
        days=days,
        kinds=tuple(row[0] for row in rows),
        issued=tuple(row[1] for row in rows),
        p=np.array([row[2] for row in rows]).reshape(shape),
        base=np.array([row[3] for row in rows]).reshape(shape),
        came_true=np.array([row[4] for row in rows]).reshape(shape),
    )
