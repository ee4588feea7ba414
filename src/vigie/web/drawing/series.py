"""Figures over time: one line of dots with their values, unit and source in words. Chooses no figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from vigie.model import bounds
from vigie.web.drawing.axis import TimeAxis
from vigie.web.drawing.mark import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Point", "series"]

_WIDTH, _HEIGHT = 460, 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One figure."""

    on: str
    value: float
    status: str
    words: str
    href: str


def series(title: str, points: Sequence[Point], lang: str) -> Markup:
    """The drawing, from zero (or the lowest where below) to the highest; needs one point or more."""
    low, high = min(0.0, *(one.value for one in points)), max(0.0, *(one.value for one in points))
    span = (high - low) or 1.0
    days = [bounds(one.on)[1] for one in points]
    axis = TimeAxis(min(days), max(days), 16, _WIDTH - 16) if min(days) < max(days) else None

    def place(point: Point) -> tuple[float, float]:
        x = axis.x(bounds(point.on)[1]) if axis else _WIDTH / 2
        return x, 22 + (high - point.value) / span * (_HEIGHT - 60)

    ordered = sorted(points, key=lambda one: bounds(one.on)[1])
    zero = 22 + (high - 0.0) / span * (_HEIGHT - 60)
    parts = [Markup('<line class="axis-strong" x1="8" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(_WIDTH - 8, zero, zero)]
    if axis:
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, ordered))
        parts.append(Markup('<polyline class="line" points="{}"/>').format(line))
        parts += [
            Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(x, _HEIGHT - 8, words)
            for x, words in axis.ticks(lang)
        ]
    for point in ordered:
        x, y = place(point)
        parts.append(mark(x, y, status=point.status, words=point.words, href=point.href))
    return Markup('<svg viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>').format(
        _WIDTH, _HEIGHT, title, Markup("").join(parts)
    )
