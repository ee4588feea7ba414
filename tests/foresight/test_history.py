"""The past is reached through `History.until` alone, and holds nothing of its step or later."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.errors import InputError
from vigie.foresight import History, Quads

ROWS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 5), st.integers(0, 9)), min_size=1, max_size=40)


def history(rows: list[tuple[int, int, int, int]]) -> History:
    s, r, o, t = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return History(quads=Quads(subjects=s, relations=r, objects=o, steps=t), n_entities=6, n_relations=3)


@given(ROWS, st.integers(0, 10))
def test_the_past_is_exactly_what_came_before_both_ways_round(rows: list[tuple[int, int, int, int]], step: int) -> None:
    q = history(rows).until(step).quads

    found = sorted(zip(q.subjects.tolist(), q.relations.tolist(), q.objects.tolist(), q.steps.tolist(), strict=True))
    before = [row for row in rows if row[3] < step]
    assert found == sorted(before + [(o, r + 3, s, t) for s, r, o, t in before])
    assert q.steps.tolist() == sorted(q.steps.tolist())


@given(ROWS, st.randoms())
def test_the_order_in_which_things_arrived_says_nothing(rows: list[tuple[int, int, int, int]], random: object) -> None:
    shuffled = rows.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = history(rows).until(10).quads, history(shuffled).until(10).quads

    assert all(
        np.array_equal(a, b)
        for a, b in (
            (one.subjects, other.subjects),
            (one.relations, other.relations),
            (one.objects, other.objects),
            (one.steps, other.steps),
        )
    )


def test_an_entity_beyond_the_number_given_is_refused() -> None:
    with pytest.raises(InputError, match="beyond the number given"):
        history([(0, 0, 6, 1)])


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(InputError, match="equal length"):
        Quads(
            subjects=np.zeros(1, np.int64),
            relations=np.zeros(2, np.int64),
            objects=np.zeros(1, np.int64),
            steps=np.zeros(1, np.int64),
        )
