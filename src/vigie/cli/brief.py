"""``vigie brief``: what changed, as a text with citations; and the check that a brief says what it cites."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import AsJson, Lang, NeededLedger
from vigie.errors import InputError, UnknownName, UnreadableInput

if TYPE_CHECKING:
    import datetime as dt

    from vigie.cli.session import Session
    from vigie.ledger import Place

__all__ = ["run"]


def run(
    *,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Tell what the ledger learned from then on (default: all).")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", "--as-of", metavar="DATE", help="Tell what it knew at the end of that day (default: now)."),
    ] = None,
    watchlist: Annotated[str | None, typer.Option("--for", metavar="WATCHLIST", help="Only what that watchlist asks for.")] = None,
    form: Annotated[str, typer.Option("--format", metavar="md|html|pdf|docx", help="What to write.")] = "md",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to this file instead of the terminal.")] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="Items of one section; what is left out is counted.")] = 40,
    check: Annotated[
        Path | None,
        typer.Option("--check", metavar="FILE", help="Check a brief in Markdown, edited or not, instead of writing one."),
    ] = None,
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Write what changed, what it may mean, what is unsure, what was denied, and who is silent; each sentence with its citation.

    With --check, hold every clause of a brief against what it cites; the exit code is 1 where one says what its citation does not.
    """
    from vigie.cli.session import open_session

    session = open_session(lang=lang)
    if check is not None:
        _check(session, check, ledger, as_json=as_json)
        return
    _write(session, ledger, since=since, until=until, name=watchlist, form=form, out=out, most=most)


def _write(
    session: Session, ledger: Place | None, *, since: str | None, until: str | None, name: str | None, form: str, out: Path | None,
    most: int,
) -> None:  # fmt: skip
    import datetime as dt
    import sys

    from vigie.cli.desk import open_desk
    from vigie.cli.session import now, parse_as_of
    from vigie.cli.visits import chosen_sources
    from vigie.telling.brief import FORMATS, compose, render
    from vigie.watch import silences, standing_watchlists

    if form not in FORMATS:
        raise InputError(f"'{form}' is no form of a brief: choose among {', '.join(FORMATS)}", culprit=form)
    if out is None and form in ("pdf", "docx") and sys.stdout.isatty():
        raise InputError(f"a {form} is nothing for a terminal: name a file with --out", culprit=form)
    begin, end = _start(since), parse_as_of(until)
    if begin is not None and begin >= (end or now()):
        raise InputError(f"'{since}' does not lie before the end of the brief: name an earlier --since", culprit=str(since))
    with open_desk(session, ledger, end) as desk:
        chosen = None
        if name is not None:
            named = {one.name: one for one, _ in standing_watchlists(session.config, desk.atlas, desk.view)}
            if name not in named:
                raise UnknownName(f"there is no watchlist '{name}': vigie watchlist list shows them", culprit=name)
            chosen = named[name]
        kept = session.ledger(ledger)
        try:
            before = None if begin is None else kept.view(begin - dt.timedelta(microseconds=1))
            brief = compose(
                desk.view,
                before,
                desk.atlas,
                lang=session.messages.lang,
                since=begin,
                until=end or now(),
                watchlist=chosen,
                silences=silences(chosen_sources(session, []), desk.view.source_states(), end or now()),
                most=most,
            )
        finally:
            kept.close()
    made = render(brief, form)
    if out is None:
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()
        return
    try:
        out.write_bytes(made)
    except OSError as error:
        raise InputError(f"'{out}' can't be written: {(error.strerror or str(error)).lower()}", culprit=str(out)) from error
    say, sentences = session.messages, sum(len(item.sentences) for section in brief.sections for item in section.items)
    counted = {
        "sentences": say.count("brief.sentence", sentences),
        "references": say.count("brief.reference", len(brief.references)),
    }
    session.errors.print(say("brief.made", path=out, **counted), markup=False, soft_wrap=True)


def _start(text: str | None) -> dt.datetime | None:
    """The beginning of a day, UTC, or an instant."""
    import datetime as dt

    from vigie.cli.session import parse_as_of

    at = parse_as_of(text)
    if at is not None and text is not None and len(text) == len("2026-05-03"):
        return dt.datetime.combine(at.date(), dt.time(), tzinfo=dt.UTC)
    return at


def _check(session: Session, path: Path, ledger: Place | None, *, as_json: bool) -> None:
    import datetime as dt

    from vigie.cli.desk import open_desk
    from vigie.cli.session import parse_as_of, print_json
    from vigie.sources.declarations import load_sources
    from vigie.telling.brief.check import check_brief, parse

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"'{path}' can't be read as a brief in Markdown: {error}", culprit=str(path)) from error
    head = parse(text)
    until, since = parse_as_of(head.until or None), parse_as_of(head.since or None)
    sources = {source.id: source.name for source in load_sources(session.config.sources).values()}
    kept = session.ledger(ledger)
    try:
        before = None if since is None else kept.view(since - dt.timedelta(microseconds=1))
        with open_desk(session, ledger, until) as desk:
            parsed, findings = check_brief(text, desk.view, before, desk.atlas, sources=sources)
    finally:
        kept.close()
    say = session.messages
    if as_json:
        print_json(
            {"line": one.line, "kind": one.kind, "cited": one.cited, "detail": one.detail, "text": one.text} for one in findings
        )
    else:
        for one in findings:
            where = say("brief.check.at", line=one.line, text=one.text[:160])
            session.console.print(
                f"{where}\n    {say(f'brief.check.{one.kind}', detail=one.detail, n=one.cited or 0)}", markup=False
            )
        counted = {
            "clauses": say.count("brief.check.clause", len(parsed.clauses)),
            "faults": say.count("brief.check.fault", len(findings)),
        }
        session.console.print(say("brief.check.sum", **counted), style="bold", markup=False)
    if findings or not parsed.clauses:
        raise typer.Exit(1)
