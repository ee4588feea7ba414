"""What a forecaster is, and the two plain ones: recurrence, and rules of one step. Evaluates nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from vigie.foresight.counters import WIDTH, Counter
from vigie.foresight.questions import Questions
from vigie.foresight.tables import Learned
from vigie.foresight.ties import Ties

if TYPE_CHECKING:
    from vigie.foresight.arrays import F4, I8
    from vigie.foresight.history import Past, Quads

__all__ = ["Forecaster", "Recurrence", "Rules"]


@runtime_checkable
class Forecaster(Protocol):
    """Says who is likely to answer (subject, relation, ?) at the first step after a past."""

    name: str
    """Name and version, such as ``rules-1``; stored with every outlook."""

    def fit(self, past: Past) -> None:
        """Learn, once, what is not simply counted. Scores may then be asked for this past or any longer one."""
        ...

    def scores(self, past: Past, subjects: I8, relations: I8) -> F4:
        """Shape (n, n_entities): higher is likelier; relations from ``n_relations`` up ask the other way round.

        The same past gives the same scores, whatever else is asked with them and whatever was asked before.
        """
        ...


class Recurrence:
    """What happened between the two before will happen again, the latest first; ties broken by how common the object is."""

    name = "recurrence-1"

    def __init__(self) -> None:
        self._learned = Learned(self._learn, self._start_over)

    def _start_over(self, past: Past) -> None:
        self._n, self._both = past.n_entities, 2 * past.n_relations
        self._triples, self._objects = Counter(), Counter()

    def _learn(self, quads: Quads, now: int) -> None:
        self._triples.add((quads.subjects * self._n + quads.objects) * self._both + quads.relations, now)
        self._objects.add(quads.relations * self._n + quads.objects, now)

    def fit(self, past: Past) -> None:
        """Nothing but counts."""
        self._learned.catch_up(past)

    def scores(self, past: Past, subjects: I8, relations: I8) -> F4:
        """One over the gap, plus a little for frequency, plus much less for the object's share in the relation."""
        self._learned.catch_up(past)
        objects = np.tile(np.arange(self._n), len(subjects))
        s, r = np.repeat(subjects, self._n), np.repeat(relations, self._n)
        width = WIDTH
        seen = np.zeros((len(objects), width), dtype=np.float32)
        common = np.zeros((len(objects), width), dtype=np.float32)
        self._triples.fill((s * self._n + objects) * self._both + r, past.step, seen, 0)
        self._objects.fill(r * self._n + objects, past.step, common, 0)
        out: F4 = (seen[:, -2] + 0.2 * seen[:, 2] + 1e-4 * common[:, 2]).reshape(len(subjects), self._n)
        return out


class Rules:
    """Rules of one step: what usually follows what lay between the two, how long ago and how often."""

    name = "rules-1"

    def __init__(self) -> None:
        self._learned = Learned(self._learn, self._start_over)

    def _start_over(self, past: Past) -> None:
        self._n = past.n_entities
        self.ties = Ties(past.n_entities, past.n_relations)
        self._objects = Counter()

    def _learn(self, quads: Quads, now: int) -> None:
        self.ties.learn(Questions.of(quads), now)
        self.ties.add(quads.subjects, quads.relations, quads.objects, now)
        self._objects.add(quads.relations * self._n + quads.objects, now)

    def fit(self, past: Past) -> None:
        """Nothing but counts."""
        self._learned.catch_up(past)

    def scores(self, past: Past, subjects: I8, relations: I8) -> F4:
        """Noisy-or of the rates of all rules that apply; far below, how common the object is for the relation."""
        self._learned.catch_up(past)
        partners, rates = self.ties.partners(subjects, relations, past.step, min(self._n, 400))
        r = np.repeat(relations, self._n)
        common = np.zeros((len(r), WIDTH), dtype=np.float32)
        self._objects.fill(r * self._n + np.tile(np.arange(self._n), len(subjects)), past.step, common, 0)
        out: F4 = 1e-4 * common[:, 2].reshape(len(subjects), self._n)
        row, column = np.nonzero(partners >= 0)
        out[row, partners[row, column]] += rates[row, column]
        return out
