"""A linear classifier over named features: weights in, probabilities out. Training stands in `evals/reading`.

Reading needs no learning library, and every decision can be explained by the features that carried it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray


class LinearModel:
    """One classifier: per feature one weight for each label (one weight in all where there are two labels). Immutable."""

    __slots__ = ("_bias", "_index", "_matrix", "labels")

    def __init__(self, labels: Sequence[str], bias: Sequence[float], weights: Mapping[str, Sequence[float]]) -> None:
        """Keep the weights as one matrix, a row for each feature."""
        self.labels = tuple(labels)
        self._bias: NDArray[np.float64] = np.array(bias, dtype=np.float64)
        self._index = {feature: row for row, feature in enumerate(weights)}
        self._matrix: NDArray[np.float64] = np.array(list(weights.values()), dtype=np.float64).reshape(len(weights), len(bias))

    @property
    def bias(self) -> tuple[float, ...]:
        """The weight of nothing at all, for each label."""
        return tuple(float(x) for x in self._bias)

    @property
    def weights(self) -> dict[str, tuple[float, ...]]:
        """Feature → its weight for each label."""
        return {feature: tuple(float(x) for x in self._matrix[row]) for feature, row in self._index.items()}

    def _sums(self, features: Iterable[str]) -> NDArray[np.float64]:
        """The weighted sum for each label; unknown features weigh nothing."""
        index = self._index
        rows = [row for feature in features if (row := index.get(feature)) is not None]
        sums: NDArray[np.float64] = self._bias + self._matrix[rows].sum(axis=0) if rows else self._bias
        return sums

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Label → probability; two labels share a logistic, more a softmax."""
        sums = self._sums(features)
        if len(sums) == 1:
            p = _logistic(float(sums[0]))
            return {self.labels[0]: 1.0 - p, self.labels[1]: p}
        exps = np.exp(sums - sums.max())
        return dict(zip(self.labels, (exps / exps.sum()).tolist(), strict=True))

    def positive(self, features: Iterable[str]) -> float:
        """Of a two-label model: the probability of its second label."""
        return _logistic(self.total(features))

    def total(self, features: Iterable[str]) -> float:
        """The log-odds of a two-label model, or an option's utility where the model was fitted to choices."""
        return float(self._sums(features)[0])

    def independent(self, features: Iterable[str]) -> list[float]:
        """One probability for each label, each decided by itself (one against the rest), in the labels' order."""
        sums = np.clip(self._sums(features), -30.0, 30.0)
        listed: list[float] = (1.0 / (1.0 + np.exp(-sums))).tolist()
        return listed

    def reasons(self, features: Iterable[str], label: str, most: int = 5) -> list[tuple[str, float]]:
        """The features that speak loudest for or against a label, with their weights."""
        known = sorted({f for f in features if f in self._index})
        if len(self._bias) == 1:
            sign = 1.0 if label == self.labels[1] else -1.0
            listed = [(f, sign * float(self._matrix[self._index[f], 0])) for f in known]
        else:
            at = self.labels.index(label)
            listed = [(f, float(self._matrix[self._index[f], at])) for f in known]
        listed.sort(key=lambda x: (-abs(x[1]), x[0]))
        return listed[:most]

    def packed(self) -> dict[str, Any]:
        """The stored form: the inverse of `from_json`."""
        return {"labels": self.labels, "bias": self.bias, "weights": dict(sorted(self.weights.items()))}


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x))))


def from_json(raw: dict[str, Any]) -> LinearModel:
    """A model from its stored form."""
    return LinearModel(raw["labels"], raw["bias"], raw["weights"])
