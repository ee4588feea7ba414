"""``vigie demo``: the main job on the shipped articles, in a ledger that is thrown away."""

from __future__ import annotations

import shutil
import tempfile
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import Lang

if TYPE_CHECKING:
    from vigie.cli.session import Session
    from vigie.ledger import Place
    from vigie.rounds import Round
    from vigie.telling import Desk

__all__ = ["paint_pair", "run"]


def run(
    *,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="FOLDER", help="Copy the articles and the ledger there, to go on with.")
    ] = None,
    lang: Lang = None,
) -> None:
    """Read twelve sample articles and show what vigie makes of them: documents, copies, stories, moves, and one pair's timeline."""
    from vigie.cli.session import open_session
    from vigie.ledger import place_of
    from vigie.samples import articles

    session = open_session(lang=lang)
    with tempfile.TemporaryDirectory(prefix="vigie-demo-") as temporary, resources.as_file(articles()) as folder:
        ledger = Path(temporary) / "demo.vigie"
        _show(session, folder, place_of(ledger))
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            shutil.copytree(folder, keep / "articles", dirs_exist_ok=True)
            shutil.copy2(ledger, keep / "demo.vigie")
            session.console.print(session.messages("demo.samples", path=keep), style="dim", markup=False, soft_wrap=True)


def _show(session: Session, folder: Path, ledger: Place) -> None:
    from vigie.cli.desk import open_desk
    from vigie.cli.picture import Progress
    from vigie.rounds import run_round

    say, console = session.messages, session.console
    console.print()
    console.print(say("demo.intro"), style="italic", markup=False)
    kept = session.ledger(ledger, create=True)
    try:
        with Progress(session) as progress:
            done = run_round(session.watch(kept), [str(folder)], on_taken=progress.step)
    finally:
        kept.close()
    with open_desk(session, ledger, None) as desk:
        _what_was_read(session, desk, done)
        paint_pair(session, desk)
    console.print(say("demo.end"), style="bold", markup=False)
    console.print()


def _what_was_read(session: Session, desk: Desk, done: Round) -> None:
    from vigie.cli.picture import document_table
    from vigie.cli.timeline import move_table
    from vigie.ledger import MoveFilter

    say, console = session.messages, session.console
    session.head(say("section.read"), None)
    readings = {taken.document.id: taken.reading for taken in done.taken}
    copies = {copy.document_id: copy.copy_of for copy in desk.copies()}
    documents = {taken.document.id: taken.document for taken in done.taken}
    for story in sorted(desk.view.stories(), key=lambda one: (-len(one.document_ids), one.title)):
        told = sorted((documents[one] for one in story.document_ids), key=lambda one: readings[one.id].published_on or "9999")
        console.print(story.title, style="bold cyan", markup=False)
        console.print(document_table(told, readings, copies, say))
    counts = desk.view.counts()
    numbers = [("document", counts.documents), ("claim", counts.claims), ("copy", counts.copies)]
    numbers += [("story", counts.stories), ("move", counts.moves)]
    console.print(" · ".join(say.count(noun, number) for noun, number in numbers), style="bold", markup=False)
    session.head(say("title.moves"), None)
    console.print(move_table(desk.view.moves(MoveFilter()), desk.names, say, ids=False))


def paint_pair(session: Session, desk: Desk) -> None:
    """The timeline of Renault and Xiaomi: what the demo is for."""
    from vigie.cli.timeline import paint_answer
    from vigie.ledger import MoveFilter
    from vigie.telling import answer

    say = session.messages
    keys = tuple(desk.actor(name) for name in ("Renault", "Xiaomi"))
    left, right = (desk.names.name_of(key) for key in keys)
    session.head(say("section.pair", left=left, right=right), None)
    moves = desk.view.moves(MoveFilter(actors=keys))
    paint_answer(session.console, answer(moves), desk.told(moves), desk.names, say, who=say("between", left=left, right=right))
