"""``vigie sources``: what is followed, how it is doing, and what could be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import AsJson, Lang, NeededLedger

if TYPE_CHECKING:
    import datetime as dt

    from vigie.cli.session import Session
    from vigie.ledger.place import Place
    from vigie.model import Source, SourceState

__all__ = ["app"]

app = typer.Typer(add_completion=False, help="The sources that are followed: how they are doing, and what could be followed.")

_SIGNS = {
    "unvisited": ("○", "dim"),
    "working": ("●", "green"),
    "empty": ("◌", "yellow"),
    "undated": ("◇", "yellow"),
    "partial": ("◐", "yellow"),
    "moved": ("→", "cyan"),
    "silent": ("…", "magenta"),
    "refused": ("✕", "red"),
}
_NO_ID = Path()


@app.callback(invoke_without_command=True)
def status(context: typer.Context, *, ledger: NeededLedger = None, as_json: AsJson = False, lang: Lang = None) -> None:
    """Show the enabled sources: state, since when, the last good visit, the next one, and why."""
    if context.invoked_subcommand is not None:
        return
    from rich.text import Text

    from vigie.cli.picture import plain_table
    from vigie.cli.session import now, open_session, print_json
    from vigie.cli.visits import chosen_sources
    from vigie.sources import health
    from vigie.sources.health import expected_interval_s, health_record

    session = open_session(lang=lang)
    sources = chosen_sources(session, [])
    states = _states(session, ledger)
    at = now()
    rows = [(source, states.get(source.id), health(states.get(source.id), source, at)) for source in sources]
    if as_json:
        print_json(health_record(*row) for row in rows)
        return
    if not rows:
        session.console.print(session.messages("sources.none"), markup=False, soft_wrap=True)
        return
    say = session.messages
    table = plain_table(*(say(f"sources.column.{name}") for name in ("id", "state", "since", "good", "rhythm", "next", "reason")))
    for source, state, found in sorted(rows, key=lambda row: (row[2].state.value in ("working", "unvisited"), row[0].id)):
        sign, colour = _SIGNS[found.state.value]
        table.add_row(
            source.id,
            Text(f"{sign} {say(f'sources.state.{found.state.value}')}", style=colour),
            _day(found.since_at),
            _day(found.last_good_at),
            _span(expected_interval_s(state, source)) if state else "",
            _day(state.next_at) if state else "",
            Text(found.reason),
        )
    session.console.print(table)


def _states(session: Session, ledger: Place | None) -> dict[str, SourceState]:
    if ledger is None and not session.config.ledger.exists():
        return {}
    kept = session.ledger(ledger)
    try:
        return kept.view().source_states()
    finally:
        kept.close()


def _day(at: dt.datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "–"


def _span(seconds: float) -> str:
    return f"{seconds / 3600:.0f} h" if seconds < 2 * 86400 else f"{seconds / 86400:.0f} d"


@app.command("list")
def list_(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD]...", help="Only sources that hold all of these words.")
    ] = None,
    *,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """List the catalogue and your own sources, enabled or not; with words, only those whose record holds them."""
    from rich.text import Text

    from vigie.cli.picture import plain_table
    from vigie.cli.session import open_session, print_json
    from vigie.sources import load_sources, record_of

    session = open_session(lang=lang)
    known = load_sources(session.config.sources)
    chosen = [one for one in known.values() if all(word.casefold() in _searched(one) for word in words or [])]
    if as_json:
        print_json(record_of(one) for one in chosen)
        return
    say = session.messages
    table = plain_table(*(say(f"sources.column.{name}") for name in ("on", "id", "name", "role", "lang", "country", "kind")))
    for one in chosen:
        sign = Text("●", style="green") if one.enabled else Text("·", style="dim")
        table.add_row(sign, one.id, Text(one.name), one.role, one.language, one.outlet.country or "", one.kind.value)
    session.console.print(table)
    on = sum(one.enabled for one in known.values())
    session.console.print(say("sources.counted", n=len(known), on=on), style="dim", markup=False)


def _searched(source: Source) -> str:
    parts = (source.id, source.name, source.role, source.language, source.kind.value, source.address, *_outlet_words(source))
    return " ".join(parts).casefold()


def _outlet_words(source: Source) -> tuple[str, ...]:
    return source.outlet.name, source.outlet.owner or "", source.outlet.country or ""


@app.command()
def add(
    url: Annotated[str, typer.Argument(metavar="ADDRESS|PATH", help="A feed, page, listing, sitemap, profile, file or folder.")],
    *,
    kind: Annotated[str, typer.Option("--kind", help="How it is read; see the reference of declarations.")] = "feed",
    source_id: Annotated[str | None, typer.Option("--id", help="Its name in commands; made from --name if not given.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="What people call it; its host if not given.")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", help="Who speaks in it; its name if not given.")] = None,
    language: Annotated[str, typer.Option("--language", help="ISO 639-1.")] = "en",
    cadence: Annotated[str, typer.Option("--cadence", help="How far apart publications are expected, such as 6h.")] = "1d",
    select: Annotated[str | None, typer.Option("--select", help="CSS selector of a listing's links.")] = None,
    match: Annotated[str | None, typer.Option("--match", help="Regular expression that a link must hold.")] = None,
    text: Annotated[str, typer.Option("--text", help="feed, links or auto: what is read of a feed's entry.")] = "auto",
    auth: Annotated[str | None, typer.Option("--auth", help="basic, bearer, login, header:NAME or query:NAME.")] = None,
    env: Annotated[str | None, typer.Option("--env", help="Variable of the environment that holds the credential.")] = None,
    file: Annotated[str | None, typer.Option("--file", help="File that holds the credential.")] = None,
    private: Annotated[bool, typer.Option("--private", help="Allow addresses of this machine and its network.")] = False,
    lang: Lang = None,
) -> None:
    """Add a source of your own to the file of sources, enabled.

    A credential is never given here: --auth says how it is sent, --env or --file where it stands.
    """
    from urllib.parse import urlsplit

    from vigie.cli.session import open_session
    from vigie.errors import InputError
    from vigie.sources import load_sources, record_of
    from vigie.sources.declarations import source_of
    from vigie.sources.edit import put_records
    from vigie.sources.opml import slug

    session = open_session(lang=lang)
    path = session.config.sources
    known = load_sources(path)
    local = "://" not in url
    called = name or (Path(url).name if local else urlsplit(url).hostname) or url
    chosen = source_id or slug(called, known)
    if chosen in known:
        raise InputError(f"there is a source '{chosen}' already: choose another --id", culprit=chosen)
    place = {"path": str(Path(url).absolute())} if local else {"url": url}
    record = {
        "id": chosen,
        "name": called,
        "kind": kind,
        **place,
        "outlet": {"name": outlet or called},
        "language": language,
        "cadence": cadence,
        "text": text,
        "allow_private": private,
        "enabled": True,
        **{field: value for field, value in (("select", select), ("match", match)) if value is not None},
    }
    if auth is not None or env is not None or file is not None:
        how, _, named = (auth or "basic").partition(":")
        given = (("how", how), ("name", named or None), ("env", env), ("file", file))
        record["auth"] = {field: value for field, value in given if value is not None}
    put_records(path, [record_of(source_of(record, where="the command line"))])
    session.console.print(session.messages("sources.added", id=chosen, path=path), markup=False, soft_wrap=True)


@app.command()
def enable(
    names: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Ids, as vigie sources list shows them.")],
    *,
    lang: Lang = None,
) -> None:
    """Follow sources from now on."""
    _switch(names, on=True, lang=lang)


@app.command()
def disable(
    names: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Ids, as vigie sources list shows them.")],
    *,
    lang: Lang = None,
) -> None:
    """Follow sources no longer; what they brought is kept."""
    _switch(names, on=False, lang=lang)


def _switch(names: list[str], *, on: bool, lang: str | None) -> None:
    from vigie.cli.session import open_session
    from vigie.cli.visits import chosen_sources
    from vigie.sources.edit import put_records

    session = open_session(lang=lang)
    chosen = chosen_sources(session, names)
    path = session.config.sources
    put_records(path, [{"id": one.id, "enabled": on} for one in chosen])
    for one in chosen:
        words = session.messages("sources.enabled" if on else "sources.disabled", id=one.id, path=path)
        session.console.print(words, markup=False, soft_wrap=True)


@app.command()
def check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Only these; all enabled ones if none is named.")
    ] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="The whole catalogue.")] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Ask each address once and say whether it answers with what it was declared to be; nothing is kept.

    The exit code is 1 where one does not.
    """
    from rich.text import Text

    from vigie.cli.picture import plain_table
    from vigie.cli.session import now, open_session, print_json
    from vigie.cli.visits import StepLine, chosen_sources, open_fetcher
    from vigie.ledger import MemoryLedger
    from vigie.rounds.checking import check_sources
    from vigie.sources import load_sources

    session = open_session(lang=lang)
    sources = list(load_sources(session.config.sources).values()) if everything else chosen_sources(session, names or [])
    with StepLine(session, None) as line, open_fetcher(session) as fetcher:
        found = check_sources(sources, fetcher, watch=session.watch(MemoryLedger(clock=now)), clock=now, on_step=line)
    if as_json:
        print_json(
            {"id": source.id, "url": source.address, "state": one.state.value, "reason": one.reason} for source, one in found
        )
    else:
        table = plain_table("", *(session.messages(f"sources.column.{name}") for name in ("id", "state", "reason")))
        for source, one in found:
            sign, colour = _SIGNS[one.state.value]
            table.add_row(
                Text(sign, style=colour), source.id, session.messages(f"sources.state.{one.state.value}"), Text(one.reason)
            )
        session.console.print(table)
    if any(one.state.value not in ("working", "moved", "silent") for _, one in found):
        raise typer.Exit(1)


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="An OPML file, or a YAML file of declarations.")],
    *,
    language: Annotated[str, typer.Option("--language", help="Of feeds that name none, ISO 639-1.")] = "en",
    lang: Lang = None,
) -> None:
    """Take sources from another program's OPML, or from another file of declarations; those known by address are left out."""
    from vigie.cli.session import open_session
    from vigie.errors import InputError
    from vigie.sources import load_sources, record_of
    from vigie.sources.declarations import declared
    from vigie.sources.edit import put_records
    from vigie.sources.opml import read_opml

    session = open_session(lang=lang)
    target = session.config.sources
    known = load_sources(target)
    if path.suffix.lower() in (".yml", ".yaml"):
        if not path.exists():
            raise InputError(f"there is no file '{path}'", culprit=str(path))
        offered = list(declared(path, {}).values())
    else:
        try:
            offered = read_opml(path.read_bytes(), language=language, taken=known)
        except OSError as error:
            raise InputError(f"'{path}' can't be read: {(error.strerror or str(error)).lower()}", culprit=str(path)) from error
        except InputError as error:
            raise InputError(f"'{path}' can't be taken: {error}", culprit=str(path)) from error
    addresses = {one.address for one in known.values()}
    fresh = [one for one in offered if one.address not in addresses and one.id not in known]
    put_records(target, [record_of(one) for one in fresh])
    session.console.print(session.messages("sources.imported", n=len(fresh), path=target), markup=False, soft_wrap=True)
    if len(offered) > len(fresh):
        session.console.print(session.messages.count("sources.skipped", len(offered) - len(fresh)), style="dim", markup=False)


@app.command()
def export(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; a name that ends in .yml gives declarations, else OPML.")],
    *,
    everything: Annotated[bool, typer.Option("--all", help="The whole catalogue, not only what is enabled.")] = False,
    lang: Lang = None,
) -> None:
    """Write the enabled sources to a file; credentials are never in it, only the names of where they stand."""
    from vigie.cli.session import open_session
    from vigie.errors import InputError
    from vigie.sources import load_sources, record_of
    from vigie.sources.declarations import dumped
    from vigie.sources.opml import written_opml

    session = open_session(lang=lang)
    chosen = [one for one in load_sources(session.config.sources).values() if one.enabled or everything]
    text = dumped(record_of(one) for one in chosen) if path.suffix.lower() in (".yml", ".yaml") else written_opml(chosen)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"'{path}' can't be written: {(error.strerror or str(error)).lower()}", culprit=str(path)) from error
