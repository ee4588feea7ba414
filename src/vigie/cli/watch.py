"""``vigie watch``: visit sources whenever they are due, until told to stop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import Lang, NeededLedger, Second
from vigie.errors import VigieError

if TYPE_CHECKING:
    from vigie.rounds import Visits

__all__ = ["run"]


def run(
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Only these sources, enabled or not.")] = None,
    *,
    ledger: NeededLedger = None,
    log: Annotated[
        Path | None, typer.Option("--log", metavar="FILE", help="Add each step to this file, one JSON object a line.")
    ] = None,
    second: Second = False,
    rounds: Annotated[int | None, typer.Option("--rounds", min=1, help="Stop after so many rounds.")] = None,
    lang: Lang = None,
) -> None:
    """Visit the enabled sources, each by its rhythm, and tell watchlists, until Ctrl-C or a TERM signal.

    Changes to the files of sources and watchlists are taken up.

    Can be ended at any moment, also by kill -9; what was begun is done anew at the next start, and nothing twice.
    """
    import datetime as dt
    import signal
    import threading

    from vigie.cli.alerts import send_alerts
    from vigie.cli.opinions import say_opinions
    from vigie.cli.session import now, open_session
    from vigie.cli.visits import Declared, StepLine, open_fetcher, open_log, round_words
    from vigie.rounds.forever import keep_watch

    session = open_session(lang=lang)
    declared = Declared(session, names or [])
    if not session.config.contact:
        session.errors.print(session.messages("sources.contact"), style="dim", markup=False, soft_wrap=True)
    stop, done = threading.Event(), 0
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())

    def told(visits: Visits, wait_s: float) -> None:
        nonlocal done
        done += 1
        if visits.asked:
            session.console.print(f"{now():%Y-%m-%d %H:%M} {round_words(session, visits)}", markup=False, soft_wrap=True)
        say_opinions(session, line.opinions)
        line.opinions.clear()
        try:
            send_alerts(session, kept, aside=True)
        except VigieError as error:
            # A watchlist that can't be read must not end the watch: it is named at every round until it is mended.
            session.errors.print(f"vigie: {error}", markup=False, soft_wrap=True)
        if session.errors.is_terminal:
            session.errors.print(session.messages("sources.waiting", minutes=f"{wait_s / 60:.0f}"), style="dim", markup=False)

    def pause(seconds: float) -> bool:
        return not (rounds is not None and done >= rounds) and not stop.wait(seconds)

    days = session.config.keep_captures_days
    kept = session.ledger(ledger, create=True)
    try:
        watch = session.watch(kept, second=second)
        with open_log(log) as file, StepLine(session, file) as line, open_fetcher(session) as fetcher:
            keep_watch(
                watch,
                declared,
                fetcher,
                clock=now,
                pause=pause,
                on_step=line,
                on_round=told,
                keep_for=dt.timedelta(days=days) if days else None,
            )
    except KeyboardInterrupt:
        pass
    finally:
        kept.close()
