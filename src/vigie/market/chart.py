"""Charts of a scenario as SVG text, and a page of HTML around them; no library, no script, nothing fetched.

Takes words and numbers that are ready to show; decides nothing about what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH = 860
_LABEL = 330
_ROW = 26
_FONT = 'font-family="system-ui, sans-serif" font-size="13" fill="currentColor"'
_STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --dim: #6b7785; --rule: #d5dbe1; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9ee; --dim: #98a3ae; --rule: #39434d; --paper: #14191e; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; } .dim { color: var(--dim); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; } .wide { overflow-x: auto; }
th, td { text-align: right; padding: .2rem .5rem; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; white-space: normal; }
svg text { font: 13px system-ui, sans-serif; fill: currentColor; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row of a chart: a value with its interval, or the two ends of a driver."""

    label: str
    value: float
    low: float
    high: float
    text: str
    """The numbers in words, at the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table with its head and notes, as words."""

    head: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def interval_svg(title: str, bars: Sequence[Bar]) -> str:
    """A chart of values with their intervals around a zero line; an empty text where there is nothing to draw."""
    if not bars:
        return ""
    low, high = min(0.0, *(bar.low for bar in bars)), max(0.0, *(bar.high for bar in bars))
    span = (high - low) or 1.0
    left, right = _LABEL, _WIDTH - 170

    def x(value: float) -> float:
        return left + (value - low) / span * (right - left)

    height = _ROW * len(bars) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="100%" role="img" {_FONT}>',
        f"<title>{escape(title)}</title>",
        f'<line x1="{x(0):.1f}" x2="{x(0):.1f}" y1="8" y2="{height - 24}" stroke="currentColor" stroke-opacity=".45"/>',
    ]
    for n, bar in enumerate(bars):
        y = 20 + n * _ROW
        colour = "#1b7f5c" if bar.value >= 0 else "#b3453a"
        parts += [
            f'<text x="{left - 12}" y="{y + 4}" text-anchor="end">{escape(bar.label)}</text>',
            (
                f'<rect x="{x(bar.low):.1f}" y="{y - 5}" width="{max(1.0, x(bar.high) - x(bar.low)):.1f}" height="10" rx="5" '
                f'fill="{colour}" fill-opacity=".35"/>'
            ),
            f'<circle cx="{x(bar.value):.1f}" cy="{y}" r="5" fill="{colour}"/>',
            f'<text x="{right + 12}" y="{y + 4}">{escape(bar.text)}</text>',
        ]
    parts.append(f'<text x="{x(0):.1f}" y="{height - 6}" text-anchor="middle" fill-opacity=".6">0</text></svg>')
    return "\n".join(parts)


def _cell(words: str) -> str:
    """A cell; what stands on its second line is fainter."""
    number, _, interval = words.partition("\n")
    return escape(number) + (f'<br><span class="dim">{escape(interval)}</span>' if interval else "")


def page_html(lang: str, title: str, lines: Sequence[str], charts: Sequence[str], sheets: Sequence[Sheet]) -> str:
    """One page that stands alone: title, lines under it, charts, tables, notes."""
    body = [f"<h1>{escape(title)}</h1>", *(f'<p class="dim">{escape(line)}</p>' for line in lines), *charts]
    for sheet in sheets:
        body.append(f"<h2>{escape(sheet.head)}</h2>")
        if sheet.rows:
            head = "".join(f"<th>{escape(column)}</th>" for column in sheet.columns)
            rows = "".join("<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>" for row in sheet.rows)
            body.append(f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>')
        body += [f"<p>{escape(note)}</p>" for note in sheet.notes]
    return (
        f'<!doctype html>\n<html lang="{escape(lang, quote=True)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title><style>{_STYLE}</style></head>'
        f"<body>\n{chr(10).join(body)}\n</body></html>\n"
    )
