"""A linear classifier over named features: weights in, probabilities out. Training stands in `evals/reading`.

Kept in plain Python so that reading needs no learning library, the same input gives the same output on any machine, and
every decision can be explained by the features that carried it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class LinearModel:
    """One classifier: per feature one weight for each label."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]
    temperature: float = 1.0

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Label → probability; two labels share a logistic, more a softmax. Unknown features weigh nothing."""
        sums = list(self.bias)
        weights = self.weights
        if len(sums) == 1:
            total = sums[0]
            for feature in features:
                w = weights.get(feature)
                if w is not None:
                    total += w[0]
            p = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
            return {self.labels[0]: 1.0 - p, self.labels[1]: p}
        for feature in features:
            w = weights.get(feature)
            if w is not None:
                for i, x in enumerate(w):
                    sums[i] += x
        top = max(sums)
        exps = [math.exp(s - top) for s in sums]
        total = sum(exps)
        return {label: e / total for label, e in zip(self.labels, exps, strict=True)}

    def positive(self, features: Iterable[str]) -> float:
        """Of a two-label model: the probability of its second label."""
        total = self.bias[0]
        weights = self.weights
        for feature in features:
            w = weights.get(feature)
            if w is not None:
                total += w[0]
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

    def total(self, features: Iterable[str]) -> float:
        """The log-odds of a two-label model, or an option's utility where the model was fitted to choices."""
        weights = self.weights
        return self.bias[0] + sum(w[0] for feature in features if (w := weights.get(feature)) is not None)

    def independent(self, features: Iterable[str]) -> list[float]:
        """One probability for each label, each decided by itself (one against the rest), in the labels' order."""
        sums = list(self.bias)
        weights = self.weights
        for feature in features:
            w = weights.get(feature)
            if w is not None:
                for i, x in enumerate(w):
                    sums[i] += x
        return [1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, s)))) for s in sums]

    def reasons(self, features: Iterable[str], label: str, most: int = 5) -> list[tuple[str, float]]:
        """The features that speak loudest for or against a label, with their weights."""
        if len(self.bias) == 1:
            sign = 1.0 if label == self.labels[1] else -1.0
            listed = [(f, sign * self.weights[f][0]) for f in set(features) if f in self.weights]
        else:
            at = self.labels.index(label)
            listed = [(f, self.weights[f][at]) for f in set(features) if f in self.weights]
        listed.sort(key=lambda x: (-abs(x[1]), x[0]))
        return listed[:most]


def from_json(raw: dict[str, Any]) -> LinearModel:
    """A model from its stored form."""
    return LinearModel(
        labels=tuple(raw["labels"]),
        bias=tuple(raw["bias"]),
        weights={f: tuple(w) for f, w in raw["weights"].items()},
    )
