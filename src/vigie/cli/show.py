"""``vigie show``: one move, story or document with where it comes from."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import AsJson, AsOf, Lang, NeededLedger
from vigie.errors import UnknownName

if TYPE_CHECKING:
    from vigie.cli.session import Session
    from vigie.model import Document, Judgement, Move, Story
    from vigie.telling import Desk

__all__ = ["run"]


def run(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of a move (m-…), a story (s-…) or a document.")],
    *,
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """Show a move with every telling, origin and judgement; a story with its documents; a document with what was read in it."""
    from vigie.cli.desk import open_desk
    from vigie.cli.session import open_session, parse_as_of

    session = open_session(lang=lang)
    with open_desk(session, ledger, parse_as_of(as_of)) as desk:
        move, story, document = desk.view.move(name), desk.view.story(name), desk.view.document(name)
        if move is not None:
            _move(session, desk, move, as_json=as_json)
        elif story is not None:
            _story(session, desk, story, as_json=as_json)
        elif document is not None:
            _document(session, desk, document, as_json=as_json)
        else:
            raise UnknownName(
                f"the ledger holds nothing with the id '{name}': vigie moves lists the moves and their ids", culprit=name
            )


def _move(session: Session, desk: Desk, move: Move, *, as_json: bool) -> None:
    from vigie.cli.session import print_json
    from vigie.cli.timeline import move_text, paint_moves

    told, judged = desk.told([move]), desk.judged(move)
    if as_json:
        print_json([desk.move_record(move)])
        return
    session.head(session.messages("show.move", id=move.id), None)
    session.console.print(move_text(move, desk.names))
    paint_moves(session.console, [move], told, desk.names, session.messages)
    _life(session, desk, move)
    session.console.print(session.messages("show.origins"), style="bold")
    for origin in move.origins:
        session.console.print(f"  {origin.name}: {origin.reason}", markup=False)
    if judged:
        session.console.print()
        session.console.print(session.messages("show.judgements"), style="bold")
        for one in judged:
            session.console.print(_judgement_line(one), markup=False)


def _life(session: Session, desk: Desk, move: Move) -> None:
    """The steps of a move, what its tellings disagree on, when it lapses, how credible it is."""
    from vigie.cli.session import now
    from vigie.stories import credibility

    record, say = desk.move_record(move), session.messages
    steps = ", ".join(f"{say('status.' + one['status'])} {one['published'] or '?'}" for one in record["steps"])
    session.console.print(say("show.steps", steps=steps), style="dim", markup=False)
    for one in record["conflicts"]:
        versions = " ≠ ".join(f"{version['says']} ({len(version['claims'])})" for version in one["told"])
        session.console.print(say(f"show.conflict.{one['about']}", versions=versions), markup=False)
    lapsed = record["lapses"] is not None and record["lapses"] <= (desk.view.as_of or now()).date().isoformat()
    if record["lapses"]:
        session.console.print(say("show.lapsed" if lapsed else "show.lapses", day=record["lapses"]), style="dim", markup=False)
    session.console.print(say("show.credibility", figure=credibility(move, lapsed=lapsed)), style="dim", markup=False)


def _judgement_line(one: Judgement) -> str:
    from vigie.model import Verdict

    sign = {Verdict.SAME: "=", Verdict.DIFFERENT: "≠", Verdict.UNSURE: "≈"}[one.verdict]
    return f"  {one.score:+.1f}  {one.left} {sign} {one.right}: {'; '.join(one.reasons)} ({one.author})"


def _story(session: Session, desk: Desk, story: Story, *, as_json: bool) -> None:
    from vigie.cli.picture import document_table
    from vigie.cli.session import print_json
    from vigie.cli.timeline import move_table

    if as_json:
        print_json([desk.story_record(story)])
        return
    documents, moves = desk.documents_of(story), desk.view.moves_of(story.document_ids)
    session.head(story.title, None)
    readings = {one.document_id: one for one in desk.view.readings(story.document_ids)}
    copies = {one.document_id: one.copy_of for one in desk.copies()}
    session.console.print(document_table(documents, readings, copies, session.messages))
    session.console.print(move_table(moves, desk.names, session.messages))


def _document(session: Session, desk: Desk, document: Document, *, as_json: bool) -> None:
    from vigie.cli.picture import claims_table
    from vigie.cli.session import print_json

    reading = desk.view.reading(document.id)
    capture = desk.view.capture(document.capture_id) if document.capture_id else None
    if as_json:
        print_json([desk.document_record(document)])
        return
    session.head(document.title or document.id, None)
    about = (document.outlet, document.author, document.published_on, document.url)
    session.console.print(" · ".join(filter(None, about)), style="dim", markup=False)
    if capture is not None:
        session.console.print(
            session.messages(
                "show.provenance",
                path=capture.origin_path,
                at=f"{capture.captured_at:%Y-%m-%d %H:%M} UTC",
                size=len(capture.content),
                digest=capture.id[:16] + "…",
            ),
            style="dim",
            markup=False,
        )
    say = session.messages
    marks = [say("show.dated", how=document.extra["date_found"])] if "date_found" in document.extra else []
    if document.extra.get("date_doubt") in ("future", "unknown"):
        marks.append(say(f"show.doubt.{document.extra['date_doubt']}"))
    if marks:
        session.console.print(" ".join(marks), style="dim", markup=False)
    if reading is not None:
        session.console.print(session.messages("show.reader", reader=reading.reader), style="dim", markup=False)
        session.console.print()
        session.console.print(claims_table(reading.claims, desk.names.name_of, session.messages))
    session.console.print()
    session.console.print(document.text, markup=False)
    _versions(session, desk, document)


def _versions(session: Session, desk: Desk, document: Document) -> None:
    """What each later version of a document changed, paragraph by paragraph."""
    versions = desk.view.versions(document.id)
    if len(versions) < 2:
        return
    session.console.print()
    session.console.print(session.messages.count("show.versions", len(versions)), style="bold")
    from vigie.telling import difference

    for (_, before), (at, after) in pairwise(versions):
        session.console.print(session.messages("show.version", at=f"{at:%Y-%m-%d %H:%M} UTC"), style="dim", markup=False)
        for line in difference(before, after):
            style = "red" if line.startswith("-") else "green"
            session.console.print(line, style=style, markup=False)
