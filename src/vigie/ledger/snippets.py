"""The stretch of a text that shows best why it was found, with marks. Knows no store."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vigie.ledger.searching import Snippet

__all__ = ["snippet"]

SHOWN = 240
"""Characters of a snippet, at most."""


def snippet(text: str, marks: Iterable[tuple[int, int, int]]) -> Snippet:
    """At most `SHOWN` characters with most of the marks' kinds in them; ``…`` where text was left out.

    Each mark is start, end and a number that says what it marks. A text without marks is shown from its beginning.
    """
    ordered = sorted(marks)
    start = _best_start(ordered)
    start = _word_start(text, max(0, min(start - SHOWN // 4, len(text) - SHOWN)))
    end = _word_end(text, min(len(text), start + SHOWN), start)
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    place = start
    for first, last, _ in ordered:
        if first < place:
            # Marks that overlap become one.
            if place < last <= end and pieces and pieces[-1][1]:
                pieces[-1] = (pieces[-1][0] + text[place:last], True)
                place = last
            continue
        if last > end:
            break
        pieces += [(text[place:first], False), (text[first:last], True)]
        place = last
    pieces.append((text[place:end], False))
    if end < len(text):
        pieces.append((" …", False))
    return tuple((" ".join(piece.split("\n")), marked) for piece, marked in pieces if piece)


def _best_start(marks: list[tuple[int, int, int]]) -> int:
    """The start of the mark from which on most kinds of marks, then most marks, lie within a snippet."""
    best, chosen, last = (0, 0), 0, 0
    for index, (start, _, _) in enumerate(marks):
        last = max(last, index)
        while last < len(marks) and marks[last][1] <= start + 3 * SHOWN // 4:
            last += 1
        score = (len({kind for _, _, kind in marks[index:last]}), last - index)
        if score > best:
            best, chosen = score, start
    return chosen


def _word_start(text: str, start: int) -> int:
    """The next beginning of a word, if one is near."""
    if start == 0:
        return 0
    space = text.find(" ", start, start + 30)
    return start if space < 0 else space + 1


def _word_end(text: str, end: int, start: int) -> int:
    """The last end of a word, if one is near."""
    if end == len(text):
        return end
    space = text.rfind(" ", max(start, end - 30), end)
    return end if space <= start else space
