"""Outlooks of a pair: the ladder, honesty about skill, what was issued, and how it resolves itself."""

from __future__ import annotations

import datetime as dt

import pytest

from vigie.errors import InputError
from vigie.foresight import Happening, issued, load_reference, open_page, reference_happenings, resolve, score
from vigie.model import Status

DAY = dt.date(2024, 4, 30)
YEAR = dt.date(2025, 4, 30)
REFERENCE = reference_happenings(load_reference())


def test_renault_and_xiaomi_as_of_april_2024() -> None:
    page = open_page(REFERENCE, "renault", "xiaomi", asked_on=DAY, by_on=YEAR)

    assert page.situation is not None
    assert page.situation.last.type == "meet"
    assert [rung.name for rung in page.rungs] == ["talks", "agreement", "equity"]
    assert page.rungs[0].probability >= page.rungs[1].probability >= page.rungs[2].probability
    assert 0.5 < page.nothing < 0.95
    assert len(page.precedents) == 5
    assert all(one.situation.last.on < DAY for one in page.precedents)


def test_both_orders_of_the_pair_are_one_question() -> None:
    assert open_page(REFERENCE, "renault", "xiaomi", asked_on=DAY, by_on=YEAR) == open_page(
        REFERENCE, "xiaomi", "renault", asked_on=DAY, by_on=YEAR
    )


def test_where_outlooks_were_no_better_the_base_rate_is_shown() -> None:
    page = open_page(REFERENCE, "renault", "xiaomi", asked_on=DAY, by_on=YEAR)

    for record, rung in zip(page.records, page.rungs, strict=True):
        assert page.shown(rung.name) == (rung.probability if record.better else rung.base_rate)


def test_a_pair_without_a_contact_gets_the_rate_of_any_two() -> None:
    page = open_page(REFERENCE, "ferrari", "xiaomi", asked_on=DAY, by_on=YEAR)

    assert page.situation is None
    assert 0 < page.shown("agreement") < 0.05
    assert issued(page, at=dt.datetime(2024, 4, 30, tzinfo=dt.UTC)) is None


def test_a_rumour_is_weighed_as_a_rumour() -> None:
    def chance(status: Status) -> float:
        talks = Happening(on=DAY, known_on=DAY, type="negotiate", pair=("ferrari", "xiaomi"), status=status, words="", source="")
        return open_page([*REFERENCE, talks], "ferrari", "xiaomi", asked_on=DAY, by_on=YEAR).rungs[1].probability

    assert chance(Status.RUMOURED) < chance(Status.HAPPENED)
    assert chance(Status.DENIED) < chance(Status.HAPPENED)


@pytest.mark.parametrize("by", [DAY, dt.date(2040, 1, 1)])
def test_a_horizon_that_is_none_is_refused(by: dt.date) -> None:
    with pytest.raises(InputError, match="is no horizon"):
        open_page(REFERENCE, "renault", "xiaomi", asked_on=DAY, by_on=by)


def test_an_outlook_needs_two_actors() -> None:
    with pytest.raises(InputError, match="two different actors"):
        open_page(REFERENCE, "renault", "renault", asked_on=DAY, by_on=YEAR)


def test_issued_outlooks_resolve_themselves_and_are_scored() -> None:
    outlook = issued(
        open_page(REFERENCE, "renault", "xiaomi", asked_on=DAY, by_on=YEAR), at=dt.datetime(2024, 4, 30, tzinfo=dt.UTC)
    )
    assert outlook is not None
    agreed = dt.date(2024, 9, 1)
    deal = Happening(
        on=agreed, known_on=agreed, type="agree", pair=("renault", "xiaomi"), status=Status.PLANNED, words="", source=""
    )

    [still_open] = resolve([outlook], [deal], today=dt.date(2024, 8, 1))
    [nothing] = resolve([outlook], [], today=YEAR)
    [reached] = resolve([outlook], [deal], today=YEAR)
    assert (still_open.reached, nothing.reached, reached.reached, reached.on) == (None, -1, 1, agreed)
    lines = {(line.group, line.rung): line.worth for line in score([reached])}
    p = outlook.probabilities["agreement"]
    assert lines["all", "agreement"].brier == pytest.approx((1 - p) ** 2)
    assert ("kind:meet", "talks") in lines
    assert score([still_open]) == []


def test_a_rumour_resolves_no_outlook() -> None:
    outlook = issued(
        open_page(REFERENCE, "renault", "xiaomi", asked_on=DAY, by_on=YEAR), at=dt.datetime(2024, 4, 30, tzinfo=dt.UTC)
    )
    assert outlook is not None
    on = dt.date(2024, 9, 1)
    rumour = Happening(on=on, known_on=on, type="agree", pair=("renault", "xiaomi"), status=Status.RUMOURED, words="", source="")

    assert resolve([outlook], [rumour], today=YEAR)[0].reached == -1
