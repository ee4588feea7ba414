"""``vigie explain``: why a document was read as it was, choice by choice."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vigie.cli.options import AsJson, Lang, NeededLedger
from vigie.errors import UnknownName, UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table
    from rich.text import Text

    from vigie.cli.session import Session
    from vigie.ledger.place import Place
    from vigie.model import Document
    from vigie.reading.explain import Choice, Explained, Explanation
    from vigie.telling import Messages

__all__ = ["run"]


def run(
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="A file, - for standard input, or the id of a document in the ledger.")
    ],
    *,
    ledger: NeededLedger = None,
    everything: Annotated[bool, typer.Option("--all", help="Show what was weighed and not told, too.")] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Show for each claim the words it rests on, and for each choice (type, parties, source, status) what spoke for and against it.

    Weights above 0 speak for what was chosen, below 0 against it. A document of the ledger is read again as it stands there.
    """
    from vigie.cli.session import open_session, print_json
    from vigie.reading import DefaultReader
    from vigie.reading.explain import explain

    session = open_session(lang=lang)
    reader = DefaultReader(session.atlas())
    for one in _documents(session, document, ledger):
        explanation = explain(reader, one)
        if as_json:
            print_json([_record(one, explanation, reader.name, everything=everything)])
        else:
            _paint(session, one, explanation, everything=everything)


def _documents(session: Session, name: str, ledger: Place | None) -> Iterable[Document]:
    """The documents of a file, or the one of that id; raises `UnknownName` or `UnreadableInput` in one sentence."""
    if name == "-" or Path(name).exists():
        from vigie.cli.session import now
        from vigie.sources import captures, documents

        found: list[Document] = []
        for capture in captures([name], clock=now, stdin=sys.stdin.buffer, size_limit=session.config.size_limit):
            if isinstance(capture, UnreadableInput):
                raise capture
            for one in documents(capture):
                if isinstance(one, UnreadableInput):
                    raise one
                found.append(one)
        return found
    chosen = ledger or session.config.ledger
    if not chosen.exists():
        raise UnknownName(f"there is no file '{name}', and no ledger at '{chosen}' to look it up in", culprit=name)
    kept = session.ledger(ledger)
    try:
        document = kept.view().document(name)
    finally:
        kept.close()
    if document is None:
        raise UnknownName(f"there is no file '{name}', and the ledger '{chosen}' holds no document of that id", culprit=name)
    return [document]


def _record(document: Document, explanation: Explanation, reader: str, *, everything: bool) -> dict[str, Any]:
    from vigie.telling import claim_record

    def record(one: Explained) -> dict[str, Any]:
        return {
            **claim_record(one.claim, explanation.names, move=None),
            "told": one.told,
            "asked": one.asked,
            "places": one.places,
            "cues": [
                {"start": c.start, "end": c.end, "words": c.words, "role": c.role, "meaning": c.meaning, "reason": c.reason}
                for c in one.claim.cues
            ],
            "choices": [
                {
                    "step": choice.step,
                    "chosen": choice.chosen,
                    "probability": None if choice.probability is None else round(choice.probability, 4),
                    "reasons": [{"feature": r.feature, "weight": r.weight} for r in choice.reasons],
                    "note": choice.note,
                }
                for choice in one.choices
            ],
        }

    return {
        "id": document.id,
        "lang": explanation.lang,
        "reader": reader,
        "claims": [record(one) for one in explanation.claims if one.told or everything],
    }


_STYLES = {
    "trigger": "bold yellow",
    "who": "bold green",
    "whom": "bold cyan",
    "what": "magenta",
    "status": "bold red underline",
    "source": "bold blue",
    "date": "underline",
    "number": "underline",
}
"""How words are marked by what they decided."""


def _paint(session: Session, document: Document, explanation: Explanation, *, everything: bool) -> None:
    from rich.text import Text

    from vigie.cli.picture import parties_text, status_text
    from vigie.taxonomy import claim_type

    say, console = session.messages, session.console
    session.head(document.title or document.id, None)
    console.print(_marked(document, explanation))
    legend = Text()
    for role, style in _STYLES.items():
        legend.append(say(f"explain.{role}"), style=style).append("  ")
    console.print()
    console.print(legend)
    shown = [one for one in explanation.claims if one.told or everything]
    if not shown:
        console.print(Text(say("no_claims"), style="dim italic"))
    for number, one in enumerate(shown, start=1):
        kind = claim_type(one.claim.type)
        named = [[explanation.names.get(key, key) for key in keys] for keys in (one.claim.who, one.claim.whom, one.claim.things)]
        head = Text(f"{number}  ", style="bold")
        head.append_text(status_text(one.claim.status, say)).append(f"  {kind.labels[say.lang]}  ")
        head.append_text(parties_text(named[0], named[1], named[2], symmetric=kind.symmetric))
        head.append("  " + say("explain.confidence", p=f"{one.claim.confidence:.2f}", asked=f"{one.asked:.2f}"), style="dim")
        if not one.told:
            head.append("  " + say("explain.not_told"), style="yellow")
        console.print()
        console.print(head)
        for quote in one.claim.quotes:
            console.print(Text(f"«{' '.join(quote.words.split())}»", style="italic dim"))
        console.print(_choices(one.choices, say))


def _marked(document: Document, explanation: Explanation) -> Text:
    """The text with the words that decided a claim marked by what they decided."""
    from rich.text import Text

    text = Text(document.text)
    for one in explanation.claims:
        if one.told:
            for cue in one.claim.cues:
                if document.text[cue.start : cue.end] == cue.words:
                    text.stylize(_STYLES.get(cue.role, ""), cue.start, cue.end)
    return text


def _choices(choices: Iterable[Choice], say: Messages) -> Table:
    from rich.text import Text

    from vigie.cli.picture import plain_table

    table = plain_table(*(say(f"explain.column.{name}") for name in ("step", "chosen", "p", "for", "against")))
    for choice in choices:
        chosen = Text(choice.chosen)
        if choice.note:
            chosen.append(f"\n{choice.note}", style="dim italic")
        probability = "" if choice.probability is None else f"{choice.probability:.2f}"
        columns = [
            Text("\n".join(f"{reason.weight:+.2f} {reason.feature}" for reason in choice.reasons if (reason.weight > 0) is wanted))
            for wanted in (True, False)
        ]
        table.add_row(Text(say(f"explain.{choice.step}")), chosen, probability, *columns)
    return table
