"""Moves on lanes over time, each with the mark of its status, leading to its page. Chooses no move."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from vigie.model import bounds
from vigie.web.drawing.axis import TimeAxis
from vigie.web.drawing.mark import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Lane", "Spot", "timeline"]

WIDTH = 960
_LEFT = 132
_MARK = 15
"""Side of a mark: two that lie nearer than this are stacked."""
_STACK = 5
"""Marks on top of each other before the rest of a place is told by number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One move on a lane."""

    on: str
    """ISO expression of when."""
    status: str
    family: str
    words: str
    """What it is, for whoever points at it or listens."""
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A row of the drawing."""

    name: str
    spots: tuple[Spot, ...]


def timeline(title: str, lanes: Sequence[Lane], *, until: dt.date, lang: str, more: str) -> Markup:
    """The drawing; an empty text where no lane holds a dated move. ``more`` is the words for moves not drawn, with ``{n}``."""
    days = [bounds(spot.on) for lane in lanes for spot in lane.spots]
    if not days:
        return Markup("")
    first, last = min(one for one, _ in days), max([until, *(one for _, one in days)])
    margin = max((last - first).days // 30, 6)
    axis = TimeAxis(first - dt.timedelta(days=margin), last + dt.timedelta(days=margin), _LEFT, WIDTH - 16)
    placed = [_placed(lane, axis) for lane in lanes]
    parts, y = [], 14.0
    for lane, columns in zip(lanes, placed, strict=True):
        highest = max((min(len(some), _STACK) for some in columns.values()), default=1)
        height = highest * (_MARK + 1) + 14
        parts.append(Markup('<text class="strong lane" x="4" y="{:.0f}">{}</text>').format(y + height - 12, _fitted(lane.name)))
        parts.append(
            Markup('<line class="axis-strong" x1="{}" x2="{}" y1="{:.0f}" y2="{:.0f}"/>').format(
                _LEFT - 8, WIDTH - 8, y + height - 4, y + height - 4
            )
        )
        parts += [_column(x, y + height - 14, some, more) for x, some in columns.items()]
        y += height + 6
    ticks = [
        Markup(
            '<line class="axis" x1="{0:.1f}" x2="{0:.1f}" y1="8" y2="{1:.0f}"/>'
            '<text x="{0:.1f}" y="{2:.0f}" text-anchor="middle">{3}</text>'
        ).format(x, y - 4, y + 12, words)
        for x, words in axis.ticks(lang)
    ]
    today = Markup('<line x1="{0:.1f}" x2="{0:.1f}" y1="4" y2="{1:.0f}" stroke="var(--lamp)" stroke-dasharray="2 3"/>').format(
        axis.x(until), y - 4
    )
    return Markup('<svg viewBox="0 0 {} {:.0f}" role="group" aria-label="{}">{}{}{}</svg>').format(
        WIDTH, y + 20, title, Markup("").join(ticks), today, Markup("").join(parts)
    )


def _placed(lane: Lane, axis: TimeAxis) -> dict[float, list[Spot]]:
    """Marks in columns as wide as a mark, by the middle of the time they may lie in."""
    columns: dict[float, list[Spot]] = defaultdict(list)
    for spot in sorted(lane.spots, key=lambda one: one.on):
        start, end = bounds(spot.on)
        x = axis.x(start + (end - start) / 2)
        columns[_LEFT + round((x - _LEFT) / _MARK) * float(_MARK)].append(spot)
    return columns


def _column(x: float, floor: float, spots: Sequence[Spot], more: str) -> Markup:
    parts = []
    shown = spots if len(spots) <= _STACK else spots[: _STACK - 1]
    for place, spot in enumerate(shown):
        y = floor - place * (_MARK + 1)
        parts.append(mark(x, y, status=spot.status, words=spot.words, href=spot.href))
    if len(shown) < len(spots):
        left = spots[len(shown) :]
        words = more.format(n=len(left))
        parts.append(
            Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="middle"><title>{}</title>+{}</text>').format(
                x, floor - len(shown) * (_MARK + 1) + 5, words, len(left)
            )
        )
    return Markup("").join(parts)


def _fitted(name: str) -> str:
    return name if len(name) <= 18 else name[:17] + "…"
