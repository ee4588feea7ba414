"""Candidates for a question and what is known of each, as numbers. Reads the tables; learns and ranks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vigie.foresight.compiled import compiled
from vigie.foresight.counters import HALF_LIVES, WIDTH
from vigie.foresight.factors import offsets
from vigie.foresight.tables import COUNTERS, N_PARTNERS
from vigie.foresight.ties import RULE_COLUMNS, SURE

if TYPE_CHECKING:
    from vigie.foresight.arrays import F4, I4, I8
    from vigie.foresight.counters import Counter
    from vigie.foresight.tables import Tables

__all__ = ["COLUMNS", "Candidates", "find_candidates"]

N_OBJECTS, N_PATHS, N_FACTORS = 50, 50, 60
"""How many candidates come from the recent objects of the relation, from paths of two steps and from the factors."""
N_SCORED_PATHS = 150
KEPT = 50
"""Candidates kept for each question. ICEWS14 valid: 50 keep 79.7 %, 70 keep 82.3 % and all 140 keep 86.3 % of the answers, with the
same MRR, for what comes after the fiftieth seldom reaches the first ten."""

_REST = ("path", "path_best", "factor", "factor_share", "residual", "residual_share", "same_group", "s_known", "s_same")
_RANKED = ("rule_or", "factor", "residual", "so_d10", "sro_d40", "ro_d10", "path", "gro_d40")
_SUFFIXES = (*(f"d{int(h)}" for h in HALF_LIVES), "count", "recency", "age")
_COUNTED = tuple(f"{counter}_{suffix}" for counter in COUNTERS for suffix in _SUFFIXES)
COLUMNS = (*_COUNTED, *RULE_COLUMNS, *_REST, *(f"{name}_rank" for name in _RANKED), "rule_share")
"""Names of the features, in their order."""
_FUSED = {"residual": 2.0, "factor": 1.0, "rule_or": 2.0, "ro_d10": 1.0, "path": 1.0, "gro_d40": 1.0}
_AT = {name: place for place, name in enumerate(COLUMNS)}


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """For each question the entities that may be the answer, with features."""

    starts: I8
    """Shape (n + 1,): the candidates of question i are ``objects[starts[i]:starts[i + 1]]``, ascending."""
    objects: I8
    features: F4
    """Shape (len(objects), len(COLUMNS))."""
    rest: F4
    """Shape (n, n_entities): the score that orders whoever is no candidate, at most zero."""

    @property
    def rows(self) -> I8:
        """The question of each candidate."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


def find_candidates(tables: Tables, subjects: I8, relations: I8, now: int) -> Candidates:
    """The `KEPT` best candidates of each question (subject, relation, ?) at step ``now`` with their features."""
    n = tables.n_entities
    known = tables.ties.partners(subjects, relations, now, N_PARTNERS)
    ends, total, best = tables.paths.scores(subjects, relations, now, N_SCORED_PATHS)
    factor = tables.factors.scores(subjects, relations)
    residual = tables.residual.scores(subjects, relations)
    residual += offsets(known, np.arange(n), n)
    residual -= residual.max(1, keepdims=True)
    top = np.argpartition(-residual, min(N_FACTORS, n - 1), axis=1)[:, :N_FACTORS]
    popular = _popular(tables.counters["ro"], relations, now, tables)
    lists = np.concatenate([known[0], popular, ends[:, :N_PATHS], top], axis=1)
    asked = np.repeat(np.arange(len(subjects)), lists.shape[1])
    flat = lists.ravel().astype(np.int64)
    key = np.unique(asked[flat >= 0] * n + flat[flat >= 0])
    rows, objects = key // n, key % n
    starts = np.searchsorted(rows, np.arange(len(subjects) + 1)).astype(np.int64)
    out = np.zeros((len(objects), len(COLUMNS)), dtype=np.float32)
    _fill_counts(tables, subjects[rows], relations[rows], objects, now, out)
    _fill_paths(ends, total, best, key, n, out)
    for name, dense in (("factor", factor), ("residual", residual)):
        value = dense[rows, objects]
        peak = dense.max(1, keepdims=True)
        share = np.exp(dense - peak).sum(1)
        out[:, _AT[name]] = value - peak[rows, 0]
        out[:, _AT[f"{name}_share"]] = np.exp(out[:, _AT[name]]) / share[rows]
    out[:, _AT["same_group"]] = tables.groups[subjects[rows]] == tables.groups[objects]
    seen = tables.ties.seen[subjects[rows]]
    out[:, _AT["s_known"]] = (seen[:, 1] + 1.0) / (seen[:, 0] + 2.0)
    out[:, _AT["s_same"]] = (seen[:, 2] + 1.0) / (seen[:, 0] + 2.0)
    for name in _RANKED:
        ranks = np.empty(len(objects), np.float32)
        _inverse_ranks(starts, np.ascontiguousarray(out[:, _AT[name]]), ranks)
        out[:, _AT[f"{name}_rank"]] = ranks
    if len(objects):
        rule = out[:, _AT["rule_sum"]]
        out[:, _AT["rule_share"]] = rule / (np.add.reduceat(rule, starts[:-1])[rows] + np.float32(1e-6))
    keep = _best(out, rows, starts)
    kept_starts = np.searchsorted(rows[keep], np.arange(len(subjects) + 1)).astype(np.int64)
    return Candidates(kept_starts, objects[keep], out[keep], residual)


def _best(features: F4, rows: I8, starts: I8) -> I8:
    """Places of the `KEPT` best of each question, and of all that the rules find likely.

    The best by reciprocal rank fusion (Cormack et al. 2009) with k = 4.
    """
    fused = np.zeros(len(rows))
    for name, weight in _FUSED.items():
        fused += weight / (1.0 / features[:, _AT[f"{name}_rank"]] + 4.0)
    order = np.lexsort((-fused, rows))
    place = np.arange(len(rows)) - starts[rows]
    likely = features[order, _AT["rule_or"]] >= SURE
    kept: I8 = np.sort(order[(place < KEPT) | likely])
    return kept


def _fill_counts(tables: Tables, s: I8, r: I8, o: I8, now: int, out: F4) -> None:
    column = 0
    for name, keys in tables.keys(s, r, o).items():
        entries = tables.counters[name].fill(keys, now, out, column)
        if name == "so":
            pairs = entries
        column += WIDTH
    tables.ties.fill(r, pairs, now, out, column)


def _fill_paths(ends: I4, total: F4, best: F4, key: I8, n_entities: int, out: F4) -> None:
    wanted = (np.arange(len(ends))[:, None] * n_entities + ends).ravel()
    there = ends.ravel() >= 0
    at = np.minimum(np.searchsorted(key, wanted[there]), max(len(key) - 1, 0))
    match = key[at] == wanted[there] if len(key) else np.zeros(0, bool)
    out[at[match], _AT["path"]] = total.ravel()[there][match]
    out[at[match], _AT["path_best"]] = best.ravel()[there][match]


def _popular(counter: Counter, relations: I8, now: int, tables: Tables) -> I8:
    """Shape (n, `N_OBJECTS`): the objects each relation had most in the last months, -1 where there are fewer."""
    n = tables.n_entities
    out = np.full((len(relations), N_OBJECTS), -1, dtype=np.int64)
    keys = counter.keys[: counter.n]
    relation = keys // n
    score = counter.decayed[: counter.n, 2] * np.exp(-counter.rates[2] * (now - counter.last[: counter.n]))
    order = np.lexsort((keys, -score, relation))
    starts = np.searchsorted(relation[order], np.arange(2 * tables.n_relations + 1))
    for row, asked in enumerate(relations.tolist()):
        found = order[starts[asked] : min(starts[asked + 1], starts[asked] + N_OBJECTS)]
        out[row, : len(found)] = keys[found] % n
    return out


@compiled
def _inverse_ranks(starts: I8, values: F4, out: F4) -> None:
    """One over the rank inside the question, best first; equals share the better rank."""
    for q in range(len(starts) - 1):
        a, b = starts[q], starts[q + 1]
        order = np.argsort(-values[a:b], kind="mergesort")
        rank = 0
        for i in range(b - a):
            if i == 0 or values[a + order[i]] != values[a + order[i - 1]]:
                rank = i
            out[a + order[i]] = 1.0 / (1.0 + rank)
