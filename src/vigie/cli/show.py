"""``vigie show``: one move, story or document with where it comes from."""

from __future__ import annotations

import difflib
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vigie.cli.options import AsJson, AsOf, Lang, NeededLedger
from vigie.errors import UnknownName

if TYPE_CHECKING:
    from vigie.cli.session import Session
    from vigie.model import Document, Judgement, Move, Story
    from vigie.telling import Desk

__all__ = ["difference", "run"]


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
    from vigie.telling import judgement_record, move_record

    told = desk.told([move])
    judged = [one for one in desk.view.judgements(move.claim_ids) if {one.left, one.right} <= set(move.claim_ids)]
    if as_json:
        print_json([{**move_record(move, told[move.id], desk.names), "judgements": [judgement_record(one) for one in judged]}])
        return
    session.head(session.messages("show.move", id=move.id), None)
    session.console.print(move_text(move, desk.names))
    paint_moves(session.console, [move], told, desk.names, session.messages)
    session.console.print(session.messages("show.origins"), style="bold")
    for origin in move.origins:
        session.console.print(f"  {origin.name}: {origin.reason}", markup=False)
    if judged:
        session.console.print()
        session.console.print(session.messages("show.judgements"), style="bold")
        for one in judged:
            session.console.print(_judgement_line(one), markup=False)


def _judgement_line(one: Judgement) -> str:
    return f"  {one.score:+.1f}  {one.left} = {one.right}: {'; '.join(one.reasons)} ({one.author})"


def _story(session: Session, desk: Desk, story: Story, *, as_json: bool) -> None:
    from vigie.cli.picture import document_table
    from vigie.cli.session import print_json
    from vigie.cli.timeline import move_table
    from vigie.telling import story_record

    documents = sorted(desk.view.documents(story.document_ids), key=lambda one: (one.published_on or "9999", one.id))
    moves = desk.view.moves_of(story.document_ids)
    if as_json:
        print_json([story_record(story, documents, moves)])
        return
    session.head(story.title, None)
    readings = {one.document_id: one for one in desk.view.readings(story.document_ids)}
    copies = {one.document_id: one.copy_of for one in desk.copies()}
    session.console.print(document_table(documents, readings, copies, session.messages))
    session.console.print(move_table(moves, desk.names, session.messages))


def _document(session: Session, desk: Desk, document: Document, *, as_json: bool) -> None:
    from vigie.cli.picture import claims_table
    from vigie.cli.session import print_json
    from vigie.telling import document_record, reading_record

    reading = desk.view.reading(document.id)
    capture = desk.view.capture(document.capture_id) if document.capture_id else None
    if as_json:
        record: dict[str, Any] = document_record(document)
        if capture is not None:
            record["captured"] = {
                "path": capture.origin_path,
                "at": capture.captured_at.isoformat(),
                "sha256": capture.id,
                "bytes": len(capture.content),
            }
        versions = desk.view.versions(document.id)
        if len(versions) > 1:
            record["versions"] = [
                {"recorded_at": at.isoformat(), "difference": difference(before[1], one)}
                for before, (at, one) in zip([versions[0], *versions], versions, strict=False)
            ]
        if reading is not None:
            moves = {one: move.id for move in desk.view.moves_of([document.id]) for one in move.claim_ids}
            story = next((one.id for one in desk.view.stories() if document.id in one.document_ids), None)
            copy = next((one.copy_of for one in desk.copies() if one.document_id == document.id), None)
            record["reading"] = reading_record(reading, story=story, copy_of=copy, moves=moves)
        print_json([record])
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
    for (_, before), (at, after) in pairwise(versions):
        session.console.print(session.messages("show.version", at=f"{at:%Y-%m-%d %H:%M} UTC"), style="dim", markup=False)
        for line in difference(before, after):
            style = "red" if line.startswith("-") else "green"
            session.console.print(line, style=style, markup=False)


def difference(before: Document, after: Document) -> list[str]:
    """Paragraphs gone (``- …``) and come (``+ …``), and fields that changed, from one version of a document to the next."""
    lines = [
        f"{sign} {name}: {getattr(one, name)}"
        for name in ("title", "author", "published_on", "url")
        if getattr(before, name) != getattr(after, name)
        for sign, one in (("-", before), ("+", after))
    ]
    compared = difflib.ndiff(before.text.split("\n\n"), after.text.split("\n\n"))
    return lines + [line for line in compared if line.startswith(("- ", "+ "))]
