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

__all__ = ["MEDIA_TYPES", "documents"]

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
    media_type = capture.media_type if capture.media_type in MEDIA_TYPES.values() else _told_by(text)
    if media_type == "application/json":
        yield from json_lines.one(text, capture)
    elif media_type == "application/jsonl":
        yield from json_lines.many(text, capture)
    elif media_type == "text/html":
        yield page.adapt(page.parse(text), capture)
    else:
        yield plain.adapt(plain.parse(text), capture)


def _told_by(text: str) -> str:
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start == "{":
        first_line = text.lstrip().split("\n", 1)[0].rstrip()
        return "application/jsonl" if first_line.endswith("}") else "application/json"
    if start == "[":
        return "application/json" if re.match(r'\[\s*\{\s*"', text) else "text/plain"
    return "text/html" if _HTML.match(text) else "text/plain"
