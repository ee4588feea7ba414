"""How often things happened that were given a chance, against the chance they were given. Chooses no bins."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vigie.foresight.probability import Bin

__all__ = ["calibration"]

_SIDE = 240
_MARGIN = 34


def calibration(title: str, bins: Sequence[Bin]) -> Markup:
    """A square with the line of perfect honesty; a disc for each bin, its area the number of outlooks."""
    most = max((one.n for one in bins), default=1)

    def place(forecast: float, came_true: float) -> tuple[float, float]:
        inner = _SIDE - 2 * _MARGIN
        return _MARGIN + forecast * inner, _SIDE - _MARGIN - came_true * inner

    parts = [
        Markup('<rect x="{0}" y="{0}" width="{1}" height="{1}" fill="none" class="axis"/>').format(_MARGIN, _SIDE - 2 * _MARGIN),
        Markup('<line class="axis-strong" x1="{}" y1="{}" x2="{}" y2="{}" stroke-dasharray="3 3"/>').format(
            *place(0, 0), *place(1, 1)
        ),
    ]
    for part, words in ((0.0, "0"), (0.5, "50"), (1.0, "100 %")):
        x, _ = place(part, 0)
        _, y = place(0, part)
        parts.append(Markup('<text x="{:.0f}" y="{}" text-anchor="middle">{}</text>').format(x, _SIDE - _MARGIN + 16, words))
        parts.append(Markup('<text x="{}" y="{:.0f}" text-anchor="end">{}</text>').format(_MARGIN - 5, y + 4, words))
    for one in bins:
        x, y = place(one.forecast, one.came_true)
        words = f"{100 * one.forecast:.0f} % → {100 * one.came_true:.0f} % (n = {one.n})"
        parts.append(
            Markup('<circle class="bar" fill-opacity=".75" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"><title>{}</title></circle>').format(
                x, y, max(3.0, 12 * sqrt(one.n / most)), words
            )
        )
    return Markup('<svg viewBox="0 0 {0} {0}" role="img" aria-label="{1}">{2}</svg>').format(_SIDE, title, Markup("").join(parts))
