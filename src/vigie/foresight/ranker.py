"""The ranker: candidates scored by trees (LightGBM, extra ``ranker``) or, without it, by a conditional logit.

It is fitted once, on questions drawn from the last steps of a past, each with what was known the step before; afterwards only
the tables move on. Candidates come first; whoever is none is ordered by the factorisation below them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from vigie.errors import InputError
from vigie.foresight.candidates import COLUMNS, Candidates, find_candidates
from vigie.foresight.logit import ConditionalLogit
from vigie.foresight.questions import Questions
from vigie.foresight.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.foresight.arrays import F4, F8, I8, Bools
    from vigie.foresight.history import Past, Quads

__all__ = ["Learner", "Ranker", "Trees", "default_learner"]

BLOCK = 512
"""Questions looked at together; bounds the memory (a few arrays of BLOCK x n_entities floats)."""
LEAST_STEPS = 10
LEFT_OUT = {
    *(f"{key}_{what}" for key in ("o", "s") for what in ("d2", "d10", "d40", "d160", "count", "recency", "age")),
    *(f"{key}_count" for key in ("sr", "ro", "so", "gro", "go", "srG", "sG", "sr_new", "ro_new")),
}
"""Features by which trees recognise single entities instead of situations; without them ICEWS14 valid gains .2 MRR."""
USED = np.array([place for place, name in enumerate(COLUMNS) if name not in LEFT_OUT])


class Learner(Protocol):
    """Learns to order candidates inside their questions."""

    def fit(self, features: F4, answers: Bools, sizes: I8) -> None:
        """``sizes`` holds the number of candidates of each question, in order."""
        ...

    def predict(self, features: F4) -> F8:
        """One score for each row, from that row alone."""
        ...


class Trees:
    """LambdaRank (Burges 2010) with LightGBM (Ke et al. 2017); one thread, seeded; the mean of ``n_models``.

    ICEWS14 valid: two models gain nothing that one does not have.
    """

    def __init__(self, *, rounds: int = 250, n_models: int = 1, seed: int = 1) -> None:
        self._rounds, self._seeds = rounds, range(seed, seed + n_models)

    def fit(self, features: F4, answers: Bools, sizes: I8) -> None:
        """Chosen on ICEWS14 valid: truncation 20, 31 leaves, 63 bins."""
        import lightgbm

        self._boosters = []
        for seed in self._seeds:
            parameters = {
                "objective": "lambdarank", "lambdarank_truncation_level": 20, "num_leaves": 31, "learning_rate": 0.05,
                "min_data_in_leaf": 200, "feature_fraction": 0.4, "bagging_fraction": 0.7, "bagging_freq": 1, "max_bin": 63,
                "num_threads": 1, "deterministic": True, "force_row_wise": True, "seed": seed, "verbose": -1,
            }  # fmt: skip
            data = lightgbm.Dataset(features, answers, group=sizes, params=parameters)
            self._boosters.append(lightgbm.train(parameters, data, self._rounds))

    def predict(self, features: F4) -> F8:
        """The mean of the models' sums of trees."""
        found: F8 = np.mean([booster.predict(features, num_threads=1) for booster in self._boosters], axis=0)
        return found


def default_learner() -> Learner:
    """Trees where LightGBM is installed, else the conditional logit."""
    try:
        import lightgbm  # noqa: F401 - only asked whether it is there
    except ImportError:
        return ConditionalLogit()
    return Trees()


class Ranker:
    """Ranks candidates by everything the tables know of them."""

    def __init__(
        self,
        *,
        learner: Callable[[], Learner] = default_learner,
        seed: int = 0,
        most_questions: int = 50_000,
        most_steps: int = 120,
    ) -> None:
        self._tables = Tables(seed=seed)
        self._learner, self._seed, self._most_questions, self._most_steps = learner, seed, most_questions, most_steps
        self._fitted: Learner | None = None
        self.name = f"ranker-{learner().__class__.__name__.lower()}-1"

    def fit(self, past: Past) -> None:
        """Take the questions of the last steps, answer them with what was known the step before, and learn.

        As many of the last steps as hold ``most_questions`` questions, but 10 at least and ``most_steps`` at most; where ten steps
        hold more, a share of each is drawn. Recent questions teach more than many: YAGO valid gains from ten steps against 120.
        """
        steps, n_questions = self._window(past)
        share = min(1.0, self._most_questions / max(n_questions, 1))
        features, answers, sizes = [], [], []

        def collect(now: int) -> None:
            if now < steps[0]:
                return
            asked = Questions.of(_at(past, now))
            chosen = np.flatnonzero(np.random.default_rng((self._seed, now)).random(len(asked)) < share)
            for block in np.array_split(chosen, max(1, -(-len(chosen) // BLOCK))):
                found = find_candidates(self._tables, asked.subjects[block], asked.relations[block], now)
                hit = _hits(found, asked, block, past.n_entities)
                useful = np.bincount(found.rows, weights=hit, minlength=len(block)) > 0
                keep = useful[found.rows]
                features.append(found.features[keep][:, USED])
                answers.append(hit[keep])
                sizes.append(np.diff(found.starts)[useful])

        if not len(steps):
            raise InputError("the ranker can't learn from an empty past: give it one with at least two steps")
        self._tables = Tables(seed=self._seed)
        self._tables.catch_up(past, collect)
        learner = self._learner()
        learner.fit(np.concatenate(features), np.concatenate(answers), np.concatenate(sizes))
        self._fitted = learner

    def _window(self, past: Past) -> tuple[I8, int]:
        steps = np.unique(past.quads.steps)[-self._most_steps :]
        sizes = np.array([len(Questions.of(_at(past, int(step)))) for step in steps], dtype=np.int64)
        backwards = np.cumsum(sizes[::-1])
        n = min(len(steps), max(LEAST_STEPS, int((backwards <= self._most_questions).sum())))
        return steps[len(steps) - n :], int(sizes[len(steps) - n :].sum())

    def scores(self, past: Past, subjects: I8, relations: I8) -> F4:
        """Candidates' scores from the learner; all others below them, by the factorisation."""
        if self._fitted is None:
            raise InputError("the ranker has to be fitted before it is asked: call fit with a past")
        self._tables.catch_up(past)
        out = np.empty((len(subjects), past.n_entities), dtype=np.float32)
        for start in range(0, len(subjects), BLOCK):
            part = slice(start, start + BLOCK)
            found = find_candidates(self._tables, subjects[part], relations[part], past.step)
            score = self._fitted.predict(found.features[:, USED]).astype(np.float32)
            out[part] = found.rest - np.float32(1e4)
            out[part][found.rows, found.objects] = score
        return out


def _at(past: Past, step: int) -> Quads:
    lo, hi = np.searchsorted(past.quads.steps, [step, step + 1])
    return past.quads.take(slice(lo, hi))


def _hits(found: Candidates, asked: Questions, block: I8, n_entities: int) -> Bools:
    n_answers = np.diff(asked.starts)[block]
    answers = np.concatenate([asked.objects[asked.starts[i] : asked.starts[i + 1]] for i in block]) if len(block) else block
    wanted = np.repeat(np.arange(len(block)), n_answers) * n_entities + answers
    hits: Bools = np.isin(found.rows * n_entities + found.objects, wanted)
    return hits
