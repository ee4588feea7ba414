"""From bytes to documents and links: one module for each format, each with ``parse`` and ``adapt``. Outside shapes stop here.

`documents` reads a file that was named by its path; `findings` reads what a declared source gave.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.errors import UnreadableInput
from vigie.model import Capture, Document, Link, Source, SourceKind, SourceOutlet, Visit
from vigie.sources.charset import decode
from vigie.sources.dates import date_doubt
from vigie.sources.formats import feed, gdelt, json_lines, listing, mail, page, pdf, plain, social

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MEDIA_TYPES", "PAGE_LIMIT", "TEXT_LIMIT", "documents", "findings", "told_content"]

TEXT_LIMIT = 1_000_000
"""Most characters of one document: some 150,000 words, more than any article, and read in well under a minute."""

PAGE_LIMIT = 20_000_000
"""Most characters of one HTML page with its markup, which is held in memory as a tree."""

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
    ".eml": "message/rfc822",
    ".pdf": "application/pdf",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
}
"""File suffix to media type; other suffixes are told by their content."""

_TEXTS = ("text/plain", "text/html", "application/json", "application/jsonl")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.IGNORECASE | re.DOTALL
)


def documents(capture: Capture) -> Iterator[Document | UnreadableInput]:
    """The documents of a capture, in order; what can't be used stands among them as `UnreadableInput`."""
    try:
        for one in _documents(capture):
            if isinstance(one, Document) and len(one.text) > TEXT_LIMIT:
                yield _too_long(f"document '{one.id}'", capture.origin_path, len(one.text), TEXT_LIMIT)
            else:
                yield one
    except UnreadableInput as refusal:
        yield refusal if refusal.culprit else UnreadableInput(f"'{capture.origin_path}': {refusal}", culprit=capture.origin_path)


def _documents(capture: Capture) -> Iterator[Document | UnreadableInput]:
    content = capture.content
    if content.startswith(b"%PDF-"):
        yield pdf.adapt_capture(pdf.parse(content), capture)
    elif capture.media_type == "message/rfc822" or (capture.media_type not in _TEXTS and mail.looks_like_mail(content)):
        yield mail.adapt(mail.parse(content), _by_path(capture))
    elif capture.media_type not in _TEXTS and feed.looks_like_feed(content):
        for one in feed.adapt(feed.parse(content), _by_path(capture)):
            if isinstance(one, Document):
                yield one
    else:
        yield from _texts(decode(content, name=capture.origin_path), capture)


def _by_path(capture: Capture) -> Visit:
    """A file that no source declares, as if one did that says nothing of itself; of a feed all entries are documents."""
    outlet = SourceOutlet(name="")
    source = Source(id="", name="", kind=SourceKind.FOLDER, outlet=outlet, language="", text="feed")
    path = capture.origin_path
    return Visit(
        source=source,
        url=path,
        final_url=path,
        capture_id=capture.id,
        captured_at=capture.captured_at,
        media_type=capture.media_type,
        kind="folder",
    )


def _texts(text: str, capture: Capture) -> Iterator[Document | UnreadableInput]:
    media_type = capture.media_type if capture.media_type in _TEXTS else _told_by(text)
    if media_type == "application/json":
        yield from json_lines.one(text, capture)
    elif media_type == "application/jsonl":
        yield from json_lines.many(text, capture)
    elif media_type == "text/html" and len(text) > PAGE_LIMIT:
        yield _too_long("page", capture.origin_path, len(text), PAGE_LIMIT)
    elif media_type == "text/html":
        yield page.adapt(page.parse(text, captured_at=capture.captured_at), capture)
    else:
        yield plain.adapt(plain.parse(text), capture)


def findings(visit: Visit, content: bytes) -> Iterator[Document | Link | UnreadableInput]:
    """What a source's bytes give, by the visit's ``kind``; the same visit and bytes always give the same.

    Refusals name no culprit but the source; one at the very start means that the bytes are not what the source was declared to be.
    """
    try:
        for one in _findings(visit, content):
            if isinstance(one, Document) and len(one.text) > TEXT_LIMIT:
                yield _too_long(f"document '{one.id}'", visit.url, len(one.text), TEXT_LIMIT)
            else:
                yield one
    except UnreadableInput as refusal:
        yield refusal


def _findings(visit: Visit, content: bytes) -> Iterator[Document | Link | UnreadableInput]:
    kind, source = visit.kind, visit.source
    if kind == "feed" or (kind == "mastodon" and feed.looks_like_feed(content)):
        parsed = feed.parse(content, visit.media_type)
        yield from feed.adapt(parsed, visit)
        if parsed.broken:
            yield UnreadableInput(parsed.broken, culprit=visit.url)
    elif kind == "sitemap":
        yield from listing.adapt_sitemap(listing.parse_sitemap(content), visit)
    elif kind == "folder":
        yield from _of_folder(visit, content)
    elif kind == "told":
        yield page.adapt_visit(page.Page(text=""), visit)
    elif kind == "mail":
        yield mail.adapt(mail.parse(content), visit)
    elif kind == "gdelt" and content[:2] == b"PK":
        yield from gdelt.adapt_graph(gdelt.parse_graph(content), visit)
    elif content.startswith(b"%PDF-"):
        yield pdf.adapt(pdf.parse(content), visit)
    elif kind == "pdf":
        raise UnreadableInput("it is no PDF")
    else:
        text = decode(content, name=visit.url)
        if kind == "gdelt":
            yield from gdelt.adapt_list(gdelt.parse_list(text), visit)
        elif kind in social.PARSERS:
            yield from social.adapt(social.PARSERS[kind](text), visit)
        elif len(text) > PAGE_LIMIT:
            yield _too_long("page", visit.url, len(text), PAGE_LIMIT)
        elif kind == "listing":
            yield from listing.adapt_listing(listing.parse_listing(text, select=source.select), visit)
        else:
            yield page.adapt_visit(page.parse(text, captured_at=visit.captured_at, url=visit.final_url), visit)


def _of_folder(visit: Visit, content: bytes) -> Iterator[Document | UnreadableInput]:
    """The documents of a declared folder's file: read as any file is, with what the declaration says where they say nothing."""
    source = visit.source
    capture = Capture(
        id=visit.capture_id, origin_path=visit.url, media_type=visit.media_type, content=content, captured_at=visit.captured_at
    )
    for one in _documents(capture):
        if isinstance(one, Document):
            doubt = date_doubt(one.published_on, visit.captured_at)
            extra = {**one.extra, "source": source.id, **({"date_doubt": doubt} if doubt else {})}
            yield replace(one, extra=extra, outlet=one.outlet or source.outlet.name, lang=one.lang or source.language)
        else:
            yield one


def told_content(link: Link) -> bytes:
    """What a source said of a link, as bytes: the capture of a document whose page could not be had (kind ``told``)."""
    said = {"url": link.url, "title": link.title, "author": link.author, "published": link.published_on, "text": link.summary}
    return json.dumps(said, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def _too_long(what: str, name: str, length: int, limit: int) -> UnreadableInput:
    return UnreadableInput(f"the {what} of '{name}' has {length:,} characters, more than {limit:,}: split it", culprit=name)


def _told_by(text: str) -> str:
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start == "{":
        first_line = text.lstrip().split("\n", 1)[0].rstrip()
        return "application/jsonl" if first_line.endswith("}") else "application/json"
    if start == "[":
        return "application/json" if re.match(r'\[\s*\{\s*"', text) else "text/plain"
    return "text/html" if _HTML.match(text) else "text/plain"
