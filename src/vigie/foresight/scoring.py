"""The strict protocol for rankings, and what a ranking is worth under it. Forecasts nothing.

Single-step: a question at t is asked with everything before t and nothing of t. Both directions. Time-aware filter: other right
answers to the same question at the same step are left out of the ranking, all else stays in. Equal scores get the mean rank.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vigie.foresight.questions import Questions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vigie.foresight.arrays import F4, F8, I8, Bools
    from vigie.foresight.forecaster import Forecaster
    from vigie.foresight.history import History, Quads

__all__ = ["Ranking", "mean_ranks", "rank_steps"]

BLOCK = 512


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking:
    """The ranks of all right answers."""

    ranks: F8
    """Shape (n,), from 1; .5 where scores are equal."""
    seen: Bools
    """Shape (n,): had this subject this relation with this object before."""
    met: Bools
    """Shape (n,): had the two any relation before."""
    n_questions: int
    cpu_seconds: float
    """Spent on scoring and ranking, learning what happened in between included, fitting not."""

    def mrr(self, rows: Bools | None = None) -> float:
        """Mean reciprocal rank, between 0 and 1; nan without rows."""
        ranks = self.ranks if rows is None else self.ranks[rows]
        return float((1.0 / ranks).mean()) if len(ranks) else float("nan")

    def hits(self, k: int, rows: Bools | None = None) -> float:
        """Share of right answers with rank at most k."""
        ranks = self.ranks if rows is None else self.ranks[rows]
        return float((ranks <= k).mean()) if len(ranks) else float("nan")


def mean_ranks(scores: F4 | F8, answers: Sequence[int]) -> list[float]:
    """The rank of each answer among all entities but the other answers; equal scores share the mean of their ranks.

    An answer listed twice counts twice.
    """
    distinct = np.unique(np.asarray(answers, dtype=np.int64))
    others = np.delete(scores, distinct)
    return [1.0 + float((others > scores[a]).sum()) + float((others == scores[a]).sum()) / 2.0 for a in answers]


def rank_steps(forecaster: Forecaster, history: History, steps: Sequence[int]) -> Ranking:
    """Ask the forecaster every question of the given steps, in ascending order, under the strict protocol."""
    ranks: list[float] = []
    seen: list[bool] = []
    met: list[bool] = []
    n_questions = 0
    before = time.process_time()
    for step in sorted(steps):
        past = history.until(step)
        questions = Questions.of(_both(history, step))
        n_questions += len(questions)
        known = _keys(past.quads.subjects, past.quads.objects, past.quads.relations, history)
        known_pairs = past.quads.subjects * history.n_entities + past.quads.objects
        asked = np.repeat(np.arange(len(questions)), np.diff(questions.starts))
        s, r = questions.subjects[asked], questions.relations[asked]
        seen.extend(np.isin(_keys(s, questions.objects, r, history), known).tolist())
        met.extend(np.isin(s * history.n_entities + questions.objects, known_pairs).tolist())
        for start in range(0, len(questions), BLOCK):
            part = questions.take(start, start + BLOCK)
            scores = forecaster.scores(past, part.subjects, part.relations)
            for row in range(len(part)):
                ranks.extend(mean_ranks(scores[row], part.objects[part.starts[row] : part.starts[row + 1]].tolist()))
    return Ranking(
        ranks=np.asarray(ranks),
        seen=np.asarray(seen, bool),
        met=np.asarray(met, bool),
        n_questions=n_questions,
        cpu_seconds=time.process_time() - before,
    )


def _both(history: History, step: int) -> Quads:
    here = history.until(step + 1).quads
    return here.take(slice(int(np.searchsorted(here.steps, step)), None))


def _keys(s: I8, o: I8, r: I8, history: History) -> I8:
    return (s * history.n_entities + o) * (2 * history.n_relations) + r
