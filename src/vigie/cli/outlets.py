"""``vigie outlets``: how often each source was first, and what became of its rumours."""

from __future__ import annotations

from typing import Annotated

import typer

from vigie.cli.options import AsJson, AsOf, Lang, NeededLedger

__all__ = ["run"]


def run(
    *,
    origins: Annotated[bool, typer.Option("--origins", help="By independent voice (agencies, companies, owners) as well.")] = False,
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """Show the record of outlets, from the ledger itself, graded A to F as the Admiralty system does.

    Counted is what an outlet tells in its own voice: a copy and a rewrite that gives credit count for whom they repeat. The grade
    follows from the lower end of the 95 % interval of the share of its rumours that came true; F is: too few to judge.
    """
    from vigie.cli.desk import open_desk
    from vigie.cli.picture import plain_table
    from vigie.cli.session import now, open_session, parse_as_of, print_json
    from vigie.stories import source_records, source_shape

    session = open_session(lang=lang)
    viewpoint = parse_as_of(as_of)
    with open_desk(session, ledger, viewpoint) as desk:
        records = source_records(desk.view, today=(viewpoint or now()).date())
        kept = [source_shape(one) for one in records if origins or one.kind == "outlet"]
        if as_json:
            print_json(kept)
            return
        say = session.messages
        session.head(say("title.outlets"), as_of)
        if not kept:
            session.nothing(desk.view, say("outlets.none"))
            return
        columns = ("name", "grade", "moves", "first", "true", "denied", "lapsed", "open")
        table = plain_table(*(say(f"outlets.column.{name}") for name in columns))
        for one in kept:
            low, high = one["true_between"]
            share = f"{one['came_true']} ({100 * low:.0f}–{100 * high:.0f} %)" if one["resolved"] else str(one["came_true"])
            first = f"{one['first']}/{one['shared']}"
            ends = (str(one["denied"]), str(one["lapsed"]), str(one["open"]))
            table.add_row(one["name"], one["grade"], str(one["moves"]), first, share, *ends)
        session.console.print(table)
