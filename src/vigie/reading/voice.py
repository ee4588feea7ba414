"""Whose voice a whole document is: a post's author, the person interviewed, or nobody's but its own. Reads no claim."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vigie.model import PassageKind
from vigie.reading.page import Page, Voice

if TYPE_CHECKING:
    from vigie.model import Document
    from vigie.reading.mentions import Cast

_HANDLE = re.compile(r"^[^\n]{0,60}(?:@\w{2,}|微博|来自|\b1/\d*\b)|^【", re.MULTILINE)
_ASKED_SHARE = 0.25
"""From this share of questions among the paragraphs on, three at least, a document is an interview (found on the own corpus)."""


def voice_of(document: Document, pages: list[Page], cast: Cast) -> Voice:
    """The voice of a document; its author counts only where it is a post."""
    text = document.text
    if document.author and (document.outlet is None or _HANDLE.search(text[:200])):
        key = next(
            (
                k
                for k, e in cast.entities.items()
                if document.author in (e.name, *e.aka) or document.author in cast.forms.get(k, {})
            ),
            None,
        )
        if document.outlet is None or key is not None:
            return Voice("post", key or document.author)
    body = [p for page in pages for p in page.passages if p.kind is PassageKind.BODY]
    asked = [p for p in body if text[p.start : p.end].rstrip(' »”"“').endswith(("?", "？")) and p.end - p.start < 300]
    if len(asked) >= 3 and len(asked) >= _ASKED_SHARE * len(body):
        for page in pages:
            for mention in page.mentions:
                if (
                    cast.kind(mention.key) == "person"
                    and mention.how == "name"
                    and not (document.author and cast.entities[mention.key].name in document.author)
                ):
                    return Voice("interview", mention.key)
    return Voice("own")
