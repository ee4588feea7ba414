"""The reliability of measured probabilities as an SVG that stands alone: units, source, a text instead, light and dark.

On logarithmic axes, for most chances are of a few per cent; the page of a ledger's own scoreboard draws its outlooks elsewhere.
"""

from __future__ import annotations

from html import escape
from math import log10, sqrt
from typing import TYPE_CHECKING, Any

from vigie.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["reliability_svg", "wilson"]

_WIDTH, _HEIGHT = 640, 560
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 24, 64, 96
_LOW = 0.001
"""The least chance on the axes; what lies below is drawn on the edge, hollow."""
_TICKS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1d2733; }
.dim { fill: #5b6673; } .rule { stroke: #d5dbe1; } .even { stroke: #5b6673; }
.one { fill: #1b6f8f; stroke: #1b6f8f; } .two { fill: #b0572b; stroke: #b0572b; } .open { fill: none; } .paper { fill: #fff; }
@media (prefers-color-scheme: dark) {
 text { fill: #e4e9ee; } .dim { fill: #98a3ae; } .rule { stroke: #39434d; } .even { stroke: #98a3ae; }
 .one { fill: #6cc0dd; stroke: #6cc0dd; } .two { fill: #e59a6c; stroke: #e59a6c; } .open { fill: none; } .paper { fill: #14191e; }
}
"""
_COLOURS = ("one", "two")


def reliability_svg(figures: dict[str, Any]) -> str:
    """The chart of what was measured: the horizon question of a folder, or talks and stakes on the reference history.

    Raises ``InputError`` where the figures hold no probabilities.
    """
    if "horizon" in figures:
        horizon = figures["horizon"]
        first, last = horizon["issued_steps"]
        series = [("cooperation within 30 days of a contact", horizon["reliability"])]
        source = f"{figures['data'].upper()}, issue days {first} to {last}, n = {horizon['all']['questions']:,}"
    elif "within_365_days" in figures:
        rows = figures["within_365_days"]
        series = [
            ("talks or more within a year", rows["talks"]["reliability"]),
            ("a stake within a year", rows["equity"]["reliability"]),
        ]
        source = f"vigie's reference history, triggers since 2018, n = {rows['talks']['questions']:,}"
    else:
        raise InputError("there is no chart of a ranking: measure probabilities, without --no-horizon")
    return _draw("Chance given and share that came true", series, source)


def wilson(share: float, n: int, z: float = 1.645) -> tuple[float, float]:
    """Wilson's (1927) interval of a share seen in n cases, 90 % by default."""
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def _x(p: float) -> float:
    return _LEFT + (log10(max(p, _LOW)) - log10(_LOW)) / -log10(_LOW) * (_WIDTH - _LEFT - _RIGHT)


def _y(p: float) -> float:
    return _HEIGHT - _BOTTOM - (log10(max(p, _LOW)) - log10(_LOW)) / -log10(_LOW) * (_HEIGHT - _TOP - _BOTTOM)


def _per_cent(p: float) -> str:
    return f"{100 * p:.3g} %"


def _draw(title: str, series: Sequence[tuple[str, list[list[float]]]], source: str) -> str:
    instead = "; ".join(
        f"{name}: " + ", ".join(f"{_per_cent(p)} given, {_per_cent(share)} came true (n = {int(n)})" for n, p, share in bins)
        for name, bins in series
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="title text">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="text">{escape(instead)}. Source: {escape(source)}.</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="paper" width="{_WIDTH}" height="{_HEIGHT}"/>',
    ]
    for tick in _TICKS:
        x, y = _x(tick), _y(tick)
        parts += [
            f'<line class="rule" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}"/>',
            f'<line class="rule" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>',
            f'<text class="dim" x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{_per_cent(tick)}</text>',
            f'<text class="dim" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_per_cent(tick)}</text>',
        ]
    parts += [
        (
            f'<line class="even" x1="{_x(_LOW):.1f}" y1="{_y(_LOW):.1f}" x2="{_x(1.0):.1f}" y2="{_y(1.0):.1f}" '
            'stroke-dasharray="5 4" stroke-width="1.5"/>'
        ),
        f'<text x="{_LEFT}" y="44" class="dim">share that came true, with 90 % intervals (dashed: as given)</text>',
        (
            f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2:.0f}" y="{_HEIGHT - _BOTTOM + 40}" text-anchor="middle" class="dim">'
            "chance given, mean of each bin of equal mass</text>"
        ),
        f'<text x="{_LEFT}" y="24" font-weight="600">{escape(title)}</text>',
        f'<text x="{_LEFT}" y="{_HEIGHT - 12}" class="dim">{escape(source)}</text>',
    ]
    for place, ((name, bins), colour) in enumerate(zip(series, _COLOURS, strict=False)):
        for n, p, share in bins:
            low, high = wilson(share, int(n))
            x, y = _x(p), _y(share)
            shape = "open" if share < _LOW else ""
            parts += [
                f'<line class="{colour}" x1="{x:.1f}" x2="{x:.1f}" y1="{_y(low):.1f}" y2="{_y(high):.1f}" stroke-width="2"/>',
                f'<circle class="{colour} {shape}" cx="{x:.1f}" cy="{y:.1f}" r="5" stroke-width="2"/>',
            ]
        x = _LEFT + place * 290
        parts += [
            f'<circle class="{colour}" cx="{x + 5}" cy="{_HEIGHT - 36}" r="5"/>',
            f'<text x="{x + 18}" y="{_HEIGHT - 32}">{escape(name)}</text>',
        ]
    return "\n".join([*parts, "</svg>\n"])
