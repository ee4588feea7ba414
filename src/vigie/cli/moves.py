"""``vigie moves``: the moves in a ledger, filtered."""

from __future__ import annotations

from typing import Annotated

import typer

from vigie.cli.options import AsJson, AsOf, Lang, NeededLedger

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
    from vigie.telling import move_record

    session = open_session(lang=lang)
    with open_desk(session, ledger, parse_as_of(as_of)) as desk:
        moves = desk.view.moves(desk.move_filter(actor or (), kind or (), status or (), since, until))
        if as_json:
            told = desk.told(moves)
            print_json(move_record(move, told[move.id], desk.names) for move in moves)
            return
        session.head(session.messages("title.moves"), as_of)
        if moves:
            session.console.print(move_table(moves, desk.names, session.messages))
        else:
            session.nothing(desk.view, session.messages("no_moves"))
