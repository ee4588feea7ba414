"""``vigie alerts``: send what watchlists are owed, look at what was sent, try a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import AsJson, Lang, NeededLedger
from vigie.errors import UnknownName

if TYPE_CHECKING:
    from vigie.cli.session import Session
    from vigie.ledger import Ledger
    from vigie.telling.alerts import Sent

__all__ = ["app", "send_alerts"]

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Tell what changed, over the channels that watchlists name.")


def send_alerts(session: Session, ledger: Ledger, *, aside: bool = False) -> Sent:
    """One pass over the alerts of a ledger; what it did is printed where it did anything, ``aside`` on standard error."""
    from vigie.cli.session import now
    from vigie.telling.alerts import Sent
    from vigie.watch import open_outbox

    view, folder = ledger.view(), session.config.watchlists
    if not view.watchlists() and not view.followings() and not any(folder.glob("*.yml")):
        return Sent()
    done = open_outbox(session.config, ledger=ledger, atlas=session.atlas(), clock=now).run()
    if done.notices or done.sent or done.failed:
        say = session.messages
        words = say("alert.pass", changes=say.count("alert.change", done.notices), sent=len(done.sent), failed=len(done.failed))
        (session.errors if aside else session.console).print(words, markup=False)
        for one in done.failed:
            session.errors.print(f"vigie: {one.channel}: {one.fault}", markup=False, soft_wrap=True)
    return done


@app.command()
def send(*, ledger: NeededLedger = None, lang: Lang = None) -> None:
    """Find what changed, write it down and send what is due; the exit code is 1 where a message could not be sent.

    Can be ended at any moment: what was not sent is sent by the next pass. `vigie round` and `vigie watch` do the same as they go.
    """
    from vigie.cli.session import open_session

    session = open_session(lang=lang)
    kept = session.ledger(ledger)
    try:
        done = send_alerts(session, kept)
    finally:
        kept.close()
    if done.failed:
        raise typer.Exit(1)


@app.command("list")
def list_alerts(
    *,
    most: Annotated[int, typer.Option("--most", min=1, help="How many, the latest first.")] = 50,
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """List the messages that were sent, wait or were given up, the latest first."""
    from vigie.cli.picture import plain_table
    from vigie.cli.session import open_session, print_json
    from vigie.telling.records import delivery_record

    session = open_session(lang=lang)
    kept = session.ledger(ledger)
    try:
        found = kept.view().deliveries()[: -most - 1 : -1]
    finally:
        kept.close()
    if as_json:
        print_json(delivery_record(one) for one in found)
        return
    say = session.messages
    if not found:
        session.console.print(say("alert.none"), style="italic", markup=False)
        return
    table = plain_table(
        *(say(f"alert.column.{column}") for column in ("when", "watchlist", "channel", "state", "subject", "fault"))
    )
    for one in found:
        at = f"{one.sent_at or one.recorded_at:%Y-%m-%d %H:%M}"
        table.add_row(at, one.watchlist, one.channel, say(f"alert.state.{one.state.value}"), one.subject, one.fault)
    session.console.print(table)


@app.command("test")
def try_channel(channel: Annotated[str, typer.Argument(help="Which channel.")], *, lang: Lang = None) -> None:
    """Send a message over a channel, to see whether it arrives; the exit code is 1 where it can't be sent."""
    from vigie.cli.session import open_session
    from vigie.telling.alerts import Message, read_channels
    from vigie.watch import channel_sender

    session = open_session(lang=lang)
    channels = read_channels(session.config.channels)
    if channel not in channels:
        there = ", ".join(channels) or "none yet"
        sentence = f"'{session.config.channels}' declares no channel '{channel}': there are {there}"
        raise UnknownName(sentence, culprit=channel)
    say = session.messages
    message = Message(key="vigie-test", subject=say("alert.test.subject"), text=say("alert.test.text", channel=channel))
    fault = channel_sender(session.config)(channel, message)
    if fault:
        session.errors.print(say("alert.test.failed", channel=channel, fault=fault), markup=False, soft_wrap=True)
        raise typer.Exit(1)
    session.console.print(say("alert.test.sent", channel=channel), markup=False)
