"""``vigie ask``: what is known of an actor or a pair, and what is not."""

from __future__ import annotations

from typing import Annotated

import typer

from vigie.cli.options import AsJson, AsOf, Lang, NeededLedger

__all__ = ["run"]


def run(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME [NAME]", help="An actor or two: a company, brand, person, authority, model.")
    ],
    *,
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """Tell the timeline of an actor or a pair: each move with its status, who says so, and in which words.

    What is only asked, possible or rumoured stands under a head of its own and is never told as a fact.
    """
    from vigie.cli.desk import open_desk
    from vigie.cli.session import open_session, parse_as_of, print_json
    from vigie.cli.timeline import paint_answer
    from vigie.ledger import MoveFilter
    from vigie.telling import answer, move_record

    session = open_session(lang=lang)
    with open_desk(session, ledger, parse_as_of(as_of)) as desk:
        keys = tuple(desk.actor(name) for name in names)
        moves = desk.view.moves(MoveFilter(actors=keys))
        found, told = answer(moves), desk.told(moves)
        if as_json:
            parts = (("known", found.known), ("not_known", found.open), ("denied", found.denied))
            print_json({"part": part, **move_record(move, told[move.id], desk.names)} for part, some in parts for move in some)
            return
        who = " × ".join(desk.names.name_of(key) for key in keys)
        session.head(who, as_of)
        if not moves:
            session.nothing(desk.view, session.messages("nothing_known", who=who))
            return
        paint_answer(session.console, found, told, desk.names, session.messages, who=who)
