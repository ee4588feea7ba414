"""The record of sources: who was first, what became of rumours, and the grades that follow."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories.test_revise import Desk

from vigie.checks.fakes import claim, document, reading
from vigie.model import Document, Reading, Status
from vigie.stories import SourceRecord, credibility, source_records, source_shape
from vigie.stories.record import letter, wilson

TODAY = dt.date(2024, 6, 1)


def told(name: str, outlet: str, status: str, day: str, words: str, *, partner: str = "xiaomi") -> tuple[Document, Reading]:
    of = document(name, f"Renault and {partner}: {words} — {name}.", published_on=day, outlet=outlet)
    return of, reading(of, claim(of, "agree", ("renault",), (partner,), status=Status(status)))


def records(*articles: tuple[Document, Reading], today: dt.date = TODAY) -> dict[str, SourceRecord]:
    desk = Desk()
    desk.take(*articles)
    return {one.name: one for one in source_records(desk.ledger.view(), today=today) if one.kind == "outlet"}


def test_a_rumour_that_came_true_counts_for_who_told_it_first() -> None:
    found = records(
        told("a", "The Gauge", "rumoured", "2024-04-01", "a guard saw them sign something behind the curtain"),
        told("b", "Der Bote", "happened", "2024-05-01", "nobody expected the notary to come on a holiday"),
    )
    gauge, bote = found["The Gauge"], found["Der Bote"]
    assert (gauge.first, gauge.shared, gauge.rumours.came_true) == (1, 1, 1)
    assert (bote.first, bote.shared, bote.rumours.resolved) == (0, 1, 0)


def test_rumours_end_denied_lapsed_or_stay_open() -> None:
    denied = told("d", "The Gauge", "rumoured", "2024-04-01", "talks, says a driver")
    denial = told("n", "Der Bote", "denied", "2024-04-09", "not a word of it is right, the firm says")
    old = told("o", "The Gauge", "rumoured", "2022-04-01", "a joint factory by the river", partner="geely")
    fresh = told("f", "The Gauge", "possible", "2024-05-20", "perhaps a common platform", partner="byd")
    gauge = records(denied, denial, old, fresh)["The Gauge"].rumours
    assert (gauge.came_true, gauge.denied, gauge.lapsed, gauge.open) == (0, 1, 1, 1)


def test_two_that_publish_on_one_day_are_neither_first() -> None:
    found = records(
        told("a", "The Gauge", "happened", "2024-04-01", "the ink was still wet when the doors opened"),
        told("b", "Der Bote", "happened", "2024-04-01", "a quiet ceremony without any guests"),
    )
    assert [one.first for one in found.values()] == [0, 0]


@pytest.mark.parametrize(
    ("came_true", "resolved", "grade"),
    [(4, 4, "F"), (0, 0, "F"), (16, 16, "A"), (15, 16, "B"), (10, 14, "C"), (5, 10, "D"), (0, 9, "E")],
)
def test_a_grade_follows_from_the_lower_end_of_the_interval(came_true: int, resolved: int, grade: str) -> None:
    assert letter(came_true, resolved) == grade


def test_the_interval_is_wilsons() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_interval_holds_the_share_and_narrows(hits: int, of: int) -> None:
    hits = min(hits, of)
    low, high = wilson(hits, of)
    assert 0 <= low <= hits / of <= high <= 1
    more = wilson(10 * hits, 10 * of)
    assert more[1] - more[0] < high - low


def test_a_move_is_graded_by_who_vouches_for_it() -> None:
    desk = Desk()
    desk.take(
        told("a", "The Gauge", "happened", "2024-04-01", "the ink was still wet when the doors opened"),
        told("b", "Der Bote", "happened", "2024-04-02", "a quiet ceremony without any guests"),
        told("c", "The Gauge", "rumoured", "2024-04-02", "a joint factory by the river", partner="geely"),
        told("d", "The Gauge", "possible", "2024-04-02", "perhaps a common platform", partner="byd"),
        told("e", "The Gauge", "denied", "2024-04-02", "no sale, the owner says", partner="nio"),
    )
    graded = {move.document_ids: credibility(move, lapsed=False) for move in desk.moves()}
    assert graded == {("a", "b"): 1, ("c",): 3, ("d",): 4, ("e",): 5}
    assert {credibility(move, lapsed=True) for move in desk.moves()} == {5}


def test_a_record_is_given_in_plain_values() -> None:
    shape = source_shape(records(told("a", "The Gauge", "rumoured", "2024-04-01", "a guard saw them"))["The Gauge"])
    assert (shape["grade"], shape["open"], shape["true_between"]) == ("F", 1, [0.0, 1.0])
