"""All that the ranker knows of a past, learned step by step: counts, rules, paths, factors. Ranks nothing.

The order inside a step is fixed: first what the step's questions teach (which rules would have answered them, judged by what
was known before), then what happened is remembered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vigie.foresight.counters import Counter
from vigie.foresight.factors import Factors
from vigie.foresight.paths import Paths
from vigie.foresight.questions import Questions
from vigie.foresight.ties import Ties

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.foresight.arrays import I8
    from vigie.foresight.history import Past, Quads

__all__ = ["COUNTERS", "N_PARTNERS", "Learned", "Tables"]

COUNTERS = ("so", "sro", "sRo", "ro", "o", "gro", "go", "srG", "sG", "sr", "s", "sr_new", "ro_new")
"""What is counted: letters name the key's parts; R is the relation turned round, g and G the groups of s and o;
``_new`` counts only what had not happened between the two before."""
N_PARTNERS = 100
"""Past partners, by the rules, that are candidates."""


class Learned:
    """Keeps something that learns in step with a past, and starts over where a past is not the one it learned from."""

    def __init__(self, learn: Callable[[Quads, int], None], start_over: Callable[[Past], None]) -> None:
        self._learn, self._start_over = learn, start_over
        self._quads: Quads | None = None

    def catch_up(self, past: Past, on_step: Callable[[int], None] = lambda _: None) -> None:
        """Learn the steps of the past that are not learned yet; ``on_step`` is called with each before it is learned."""
        rows = 0 if self._quads is None else len(self._quads)
        if self._quads is None or rows > len(past.quads) or not _same(self._quads, past.quads.take(slice(0, rows))):
            self._start_over(past)
            rows = 0
        quads = past.quads
        while rows < len(quads):
            now = int(quads.steps[rows])
            end = int(np.searchsorted(quads.steps, now, side="right"))
            on_step(now)
            self._learn(quads.take(slice(rows, end)), now)
            rows = end
        self._quads = quads


def _same(left: Quads, right: Quads) -> bool:
    pairs = (
        (left.subjects, right.subjects),
        (left.relations, right.relations),
        (left.objects, right.objects),
        (left.steps, right.steps),
    )
    return all(np.array_equal(a, b) for a, b in pairs)


class Tables:
    """The tables, brought up to a past by `catch_up`."""

    def __init__(self, *, seed: int = 0) -> None:
        self._seed = seed
        self._learned = Learned(self._learn, self._start_over)
        self.n_entities = self.n_relations = 0

    def _start_over(self, past: Past) -> None:
        n, r = past.n_entities, past.n_relations
        self.n_entities, self.n_relations, self.groups = n, r, past.groups
        self.ties = Ties(n, r)
        self.paths = Paths(n, r)
        self.factors = Factors(n, r, seed=self._seed)
        self.residual = Factors(n, r, seed=self._seed + 1)
        self.counters = {name: Counter() for name in COUNTERS if name not in ("so", "sro", "sRo")}
        self.counters |= {"so": self.ties.pairs, "sro": self.ties.triples, "sRo": self.ties.triples}

    def catch_up(self, past: Past, on_step: Callable[[int], None] = lambda _: None) -> None:
        """Learn all steps of the past that are not learned yet; ``on_step`` is called with each before it is learned."""
        self._learned.catch_up(past, on_step)

    def keys(self, s: I8, r: I8, o: I8) -> dict[str, I8]:
        """The key of every counter for each (s, r, o)."""
        n, both, g = self.n_entities, 2 * self.n_relations, self.groups
        turned = np.where(r < self.n_relations, r + self.n_relations, r - self.n_relations)
        return {
            "so": s * n + o,
            "sro": (s * n + o) * both + r,
            "sRo": (s * n + o) * both + turned,
            "ro": r * n + o,
            "o": o,
            "gro": (g[s] * n + o) * both + r,
            "go": g[s] * n + o,
            "srG": (s * n + g[o]) * both + r,
            "sG": s * n + g[o],
            "sr": s * both + r,
            "s": s,
            "sr_new": s * both + r,
            "ro_new": r * n + o,
        }

    def _learn(self, quads: Quads, now: int) -> None:
        s, r, o = quads.subjects, quads.relations, quads.objects
        questions = Questions.of(quads)
        known = self.ties.partners(questions.subjects, questions.relations, now, N_PARTNERS)
        self.ties.learn(questions, now)
        self.paths.learn(questions)
        self.factors.learn(questions, now)
        self.residual.learn(questions, now, known)
        new = self.ties.add(s, r, o, now)
        self.paths.add(s, r, o, now)
        keys = self.keys(s, r, o)
        for name, counter in self.counters.items():
            if name not in ("so", "sro", "sRo"):
                counter.add(keys[name][new] if name.endswith("_new") else keys[name], now)
