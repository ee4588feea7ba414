"""Every forecaster that ships keeps the checks; one that peeks, in either way, fails them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from vigie.checks.forecaster import CHECKS, batch_invariance, future_shuffle, small_history
from vigie.foresight import Forecaster, History, Past, Recurrence, Rules
from vigie.foresight.logit import ConditionalLogit
from vigie.foresight.ranker import Ranker, Trees

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.foresight.arrays import F4, I8


def trees() -> Ranker:
    return Ranker(learner=lambda: Trees(rounds=5), most_steps=10)


def logit() -> Ranker:
    return Ranker(learner=ConditionalLogit, most_steps=10)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("make", [Recurrence, Rules, trees, logit], ids=["recurrence", "rules", "trees", "logit"])
def test_every_forecaster_keeps_the_checks(
    check: Callable[[Callable[[], Forecaster]], None], make: Callable[[], Forecaster]
) -> None:
    check(make)


class PeeksAtTheBatch(Recurrence):
    """Lifts whoever is a subject of another question of the same day: the leak of much published work."""

    name = "peeks-1"

    def scores(self, past: Past, subjects: I8, relations: I8) -> F4:
        scores = super().scores(past, subjects, relations)
        scores[:, np.unique(subjects)] += 0.5
        return scores


class PeeksAtTheFuture(Recurrence):
    """Holds what `History.until` would never give it: each new one takes the next of ``worlds``."""

    name = "peeks-2"

    def __init__(self, worlds: list[History]) -> None:
        super().__init__()
        self.history = worlds.pop(0)

    def scores(self, past: Past, subjects: I8, relations: I8) -> F4:
        scores = super().scores(past, subjects, relations)
        scores += np.bincount(self.history.at(past.step).objects, minlength=self.history.n_entities)
        return scores


def test_a_forecaster_that_looks_at_the_other_questions_of_the_day_fails() -> None:
    forecaster, history = PeeksAtTheBatch(), small_history()
    forecaster.fit(history.until(30))

    assert "sees what else is asked" in batch_invariance(forecaster, history, 33)[0]


def test_a_forecaster_that_looks_ahead_fails() -> None:
    history = small_history()
    worlds = [history, small_history(seed=9)]

    assert "it was seen" in future_shuffle(lambda: PeeksAtTheFuture(worlds), history, 33, fit_at=30)[0]
