"""Copies hold everything, nothing half-written stands, and damage is found."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from vigie.checks import fakes
from vigie.checks.ledger import capture_of, conclusions_of, document_with_everything, reading_with_everything
from vigie.errors import LedgerCorrupt, LedgerUnwritable
from vigie.ledger import MoveFilter, Place, Search, create_ledger, open_ledger, parse_query, place_of
from vigie.ledger.moving import copy_ledger, verified
from vigie.model import Capture, Deed, Status

if TYPE_CHECKING:
    from pathlib import Path

    from vigie.ledger.sql import SqlLedger

CLOCK = fakes.TickingClock()
AT = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with a little of everything, in a past and a present."""
    path = tmp_path / "kept.vigie"
    ledger = create_ledger(path, clock=CLOCK)
    document, content = document_with_everything(), b"some bytes " * 90
    with ledger.writer() as writer:
        writer.record(document, reading_with_everything(document), None)
        writer.keep_beside(reading_with_everything(document))
        writer.conclude(conclusions_of(status=Status.RUMOURED))
        writer.keep_marks("d1", [1, 2])
        writer.note(Deed(at=AT, who="zoé", what="login"))
    with ledger.writer() as writer:
        changed = document_with_everything(text=document.text + " A correction.")
        writer.record(changed, reading_with_everything(changed), _true_capture(content))
        writer.conclude(conclusions_of())
    ledger.close()
    return path


def _true_capture(content: bytes) -> Capture:
    return replace(capture_of(content), id=hashlib.sha256(content).hexdigest())


def _everything(ledger: SqlLedger) -> list[object]:
    found: list[object] = []
    for at in (None, CLOCK.now - dt.timedelta(seconds=1)):
        view = ledger.view(at)
        found += [list(view.documents()), list(view.readings()), view.moves(MoveFilter()), view.stories(), view.copies()]
        found += [view.judgements(), view.names(), view.counts(), view.beside("d1"), view.tally(MoveFilter(actors=("renault",)))]
        found += [view.search(Search(query=parse_query("correction")), most=9), view.history("m-1"), view.waiting()]
        found += [view.deeds(most=9), view.marks_of(["d1"]), view.partners("renault", most=9)]
    return found


def test_a_copy_of_a_copy_holds_the_same(path: Path, database: str, tmp_path: Path) -> None:
    places = [place_of(path), place_of(database), Place(tmp_path / "again.vigie")]
    ledgers = []
    for before, place in zip(places, [*places[1:], None], strict=True):
        ledgers.append(open_ledger(before, clock=CLOCK))
        if place is not None:
            assert copy_ledger(ledgers[-1], place, clock=CLOCK) > 10
    first, *rest = (_everything(ledger) for ledger in ledgers)
    assert all(other == first for other in rest)
    for ledger in ledgers:
        assert list(ledger.faults()) == []
        with ledger.writer() as writer:
            # What a database numbers itself goes on after what came with its number.
            writer.note(Deed(at=AT, who="zoé", what="logout"))
        assert len(ledger.view().deeds(most=9)) == 2
        ledger.close()
    assert [one.name for one in tmp_path.iterdir() if ".part" in one.name] == []


def test_what_is_there_already_is_left_alone(path: Path, database: str, tmp_path: Path) -> None:
    other = tmp_path / "other.vigie"
    other.write_bytes(b"somebody's")
    ledger = open_ledger(path, clock=CLOCK)
    with pytest.raises(LedgerUnwritable, match="is there already"):
        copy_ledger(ledger, Place(other), clock=CLOCK)
    assert other.read_bytes() == b"somebody's"
    copy_ledger(ledger, place_of(database), clock=CLOCK)
    with pytest.raises(LedgerUnwritable, match="holds a ledger already"):
        copy_ledger(ledger, place_of(database), clock=CLOCK)
    ledger.close()


def test_a_copy_that_is_cut_off_leaves_nothing(path: Path, database: str, tmp_path: Path) -> None:
    def cut_off(table: str, number: int) -> None:
        del number
        if table == "moves":
            raise KeyboardInterrupt

    ledger = open_ledger(path, clock=CLOCK)
    for place in (Place(tmp_path / "new.vigie"), place_of(database)):
        with pytest.raises(KeyboardInterrupt):
            copy_ledger(ledger, place, clock=CLOCK, on_rows=cut_off)
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith("new")) == []
    half = open_ledger(place_of(database), clock=CLOCK)
    assert half.view().counts().documents == 0
    for one in (half, ledger):
        one.close()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("update documents set text = replace(text, 'Beijing', 'Nanjing')", "documents: row 1"),
        ("update documents set outlet = 'Another'", "documents: row 1"),
        ("update claims set status = 'denied'", "readings: row"),
        ("update claims set quotes = '[{\"start\": 0}]'", "readings: a row holds what can't be read"),
        ("delete from entities", "readings: row 1"),
        ("update captures set content = x'00', packed = ''", "does not have the bytes"),
        ("update captures set content = x'00', packed = 'zlib'", "can't be unpacked"),
        ("update moves set status = 'denied' where retired_at is null", "moves: row 2 ('m-1') is not as it was written"),
        ("update moves set who = 'no json'", "moves: a row holds what can't be read"),
        ("update kept_readings set body = replace(body, 'Renault', 'Nissan')", "kept_readings: row 1"),
        ("update judgements set score = 9", "judgements: row 1"),
        ("update stories set title = 'Another'", "stories: row 1"),
        ("delete from readings where retired_at is null", "documents: 'd1' stands without a reading"),
        ("delete from move_documents where move_row = 2", "moves: 'm-1' has lost its documents"),
        ("delete from move_parties where key = 'renault'", "move_parties: 2 moves are not listed"),
        ("update tallies set moves = 7 where key = ''", "tallies: the sums"),
        ("delete from search_documents", "readings can't be searched"),
    ],
)
def test_planted_damage_is_found(path: Path, damage: str, said: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(damage).rowcount
    ledger = open_ledger(path, clock=CLOCK)
    found = list(ledger.faults())
    assert any(said in one for one in found), found
    with pytest.raises(LedgerCorrupt, match="is damaged: "):
        verified(ledger)
    ledger.close()


def test_what_is_derived_is_made_again(path: Path) -> None:
    ledger = open_ledger(path, clock=CLOCK)
    before = _everything(ledger)
    ledger.close()
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        for table in ("names", "namings", "move_parties", "move_pairs", "tallies", "search_documents"):
            connection.execute(f"delete from {table}")
    again = open_ledger(path, clock=CLOCK)
    assert list(again.faults()) != []
    again.reindex()
    assert (list(again.faults()), _everything(again)) == ([], before)
    again.close()
