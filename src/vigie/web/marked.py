"""A document's text as HTML in which quotes and cue words are marked. All that is the document's is escaped, none left out."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from vigie.web.words import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vigie.model import Claim, Cue
    from vigie.telling import Messages

__all__ = ["marked"]


def marked(text: str, claims: Iterable[Claim], say: Messages) -> Markup:
    """Paragraphs with each quote as ``mark`` (its claims named) and each cue word as ``span`` with what it decided."""
    quotes: list[tuple[int, int, str]] = []
    cues: list[tuple[int, int, str, Cue]] = []
    for claim in claims:
        quotes += [(one.start, one.end, claim.id) for one in claim.quotes if text[one.start : one.end] == one.words]
        cues += [(one.start, one.end, claim.id, one) for one in claim.cues if text[one.start : one.end] == one.words]
    anchored: set[str] = set()
    parts, start = [], 0
    for paragraph in text.split("\n\n"):
        end = start + len(paragraph)
        if paragraph.strip():
            inner = _pieces(
                text,
                start,
                end,
                [one for one in quotes if one[0] < end and one[1] > start],
                [one for one in cues if one[0] < end and one[1] > start],
                anchored,
                say,
            )
            parts.append(Markup('<p dir="auto">{}</p>\n').format(inner))
        start = end + 2
    return Markup("").join(parts)


def _pieces(
    text: str,
    start: int,
    end: int,
    quotes: list[tuple[int, int, str]],
    cues: list[tuple[int, int, str, Cue]],
    anchored: set[str],
    say: Messages,
) -> Markup:
    """One paragraph cut wherever a mark begins or ends, so that marks may overlap."""
    inside = sorted(
        {start, end, *_within(start, end, [one[:2] for one in quotes]), *_within(start, end, [one[:2] for one in cues])}
    )
    parts = []
    for left, right in pairwise(inside):
        words = Markup.escape(harmless(text[left:right]))
        meant = next((one[3] for one in cues if one[0] <= left and right <= one[1]), None)
        if meant is not None:
            title = f"{say(f'web.cue.{meant.role}')}: {meant.meaning}" + (f". {meant.reason}" if meant.reason else "")
            words = Markup('<span class="cue cue-{}" title="{}">{}</span>').format(meant.role, harmless(title), words)
        named = list(dict.fromkeys(one[2] for one in quotes if one[0] <= left and right <= one[1]))
        if named:
            fresh = [one for one in named if one not in anchored]
            anchored.update(fresh[:1])
            anchor = Markup(' id="{}"').format(fresh[0]) if fresh else Markup("")
            words = Markup('<mark{} data-claims="{}">{}</mark>').format(anchor, " ".join(named), words)
        parts.append(words)
    return Markup("").join(parts)


def _within(start: int, end: int, spans: Iterable[tuple[int, int]]) -> list[int]:
    """Where marks begin or end inside a paragraph."""
    return [at for span in spans for at in span if start < at < end]
