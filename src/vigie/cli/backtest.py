"""``vigie backtest``: outlooks issued as of past days, each with only what was recorded then."""

from __future__ import annotations

from typing import Annotated

import typer

from vigie.cli.options import AsJson, Lang, NeededLedger
from vigie.errors import InputError

__all__ = ["run"]


def run(
    *,
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day to issue as of.")],
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last (default: today).")] = None,
    step: Annotated[int, typer.Option("--step", min=1, help="Days between two issues.")] = 30,
    horizon: Annotated[int, typer.Option("--horizon", min=1, max=1825, help="Days that each outlook looks ahead.")] = 365,
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Replay the past: as of each day, issue an outlook for every pair that something happened between since the day before.

    Each sees only what the ledger had recorded by its day. They are kept in the ledger, marked as replayed, and scored at once.
    """
    import datetime as dt

    from vigie.cli.foresee import open_outlooks
    from vigie.cli.scoreboard import tell
    from vigie.cli.session import now, open_session, parse_as_of

    session = open_session(lang=lang)
    first, last = parse_as_of(since), parse_as_of(until)
    begin, end = first.date() if first else now().date(), last.date() if last else now().date()
    if begin >= end:
        raise InputError(f"'{since}' is not before '{end}': name an earlier day with --from", culprit=since)
    days = [begin + dt.timedelta(days=n) for n in range(0, (end - begin).days + 1, step)]
    with open_outlooks(session, ledger) as (outlooks, _, _read):
        n = sum(1 for _ in outlooks.replay(days, horizon=horizon))
        if not as_json:
            session.console.print(session.messages("backtest.done", n=str(n), days=str(len(days))), markup=False)
        tell(session, [one for one in outlooks.resolved() if one.outlook.replayed], as_json=as_json)
