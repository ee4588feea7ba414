"""A brief as a file: Markdown, HTML that stands alone, PDF, DOCX. Composes nothing; each form says what the value says."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from vigie.telling.brief.looks import dated
from vigie.telling.brief.markdown import badge, counted, period, title, to_markdown
from vigie.telling.messages import Messages
from vigie.telling.plain import MARKS, is_web, shown

if TYPE_CHECKING:
    from vigie.telling.brief.value import Brief

__all__ = ["FORMATS", "render", "to_html"]

FORMATS = {
    "md": "text/markdown",
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""Name of each form with its media type."""


def render(brief: Brief, form: str) -> bytes:
    """The brief in one of `FORMATS`."""
    if form == "pdf":
        from vigie.telling.brief.pdf import to_pdf

        return to_pdf(brief)
    if form == "docx":
        from vigie.telling.brief.docx import to_docx

        return to_docx(brief)
    return (to_html(brief) if form == "html" else to_markdown(brief)).encode("utf-8", "replace")


def to_html(brief: Brief) -> str:
    """A page that stands alone: light and dark, printable, without script and without any outside request."""
    import jinja2

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, finalize=_finalized)
    template = environment.from_string(resources.files(__package__).joinpath("page.html.j2").read_text(encoding="utf-8"))
    return template.render(
        brief=brief,
        title=title(brief),
        period=period(brief),
        say=Messages.load(brief.lang),
        badge=lambda item: badge(item, brief.lang),
        counted=lambda item: counted(item, brief.lang),
        on=lambda one: dated(one.on, brief.lang),
        marks=MARKS[brief.lang],
        safe=is_web,
    )


def _finalized(value: object) -> object:
    return shown(value) if type(value) is str else value
