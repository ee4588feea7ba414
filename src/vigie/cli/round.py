"""``vigie round``: visit once what is due."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vigie.cli.options import AsJson, Lang, NeededLedger, Second

__all__ = ["run"]


def run(
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Only these sources, enabled or not.")] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Visit those too that are not due.")] = False,
    ledger: NeededLedger = None,
    log: Annotated[
        Path | None, typer.Option("--log", metavar="FILE", help="Add each step to this file, one JSON object a line.")
    ] = None,
    second: Second = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Visit the enabled sources that are due, follow their links, keep and read what is new, and tell watchlists of it.

    Can be ended at any moment; the next round takes up from there. The exit code is 1 where nothing that was asked could be had.
    """
    from dataclasses import asdict

    from vigie.cli.alerts import send_alerts
    from vigie.cli.opinions import say_opinions
    from vigie.cli.session import now, open_session, print_json
    from vigie.cli.visits import StepLine, chosen_sources, open_fetcher, open_log, round_words
    from vigie.rounds import visit_sources

    session = open_session(lang=lang)
    sources = chosen_sources(session, names or [])
    if not sources:
        session.errors.print(session.messages("sources.none"), markup=False, soft_wrap=True)
        return
    if not session.config.contact:
        session.errors.print(session.messages("sources.contact"), style="dim", markup=False, soft_wrap=True)
    kept = session.ledger(ledger, create=True)
    try:
        watch = session.watch(kept, second=second)
        with open_log(log) as file, StepLine(session, file) as line, open_fetcher(session) as fetcher:
            done = visit_sources(watch, sources, fetcher, clock=now, everything=everything or bool(names), on_step=line)
        say_opinions(session, line.opinions)
        if session.config.keep_captures_days:
            from datetime import timedelta

            watch.drop_contents(now() - timedelta(days=session.config.keep_captures_days))
        send_alerts(session, kept, aside=True)
    finally:
        kept.close()
    if as_json:
        print_json([asdict(done)])
    else:
        session.console.print(round_words(session, done), markup=False, soft_wrap=True)
    if done.sources and done.failed >= done.asked:
        raise typer.Exit(1)
