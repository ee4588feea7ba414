"""``vigie moves``: the moves in a ledger, filtered."""

from __future__ import annotations

from typing import Annotated

import typer

from vigie.cli.options import AsJson, AsOf, Lang, NeededLedger
from vigie.errors import InputError, UnknownName

__all__ = ["run"]


def run(
    *,
    actor: Annotated[
        list[str] | None, typer.Option("--actor", metavar="NAME", help="Who takes part; twice for both together.")
    ] = None,
    kind: Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="A claim type, such as meet or agree.")] = None,
    status: Annotated[list[str] | None, typer.Option("--status", metavar="STATUS", help="happened, planned, rumoured…")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="May have happened on that day or later.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="May have happened on that day or earlier.")] = None,
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """List moves by date, with status, parties, and how many independent origins tell of each (origins/documents)."""
    from vigie.cli.desk import open_desk
    from vigie.cli.session import open_session, parse_as_of, print_json
    from vigie.cli.timeline import move_table
    from vigie.ledger import MoveFilter
    from vigie.model import Status
    from vigie.taxonomy import claim_type
    from vigie.telling import move_record

    session = open_session(lang=lang)
    types = tuple(claim_type(name).name for name in kind or ())
    for name in status or ():
        if name not in {one.value for one in Status}:
            raise UnknownName(f"'{name}' is no status: choose among {', '.join(one.value for one in Status)}", culprit=name)
    with open_desk(session, ledger, parse_as_of(as_of)) as desk:
        wanted = MoveFilter(
            actors=tuple(desk.actor(name) for name in actor or ()),
            types=types,
            statuses=tuple(Status(name) for name in status or ()),
            since=_date(since),
            until=_date(until),
        )
        moves = desk.view.moves(wanted)
        if as_json:
            told = desk.told(moves)
            print_json(move_record(move, told[move.id], desk.names) for move in moves)
            return
        session.head(session.messages("title.moves"), as_of)
        if moves:
            session.console.print(move_table(moves, desk.names, session.messages))
        else:
            session.nothing(desk.view, session.messages("no_moves"))


def _date(text: str | None) -> str | None:
    from vigie.model import bounds

    if text is not None:
        try:
            bounds(text)
        except ValueError as error:
            raise InputError(str(error), culprit=text) from error
    return text
