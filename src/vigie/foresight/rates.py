"""What came of earlier contacts, by who they were between: shrunken rates over resolved questions. Knows nothing unresolved.

An actor, its dealings with a group or with a role, a pair of groups, a pair of roles, the pair itself: of each, the share of
earlier questions whose answer was yes; over all pairs, and over those without a deed before. The mean target encoding of
Micci-Barreca (2001).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vigie.foresight.counters import Counter

if TYPE_CHECKING:
    from vigie.foresight.arrays import F4, F8, I8, Bools

__all__ = ["RATE_COLUMNS", "Rates"]

_SIDES = ("actor", "actor_group", "actor_role", "role")
"""Families with a value for each of the two; the lesser and the greater are told."""
_BOTH = ("groups", "roles")
_FOR = ("all", "first")
PRIOR = 10.0
"""Questions that the rate over everybody weighs; for the pair itself, of which there are few, `PRIOR_OF_PAIR`."""
PRIOR_OF_PAIR = 3.0
RATE_COLUMNS = (
    *(f"rate_{name}_{which}_{side}" for name in _SIDES for which in _FOR for side in ("less", "more")),
    *(f"rate_{name}_{which}" for name in _BOTH for which in _FOR),
    "rate_pair",
)
"""Names of the columns, in their order."""


class _Family:
    """Questions and yeses by key."""

    def __init__(self) -> None:
        self._asked, self._came = Counter(()), Counter(())

    def add(self, keys: I8, outcome: Bools, now: int) -> None:
        self._asked.add(keys, now)
        self._came.add(keys[outcome], now)

    def rate(self, keys: I8, base: float | F8, prior: float) -> F8:
        out: F8 = (_count(self._came, keys) + prior * base) / (_count(self._asked, keys) + prior)
        return out


class Rates:
    """The running rates; ``groups`` and ``roles`` label entities (shape (n_entities,), labels below n_entities)."""

    def __init__(self, groups: I8, roles: I8) -> None:
        self._groups, self._roles, self._n = groups, roles, len(groups)
        self._families = {(name, which): _Family() for name in (*_SIDES, *_BOTH, "pair") for which in _FOR}
        self._overall = np.array([[1.0, 15.0], [1.0, 15.0]])
        """Without and with a deed before → yeses, questions; starts at one of fifteen."""

    def learn(self, first: I8, second: I8, met: Bools, outcome: Bools, now: int) -> None:
        """Take in questions that were resolved at step ``now``; ``met`` is true where there had been a deed before."""
        for place, rows in enumerate((~met, met)):
            self._overall[place] += outcome[rows].sum(), rows.sum()
        for which, rows in (("all", np.ones(len(met), dtype=bool)), ("first", ~met)):
            yes = outcome[rows]
            for name, (left, right) in self._sided(first[rows], second[rows]).items():
                self._families[name, which].add(np.concatenate([left, right]), np.concatenate([yes, yes]), now)
            for name, keys in self._joint(first[rows], second[rows]).items():
                self._families[name, which].add(keys, yes, now)

    def of(self, first: I8, second: I8, met: Bools) -> F4:
        """Shape (n, len(RATE_COLUMNS)): the rates for questions of which nothing is resolved yet."""
        by_met = self._overall[:, 0] / self._overall[:, 1]
        pooled = float(self._overall[:, 0].sum() / self._overall[:, 1].sum())
        base = {"all": pooled, "first": float(by_met[0])}
        columns: list[F8] = []
        for name, sides in self._sided(first, second).items():
            for which in _FOR:
                rates = np.stack([self._families[name, which].rate(keys, base[which], PRIOR) for keys in sides])
                columns += [rates.min(0), rates.max(0)]
        joint = self._joint(first, second)
        columns += [self._families[name, which].rate(joint[name], base[which], PRIOR) for name in _BOTH for which in _FOR]
        columns.append(self._families["pair", "all"].rate(joint["pair"], by_met[met.astype(np.int64)], PRIOR_OF_PAIR))
        return np.stack(columns, axis=1).astype(np.float32)

    def _sided(self, a: I8, b: I8) -> dict[str, tuple[I8, I8]]:
        group, role, n = self._groups, self._roles, self._n
        return {
            "actor": (a, b),
            "actor_group": (a * n + group[b], b * n + group[a]),
            "actor_role": (a * n + role[b], b * n + role[a]),
            "role": (role[a], role[b]),
        }

    def _joint(self, a: I8, b: I8) -> dict[str, I8]:
        return {
            "groups": _pair(self._groups[a], self._groups[b], self._n),
            "roles": _pair(self._roles[a], self._roles[b], self._n),
            "pair": a * self._n + b,
        }


def _pair(left: I8, right: I8, n: int) -> I8:
    out: I8 = np.minimum(left, right) * n + np.maximum(left, right)
    return out


def _count(counter: Counter, keys: I8) -> F8:
    entries = counter.entries(keys)
    out: F8 = np.where(entries >= 0, counter.count[np.maximum(entries, 0)], 0.0).astype(np.float64)
    return out
