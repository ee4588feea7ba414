"""Average linkage: a set of scores gives one grouping, in whatever order it is given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vigie.stories.link import average_link


def test_the_closest_join_first_and_a_stranger_stays_alone() -> None:
    scores = {("a", "b"): 3.0, ("b", "c"): 1.0, ("a", "c"): -0.5, ("c", "d"): -2.0}
    assert average_link("abcd", scores, unlike=-5.0, threshold=0.0) == [("a", "b", "c"), ("d",)]


def test_one_strong_pair_does_not_join_two_groups_that_are_otherwise_unlike() -> None:
    scores = {("a", "b"): 5.0, ("c", "d"): 5.0, ("b", "c"): 2.0}
    assert average_link("abcd", scores, unlike=-5.0, threshold=0.0) == [("a", "b"), ("c", "d")]


def test_without_scores_everything_stands_alone() -> None:
    assert average_link("ba", {}, unlike=-1.0, threshold=0.0) == [("a",), ("b",)]


pairs = st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")).filter(lambda pair: pair[0] < pair[1])
tables = st.dictionaries(pairs, st.sampled_from([-2.0, -1.0, 0.5, 1.0, 2.0]), max_size=21)


@given(tables, st.randoms(use_true_random=False))
def test_order_does_not_matter(scores: dict[tuple[str, str], float], random: object) -> None:
    items, ids = list(scores.items()), list("abcdefg")
    random.shuffle(items)  # type: ignore[attr-defined]
    random.shuffle(ids)  # type: ignore[attr-defined]
    one = average_link("abcdefg", scores, unlike=-4.0, threshold=0.0)
    assert average_link(ids, dict(items), unlike=-4.0, threshold=0.0) == one


@given(tables)
def test_every_id_is_in_exactly_one_group(scores: dict[tuple[str, str], float]) -> None:
    groups = average_link("abcdefg", scores, unlike=-4.0, threshold=0.0)
    assert sorted(one for group in groups for one in group) == list("abcdefg")
