"""HTML pages to documents: main text by trafilatura, embedded posts as paragraphs, the page's own date. Fetches nothing."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vigie.errors import UnreadableInput
from vigie.model import Document
from vigie.sources.dates import page_date
from vigie.sources.formats.plain import clean, name_for, visible
from vigie.sources.formats.posts import plain_posts_in
from vigie.sources.formats.shape import Told, document_of

if TYPE_CHECKING:
    from vigie.model import Capture, Visit

__all__ = ["Page", "adapt", "adapt_visit", "parse"]

_YEAR_AHEAD = dt.timedelta(days=400)
_MOST_TAGS = 60_000
"""Tags and ends of tags; the largest articles of encyclopedias have some 50,000, of the press 5,000."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says about itself."""

    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    lang: str | None = None
    published_on: str | None = None
    date_found: str | None = None
    """How the date was found: see `vigie.sources.dates`."""


def parse(html: str, *, captured_at: dt.datetime, url: str | None = None) -> Page:
    """Main text and metadata of a page; ``text`` is empty where the page holds none.

    Visible dates count up to a year after ``captured_at``, whatever the day of reading: the same bytes always give the same page.
    """
    if html.count("<") > _MOST_TAGS:
        return _quick(html)
    import trafilatura
    from lxml.etree import ParserError
    from trafilatura.utils import load_html

    try:
        tree = load_html(html)
    except (ParserError, ValueError):
        tree = None
    if tree is None:
        return Page(text="")
    lang = (tree.get("lang") or "")[:2].lower() or None
    latest_on = (captured_at + _YEAR_AHEAD).date()
    dated = page_date(tree, url, latest_on=latest_on)
    plain_posts_in(tree)
    found: Any = trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        fast=True,
        include_comments=False,
        include_tables=True,
        # Dates are found above; this keeps trafilatura from looking far for one, and from today's date.
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": latest_on.isoformat()},
    )
    if found is None:
        return Page(text="", lang=lang)
    paragraphs = [line.strip() for line in (found.text or "").split("\n") if line.strip()]
    title = visible(found.title or "").strip() or None
    if title and paragraphs and not _same_words(title, paragraphs[0]):
        paragraphs.insert(0, title)
    return Page(
        text=clean("\n\n".join(paragraphs)),
        title=title,
        url=found.url or None,
        outlet=visible(found.sitename or "") or None,
        author=visible(found.author or "") or None,
        lang=lang,
        published_on=dated.iso if dated else None,
        date_found=dated.found if dated else None,
    )


def _quick(html: str) -> Page:
    """The words of a page with more elements than articles have, in bounded time and memory: without title, date and author."""
    from resiliparse.extract.html2text import extract_plain_text

    # Its search for the main content does not end on deeply nested elements, so all words are taken.
    words: str = extract_plain_text(html, main_content=False, alt_texts=False, preserve_formatting=True)
    return Page(text=clean("\n\n".join(line.strip() for line in words.split("\n") if line.strip())))


def adapt(parsed: Page, capture: Capture) -> Document | UnreadableInput:
    """A document, or the refusal of a page without main text."""
    if not parsed.text:
        return UnreadableInput(f"'{capture.origin_path}' is a page without an article's text", culprit=capture.origin_path)
    return Document(
        id=name_for(capture),
        text=parsed.text,
        title=parsed.title,
        url=parsed.url,
        outlet=parsed.outlet,
        author=parsed.author,
        lang=parsed.lang,
        published_on=parsed.published_on[:10] if parsed.published_on else None,
        capture_id=capture.id,
        extra={"date_found": parsed.date_found} if parsed.date_found else {},
    )


def adapt_visit(parsed: Page, visit: Visit) -> Document | UnreadableInput:
    """The document of a page that a source named; what the source said fills what the page does not say.

    Where the page holds no article (a wall, an empty shell), the source's own summary stands for it and ``extra`` says so.
    """
    link = visit.link
    surest = parsed.date_found in ("json-ld", "meta", "time element")
    published, found = parsed.published_on, parsed.date_found
    if link is not None and link.published_on and not surest:
        published, found = link.published_on, link.date_found
    text = parsed.text
    extra: tuple[tuple[str, str], ...] = ()
    if not text:
        if link is None or not (link.summary or link.title):
            return UnreadableInput(f"'{visit.url}' is a page without an article's text", culprit=visit.url)
        text, extra = link.summary or link.title or "", (("text", "summary"),)
    told = Told(
        key=visit.url,
        url=visit.final_url,
        title=parsed.title or (link.title if link else None),
        text=text,
        author=parsed.author or (link.author if link else None),
        published_on=published,
        date_found=found,
        lang=parsed.lang or (link.lang if link else None),
        outlet=link.outlet if link else None,
        extra=extra,
    )
    return document_of(told, visit)


def _same_words(left: str, right: str) -> bool:
    return re.sub(r"\W+", "", left).casefold() == re.sub(r"\W+", "", right).casefold()
