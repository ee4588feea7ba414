"""Folders, mailboxes, exports and archives: what changed is taken, once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.atlas import load_atlas
from vigie.checks.mutations import KINDS, sample_warc
from vigie.checks.rounds import Rounds, page, source
from vigie.checks.server import LocalServer, Reply
from vigie.model import HealthState, Source, SourceKind
from vigie.rounds import rebuild
from vigie.watch import Watch

if TYPE_CHECKING:
    from pathlib import Path


def local(kind: SourceKind, path: Path) -> Source:
    return replace(source("local", "https://unused.example/", kind), url=None, path=str(path))


def test_a_folder_s_files_are_taken_when_they_change(rounds: Rounds, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Renault met Xiaomi in Beijing.", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"id": "b1", "text": "One."}\n{"id": "b2", "text": "Two."}\n', encoding="utf-8")
    sources = [local(SourceKind.FOLDER, tmp_path)]
    assert rounds.go(sources).documents == 3
    assert rounds.go(sources).documents == 0
    (tmp_path / "c.eml").write_bytes(KINDS["mail"][1]())
    assert rounds.go(sources).documents == 1
    assert {one.extra["source"] for one in rounds.ledger.view().documents()} == {"local"}
    done = rebuild(rounds.watch, record=False)
    assert (done.documents, done.same) == (4, 4)


def test_an_mbox_that_grows_gives_its_new_messages_only(rounds: Rounds, tmp_path: Path) -> None:
    mail = KINDS["mail"][1]()
    path = tmp_path / "news.mbox"
    path.write_bytes(b"From a\n" + mail + b"\n")
    sources = [local(SourceKind.MAIL, path)]
    assert rounds.go(sources).documents == 1
    path.write_bytes(path.read_bytes() + b"From b\n" + mail.replace(b"<1@b>", b"<2@b>").replace(b"10:00", b"11:00") + b"\n")
    assert rounds.go(sources).documents == 1
    assert len(list(rounds.ledger.view().visits())) == 2


def test_a_maildir_s_message_is_one_wherever_it_lies(rounds: Rounds, tmp_path: Path) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1.host").write_bytes(KINDS["mail"][1]())
    sources = [local(SourceKind.MAIL, tmp_path)]
    assert rounds.go(sources).documents == 1
    (tmp_path / "new" / "1.host").rename(tmp_path / "cur" / "1.host:2,S")
    assert rounds.go(sources).documents == 0
    assert len(list(rounds.ledger.view().visits())) == 1


def test_a_folder_of_mail_may_hold_maildirs_and_their_folders(rounds: Rounds, tmp_path: Path) -> None:
    mail = KINDS["mail"][1]()
    for number, place in enumerate(("box", "box/.Presse.2024", "other")):
        for name in ("cur", "new", "tmp"):
            (tmp_path / place / name).mkdir(parents=True)
        (tmp_path / place / "cur" / f"{number}.host:2,S").write_bytes(mail.replace(b"<1@b>", b"<%d@b>" % number))
        (tmp_path / place / "tmp" / f"{number}.half").write_bytes(mail[:200])
        (tmp_path / place / "dovecot-uidlist").write_text("3 V1 N2\n", encoding="utf-8")
    (tmp_path / "old.mbox").write_bytes(b"From a\n" + mail.replace(b"<1@b>", b"<9@b>") + b"\n")
    assert rounds.go([local(SourceKind.MAIL, tmp_path)]).documents == 4
    assert rounds.ledger.view().source_states()["local"].state is not HealthState.PARTIAL


def test_an_archive_gives_the_pages_that_name_somebody(rounds: Rounds, tmp_path: Path) -> None:
    atlas = load_atlas()
    rounds.watch = Watch(reader=rounds.reader, atlas=atlas, ledger=rounds.ledger, clock=rounds.clock)
    pages = [("https://n.example/1", page("Renault et Xiaomi")), ("https://n.example/2", b"<p>Rien du tout sur rien.</p>")]
    (tmp_path / "cc.warc.gz").write_bytes(sample_warc(pages))
    sources = [local(SourceKind.WARC, tmp_path)]
    assert rounds.go(sources).documents == 1
    assert rounds.go(sources).documents == 0
    [document] = rounds.ledger.view().documents()
    assert document.url == "https://n.example/1"
    [visit] = rounds.ledger.view().visits()
    assert visit.captured_at.isoformat() == "2024-05-01T12:00:00+00:00", "the archive's own instant is kept"


def test_an_archive_at_an_address_is_read_too(rounds: Rounds) -> None:
    archive = sample_warc([("https://n.example/1", page("Renault et Xiaomi"))])
    rounds.watch = Watch(reader=rounds.reader, atlas=load_atlas(), ledger=rounds.ledger, clock=rounds.clock)
    with LocalServer(lambda asked: Reply(404) if asked.path == "/robots.txt" else Reply(body=archive)) as server:
        assert rounds.go([source("w", server.url("/cc.warc.gz"), SourceKind.WARC)]).documents == 1


def test_a_path_that_is_not_there_is_refused_and_said(rounds: Rounds, tmp_path: Path) -> None:
    rounds.go([local(SourceKind.FOLDER, tmp_path / "none")])
    state = rounds.ledger.view().source_states()["local"]
    assert (state.state, "there is no file or folder" in state.reason) == (HealthState.REFUSED, True)
