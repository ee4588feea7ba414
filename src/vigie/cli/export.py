"""``vigie export``: the ledger in the forms that other programs read."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import AsOf, Lang, NeededLedger
from vigie.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["run"]


def run(
    *,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="csv, parquet, jsonl, graphml, gexf, ftm, rss, atom or jsonld.")
    ] = "csv",
    what: Annotated[
        str | None,
        typer.Option("--what", metavar="WHAT", help="moves, claims, documents or network, as far as the format holds it."),
    ] = None,
    actor: Annotated[
        list[str] | None,
        typer.Option("--actor", metavar="NAME", help="Only moves in which they take part; more than once for all."),
    ] = None,
    kind: Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="Only moves of this claim type.")] = None,
    status: Annotated[list[str] | None, typer.Option("--status", metavar="STATUS", help="Only moves of this status.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only moves on that day or later.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only moves on that day or earlier.")] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write this file, whole or not at all; without it, standard output."),
    ] = None,
    base: Annotated[str, typer.Option("--base", metavar="ADDRESS", help="Address of your pages, for links back to them.")] = "",
    ledger: NeededLedger = None,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """Write moves, claims, documents or the network in a form that other programs read."""
    from vigie.cli.desk import open_desk
    from vigie.cli.session import now, open_session, parse_as_of
    from vigie.telling.export import Wish, export_to, format_called

    session = open_session(lang=lang)
    chosen, wanted = format_called(form, what)
    if base and not base.startswith(("http://", "https://")):
        raise InputError(f"'{base}' is no address of pages: write http://127.0.0.1:8470", culprit=base)
    with open_desk(session, ledger, parse_as_of(as_of)) as desk, _opened(out) as file:
        moves = desk.move_filter(actor or (), kind or (), status or (), since, until)
        wish = Wish(what=wanted, moves=moves, say=session.messages, base=base.rstrip("/"), now=now())
        export_to(file, desk, chosen, wish)


@contextlib.contextmanager
def _opened(path: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that takes the place of the old one only when all of it is written."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    half = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        half.chmod(0o644)
        half.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        half.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> InputError:
    reason = (error.strerror or str(error)).lower()
    return InputError(f"'{path}' can't be written ({reason}): name a file in a folder that you may write to", culprit=str(path))
