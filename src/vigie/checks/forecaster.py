"""What every forecaster must keep, as checks over a function that makes one. Judges no skill: that is what evals are for.

Two of them are the leaks that much published work has: scores that change with what else is asked of the same day, and scores
that change with what happened later.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from vigie.foresight import History, Quads

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.foresight import Forecaster

__all__ = ["CHECKS", "batch_invariance", "future_shuffle", "small_history"]

_VERSIONED = re.compile(r"[a-z][a-z0-9.+-]*-\d+(\.\d+)*")


def small_history(*, seed: int = 0, n_entities: int = 30, n_relations: int = 4, n_steps: int = 40, per_step: int = 12) -> History:
    """A history with some regularity: relation 1 tends to follow relation 0 between the same two."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[int, int, int, int]] = []
    for step in range(n_steps):
        today = set()
        for _ in range(per_step):
            s, o = rng.choice(n_entities, 2, replace=False, p=_uneven(n_entities))
            today.add((int(s), int(rng.integers(n_relations)), int(o), step))
        today |= {(s, 1, o, step) for s, r, o, t in rows if r == 0 and t == step - 2 and rng.random() < 0.6}
        rows += sorted(today)
    columns = np.asarray(rows, dtype=np.int64)
    return History(
        quads=Quads(subjects=columns[:, 0], relations=columns[:, 1], objects=columns[:, 2], steps=columns[:, 3]),
        n_entities=n_entities,
        n_relations=n_relations,
    )


def _uneven(n: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    weight = 1.0 / np.arange(1, n + 1)
    return np.asarray(weight / weight.sum())


def batch_invariance(forecaster: Forecaster, history: History, step: int, *, most: int = 40) -> list[str]:
    """Sentences on questions of ``step`` whose scores differ when asked alone, or in another order; empty where all is well.

    The forecaster must be fitted. Compares exactly, not nearly.
    """
    past = history.until(step)
    day = history.at(step)
    s = np.concatenate([day.subjects, day.objects])
    r = np.concatenate([day.relations, day.relations + history.n_relations])
    together = forecaster.scores(past, s, r)
    turned = forecaster.scores(past, s[::-1].copy(), r[::-1].copy())[::-1]
    faults = []
    for row in range(min(most, len(s))):
        alone = forecaster.scores(past, s[row : row + 1], r[row : row + 1])[0]
        for name, other in (("alone", alone), ("in another order", turned[row])):
            if not np.array_equal(together[row], other):
                faults.append(f"question ({s[row]}, {r[row]}, ?) at {step} scores differently {name}: it sees what else is asked")
    return faults


def future_shuffle(make: Callable[[], Forecaster], history: History, step: int, *, fit_at: int | None = None) -> list[str]:
    """Sentences on scores at ``step`` that change when whatever happened at or after it is permuted; empty where all is well."""
    rng = np.random.default_rng(step)
    quads = history.quads
    later = np.flatnonzero(quads.steps >= step)
    objects, relations = quads.objects.copy(), quads.relations.copy()
    objects[later] = rng.permutation(objects[later])
    relations[later] = rng.permutation(relations[later])
    shuffled = History(
        quads=Quads(subjects=quads.subjects, relations=relations, objects=objects, steps=quads.steps),
        n_entities=history.n_entities,
        n_relations=history.n_relations,
        groups=history.groups,
    )
    day = history.at(step)
    scores = []
    for world in (history, shuffled):
        forecaster = make()
        forecaster.fit(world.until(step if fit_at is None else fit_at))
        scores.append(forecaster.scores(world.until(step), day.subjects, day.relations))
    changed = int((scores[0] != scores[1]).any(axis=1).sum())
    return (
        [f"{changed} of {len(day)} questions at {step} score differently when the future is shuffled: it was seen"]
        if changed
        else []
    )


def check_it_is_named_with_its_version(make: Callable[[], Forecaster]) -> None:
    """The name is stored with every outlook."""
    name = make().name
    assert _VERSIONED.fullmatch(name), f"'{name}' is no name and version such as rules-1"


def check_scores_are_finite_and_of_the_right_shape(make: Callable[[], Forecaster]) -> None:
    """One number for every entity and question."""
    history = small_history()
    forecaster = make()
    forecaster.fit(history.until(30))
    scores = forecaster.scores(history.until(31), np.arange(5), np.array([0, 1, 2, 5, 7]))
    assert scores.shape == (5, history.n_entities), f"scores have shape {scores.shape}"
    assert np.isfinite(scores).all(), "some scores are no finite numbers"


def check_a_question_scores_the_same_alone_as_in_its_batch(make: Callable[[], Forecaster]) -> None:
    """What else is asked of a day says what happens on it."""
    history = small_history()
    forecaster = make()
    forecaster.fit(history.until(30))
    faults = batch_invariance(forecaster, history, 33)
    assert not faults, faults[0]


def check_the_future_changes_nothing(make: Callable[[], Forecaster]) -> None:
    """Whatever happens at or after a step, the scores at it stay."""
    history = small_history()
    for step in (31, 35):
        faults = future_shuffle(make, history, step, fit_at=30)
        assert not faults, faults[0]


def check_what_was_asked_before_changes_nothing(make: Callable[[], Forecaster]) -> None:
    """Asked for a later step first and then for an earlier one, it answers as one that was never asked."""
    history = small_history()
    s, r = np.arange(8), np.arange(8) % 8
    fresh, used = make(), make()
    for forecaster in (fresh, used):
        forecaster.fit(history.until(30))
    used.scores(history.until(38), s, r)
    assert np.array_equal(used.scores(history.until(32), s, r), fresh.scores(history.until(32), s, r)), (
        "scores at a step depend on what was asked before"
    )


CHECKS = (
    check_it_is_named_with_its_version,
    check_scores_are_finite_and_of_the_right_shape,
    check_a_question_scores_the_same_alone_as_in_its_batch,
    check_the_future_changes_nothing,
    check_what_was_asked_before_changes_nothing,
)
