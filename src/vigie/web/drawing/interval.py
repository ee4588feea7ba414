"""A value within its interval on a common scale, as one row: for ladders, scenarios and scoreboards. Chooses no figure."""

from __future__ import annotations

from markupsafe import Markup

__all__ = ["change_row", "probability_row"]

_WIDTH = 300


def probability_row(value: float, low: float, high: float, base: float | None, words: str) -> Markup:
    """A probability from 0 to 1 as a bar, its interval as a line, the base rate as a tick."""
    parts = [
        Markup('<rect class="bar-soft" width="{}" height="14" y="3" rx="3"/>').format(_WIDTH),
        Markup('<rect class="bar" width="{:.1f}" height="14" y="3" rx="3"/>').format(max(value * _WIDTH, 1.5)),
        Markup('<path d="M{0:.1f} 10H{1:.1f}M{0:.1f} 6v8M{1:.1f} 6v8" stroke="var(--ink)" fill="none" stroke-width="1.4"/>').format(
            low * _WIDTH, high * _WIDTH
        ),
    ]
    if base is not None:
        parts.append(Markup('<rect class="base" x="{:.1f}" y="0" width="4" height="20"/>').format(base * _WIDTH - 2))
    return Markup('<svg viewBox="0 0 {} 20" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, words, Markup("").join(parts)
    )


def change_row(value: float, low: float, high: float, *, least: float, most: float, words: str) -> Markup:
    """A change with its interval around a zero line; ``least`` to ``most`` is the scale of all rows."""
    span = (most - least) or 1.0

    def x(one: float) -> float:
        return 4 + (one - least) / span * (_WIDTH - 8)

    side = "plus" if value >= 0 else "minus"
    return Markup(
        '<svg viewBox="0 0 {0} 20" role="img" aria-label="{1}">'
        '<line class="axis-strong" x1="{2:.1f}" x2="{2:.1f}" y1="0" y2="20"/>'
        '<rect class="{3} soft" x="{4:.1f}" width="{5:.1f}" y="5" height="10" rx="5"/>'
        '<circle class="{3}" cx="{6:.1f}" cy="10" r="5"/></svg>'
    ).format(_WIDTH, words, x(0.0), side, x(low), max(x(high) - x(low), 1.5), x(value))
