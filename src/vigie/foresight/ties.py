"""Rules of one step: with ``p`` between s and o some days ago, how likely is o the answer to (s, r, ?) today. Learns as it goes.

For each pair of relations (r, p), bucket of the gap since the last p, and bucket of how often p was seen between the two, two
counts are kept: how often the situation stood when (s, r, ?) was asked, and how often o was an answer. Shrunken in two steps:
towards the rate of r with relations of that kind (the same, its inverse, another), and that towards the rate over all r.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from vigie.foresight.compiled import compiled
from vigie.foresight.counters import Counter

if TYPE_CHECKING:
    from vigie.foresight.arrays import F4, I4, I8
    from vigie.foresight.questions import Questions

__all__ = ["RULE_COLUMNS", "Ties"]

GAPS = np.array([1, 2, 3, 5, 8, 14, 25, 50, 100], dtype=np.int32)
"""Upper ends of the gap buckets, in steps; one more bucket above."""
SURE = 0.2
MOST = 800
N_BUCKETS = 3 * (len(GAPS) + 1)

RULE_COLUMNS = ("rule_or", "rule_max", "rule_second", "rule_sum", "rule_latest", "rule_same", "rule_inverse", "n_relations")


@compiled
def _bucket(gap: int, count: float, gaps: I4) -> int:
    g = 0
    while g < len(gaps) and gap > gaps[g]:
        g += 1
    c = 0 if count < 1.5 else (1 if count < 4.5 else 2)
    return 3 * g + c


@compiled
def _kind(r: int, p: int, n_relations: int) -> int:
    if r == p:
        return 0
    if r == p + n_relations or p == r + n_relations:
        return 1
    return 2


@compiled
def _rate(r: int, p: int, b: int, n_relations: int, num: F4, den: F4, rnum: F4, rden: F4, knum: F4, kden: F4) -> float:
    k = _kind(r, p, n_relations)
    prior = (knum[k, b] + 0.1) / (kden[k, b] + 10.0)
    prior = (rnum[r, k, b] + 30.0 * prior) / (rden[r, k, b] + 30.0)
    return float((num[r, p, b] + 8.0 * prior) / (den[r, p, b] + 8.0))


@compiled
def _learn(
    subjects: I8, relations: I8, starts: I8, objects: I8, now: int, n_relations: int, gaps: I4,
    pair_head: I4, pair_next: I4, pair_object: I4, tie_head: I4, tie_next: I4, tie_relation: I4, tie_last: I4, tie_count: F4,
    num: F4, den: F4, rnum: F4, rden: F4, knum: F4, kden: F4, mark: I4, seen: F4,
) -> None:  # fmt: skip
    for q in range(len(subjects)):
        s, r = subjects[q], relations[q]
        for a in range(starts[q], starts[q + 1]):
            mark[objects[a]] = 1
        n_known = 0.0
        n_same = 0.0
        pair = pair_head[s]
        while pair >= 0:
            hit = 1.0 if mark[pair_object[pair]] == 1 else 0.0
            n_known += hit
            tie = tie_head[pair]
            while tie >= 0:
                p = tie_relation[tie]
                b = _bucket(now - tie_last[tie], tie_count[tie], gaps)
                k = _kind(r, p, n_relations)
                num[r, p, b] += hit
                den[r, p, b] += 1.0
                rnum[r, k, b] += hit
                rden[r, k, b] += 1.0
                knum[k, b] += hit
                kden[k, b] += 1.0
                if k == 0:
                    n_same += hit
                tie = tie_next[tie]
            pair = pair_next[pair]
        for a in range(starts[q], starts[q + 1]):
            mark[objects[a]] = 0
        n = float(starts[q + 1] - starts[q])
        seen[s, 0] += n
        seen[s, 1] += n_known
        seen[s, 2] += n_same


@compiled
def _rank_partners(
    subjects: I8, relations: I8, now: int, n_relations: int, gaps: I4,
    pair_head: I4, pair_next: I4, pair_object: I4, tie_head: I4, tie_next: I4, tie_relation: I4, tie_last: I4, tie_count: F4,
    num: F4, den: F4, rnum: F4, rden: F4, knum: F4, kden: F4, n_best: int, sure: float, buffer: F4, buffer_object: I4,
    out: I4, out_score: F4,
) -> None:  # fmt: skip
    for q in range(len(subjects)):
        s, r = subjects[q], relations[q]
        n = 0
        pair = pair_head[s]
        while pair >= 0:
            miss = 1.0
            tie = tie_head[pair]
            while tie >= 0:
                b = _bucket(now - tie_last[tie], tie_count[tie], gaps)
                miss *= 1.0 - _rate(r, tie_relation[tie], b, n_relations, num, den, rnum, rden, knum, kden)
                tie = tie_next[tie]
            buffer[n] = miss - 1.0
            buffer_object[n] = pair_object[pair]
            n += 1
            pair = pair_next[pair]
        best = np.argsort(buffer[:n], kind="mergesort")
        for i in range(out.shape[1]):
            if i < n and (i < n_best or -buffer[best[i]] >= sure):
                out[q, i] = buffer_object[best[i]]
                out_score[q, i] = -buffer[best[i]]
            else:
                out[q, i] = -1
                out_score[q, i] = 0.0


@compiled
def _fill_rules(
    relations: I8, pairs: I4, now: int, n_relations: int, gaps: I4,
    tie_head: I4, tie_next: I4, tie_relation: I4, tie_last: I4, tie_count: F4,
    num: F4, den: F4, rnum: F4, rden: F4, knum: F4, kden: F4, out: F4, column: int,
) -> None:  # fmt: skip
    for i in range(len(pairs)):
        miss, best, second, total, latest, same, inverse = 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        latest_gap = 1 << 30
        n = 0
        if pairs[i] >= 0:
            tie = tie_head[pairs[i]]
            while tie >= 0:
                gap = now - tie_last[tie]
                p = tie_relation[tie]
                rate = _rate(relations[i], p, _bucket(gap, tie_count[tie], gaps), n_relations, num, den, rnum, rden, knum, kden)
                miss *= 1.0 - rate
                total += rate
                if rate > best:
                    second = best
                    best = rate
                elif rate > second:
                    second = rate
                if gap < latest_gap or (gap == latest_gap and rate > latest):
                    latest_gap = gap
                    latest = rate
                k = _kind(relations[i], p, n_relations)
                if k == 0:
                    same = rate
                elif k == 1:
                    inverse = rate
                n += 1
                tie = tie_next[tie]
        out[i, column] = 1.0 - miss
        out[i, column + 1] = best
        out[i, column + 2] = second
        out[i, column + 3] = total
        out[i, column + 4] = latest
        out[i, column + 5] = same
        out[i, column + 6] = inverse
        out[i, column + 7] = n


def _grown(old: I4, size: int) -> I4:
    if len(old) >= size:
        return old
    new = np.full(max(size, 2 * len(old)), -1, dtype=np.int32)
    new[: len(old)] = old
    return new


class Ties:
    """Who was tied to whom, by which relations, and the rates of all one-step rules, up to the last step learned."""

    def __init__(self, n_entities: int, n_relations: int) -> None:
        both = 2 * n_relations
        self.n_entities, self.n_relations = n_entities, n_relations
        self.pairs = Counter()
        self.triples = Counter()
        self._pair_head = np.full(n_entities, -1, dtype=np.int32)
        self._pair_next = np.full(8, -1, dtype=np.int32)
        self._pair_object = np.full(8, -1, dtype=np.int32)
        self._tie_head = np.full(8, -1, dtype=np.int32)
        self._tie_next = np.full(8, -1, dtype=np.int32)
        self._tie_relation = np.full(8, -1, dtype=np.int32)
        self._num = np.zeros((both, both, N_BUCKETS), dtype=np.float32)
        self._den = np.zeros((both, both, N_BUCKETS), dtype=np.float32)
        self._rnum = np.zeros((both, 3, N_BUCKETS), dtype=np.float32)
        self._rden = np.zeros((both, 3, N_BUCKETS), dtype=np.float32)
        self._knum = np.zeros((3, N_BUCKETS), dtype=np.float32)
        self._kden = np.zeros((3, N_BUCKETS), dtype=np.float32)
        self._mark = np.zeros(n_entities, dtype=np.int32)
        self.seen = np.zeros((n_entities, 3), dtype=np.float32)

    @property
    def _tables(self) -> tuple[Any, ...]:
        return self._num, self._den, self._rnum, self._rden, self._knum, self._kden

    @property
    def _walk(self) -> tuple[Any, ...]:
        return (
            self._pair_head, self._pair_next, self._pair_object,
            self._tie_head, self._tie_next, self._tie_relation, self.triples.last, self.triples.count,
        )  # fmt: skip

    def learn(self, questions: Questions, now: int) -> None:
        """Count, for the questions of step ``now``, which rules would have found the answers."""
        q = questions
        arguments: list[Any] = [q.subjects, q.relations, q.starts, q.objects, now, self.n_relations, GAPS]
        arguments += [*self._walk, *self._tables, self._mark, self.seen]
        _learn(*arguments)

    def add(self, subjects: I8, relations: I8, objects: I8, now: int) -> I8:
        """Remember the ties of one step; returns the rows that had never happened before."""
        pair_keys = subjects * self.n_entities + objects
        before = self.pairs.n
        pairs = self.pairs.add(pair_keys, now)
        self._pair_next = _grown(self._pair_next, self.pairs.n)
        self._pair_object = _grown(self._pair_object, self.pairs.n)
        self._tie_head = _grown(self._tie_head, self.pairs.n)
        for entry in range(before, self.pairs.n):
            s, o = divmod(int(self.pairs.keys[entry]), self.n_entities)
            self._pair_next[entry] = self._pair_head[s]
            self._pair_object[entry] = o
            self._pair_head[s] = entry
        before = self.triples.n
        triples = self.triples.add(pair_keys * (2 * self.n_relations) + relations, now)
        self._tie_next = _grown(self._tie_next, self.triples.n)
        self._tie_relation = _grown(self._tie_relation, self.triples.n)
        new = np.flatnonzero(triples >= before)
        for i in new:
            entry = triples[i]
            if self._tie_relation[entry] < 0:
                self._tie_relation[entry] = relations[i]
                self._tie_next[entry] = self._tie_head[pairs[i]]
                self._tie_head[pairs[i]] = entry
        return new

    def partners(self, subjects: I8, relations: I8, now: int, n_best: int) -> tuple[I4, F4]:
        """The past partners of each subject that the rules for its relation find likeliest, best first, and their rates.

        The ``n_best`` best, and beyond them up to `MOST` whose rate reaches `SURE` (a club has more than a hundred players);
        -1 and 0 where there are fewer.
        """
        most = max(n_best, min(MOST, self.n_entities))
        out = np.empty((len(subjects), most), dtype=np.int32)
        score = np.empty((len(subjects), most), dtype=np.float32)
        buffer = np.empty(self.n_entities, dtype=np.float32)
        arguments: list[Any] = [subjects, relations, now, self.n_relations, GAPS, *self._walk, *self._tables, n_best, SURE]
        arguments += [buffer, np.empty(self.n_entities, dtype=np.int32), out, score]
        _rank_partners(*arguments)
        used = max(n_best, int((out >= 0).sum(1).max(initial=0)))
        return out[:, :used], score[:, :used]

    def fill(self, relations: I8, pairs: I4, now: int, out: F4, column: int) -> None:
        """Write the columns `RULE_COLUMNS` for each candidate pair (an entry of ``pairs``, or -1)."""
        arguments: list[Any] = [relations, pairs, now, self.n_relations, GAPS, *self._walk[3:], *self._tables, out, column]
        _fill_rules(*arguments)
