"""HTML pages to documents: main text by trafilatura, embedded posts kept as paragraphs of their own. Fetches nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vigie.errors import UnreadableInput
from vigie.model import Document
from vigie.sources.formats.plain import clean, name_for, visible

if TYPE_CHECKING:
    from vigie.model import Capture

__all__ = ["Page", "adapt", "parse"]

_POST_CLASSES = ("twitter-tweet", "twitter-video", "instagram-media", "mastodon-embed", "bluesky-embed", "weibo-embed", "fb-post")
"""Classes that the embedding scripts of these networks give to a quoted post."""


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


def parse(html: str) -> Page:
    """Main text and metadata of a page; ``text`` is empty where the page holds none."""
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
    _plain_posts(tree)
    found: Any = trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        fast=True,
        include_comments=False,
        include_tables=True,
        # Only what the page declares: htmldate's further search finds some date on nearly every page.
        date_extraction_params={"extensive_search": False, "original_date": True},
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
        published_on=found.date or None,
    )


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
        published_on=parsed.published_on,
        capture_id=capture.id,
    )


def _plain_posts(tree: Any) -> None:
    """Turn each embedded post into paragraphs: its words, then its signature line as the network writes it."""
    from lxml.html import Element

    for quoted in tree.iter("blockquote"):
        classes = (quoted.get("class") or "").split()
        if not any(mark in classes for mark in _POST_CLASSES):
            continue
        words = [_text(paragraph) for paragraph in quoted.iter("p")]
        signature = " ".join(
            filter(None, [(quoted.text or "").strip(), *(_tail(child) for child in quoted if child.tag in ("p", "a", "br"))])
        ).strip()
        for child in list(quoted):
            quoted.remove(child)
        quoted.text = None
        quoted.tag = "div"
        quoted.attrib.clear()
        for line in [*words, signature]:
            if line:
                paragraph = Element("p")
                paragraph.text = line
                quoted.append(paragraph)


def _tail(child: Any) -> str:
    own = _text(child) if child.tag == "a" else ""
    return " ".join(filter(None, [own, (child.tail or "").strip()]))


def _text(element: Any) -> str:
    return re.sub(r"\s+", " ", " ".join(element.itertext())).strip()


def _same_words(left: str, right: str) -> bool:
    return re.sub(r"\W+", "", left).casefold() == re.sub(r"\W+", "", right).casefold()
