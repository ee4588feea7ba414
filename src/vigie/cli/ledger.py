"""``vigie ledger``: what the ledger holds, copies and backups of it, and whether it is sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import AsJson, FromLedger, Lang, NeededLedger, ToLedger

if TYPE_CHECKING:
    from vigie.cli.session import Session
    from vigie.ledger import Place

__all__ = ["app"]

app = typer.Typer(
    add_completion=False, help="See what the ledger holds; copy, back up, restore and verify it.", no_args_is_help=True
)

_SHOWN = 20
"""Faults that are shown."""


@app.command()
def info(*, ledger: NeededLedger = None, as_json: AsJson = False, lang: Lang = None) -> None:
    """Show where the ledger is, its form, how much it holds and since when."""
    from dataclasses import asdict

    from vigie.cli.session import open_session, print_json
    from vigie.ledger.sql.store import FORM

    session = open_session(lang=lang)
    kept = session.ledger(ledger)
    try:
        view = kept.view()
        counts, first, waiting = view.counts(), view.first_recorded_at(), view.unweighed()
        record = {
            "place": kept.shown,
            "form": FORM,
            **asdict(counts),
            "waiting": waiting,
            "first_recorded": first and first.isoformat(),
        }
    finally:
        kept.close()
    if as_json:
        print_json([record])
        return
    say = session.messages
    session.head(kept.shown, None)
    lines = [say("ledger.form", form=FORM)]
    lines += [say.count(name, getattr(counts, name + "s")) for name in ("capture", "document", "claim", "move")]
    lines += [say.count("story", counts.stories), say.count("copy", counts.copies), say("ledger.waiting", n=waiting)]
    if first is not None:
        lines.append(say("ledger.since", at=f"{first:%Y-%m-%d %H:%M} UTC"))
    for line in lines:
        session.console.print(f"  {line}", markup=False)


@app.command()
def copy(source: FromLedger, target: ToLedger, *, lang: Lang = None) -> None:
    """Copy a ledger to another place, with its whole past; it may be written meanwhile."""
    from vigie.cli.session import open_session

    session = open_session(lang=lang)
    _copy(session, source, target)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that is not there yet.")],
    *,
    ledger: NeededLedger = None,
    lang: Lang = None,
) -> None:
    """Back the ledger up into one file, as it stands at one instant; it may be written meanwhile."""
    from vigie.cli.session import open_session
    from vigie.ledger import Place

    session = open_session(lang=lang)
    _copy(session, ledger, Place(file))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    *,
    ledger: NeededLedger = None,
    lang: Lang = None,
) -> None:
    """Make the ledger from a backup, after reading the backup through; what is there already is left alone."""
    from vigie.cli.session import open_session
    from vigie.ledger import Place
    from vigie.ledger.moving import verified

    session = open_session(lang=lang)
    kept = session.ledger(Place(file))
    try:
        verified(kept)
    finally:
        kept.close()
    _copy(session, Place(file), ledger or session.config.ledger)


@app.command()
def verify(*, ledger: NeededLedger = None, as_json: AsJson = False, lang: Lang = None) -> None:
    """Read the ledger through: bytes, words and conclusions against their digests; the exit code is 4 where anything is wrong."""
    from itertools import islice

    from vigie.cli.session import open_session, print_json
    from vigie.errors import LedgerCorrupt

    session = open_session(lang=lang)
    kept = session.ledger(ledger)
    try:
        faults = list(islice(kept.faults(), _SHOWN + 1))
    finally:
        kept.close()
    if as_json:
        print_json({"fault": fault} for fault in faults)
    elif not faults:
        session.console.print(session.messages("ledger.sound", place=kept.shown), markup=False, soft_wrap=True)
    else:
        for fault in faults[:_SHOWN]:
            session.console.print(f"  {fault}", markup=False, soft_wrap=True)
    if faults:
        number = f"{len(faults)}" if len(faults) <= _SHOWN else f"more than {_SHOWN}"
        raise LedgerCorrupt(
            f"'{kept.shown}' is damaged ({number} faults): restore a backup with vigie ledger restore", culprit=kept.shown
        )


@app.command()
def reindex(*, ledger: NeededLedger = None, lang: Lang = None) -> None:
    """Make lists, sums and the search index again from what is kept."""
    from vigie.cli.session import open_session

    session = open_session(lang=lang)
    kept = session.ledger(ledger)
    try:
        kept.reindex()
    finally:
        kept.close()
    session.console.print(session.messages("ledger.reindexed", place=kept.shown), markup=False, soft_wrap=True)


def _copy(session: Session, source: Place | None, target: Place) -> None:
    from vigie.cli.session import now
    from vigie.ledger.moving import copy_ledger

    kept = session.ledger(source)
    try:
        number = copy_ledger(kept, target, clock=now)
    finally:
        kept.close()
    words = session.messages("ledger.copied", source=kept.shown, target=str(target), n=number)
    session.console.print(words, markup=False, soft_wrap=True)
