"""From one capture to its documents: one module for each format, each with ``parse`` and ``adapt``. Outside shapes stop here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vigie.errors import UnreadableInput
from vigie.sources.charset import decode
from vigie.sources.formats import json_lines, page, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.model import Capture, Document

__all__ = ["MEDIA_TYPES", "PAGE_LIMIT", "TEXT_LIMIT", "documents"]

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
}
"""File suffix to media type; other suffixes are told by their content."""

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.IGNORECASE | re.DOTALL
)


def documents(capture: Capture) -> Iterator[Document | UnreadableInput]:
    """The documents of a capture, in order; what can't be used stands among them as `UnreadableInput`."""
    try:
        text = decode(capture.content, name=capture.origin_path)
    except UnreadableInput as refusal:
        yield refusal
        return
    for one in _parsed(text, capture):
        if not isinstance(one, UnreadableInput) and len(one.text) > TEXT_LIMIT:
            yield _too_long(f"document '{one.id}'", capture, len(one.text), TEXT_LIMIT)
        else:
            yield one


def _parsed(text: str, capture: Capture) -> Iterator[Document | UnreadableInput]:
    media_type = capture.media_type if capture.media_type in MEDIA_TYPES.values() else _told_by(text)
    if media_type == "application/json":
        yield from json_lines.one(text, capture)
    elif media_type == "application/jsonl":
        yield from json_lines.many(text, capture)
    elif media_type == "text/html" and len(text) > PAGE_LIMIT:
        yield _too_long("page", capture, len(text), PAGE_LIMIT)
    elif media_type == "text/html":
        yield page.adapt(page.parse(text), capture)
    else:
        yield plain.adapt(plain.parse(text), capture)


def _too_long(what: str, capture: Capture, length: int, limit: int) -> UnreadableInput:
    sentence = f"the {what} of '{capture.origin_path}' has {length:,} characters, more than {limit:,}: split it"
    return UnreadableInput(sentence, culprit=capture.origin_path)


def _told_by(text: str) -> str:
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start == "{":
        first_line = text.lstrip().split("\n", 1)[0].rstrip()
        return "application/jsonl" if first_line.endswith("}") else "application/json"
    if start == "[":
        return "application/json" if re.match(r'\[\s*\{\s*"', text) else "text/plain"
    return "text/html" if _HTML.match(text) else "text/plain"
