"""When notices go out: within the budget of the watchlist's own day, in digests at its own hour, across changes of clocks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from vigie.model import Change, Delivery, Notice, Pace, Status, Watchlist
from vigie.telling.alerts.schedule import BACK_OFF, due_now, key_of, retry_at, start_of_day

PARIS = Watchlist(name="w", to=("desk",), pace=Pace.DAILY, at="07:00", zone="Europe/Paris")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def notice(name: str, decided: str) -> Notice:
    return Notice(
        id=name, watchlist="w", move_id="m", change=Change.NEW, status=Status.HAPPENED, was=None, why=(), origins=1, documents=1,
        decided_at=at(decided),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-28T05:59", False),  # 06:59 in winter
        ("2026-03-28T06:00", True),
        ("2026-03-29T04:59", True),  # still what was due the day before
    ],
)
def test_the_hour_is_that_of_the_zone(now: str, due: bool) -> None:
    found = due_now([PARIS], [notice("n", "2026-03-27T12:00")], [], at(now))
    assert [one.digest for one in found] == ([True] if due else [])


def test_the_hour_moves_with_the_clocks() -> None:
    waiting = [notice("n", "2026-03-28T12:00")]
    assert due_now([PARIS], waiting, [], at("2026-03-29T04:59")) == []
    assert len(due_now([PARIS], waiting, [], at("2026-03-29T05:00"))) == 1
    assert start_of_day(PARIS, at("2026-03-29T12:00")) == at("2026-03-28T23:00")


def test_what_went_out_today_counts_against_the_budget_whatever_the_channels() -> None:
    instant = replace(PARIS, pace=Pace.INSTANT, budget=2, to=("desk", "phone"))
    sent = [
        Delivery(id=f"{n}{channel}", watchlist="w", channel=channel, digest=False, notice_ids=(n,), subject="", text="",
                 recorded_at=at("2026-03-28T10:00"), next_at=None)
        for n in ("a",) for channel in instant.to
    ]  # fmt: skip
    waiting = [notice("b", "2026-03-28T11:00"), notice("c", "2026-03-28T11:01")]
    found = due_now([instant], waiting, sent, at("2026-03-28T11:02"))
    assert [[one.id for one in due.notices] for due in found] == [["b"]]


def test_the_key_is_that_of_the_notices_and_the_channel() -> None:
    [one] = due_now([PARIS], [notice("a", "2026-03-27T12:00"), notice("b", "2026-03-27T12:01")], [], at("2026-03-28T06:00"))
    again = replace(one, notices=tuple(reversed(one.notices)))
    assert key_of(one, "desk") == key_of(again, "desk") != key_of(one, "phone")


def test_the_back_off_grows_and_ends() -> None:
    now = at("2026-03-28T06:00")
    waits = [retry_at(tries, now) for tries in range(1, len(BACK_OFF) + 2)]
    assert waits[-1] is None
    assert [one - now for one in waits[:-1] if one is not None] == sorted(BACK_OFF)
