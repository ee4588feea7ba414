"""Watch: documents are taken once, read again only for a reason, and weighed together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vigie.atlas import Atlas, load_atlas
from vigie.checks import fakes
from vigie.errors import UnreadableInput
from vigie.ledger import MemoryLedger, MoveFilter
from vigie.rounds import run_round
from vigie.watch import AtlasNames, Watch

if TYPE_CHECKING:
    from pathlib import Path

    from vigie.model import Document, Reading


class Meetings(fakes.ScriptedReader):
    """Finds one meeting in every document."""

    def read(self, document: Document) -> Reading:
        self.read_ids.append(document.id)
        met = fakes.claim(document, "meet", ("renault",), ("xiaomi",), happened_on="2024-04-27")
        return fakes.reading(document, met, reader=self.name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"Renault met Xiaomi, says witness {name} in the hall of the show.", encoding="utf-8")
    return tmp_path


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger(clock=fakes.TickingClock())


def watch_with(reader: fakes.ScriptedReader, ledger: MemoryLedger) -> Watch:
    return Watch(reader=reader, atlas=Atlas([]), ledger=ledger, clock=fakes.TickingClock())


def test_a_round_takes_every_document_and_weighs_them(folder: Path, ledger: MemoryLedger) -> None:
    done = run_round(watch_with(Meetings(), ledger), [str(folder)])
    assert (len(done.taken), done.new, done.refused) == (2, 2, ())
    [move] = ledger.view().moves(MoveFilter())
    assert len(move.document_ids) == 2
    assert done.changed >= 2


def test_a_second_round_reads_nothing_and_changes_nothing(folder: Path, ledger: MemoryLedger) -> None:
    run_round(watch_with(Meetings(), ledger), [str(folder)])
    reader = Meetings()
    done = run_round(watch_with(reader, ledger), [str(folder)])
    assert (reader.read_ids, done.new, done.changed) == ([], 0, 0)


def test_a_new_version_of_the_reader_reads_again(folder: Path, ledger: MemoryLedger) -> None:
    run_round(watch_with(Meetings(), ledger), [str(folder)])
    reader = Meetings(name="scripted-2")
    done = run_round(watch_with(reader, ledger), [str(folder)])
    assert (len(reader.read_ids), done.new) == (2, 2)
    assert {reading.reader for reading in ledger.view().readings()} == {"scripted-2"}


def test_a_document_named_twice_is_taken_once(folder: Path, ledger: MemoryLedger) -> None:
    done = run_round(watch_with(Meetings(), ledger), [str(folder), str(folder / "a.txt")])
    assert len(done.taken) == 2


def test_each_document_is_kept_before_the_next_is_read(folder: Path, ledger: MemoryLedger) -> None:
    taken = watch_with(Meetings(), ledger).take([str(folder)])
    next(taken)
    assert len(list(ledger.view().documents())) == 1
    assert ledger.view().unweighed() == 1


def test_refusals_are_heard_of_in_their_place(folder: Path, ledger: MemoryLedger) -> None:
    (folder / "aa.txt").write_bytes(b"")
    heard: list[bool] = []
    done = run_round(
        watch_with(Meetings(), ledger), [str(folder)], on_taken=lambda one: heard.append(isinstance(one, UnreadableInput))
    )
    assert heard == [False, True, False]
    assert len(done.refused) == 1


def test_names_come_from_the_atlas_then_from_what_was_read() -> None:
    names = AtlasNames(load_atlas(), {"?tuoling": ("Tuoling Auto Parts", "company"), "?gazette": ("La Gazette", "outlet")})
    assert names.name_of("renault") == "Renault"
    assert names.name_of("?tuoling") == "Tuoling Auto Parts"
    assert names.name_of("?never-seen") == "never seen"
    assert names.is_outlet("?gazette")
    assert not names.is_outlet("renault")
    assert names.owner_of("An outlet nobody knows") is None
