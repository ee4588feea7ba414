"""``vigie judge``: what persons say belongs together or apart, and how it is taken back."""

from __future__ import annotations

import getpass
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import AsJson, AsOf, Lang, NeededLedger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vigie.cli.session import Session
    from vigie.ledger.place import Place
    from vigie.model import Judgement
    from vigie.watch import Watch

__all__ = ["app"]

app = typer.Typer(
    add_completion=False, help="Put moves or stories together, take them apart, say what is a copy, and undo it exactly."
)

_By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so (default: the name you are logged in with).")]
_Why = Annotated[str, typer.Option("--why", metavar="WORDS", help="The reason, kept with the judgement.")]


@contextmanager
def _watch(ledger: Place | None, lang: str | None) -> Iterator[tuple[Session, Watch]]:
    from vigie.cli.session import open_session

    session = open_session(lang=lang)
    kept = session.ledger(ledger)
    try:
        yield session, session.watch(kept)
    finally:
        kept.close()


@app.callback(invoke_without_command=True)
def shown(
    context: typer.Context, *, ledger: NeededLedger = None, as_json: AsJson = False, as_of: AsOf = None, lang: Lang = None
) -> None:
    """List what persons judged and what stands of it."""
    if context.invoked_subcommand is None:
        from vigie.cli.desk import open_desk
        from vigie.cli.session import open_session, parse_as_of

        session = open_session(lang=lang)
        with open_desk(session, ledger, parse_as_of(as_of)) as desk:
            _tell(session, desk.view.words(), as_json=as_json)


@app.command()
def merge(
    one: Annotated[str, typer.Argument(metavar="ID", help="A move (m-…) or a story (s-…).")],
    other: Annotated[str, typer.Argument(metavar="ID", help="The move or story that is the same.")],
    *,
    by: _By = None,
    why: _Why = "",
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Make two moves, or two stories, one."""
    with _watch(ledger, lang) as (session, watch):
        _tell(session, watch.merge(one, other, author=by or getpass.getuser(), reason=why), as_json=as_json)


@app.command()
def split(
    thing: Annotated[str, typer.Argument(metavar="ID", help="A move (m-…) or a story (s-…).")],
    members: Annotated[
        list[str], typer.Argument(metavar="MEMBER...", help="What is something else: documents, or claims (c-…) of a move.")
    ],
    *,
    by: _By = None,
    why: _Why = "",
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Take documents or claims out of a move, or documents out of a story."""
    with _watch(ledger, lang) as (session, watch):
        _tell(session, watch.split(thing, members, author=by or getpass.getuser(), reason=why), as_json=as_json)


@app.command()
def copy(
    one: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A document.")],
    other: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Another document.")],
    *,
    different: Annotated[bool, typer.Option("--different", help="Say that neither copies the other.")] = False,
    by: _By = None,
    why: _Why = "",
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Say that one of two documents copies the other: the younger the older."""
    from vigie.model import Verdict

    verdict = Verdict.DIFFERENT if different else Verdict.SAME
    with _watch(ledger, lang) as (session, watch):
        said = watch.judge("copy", one, other, verdict, author=by or getpass.getuser(), reason=why)
        _tell(session, [said], as_json=as_json)


@app.command()
def undo(
    judgement: Annotated[str, typer.Argument(metavar="ID", help="What a judgement was answered with (p-…).")],
    *,
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Take a judgement back: everything is exactly as it would be without it."""
    with _watch(ledger, lang) as (session, watch):
        gone = watch.take_back(judgement)
        if as_json:
            _tell(session, gone, as_json=True)
        else:
            session.console.print(session.messages("judge.undone", id=gone[0].id.partition(".")[0]), markup=False)


def _tell(session: Session, said: Sequence[Judgement], *, as_json: bool) -> None:
    """Print judgements, those of one deed together."""
    from vigie.cli.session import print_json
    from vigie.telling import judgement_record

    if as_json:
        print_json(judgement_record(one) for one in said)
        return
    say = session.messages
    if not said:
        session.console.print(say("judge.none"), markup=False)
    deeds: dict[str, list[Judgement]] = {}
    for one in said:
        deeds.setdefault(one.id.partition(".")[0], []).append(one)
    for deed, judged in deeds.items():
        first = judged[0]
        words = say(f"judge.{first.subject}.{first.verdict.value}", left=first.left, right=first.right)
        more = f" (+{len(judged) - 1})" if len(judged) > 1 else ""
        why = f": {'; '.join(first.reasons)}" if first.reasons else ""
        session.console.print(f"{words}{more}{why} ({first.author})", markup=False, soft_wrap=True)
        session.console.print(say("judge.undo", id=deed), style="dim", markup=False, soft_wrap=True)
