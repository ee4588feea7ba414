"""Rules of two steps: s was tied to n by p, n to o by q; how likely is o the answer to (s, r, ?). Looks at recent ties only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vigie.foresight.compiled import compiled

if TYPE_CHECKING:
    from vigie.foresight.arrays import F4, I4, I8
    from vigie.foresight.questions import Questions

__all__ = ["Paths"]

MOST = 1 << 27
"""Cells kept for (r, p, q); beyond that, combinations share cells."""


@compiled
def _push(subjects: I8, relations: I8, objects: I8, now: int, ring_r: I4, ring_o: I4, ring_t: I4, pos: I4) -> None:
    width = ring_r.shape[1]
    for i in range(len(subjects)):
        s = subjects[i]
        at = pos[s] % width
        ring_r[s, at] = relations[i]
        ring_o[s, at] = objects[i]
        ring_t[s, at] = now
        pos[s] += 1


@compiled
def _learn_paths(
    subjects: I8, relations: I8, starts: I8, objects: I8, ring_r: I4, ring_o: I4, pos: I4, num: F4, den: F4, both: int,
    totals: F4, mark: I4,
) -> None:  # fmt: skip
    width = ring_r.shape[1]
    size = len(num)
    for q in range(len(subjects)):
        s, r = subjects[q], relations[q]
        for a in range(starts[q], starts[q + 1]):
            mark[objects[a]] = 1
        for i in range(min(pos[s], width)):
            n = ring_o[s, i]
            base = (r * both + ring_r[s, i]) * both
            for j in range(min(pos[n], width)):
                o = ring_o[n, j]
                if o == s:
                    continue
                cell = (base + ring_r[n, j]) % size
                den[cell] += 1.0
                totals[r, 1] += 1.0
                if mark[o] == 1:
                    num[cell] += 1.0
                    totals[r, 0] += 1.0
        for a in range(starts[q], starts[q + 1]):
            mark[objects[a]] = 0


@compiled
def _score_paths(
    subjects: I8, relations: I8, now: int, ring_r: I4, ring_o: I4, ring_t: I4, pos: I4, num: F4, den: F4, both: int, totals: F4,
    total: F4, best: F4, touched: I4, n_best: int, out: I4, out_total: F4, out_best: F4,
) -> None:  # fmt: skip
    width = ring_r.shape[1]
    size = len(num)
    for q in range(len(subjects)):
        s, r = subjects[q], relations[q]
        prior = (totals[r, 0] + 0.05) / (totals[r, 1] + 10.0)
        m = 0
        for i in range(min(pos[s], width)):
            n = ring_o[s, i]
            base = (r * both + ring_r[s, i]) * both
            fresh = 1.0 / (2.0 + now - ring_t[s, i])
            for j in range(min(pos[n], width)):
                o = ring_o[n, j]
                if o == s:
                    continue
                cell = (base + ring_r[n, j]) % size
                rate = (num[cell] + 20.0 * prior) / (den[cell] + 20.0)
                if total[o] == 0.0:
                    touched[m] = o
                    m += 1
                total[o] += rate * (0.2 + fresh + 1.0 / (2.0 + now - ring_t[n, j]))
                best[o] = max(best[o], rate)
        ranked = np.empty(m, dtype=np.float32)
        for i in range(m):
            ranked[i] = -total[touched[i]]
        order = np.argsort(ranked, kind="mergesort")
        for i in range(n_best):
            if i < m:
                o = touched[order[i]]
                out[q, i] = o
                out_total[q, i] = total[o]
                out_best[q, i] = best[o]
            else:
                out[q, i] = -1
        for i in range(m):
            total[touched[i]] = 0.0
            best[touched[i]] = 0.0


class Paths:
    """The recent ties of everybody, and the rates of all two-step rules over them, up to the last step learned."""

    def __init__(self, n_entities: int, n_relations: int, width: int = 24) -> None:
        self.both = 2 * n_relations
        self._r = np.zeros((n_entities, width), dtype=np.int32)
        self._o = np.zeros((n_entities, width), dtype=np.int32)
        self._t = np.zeros((n_entities, width), dtype=np.int32)
        self._pos = np.zeros(n_entities, dtype=np.int32)
        size = min(self.both**3, MOST)
        self._num = np.zeros(size, dtype=np.float32)
        self._den = np.zeros(size, dtype=np.float32)
        self._totals = np.zeros((self.both, 2), dtype=np.float32)
        self._mark = np.zeros(n_entities, dtype=np.int32)

    def learn(self, questions: Questions) -> None:
        """Count which paths would have found the answers of one step."""
        q = questions
        _learn_paths(
            q.subjects, q.relations, q.starts, q.objects,
            self._r, self._o, self._pos, self._num, self._den, self.both, self._totals, self._mark,
        )  # fmt: skip

    def add(self, subjects: I8, relations: I8, objects: I8, now: int) -> None:
        """Remember the ties of one step; the oldest of each entity fall out."""
        _push(subjects, relations, objects, now, self._r, self._o, self._t, self._pos)

    def scores(self, subjects: I8, relations: I8, now: int, n_best: int) -> tuple[I4, F4, F4]:
        """The ``n_best`` ends of paths for each question (-1 where fewer), their summed and their best rates."""
        shape = (len(subjects), n_best)
        out, total, best = np.empty(shape, np.int32), np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        n_entities = len(self._pos)
        _score_paths(
            subjects, relations, now, self._r, self._o, self._t, self._pos, self._num, self._den, self.both, self._totals,
            np.zeros(n_entities, np.float32), np.zeros(n_entities, np.float32), np.empty(n_entities, np.int32),
            n_best, out, total, best,
        )  # fmt: skip
        return out, total, best
