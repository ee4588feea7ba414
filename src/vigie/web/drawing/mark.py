"""The mark of a status that leads to a page: the piece that timelines and series share. Places nothing."""

from __future__ import annotations

from markupsafe import Markup

__all__ = ["mark"]

_LINK = Markup(
    '<a href="{href}" aria-label="{words}"><title>{words}</title>'
    '<rect class="halo" x="{left:.1f}" y="{top:.1f}" width="16" height="16" rx="8"/>'
    '<svg class="c-{status}" x="{left_in:.1f}" y="{top_in:.1f}" width="14" height="14"><use href="#s-{status}"/></svg></a>'
)


def mark(x: float, y: float, *, status: str, words: str, href: str) -> Markup:
    """A mark around a place; its shape is drawn once, in the page's sheet of marks."""
    return _LINK.format(href=href, words=words, status=status, left=x - 8, top=y - 8, left_in=x - 7, top_in=y - 7)
