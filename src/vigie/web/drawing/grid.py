"""Ties of one actor: partners down, years across, a disc for each year as large as there were moves. Counts nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["GridRow", "grid"]

_LEFT = 190
_ROW = 30
_WIDTH = 960
_LARGEST = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A partner."""

    name: str
    href: str
    years: Mapping[int, Mapping[str, int]]
    """Year → family → moves."""


def grid(title: str, rows: Sequence[GridRow], years: Sequence[int], families: Mapping[str, str]) -> Markup:
    """The drawing; ``families``: names for people. A disc's area is the number of moves, its colour the commonest family."""
    most = max((sum(cell.values()) for row in rows for cell in row.years.values()), default=0)
    if not most:
        return Markup("")
    step = (_WIDTH - _LEFT - 30) / max(len(years), 1)
    parts = []
    for n, year in enumerate(years):
        if n % max(1, len(years) // 14) == 0:
            parts.append(Markup('<text x="{:.1f}" y="14" text-anchor="middle">{}</text>').format(_LEFT + (n + 0.5) * step, year))
    for place, row in enumerate(rows):
        y = 24 + place * _ROW + _ROW / 2
        parts.append(Markup('<line class="axis" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(_LEFT, _WIDTH - 30, y, y))
        name = row.name if len(row.name) <= 26 else row.name[:25] + "…"
        parts.append(Markup('<a href="{}"><text class="strong lane" x="4" y="{:.1f}">{}</text></a>').format(row.href, y + 4, name))
        for n, year in enumerate(years):
            cell = row.years.get(year)
            if not cell:
                continue
            total = sum(cell.values())
            family = max(cell, key=lambda one: (cell[one], one))
            words = f"{row.name}, {year}: " + ", ".join(f"{families[one]} {count}" for one, count in sorted(cell.items()))
            parts.append(
                Markup('<circle class="f-{}" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"><title>{}</title></circle>').format(
                    family, _LEFT + (n + 0.5) * step, y, max(3.0, _LARGEST * sqrt(total / most)), words
                )
            )
    height = 30 + len(rows) * _ROW
    return Markup('<svg viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>').format(
        _WIDTH, height, title, Markup("").join(parts)
    )
