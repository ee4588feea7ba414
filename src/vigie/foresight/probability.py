"""What probabilities were worth, once the outcomes are known. Forecasts nothing.

Brier score (Brier 1950), skill against a reference, log loss, expected calibration error with bins of equal mass, area under the
ROC curve (Mann-Whitney with mid-ranks), precision among the likeliest, risk-coverage.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from vigie.foresight.arrays import F8, Bools

__all__ = ["Bin", "Worth", "area_under_curve", "brier_skill", "reliability", "skill_interval", "worth"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """One bin of a reliability plot."""

    n: int
    forecast: float
    """Mean probability given."""
    came_true: float
    """Share that came true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """The worth of a set of forecasts; every figure is nan where it can't be told."""

    n: int
    base_rate: float
    """Share that came true among these."""
    brier: float
    skill: float
    """One minus Brier over the Brier of the reference rate; above 0 is better than the base rate."""
    log_loss: float
    ece: float
    auc: float
    precision_at_50: float
    """Share that came true among the fifty likeliest."""
    bins: tuple[Bin, ...]
    risk_at_half: float
    """Brier of the surer half, by distance from the reference."""


def worth(p: F8, outcome: Bools, reference: F8, *, n_bins: int = 15) -> Worth:
    """Measure probabilities ``p`` against outcomes; ``reference`` is the base rate known when each was issued (shape (n,))."""
    n = len(p)
    if n == 0:
        nan = float("nan")
        return Worth(
            n=0, base_rate=nan, brier=nan, skill=nan, log_loss=nan, ece=nan, auc=nan, precision_at_50=nan, bins=(), risk_at_half=nan
        )  # fmt: skip
    y = outcome.astype(float)
    loss = np.square(p - y)
    bins = reliability(p, outcome, n_bins=n_bins)
    q = np.clip(p, 1e-6, 1.0 - 1e-6)
    surer = np.argsort(-np.abs(p - reference), kind="stable")[: max(1, n // 2)]
    return Worth(
        n=n,
        base_rate=float(y.mean()),
        brier=float(loss.mean()),
        skill=brier_skill(p, outcome, reference),
        log_loss=float(-(y * np.log(q) + (1.0 - y) * np.log(1.0 - q)).mean()),
        ece=float(sum(b.n * abs(b.forecast - b.came_true) for b in bins) / n),
        auc=area_under_curve(p, outcome),
        precision_at_50=float(y[np.argsort(-p, kind="stable")[:50]].mean()),
        bins=bins,
        risk_at_half=float(loss[surer].mean()),
    )


def brier_skill(p: F8, outcome: Bools, reference: F8) -> float:
    """One minus the Brier score over that of the reference rates; nan where the reference is never wrong."""
    y = outcome.astype(float)
    against = float(np.square(reference - y).mean())
    return 1.0 - float(np.square(p - y).mean()) / against if against > 0.0 else float("nan")


def skill_interval(
    p: F8, outcome: Bools, reference: F8, *, level: float = 0.9, n: int = 1000, seed: int = 0
) -> tuple[float, float]:
    """A percentile bootstrap interval of `brier_skill` over the forecasts; (nan, nan) for fewer than two."""
    if len(p) < 2:
        return float("nan"), float("nan")
    rng = np.random.default_rng(seed)
    draws = []
    for _ in range(n):
        rows = rng.integers(len(p), size=len(p))
        draws.append(brier_skill(p[rows], outcome[rows], reference[rows]))
    low, high = np.nanquantile(draws, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return float(low), float(high)


def reliability(p: F8, outcome: Bools, *, n_bins: int = 15) -> tuple[Bin, ...]:
    """Bins of equal mass, from the least likely up; fewer where there are fewer forecasts than bins."""
    order = np.argsort(p, kind="stable")
    parts = np.array_split(order, min(n_bins, len(order))) if len(order) else []
    return tuple(Bin(n=len(part), forecast=float(p[part].mean()), came_true=float(outcome[part].mean())) for part in parts)


def area_under_curve(p: F8, outcome: Bools) -> float:
    """The chance that a case that came true was given more than one that did not; ties count half; nan without both."""
    n_true = int(outcome.sum())
    n_false = len(outcome) - n_true
    if not n_true or not n_false:
        return float("nan")
    _, inverse, counts = np.unique(p, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2.0
    return float((middle[inverse][outcome].sum() - n_true * (n_true + 1) / 2.0) / (n_true * n_false))
