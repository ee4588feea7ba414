"""What the commands paint on a terminal: tables and progress. Decides nothing about the subject; plain when piped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich import box
from rich.progress import Progress as RichProgress
from rich.progress import SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from vigie.errors import UnreadableInput
from vigie.model import ANONYMOUS, Status
from vigie.taxonomy import claim_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import TracebackType

    from vigie.cli.session import Session
    from vigie.ledger import View
    from vigie.model import Claim, Document, Names, Reading
    from vigie.rounds import Round
    from vigie.telling import Messages
    from vigie.watch import Taken

__all__ = [
    "Progress",
    "claims_table",
    "date_text",
    "document_table",
    "entry_table",
    "fitted",
    "paint_round",
    "parties_text",
    "plain_table",
    "quote_text",
    "source_text",
    "status_text",
]

_LOOK = {
    Status.HAPPENED: ("●", "green"),
    Status.PLANNED: ("◆", "blue"),
    Status.RUMOURED: ("◌", "yellow"),
    Status.POSSIBLE: ("◇", "magenta"),
    Status.ASKED: ("?", "cyan"),
    Status.DENIED: ("✕", "red"),
}
"""Sign and colour of each status: told apart without colour too."""


class Progress:
    """A line that moves while documents are read, on a terminal only, on standard error."""

    def __init__(self, session: Session) -> None:
        self._messages = session.messages
        self._bar = RichProgress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TextColumn("[dim]{task.fields[name]}"),
            console=session.errors,
            transient=True,
            disable=not session.errors.is_terminal,
        )
        self._task = self._bar.add_task(self._messages("reading"), total=None, name="")

    def __enter__(self) -> Self:
        """Start to paint."""
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Wipe the line."""
        self._bar.stop()

    def step(self, one: Taken | UnreadableInput) -> None:
        """Show what came last."""
        name = one.culprit if isinstance(one, UnreadableInput) else one.document.id
        self._bar.update(self._task, advance=1, name=name)


def status_text(status: Status, messages: Messages, *, contradicted: bool = False) -> Text:
    """Sign and word of a status, in its colour; ≠ and a word below it where the move is contradicted."""
    sign, colour = _LOOK[status]
    text = Text(f"{sign} {messages(f'status.{status.value}')}", style=colour)
    if contradicted and status is not Status.DENIED:
        text.append(f"\n≠ {messages('contradicted')}", style="red")
    return text


def date_text(iso: str | None, messages: Messages) -> Text:
    """A date as known, or that there is none."""
    return Text(iso) if iso else Text(messages("undated"), style="dim")


def parties_text(who: Sequence[str], whom: Sequence[str], things: Sequence[str], *, symmetric: bool) -> Text:
    """Who does it to whom, and with what: names in bold, × where they may be exchanged, → where not."""
    text = Text(", ".join(who), style="bold")
    if whom:
        text.append(" × " if symmetric and who else " → ", style="dim")
        text.append(", ".join(whom), style="bold")
    if things:
        text.append((" · " if who or whom else "") + ", ".join(things))
    return text


def fitted(words: str, length: int) -> str:
    """The words in one line of at most ``length`` characters, cut at a word."""
    line = " ".join(words.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > length // 2 else cut).rstrip(" ,;:") + "…"


def plain_table(*columns: str, expand: bool = False) -> Table:
    """A table without frame, its head underlined."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold dim", expand=expand)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def paint_round(session: Session, done: Round, view: View, names: Names) -> None:
    """Each document with its claims, then how much there was."""
    messages, console = session.messages, session.console
    copies = {copy.document_id: copy for copy in view.copies()}
    titles = {document.id: document.title or document.id for document in view.documents()}
    for taken in done.taken:
        document, reading = taken.document, taken.reading
        console.print()
        console.print(Text(fitted(document.title or document.id, 100), style="bold underline"))
        facts = [reading.lang, document.outlet, document.author, reading.published_on or document.published_on]
        line = Text(" · ".join(filter(None, facts)), style="dim")
        if document.id in copies:
            original = copies[document.id].copy_of
            line.append(" · " + messages("copy_of", title=fitted(titles.get(original, original), 60)), style="yellow")
        console.print(line)
        if not reading.claims:
            console.print(Text(messages("no_claims"), style="dim italic"))
            continue
        console.print(claims_table(reading.claims, names.name_of, messages))
    ids = {taken.document.id for taken in done.taken}
    counted = {
        "document": len(ids),
        "claim": sum(len(taken.reading.claims) for taken in done.taken),
        "copy": len(ids & set(copies)),
        "story": sum(1 for story in view.stories() if ids & set(story.document_ids)),
        "move": len(view.moves_of(ids)),
        "refusal": len(done.refused),
    }
    console.print()
    console.print(Text(" · ".join(messages.count(noun, n) for noun, n in counted.items() if n or noun == "document"), style="bold"))


def claims_table(claims: Iterable[Claim], name: Callable[[str], str], messages: Messages) -> Table:
    """The claims of one document, in the order in which it makes them."""
    table = entry_table()
    for claim in sorted(claims, key=lambda one: one.quotes[0].start):
        kind = claim_type(claim.type)
        things = [*(name(key) for key in claim.things), *claim.what]
        body = parties_text([name(k) for k in claim.who], [name(k) for k in claim.whom], things, symmetric=kind.symmetric)
        body.append("\n").append_text(quote_text(claim, name, messages))
        table.add_row(
            status_text(claim.status, messages), Text(kind.labels[messages.lang]), body, date_text(claim.happened_on, messages)
        )
    return table


def document_table(
    documents: Iterable[Document], readings: Mapping[str, Reading], copies: Mapping[str, str], messages: Messages
) -> Table:
    """One line a document: date, language, outlet, title, how many claims, and of what it is a copy."""
    heads = [messages(f"column.{column}") for column in ("published", "lang", "document", "claims")]
    table = plain_table(*heads, expand=True)
    table.columns[2].ratio = 1
    listed = list(documents)
    titles = {document.id: document.outlet or document.title or document.id for document in listed}
    for document in listed:
        reading = readings.get(document.id)
        title = Text(fitted(document.title or document.id, 90))
        if document.outlet:
            title.append(f"  {document.outlet}", style="dim")
        if document.id in copies:
            original = copies[document.id]
            title.append("  " + messages("copy_of", title=fitted(titles.get(original, original), 40)), style="yellow")
        published = reading.published_on if reading is not None else document.published_on
        table.add_row(
            date_text(published, messages), reading.lang if reading else "", title, str(len(reading.claims)) if reading else ""
        )
    return table


def entry_table() -> Table:
    """A grid of entries: status, type, what it is with its quotes below, date; of one width from entry to entry."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=14)
    table.add_column(width=14)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(width=10, justify="right")
    return table


def quote_text(claim: Claim, name: Callable[[str], str], messages: Messages, *, voice: str | None = None) -> Text:
    """The words that a claim rests on, and who says them; ``voice`` names the document's own voice."""
    text = Text(f"«{fitted(claim.quotes[0].words, 150)}»", style="italic dim")
    if claim.source is not None or voice is not None:
        text.append(" — ", style="dim")
        text.append_text(source_text(claim.source, name, messages, voice=voice))
    return text


def source_text(source: str | None, name: Callable[[str], str], messages: Messages, *, voice: str | None = None) -> Text:
    """Who is made responsible for a claim."""
    if source is None:
        return Text(voice or messages("own_voice"))
    return Text(messages("anonymous"), style="yellow") if source == ANONYMOUS else Text(name(source))
