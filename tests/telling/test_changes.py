"""What changed between two instants: new, of another status, contradicted; nothing for a copy, an edit or one more telling."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from vigie.checks import fakes
from vigie.ledger import MemoryLedger
from vigie.model import Change, Conclusions, Copy, Status
from vigie.telling import changes_between

if TYPE_CHECKING:
    from vigie.model import Move
    from vigie.telling import Changed

START = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)


def between(first: list[Move], second: list[Move], copies: tuple[Copy, ...] = ()) -> list[Changed]:
    clock = fakes.TickingClock(START)
    ledger = MemoryLedger(clock=clock)
    with ledger.writer() as writer:
        writer.conclude(Conclusions(moves=tuple(first)))
    since = clock.now + dt.timedelta(microseconds=1)
    with ledger.writer() as writer:
        writer.conclude(Conclusions(moves=tuple(second), copies=copies))
    return changes_between(ledger.view(since), ledger.view(), since)


def test_changes_of_status_stand_before_what_is_new() -> None:
    rumour, other = fakes.move("m-1"), fakes.move("m-2", whom=("geely",), document_ids=("d2",), origins=("A", "B", "C"))
    denied = fakes.move("m-1", status=Status.DENIED)
    found = between([rumour], [denied, other])
    assert [(one.move.id, one.change, one.was) for one in found] == [
        ("m-1", Change.STATUS, Status.RUMOURED),
        ("m-2", Change.NEW, None),
    ]


def test_one_more_telling_an_edit_and_a_copy_are_no_change() -> None:
    first = fakes.move("m-1", claim_ids=("c-1",))
    more = fakes.move("m-0", claim_ids=("c-0", "c-1"), document_ids=("d1", "d2"), origins=("A", "B"))
    edited = fakes.move("m-9", claim_ids=("c-9",))
    copied = fakes.move("m-3", claim_ids=("c-3",), document_ids=("d9",))
    copy = Copy(document_id="d9", copy_of="d1", score=1.0, reason="the same")
    assert between([first], [more]) == []
    assert between([first], [edited]) == []
    assert between([first], [first, copied], (copy,)) == []


def test_a_contradiction_is_one() -> None:
    plan = fakes.move("m-1", status=Status.PLANNED)
    [found] = between([plan], [fakes.move("m-1", status=Status.PLANNED, contradicted=True)])
    assert found.change is Change.CONTRADICTED
