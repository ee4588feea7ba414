"""OPML, in which feed readers exchange their lists of feeds: in to declarations, out from them. Credentials never go out."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from vigie.errors import InputError
from vigie.model import Source, SourceKind, SourceOutlet
from vigie.sources.formats.listing import safe_xml
from vigie.sources.identity import url_fault

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["read_opml", "slug", "written_opml"]

_MOST = 20_000


def read_opml(content: bytes, *, language: str, taken: Iterable[str] = ()) -> list[Source]:
    """The feeds of an OPML file as sources, enabled, each with an id that is not among ``taken``; folders are left out.

    Raises `InputError` for what is no OPML. An outline whose address can't be asked is left out.
    """
    root = safe_xml(content)
    if root is None or not isinstance(root.tag, str) or root.tag.lower() != "opml":
        raise InputError("it is no OPML: its root is not 'opml'")
    used, found = set(taken), []
    for outline in list(root.iter("outline"))[:_MOST]:
        attributes = {name.lower(): value for name, value in outline.attrib.items()}
        url = (attributes.get("xmlurl") or "").strip()
        if not url or url_fault(url):
            continue
        name = (attributes.get("title") or attributes.get("text") or url).strip()
        lang = (attributes.get("language") or language)[:2].lower()
        source_id = slug(name, used)
        used.add(source_id)
        found.append(
            Source(
                id=source_id,
                name=name,
                kind=SourceKind.FEED,
                url=url,
                outlet=SourceOutlet(name=name),
                language=lang if re.fullmatch(r"[a-z]{2}", lang) else language,
                enabled=True,
            )
        )
    return found


def slug(name: str, taken: Iterable[str]) -> str:
    """An id for a name: small letters, digits, hyphens, and a number where it is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "source"
    used, number = set(taken), 2
    found = base
    while found in used:
        found, number = f"{base}-{number}", number + 1
    return found


def written_opml(sources: Iterable[Source]) -> str:
    """The feeds among the sources as OPML 2.0."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', "<head><title>vigie</title></head>", "<body>"]
    for source in sources:
        if source.kind is SourceKind.FEED and source.url:
            name, url, lang = quoteattr(source.name), quoteattr(source.url), quoteattr(source.language)
            lines.append(
                f'<outline type="rss" text={name} title={name} xmlUrl={url} language={lang} category={quoteattr(source.role)}/>'
            )
    return "\n".join([*lines, "</body>", "</opml>", escape("")])
