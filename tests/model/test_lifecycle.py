"""The life of a move: steps, answers, conflicts kept side by side, and when it lapses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from vigie.checks.fakes import claim, document
from vigie.model import Claim, Status, Value
from vigie.model.lifecycle import answered, conflicts, lapses_on, steps


def told(name: str, status: str = "rumoured", value: float | None = None, **more: Any) -> Claim:
    of = document(name, "Renault and Xiaomi form a venture.")
    one = claim(of, "agree", ("renault",), ("xiaomi",), status=Status(status), **more)
    return one if value is None else replace(one, value=Value(number=value, unit="EUR"))


def test_each_status_is_a_step_at_its_first_telling() -> None:
    asked, heard, again, undated = told("a", "asked"), told("b"), told("c"), told("d", "happened")
    found = steps([(again, "2024-03-01"), (heard, "2024-02-01"), (asked, "2024-01-01"), (undated, None)])
    assert [(one.status.value, one.published_on) for one in found] == [
        ("asked", "2024-01-01"),
        ("rumoured", "2024-02-01"),
        ("happened", None),
    ]
    assert found[1].claim_id == heard.id


def test_a_denial_answers_the_claim_that_it_has_most_in_common_with() -> None:
    small, large, later = told("a", value=1e6), told("b", value=2e6), told("c", value=2e6)
    denial = told("d", "denied", value=2e6)
    said = [(small, "2024-01-01"), (large, "2024-01-02"), (later, "2024-03-01"), (denial, "2024-02-01")]
    assert answered(said) == {denial.id: large.id}
    assert answered([(denial, "2024-02-01"), (later, "2024-03-01")]) == {}


def test_amounts_that_differ_are_kept_side_by_side_and_never_averaged() -> None:
    one, same, other, denied = (
        told("a", value=100.0),
        told("b", value=100.2),
        told("c", value=150.0),
        told("d", "denied", value=9.0),
    )
    [conflict] = conflicts([one, same, other, denied])
    assert conflict.about == "value"
    assert [(says, len(ids)) for says, ids in conflict.told] == [("100 EUR", 2), ("150 EUR", 1)]


def test_values_of_two_units_or_times_are_no_conflict() -> None:
    euros = told("a", value=100.0)
    share = replace(told("b"), value=Value(number=20.0, unit="%"))
    next_year = replace(told("c"), value=Value(number=300.0, unit="EUR", period="2025"))
    assert conflicts([euros, share, next_year]) == ()


def test_dates_conflict_only_where_they_cannot_be_one() -> None:
    month, day, other = told("a", happened_on="2024-04"), told("b", happened_on="2024-04-27"), told("c", happened_on="2024-06")
    assert conflicts([month, day]) == ()
    [conflict] = conflicts([month, day, other])
    assert conflict.about == "date"
    assert {says for says, _ in conflict.told} == {"2024-04", "2024-04-27", "2024-06"}


@pytest.mark.parametrize(
    ("status", "happened_on", "published_on", "day"),
    [
        ("rumoured", None, "2024-01-01", dt.date(2024, 12, 31)),
        ("planned", "2024-06", "2024-01-01", dt.date(2024, 12, 27)),
        ("possible", "2020", "2024-01-01", dt.date(2024, 12, 31)),
        ("planned", None, None, None),
        ("happened", "2024-06", "2024-01-01", None),
        ("denied", None, "2024-01-01", None),
    ],
)
def test_a_move_lapses_after_its_date_or_a_year_without_news(
    status: str, happened_on: str | None, published_on: str | None, day: dt.date | None
) -> None:
    one = told("a", status, happened_on=happened_on)
    assert lapses_on(Status(status), [(one, published_on)]) == day
