"""``vigie read``: what documents say, printed or kept."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import AsJson, Lang, LedgerFile, Second
from vigie.errors import InputError

if TYPE_CHECKING:
    from vigie.cli.session import Session
    from vigie.ledger.place import Place

__all__ = ["run"]


def run(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")],
    *,
    ledger: LedgerFile = None,
    second: Second = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Read text, HTML or JSON documents: who does what with whom, how surely, who says so.

    Several documents given together are compared: copies, stories, moves. Nothing is kept without --ledger. What can't be read is
    named on standard error and the rest still read; the exit code is then 2.
    """
    from vigie.cli.session import open_session

    session = open_session(lang=lang)
    if second and ledger is None:
        raise InputError("the second reader's daily budget is kept in a ledger: name one with --ledger", culprit="--second")
    refused = _read(session, paths, ledger=ledger, second=second, as_json=as_json)
    if refused:
        raise typer.Exit(2)


def _read(session: Session, paths: list[str], *, ledger: Place | None, second: bool, as_json: bool) -> int:
    """Read and print; returns how many inputs were refused."""
    from vigie.cli.opinions import say_opinions
    from vigie.cli.picture import Progress, paint_round
    from vigie.cli.session import now, print_json
    from vigie.ledger import MemoryLedger
    from vigie.rounds import run_round
    from vigie.telling import reading_record

    kept = MemoryLedger(clock=now) if ledger is None else session.ledger(ledger, create=True)
    try:
        watch = session.watch(kept, second=second)
        with Progress(session) as progress:
            done = run_round(watch, paths, stdin=sys.stdin.buffer, on_taken=progress.step)
        for refusal in done.refused:
            session.errors.print(f"vigie: {refusal}", markup=False, soft_wrap=True)
        say_opinions(session, (taken.opinion for taken in done.taken if taken.opinion is not None))
        view = watch.view()
        if as_json:
            copy_of = {copy.document_id: copy.copy_of for copy in view.copies()}
            story_of = {one: story.id for story in view.stories() for one in story.document_ids}
            move_of = {one: move.id for move in view.moves_of([t.document.id for t in done.taken]) for one in move.claim_ids}
            print_json(
                reading_record(t.reading, story=story_of.get(t.document.id), copy_of=copy_of.get(t.document.id), moves=move_of)
                for t in done.taken
            )
        else:
            paint_round(session, done, view, watch.names())
            kept_where = session.messages("not_kept") if ledger is None else session.messages("kept", path=ledger, new=done.new)
            session.console.print(kept_where, style="dim", markup=False, soft_wrap=True)
        return len(done.refused)
    finally:
        kept.close()
