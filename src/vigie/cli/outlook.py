"""``vigie outlook``: what the contact of two actors is likely to lead to; or whom an actor approaches next."""

from __future__ import annotations

from typing import Annotated

import typer

from vigie.cli.options import AsJson, AsOf, Lang, NeededLedger
from vigie.errors import InputError

__all__ = ["run"]


def run(
    names: Annotated[list[str] | None, typer.Argument(metavar="[A B]", help="Two companies, brands or authorities.")] = None,
    *,
    by: Annotated[
        str | None, typer.Option("--by", metavar="DATE", help="By when (default: a year after the day asked from).")
    ] = None,
    next_of: Annotated[
        str | None, typer.Option("--next", metavar="ACTOR", help="Whom this actor is likely to approach next.")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, max=100, help="How many, with --next.")] = 10,
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """Tell how likely a pair is to reach talks, an agreement or a stake by a day, or nothing; with reasons and track record.

    Rests on the ledger's moves and the reference history that ships with vigie. What is issued for today is kept in the ledger and
    scored later (vigie scoreboard).
    """
    import datetime as dt

    from vigie.cli.foresee import open_outlooks, paint_page, paint_suggestions
    from vigie.cli.session import now, open_session, parse_as_of, print_json
    from vigie.foresight.record import page_record, suggestion_record
    from vigie.telling import Desk

    session = open_session(lang=lang)
    instant = parse_as_of(as_of)
    today = now().date()
    asked_on = min(instant.date(), today) if instant else today
    if (next_of is None) == (not names) or (names and len(names) != 2):
        raise InputError("name two actors, or one with --next: vigie outlook Renault Xiaomi, vigie outlook --next Renault")
    with open_outlooks(session, ledger) as (outlooks, known, read):
        desk = Desk(view=outlooks.view(), atlas=session.atlas(), names=known, read=read)
        if next_of is not None:
            actor = desk.actor(next_of)
            found = outlooks.next_partners(actor, asked_on=asked_on, n=most)
            if as_json:
                print_json(suggestion_record(one, known) for one in found)
            else:
                paint_suggestions(session, actor, found, known)
            return
        first, second = (desk.actor(name) for name in names or ())
        day = parse_as_of(by)
        by_on = day.date() if day else asked_on + dt.timedelta(days=365)
        page = outlooks.page(first, second, asked_on=asked_on, by_on=by_on)
        if asked_on == today:
            outlooks.issue(page)
        if as_json:
            print_json([page_record(page, known)])
        else:
            paint_page(session, page, known)
