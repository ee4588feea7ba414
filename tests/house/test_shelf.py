"""What is worked out once is worked out again when the ledger says something else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from vigie.checks import fakes
from vigie.house.shelf import Shelf
from vigie.ledger import Gone, MemoryLedger
from vigie.model import Conclusions

if TYPE_CHECKING:
    from vigie.outlooks import Outlooks


def _no_outlooks() -> Outlooks:
    raise AssertionError("nothing here asks for an outlook")


def test_what_is_kept_is_made_anew_when_a_move_came_or_only_went() -> None:
    now = [dt.datetime(2024, 5, 1, tzinfo=dt.UTC)]
    ledger = MemoryLedger(clock=lambda: now[0])
    shelf = Shelf(ledger=ledger, clock=lambda: now[0], outlooks=_no_outlooks)
    made: list[int] = []

    def asked() -> int:
        shelf.keep_while_unchanged("how often", lambda: made.append(len(made)))
        return len(made)

    with ledger.writer() as writer:
        writer.conclude(Conclusions(moves=(fakes.move("m-1"), fakes.move("m-2"))))
    assert (asked(), asked()) == (1, 1)
    for change in (Gone(moves=("m-1",)), Gone()):
        now[0] += dt.timedelta(minutes=1)
        added = () if change.moves else (fakes.move("m-3"),)
        with ledger.writer() as writer:
            writer.revise(Conclusions(moves=added), gone=change)
        before = len(made)
        assert (asked(), asked()) == (before + 1, before + 1)
