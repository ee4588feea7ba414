"""Outlooks of a ledger: what they rest on, and what they are resolved by."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from vigie.atlas import load_atlas
from vigie.checks import fakes
from vigie.ledger import MemoryLedger
from vigie.model import Conclusions, Outlook, Status
from vigie.outlooks import BETWEEN, Outlooks
from vigie.watch import Watch


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger(clock=fakes.TickingClock())


def test_an_outlook_learns_from_the_latest_and_from_all_that_lies_between_the_two(ledger: MemoryLedger) -> None:
    told = fakes.document("d-1", "Renault met Xiaomi in the hall of the show.")
    met = fakes.claim(told, "meet", ("renault",), ("xiaomi",), happened_on="2024-04-27")
    with ledger.writer() as writer:
        writer.record(told, fakes.reading(told, met), None)
    Watch(reader=fakes.ScriptedReader(), atlas=load_atlas(), ledger=ledger, clock=fakes.TickingClock()).weigh()
    outlooks = Outlooks(atlas=load_atlas(), ledger=ledger, clock=fakes.TickingClock())
    day = dt.date(2030, 1, 1)

    def ours(**asked: Any) -> set[tuple[str, str]]:
        return {one.pair for one in outlooks.happenings(day, **asked) if one.ref}

    assert BETWEEN > 0
    assert ours() == ours(latest=1) == {("renault", "xiaomi")}
    assert ours(latest=0) == set(), "more is looked at than was asked for"
    assert ours(latest=0, between=[("renault", "xiaomi")]) == ours(latest=0, of="xiaomi") == {("renault", "xiaomi")}
    assert ours(latest=0, between=[("geely", "renault")]) == set()
    [known] = {one for one in outlooks.happenings(day) if one.ref}
    [said] = outlooks.worded([known], day).values()
    assert said.quote
    assert (said.on, said.pair, said.ref) == (known.on, known.pair, known.ref)


def test_an_outlook_is_resolved_by_what_came_before_the_latest_moves_of_its_pair(ledger: MemoryLedger) -> None:
    asked = Outlook(
        id="o-1",
        forecaster="ladder-1",
        first="renault",
        second="xiaomi",
        kind="meet",
        asked_on="2024-04-30",
        by_on="2024-12-31",
        issued_at=fakes.TickingClock()(),
    )
    agreed = fakes.move("m-0", status=Status.HAPPENED, happened_on="2024-06-01")
    later = [fakes.move(f"m-{n}", kind="meet", status=Status.HAPPENED, happened_on="2025-01-02") for n in range(1, BETWEEN + 2)]
    with ledger.writer() as writer:
        writer.conclude(Conclusions(moves=(agreed, *later)))
        writer.issue(asked)
    outlooks = Outlooks(atlas=load_atlas(), ledger=ledger, clock=lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    [found] = outlooks.resolved()
    assert found.on == dt.date(2024, 6, 1)
