"""Expressions of time against the day of publication; the languages' own cases stand in tests/cases/dates."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.model import bounds
from vigie.reading.dates import DateReader, shift
from vigie.reading.language import languages, lowered

READERS = {code: DateReader(language) for code, language in languages().items()}
DAY = dt.date(2024, 5, 2)


@pytest.mark.parametrize(
    ("unit", "count", "coarse", "iso"),
    [
        ("day", -1, False, "2024-05-01"),
        ("week", -1, True, "2024-04-25"),
        ("week", -3, True, "2024-04"),
        ("month", -5, False, "2023-12"),
        ("month", 8, False, "2025-01"),
        ("quarter", -2, False, "2023-Q4"),
        ("half", 1, False, "2024-H2"),
        ("year", 1, False, "2025"),
        ("decade", 1, False, "2034"),
    ],
)
def test_time_is_shifted_at_its_own_precision(unit: str, count: int, *, coarse: bool, iso: str) -> None:
    assert shift(DAY, unit, count, coarse=coarse) == iso


@pytest.mark.parametrize(("code", "text"), [("fr", "hier"), ("en", "yesterday"), ("de", "gestern"), ("zh", "昨日")])
def test_without_a_day_of_publication_the_relative_stays_unknown(code: str, text: str) -> None:
    assert READERS[code].find(text, None) == []
    assert READERS[code].find(text, "2024") == []
    assert [d.past for d in READERS[code].find(text, "2024-05-02")] == ["2024-05-01"]


@pytest.mark.parametrize(("code", "text"), [("fr", "en mars"), ("en", "in march"), ("de", "im märz"), ("zh", "3月")])
def test_a_month_is_read_backward_for_the_past_and_forward_for_plans(code: str, text: str) -> None:
    [date] = READERS[code].find(text, "2024-05-02")
    assert (date.past, date.future) == ("2024-03", "2025-03")


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert [d.past for d in READERS["en"].find("on 31 february 2024", "2024-05-02") if len(d.past) == 10] == []


PIECES = [
    "le",
    "31",
    "february",
    "mardi",
    "last",
    "Q3",
    "2024",
    "三月",
    "30日",
    "nächsten",
    "in",
    "weeks",
    "ago",
    "上周",
    "q4",
    "13",
]


@given(
    st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join),
    st.sampled_from(sorted(READERS)),
    st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)).map(dt.date.isoformat),
)
def test_whatever_is_found_is_a_date_at_its_place(text: str, code: str, published: str | None) -> None:
    low = lowered(text)
    position = 0
    for date in READERS[code].find(low, published):
        assert position <= date.start < date.end <= len(low)
        position = date.end
        bounds(date.past)
        bounds(date.future)
        assert date.past <= date.future or date.past[:4] == date.future[:4]
