"""Paints moves: as a table, and as a timeline with who says what. Decides nothing about the subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from vigie.cli.picture import date_text, entry_table, fitted, parties_text, plain_table, quote_text, status_text
from vigie.taxonomy import claim_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console
    from rich.table import Table

    from vigie.model import Move, Names
    from vigie.telling import Answer, Messages, Telling

__all__ = ["move_table", "move_text", "origins_text", "paint_answer", "paint_moves"]

_TELLINGS_SHOWN = 3


def move_text(move: Move, names: Names) -> Text:
    """Who did it with whom, and with what."""
    who, whom, things = ([names.name_of(key) for key in keys] for keys in (move.who, move.whom, move.things))
    return parties_text(who, whom, things, symmetric=claim_type(move.type).symmetric)


def origins_text(move: Move, messages: Messages) -> Text:
    """How many documents, how many independent origins, and which."""
    number = len(move.document_ids)
    text = Text(messages.count("document", number) + ", " + messages.count("origin", len(move.origins)), style="dim")
    shown = [fitted(origin.name, 40) for origin in move.origins[:3]]
    more = len(move.origins) - len(shown)
    text.append(": " + ", ".join(shown) + (" " + messages("and_more", n=more) if more > 0 else ""), style="dim")
    return text


def move_table(moves: Iterable[Move], names: Names, messages: Messages, *, ids: bool = True) -> Table:
    """One line a move: date, status, type and parties, origins and documents, and its id where ``ids`` asks for it."""
    columns = ["when", "status", "type", "who", "origins", *(["id"] if ids else [])]
    table = plain_table(*(messages(f"column.{column}") for column in columns), expand=True)
    for name, column in zip(columns, table.columns, strict=True):
        column.ratio = 1 if name == "who" else None
        column.no_wrap = name in ("when", "status", "id")
    for move in moves:
        cells: list[Text] = [
            date_text(move.happened_on, messages),
            status_text(move.status, messages, contradicted=move.contradicted),
            Text(claim_type(move.type).labels[messages.lang]),
            move_text(move, names),
            Text(f"{len(move.origins)}/{len(move.document_ids)}"),
        ]
        table.add_row(*cells, *([Text(move.id, style="dim")] if ids else []))
    return table


def paint_moves(
    console: Console, moves: Sequence[Move], told: Mapping[str, list[Telling]], names: Names, messages: Messages
) -> None:
    """Each move with who says it, in their words."""
    for move in moves:
        said: set[tuple[str, str]] = set()
        table = entry_table()
        body = move_text(move, names)
        shown = 0
        for telling in told[move.id]:
            words = (telling.claim.quotes[0].words, telling.claim.status.value)
            if words in said or shown == _TELLINGS_SHOWN:
                continue
            said.add(words)
            shown += 1
            body.append("\n")
            if telling.claim.status is not move.status:
                body.append_text(status_text(telling.claim.status, messages)).append(" ")
            body.append_text(quote_text(telling.claim, names.name_of, messages, voice=_voice(telling)))
            body.append(" (" + ", ".join(filter(None, (_outlet(telling), telling.document.published_on))) + ")", style="dim")
        body.append("\n").append_text(origins_text(move, messages))
        table.add_row(
            status_text(move.status, messages, contradicted=move.contradicted),
            Text(claim_type(move.type).labels[messages.lang]),
            body,
            date_text(move.happened_on, messages),
        )
        console.print(table)
        console.print()


def paint_answer(
    console: Console, found: Answer, told: Mapping[str, list[Telling]], names: Names, messages: Messages, *, who: str
) -> None:
    """What is known, what is not known, and what was denied, each under its own head."""
    _head(console, messages("known"))
    if found.known:
        paint_moves(console, found.known, told, names, messages)
    else:
        console.print(Text(messages("nothing_firm", who=who), style="dim italic"))
        console.print()
    _head(console, messages("not_known"), messages("not_known.why"))
    if found.open:
        paint_moves(console, found.open, told, names, messages)
    else:
        console.print(Text(messages("nothing_open", who=who), style="dim italic"))
        console.print()
    if found.denied:
        _head(console, messages("denied_section"))
        paint_moves(console, found.denied, told, names, messages)


def _head(console: Console, words: str, why: str = "") -> None:
    text = Text(words, style="bold underline")
    if why:
        text.append("  " + why, style="not bold not underline dim")
    console.print(text)
    console.print()


def _voice(telling: Telling) -> str | None:
    return telling.document.author if telling.document.outlet is None else None


def _outlet(telling: Telling) -> str:
    return telling.document.outlet or fitted(telling.document.title or telling.document.id, 50)
