"""Which formats there are, what each can hold, and who writes it. Writes nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from vigie.errors import InputError, UnknownName
from vigie.telling.export import entities, feeds, graphs, linked, sheet
from vigie.telling.export.wish import WHATS, Wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.telling.desk import Desk

__all__ = ["FORMATS", "Format", "export_to", "format_called"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format."""

    name: str
    suffix: str
    media_type: str
    whats: tuple[str, ...]
    """What it can hold; the first where nothing is said."""
    says: str
    """What it is, in a few words."""
    write: Callable[[Desk, Wish, IO[bytes]], None]


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format(
            name="csv", suffix="csv", media_type="text/csv; charset=utf-8", whats=("moves", "claims", "documents", "network"),
            says="A sheet; cells that a spreadsheet would run are made text.", write=sheet.write_csv,
        ),
        Format(
            name="parquet", suffix="parquet", media_type="application/vnd.apache.parquet",
            whats=("moves", "claims", "documents", "network"), says="Columns for data frames; needs the extra parquet.",
            write=sheet.write_parquet,
        ),
        Format(
            name="jsonl", suffix="jsonl", media_type="application/jsonl", whats=("moves", "claims", "documents", "network"),
            says="One JSON record a line, whole, as --json and the API give it.", write=sheet.write_jsonl,
        ),
        Format(
            name="graphml", suffix="graphml", media_type="application/graphml+xml", whats=("network",),
            says="Who deals with whom, for yEd, Gephi, igraph, networkx.", write=graphs.write_graphml,
        ),
        Format(
            name="gexf", suffix="gexf", media_type="application/gexf+xml", whats=("network",),
            says="Who deals with whom, for Gephi.", write=graphs.write_gexf,
        ),
        Format(
            name="ftm", suffix="ftm.jsonl", media_type="application/jsonl", whats=("moves",),
            says="FollowTheMoney entities, for Aleph and its kin.", write=entities.write_ftm,
        ),
        Format(
            name="rss", suffix="rss", media_type="application/rss+xml; charset=utf-8", whats=("moves",),
            says="A feed of what was recorded last, RSS 2.0.", write=feeds.write_rss,
        ),
        Format(
            name="atom", suffix="atom", media_type="application/atom+xml; charset=utf-8", whats=("moves",),
            says="A feed of what was recorded last, Atom 1.0.", write=feeds.write_atom,
        ),
        Format(
            name="jsonld", suffix="jsonld", media_type="application/ld+json", whats=("moves",),
            says="Linked data in the words of schema.org: actions, claims, articles.", write=linked.write_jsonld,
        ),
    )
}  # fmt: skip
"""Name to format."""


def format_called(name: str, what: str | None) -> tuple[Format, str]:
    """The format, and what it is to hold; raises `UnknownName` or `InputError` for what there isn't."""
    found = FORMATS.get(name)
    if found is None:
        raise UnknownName(f"'{name}' is no format of exports: choose among {', '.join(FORMATS)}", culprit=name)
    chosen = what or found.whats[0]
    if chosen not in WHATS:
        raise UnknownName(f"'{chosen}' can't be exported: choose among {', '.join(WHATS)}", culprit=chosen)
    if chosen not in found.whats:
        able = ", ".join(one.name for one in FORMATS.values() if chosen in one.whats)
        raise InputError(
            f"'{name}' can't hold {chosen}, but {', '.join(found.whats)}: for {chosen} there are {able}", culprit=chosen
        )
    return found, chosen


def export_to(out: IO[bytes], desk: Desk, form: Format, wish: Wish) -> None:
    """Write what is wished in that format; raises `MissingExtra` where a library for it is not installed."""
    form.write(desk, wish, out)
