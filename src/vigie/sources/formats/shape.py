"""How adapters make documents and links, in one way for all: names, dates and doubts, outlet, language. Parses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.model import Document, Link
from vigie.sources.dates import date_doubt
from vigie.sources.formats.plain import clean, visible
from vigie.sources.identity import document_id

if TYPE_CHECKING:
    import datetime as dt

    from vigie.model import Source, Visit

__all__ = ["Told", "document_of", "html_text", "link_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a feed, message, post or page says of one document."""

    key: str
    """Its address, or another name that lasts."""
    url: str | None = None
    title: str | None = None
    text: str = ""
    author: str | None = None
    published_on: str | None = None
    date_found: str | None = None
    lang: str | None = None
    outlet: str | None = None
    extra: tuple[tuple[str, str], ...] = ()


def document_of(told: Told, visit: Visit) -> Document:
    """A document of a source: its id follows from its key; ``extra`` says how its date was found and what is doubtful of it."""
    title = _line(told.title)
    text = clean(told.text)
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}".strip()
    doubt = date_doubt(told.published_on, visit.captured_at)
    extra = {"source": visit.source.id, **dict(told.extra)}
    if told.published_on and told.date_found:
        extra["date_found"] = told.date_found
        if len(told.published_on) > len("2024-05-01"):
            extra["published_at"] = told.published_on
    if doubt:
        extra["date_doubt"] = doubt
    return Document(
        id=document_id(told.key),
        text=text,
        title=title,
        url=told.url,
        outlet=_line(told.outlet) or visit.source.outlet.name,
        author=_line(told.author),
        lang=(told.lang or visit.source.language or "")[:2].lower() or None,
        # The day as the source writes it, in its own zone.
        published_on=told.published_on[:10] if told.published_on else None,
        capture_id=visit.capture_id,
        extra=extra,
    )


def link_of(told: Told, source: Source, now: dt.datetime, *, kind: str = "page") -> Link:
    """A link to follow, with what was said of it."""
    assert told.url is not None
    return Link(
        source_id=source.id,
        url=told.url,
        kind=kind,
        title=_line(told.title),
        author=_line(told.author),
        published_on=told.published_on,
        date_found=told.date_found,
        summary=clean(told.text) or None,
        lang=told.lang,
        outlet=_line(told.outlet),
        found_at=now,
        next_at=now,
    )


def html_text(html: str) -> str:
    """The words of a piece of HTML, a paragraph for each block; text without any tag comes back as it is."""
    if "<" not in html and "&" not in html:
        return html
    from resiliparse.extract.html2text import extract_plain_text

    from vigie.sources.formats.posts import plain_posts

    found: str = extract_plain_text(plain_posts(html), main_content=False, alt_texts=False, preserve_formatting=True)
    return "\n\n".join(line.strip(" •\t") for line in found.split("\n") if line.strip(" •\t"))


def _line(text: str | None) -> str | None:
    return " ".join(visible(text).split())[:500] or None if text else None
