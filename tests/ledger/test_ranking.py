"""What a document says more of counts more, up to a point; what is noted of it is bounded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vigie.ledger import parse_query
from vigie.ledger.ranking import LENGTH_COUNTS, NOTED, SATURATION, TITLE, profile_of, scores

WORDS = st.lists(st.sampled_from(["usine", "renault", "小米", "a", "the"]), max_size=30)


def _worth(times: int, length: int, usual: float) -> float:
    """BM25's share of one word, as its authors write it."""
    return times / (times + SATURATION * (1 - LENGTH_COUNTS + LENGTH_COUNTS * length / usual))


def test_a_word_counts_as_bm25_says_by_how_often_it_stands_and_how_long_the_text_is() -> None:
    profiles = [profile_of([], ["usine"] * 3 + ["reste"] * 6, []), profile_of([], ["usine", "reste"], [])]
    expected = [_worth(3, 10, 6.5), _worth(1, 3, 6.5)]
    assert scores(profiles, parse_query("usine")) == expected


def test_a_title_counts_as_if_the_text_had_said_it_several_times() -> None:
    titled, told = profile_of(["usine"], ["reste"] * TITLE, []), profile_of([], ["usine"] * TITLE + ["reste"], [])
    [one, other] = scores([titled, told], parse_query("usine"))
    assert one == other


def test_of_several_phrases_and_keys_the_most_frequent_counts() -> None:
    profile = profile_of([], ["renault"] * 2 + ["group"] * 5, ["renault"] * 4)
    by_key = parse_query("Renault", lambda _: ("renault",))
    assert scores([profile], by_key) == [_worth(4, 8, 8)]
    assert scores([profile], parse_query('"renault group"')) == [_worth(2, 8, 8)], "a phrase counts more than its rarest word"


def test_a_query_for_no_word_tells_no_document_from_another() -> None:
    assert scores([profile_of([], ["a"] * 9, []), b"\0\0\0\0"], parse_query("-usine")) == [0, 0]


@given(before=WORDS, added=WORDS)
def test_no_repetition_makes_a_document_of_its_length_worth_less(before: list[str], added: list[str]) -> None:
    filled = [*before, *(f"rest{number}" for number in range(len(added)))]
    repeated = [*before, *("usine" for _ in added)]
    [one, other] = scores([profile_of([], filled, []), profile_of([], repeated, [])], parse_query("usine"))
    assert one <= other


@given(counts=st.lists(st.integers(min_value=1, max_value=400), min_size=1, max_size=300))
def test_a_profile_is_bounded_and_notes_what_is_said_most(counts: list[int]) -> None:
    profile = profile_of([], (f"w{number}" for number, times in enumerate(counts) for _ in range(times)), [])
    assert len(profile) <= 4 + 5 * NOTED
    most = max(range(len(counts)), key=lambda number: (counts[number], -number))
    [worth] = scores([profile], parse_query(f'"w{most}"'))
    length = 1 + sum(counts)
    assert worth == _worth(min(255, counts[most]), length, length)
