"""``vigie watchlist``: the standing wishes to be told, as files and in the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vigie.cli.options import AsJson, Lang, NeededLedger
from vigie.errors import InputError, UnknownName

if TYPE_CHECKING:
    from vigie.cli.session import Session
    from vigie.model import Watchlist
    from vigie.telling import Desk

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Say what you want to be told of.")

Many = Annotated[list[str] | None, typer.Option(metavar="NAME", help="Repeat for more.")]


@app.command("list")
def list_watchlists(*, ledger: NeededLedger = None, as_json: AsJson = False, lang: Lang = None) -> None:
    """List the watchlists of the files and of the ledger."""
    from vigie.cli.desk import open_desk
    from vigie.cli.picture import plain_table
    from vigie.cli.session import open_session, print_json
    from vigie.telling.watchlists import held_record
    from vigie.watch import standing_watchlists

    session = open_session(lang=lang)
    with open_desk(session, ledger, None) as desk:
        found = standing_watchlists(session.config, desk.atlas, desk.view)
        if as_json:
            print_json(held_record(one, file, desk.names.name_of) for one, file in found)
            return
        if not found:
            session.console.print(session.messages("watchlist.none"), style="italic", markup=False)
            return
        say = session.messages
        table = plain_table(*(say(f"watchlist.column.{column}") for column in ("name", "asks", "to", "from")))
        for one, file in found:
            name = f"{one.name} ({say('watchlist.paused')})" if one.paused else one.name
            origin = say("watchlist.from.file" if file else "watchlist.from.ledger")
            table.add_row(name, _asks(one, desk), ", ".join(one.to), origin)
        session.console.print(table)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Which watchlist.")],
    *,
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Show a watchlist as the file that would declare it."""
    from vigie.cli.desk import open_desk
    from vigie.cli.session import open_session, print_json
    from vigie.telling.watchlists import watchlist_record, write_watchlist

    session = open_session(lang=lang)
    with open_desk(session, ledger, None) as desk:
        one, _ = _named(session, desk, name)
        if as_json:
            print_json([watchlist_record(one, desk.names.name_of)])
        else:
            session.console.print(write_watchlist(one, desk.names.name_of), markup=False, soft_wrap=True, end="")


@app.command()
def add(
    name: Annotated[str | None, typer.Argument(help="Small letters, digits and hyphens.")] = None,
    *,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="Take it from a YAML file instead.")] = None,
    title: Annotated[str | None, typer.Option(help="What it is called in messages.")] = None,
    actor: Many = None,
    pair: Annotated[list[str] | None, typer.Option(metavar="A,B", help="Two names that must both take part.")] = None,
    country: Annotated[list[str] | None, typer.Option(metavar="CC", help="Home country of a party, two letters.")] = None,
    word: Many = None,
    kind: Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="A claim type.")] = None,
    status: Annotated[list[str] | None, typer.Option(metavar="STATUS", help="A status that is waited for.")] = None,
    origins: Annotated[int | None, typer.Option(help="Independent voices that are needed at least.")] = None,
    to: Annotated[list[str] | None, typer.Option(metavar="CHANNEL", help="A channel of the file of channels.")] = None,
    pace: Annotated[str | None, typer.Option(metavar="instant|daily", help="When it is told.")] = None,
    at: Annotated[str | None, typer.Option(metavar="HH:MM", help="Local time of the daily message or digest.")] = None,
    zone: Annotated[str | None, typer.Option(metavar="ZONE", help="Time zone of that time, such as Europe/Paris.")] = None,
    budget: Annotated[int | None, typer.Option(help="Instant messages a day.")] = None,
    paused: Annotated[bool, typer.Option("--paused", help="Keep it, but follow nothing.")] = False,
    speak: Annotated[str | None, typer.Option("--in", metavar="fr|en", help="Language of its messages.")] = None,
    ledger: NeededLedger = None,
    lang: Lang = None,
) -> None:
    """Keep a watchlist in the ledger, in place of one of the same name."""
    from vigie.cli.desk import open_desk
    from vigie.cli.session import open_session
    from vigie.telling.watchlists import declared, watchlist_of

    session = open_session(lang=lang)
    record: dict[str, Any] = {
        "name": name, "title": title, "actors": actor, "pairs": pair and [_two(one) for one in pair], "countries": country,
        "words": word, "types": kind, "statuses": status, "origins": origins, "to": to, "pace": pace, "at": at, "zone": zone,
        "budget": budget, "lang": speak, "paused": paused or None,
    }  # fmt: skip
    record = {field: value for field, value in record.items() if value is not None and value != []}
    if (file is None) == (name is None) or (file is not None and len(record) > 0):
        raise InputError("name a watchlist with what it asks for, or a --file that says it all", culprit="add")
    with open_desk(session, ledger, None) as desk:
        one = declared(file, desk.actor) if file is not None else watchlist_of(record, desk.actor, where=str(name))
    kept = session.ledger(ledger)
    try:
        with kept.writer() as writer:
            new = writer.keep_watchlist(one)
    finally:
        kept.close()
    session.console.print(session.messages("watchlist.added" if new else "watchlist.same", name=one.name), markup=False)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="Which watchlist.")], *, ledger: NeededLedger = None, lang: Lang = None
) -> None:
    """Take a watchlist out of the ledger; one that a file declares goes with its file."""
    from vigie.cli.session import open_session

    session = open_session(lang=lang)
    kept = session.ledger(ledger)
    try:
        with kept.writer() as writer:
            if not writer.remove_watchlist(name):
                raise UnknownName(f"the ledger holds no watchlist '{name}': vigie watchlist list shows them", culprit=name)
    finally:
        kept.close()
    session.console.print(session.messages("watchlist.removed", name=name), markup=False)


@app.command()
def check(*, ledger: NeededLedger = None, lang: Lang = None) -> None:
    """Read every watchlist and the file of channels; the exit code is 1 where a channel is missing or has no address."""
    from vigie.cli.desk import open_desk
    from vigie.cli.session import open_session
    from vigie.config import address_of
    from vigie.telling.alerts import read_channels
    from vigie.watch import standing_watchlists

    session = open_session(lang=lang)
    config, say = session.config, session.messages
    channels = read_channels(config.channels)
    with open_desk(session, ledger, None) as desk:
        found = [one for one, _ in standing_watchlists(config, desk.atlas, desk.view)]
    amiss = [
        say("watchlist.no_channel", name=one.name, channel=channel)
        for one in found
        for channel in one.to
        if channel not in channels
    ]
    amiss += [
        say("watchlist.no_address", channel=channel.name, where=channel.env or channel.file)
        for channel in channels.values()
        if address_of(channel, config.channels.parent) is None
    ]
    for sentence in amiss:
        session.errors.print(f"vigie: {sentence}", markup=False, soft_wrap=True)
    if amiss:
        raise typer.Exit(1)
    session.console.print(say.count("watchlist.fine", len(found)), markup=False)


@app.command("test")
def try_watchlist(
    name: Annotated[str, typer.Argument(help="Which watchlist.")],
    *,
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Show the moves of the ledger that a watchlist matches, and by which of its lines; nothing is sent."""
    from vigie.cli.desk import open_desk
    from vigie.cli.session import open_session, print_json
    from vigie.cli.timeline import move_table
    from vigie.ledger import MoveFilter
    from vigie.telling.watchlists import matches, passes, subjects_of

    session = open_session(lang=lang)
    with open_desk(session, ledger, None) as desk:
        one, _ = _named(session, desk, name)
        subjects = subjects_of(desk.view, desk.view.moves(MoveFilter()), desk.atlas, words=bool(one.words))
        found = [(subject.move, lines) for subject in subjects if (lines := matches(one, subject)) and passes(one, subject.move)]
        if as_json:
            print_json(
                {"move": move.id, "why": [{"line": field, "value": value} for field, value in lines]} for move, lines in found
            )
            return
        session.console.print(move_table([move for move, _ in found], desk.names, session.messages))
        session.console.print(session.messages.count("watchlist.matches", len(found)), style="bold", markup=False)


def _two(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


def _named(session: Session, desk: Desk, name: str) -> tuple[Watchlist, Path | None]:
    from vigie.watch import standing_watchlists

    for one, file in standing_watchlists(session.config, desk.atlas, desk.view):
        if one.name == name:
            return one, file
    raise UnknownName(f"there is no watchlist '{name}': vigie watchlist list shows them", culprit=name)


def _asks(one: Watchlist, desk: Desk) -> str:
    name = desk.names.name_of
    parts = [name(key) for key in one.actors] + [f"{name(left)} × {name(right)}" for left, right in one.pairs]
    parts += [country.upper() for country in one.countries] + [f"“{word}”" for word in one.words]
    parts += [*one.types, *(status.value for status in one.statuses)]
    return ", ".join([*parts, *([f"≥ {one.origins}"] if one.origins > 1 else [])])
