"""What was recorded last as a feed: RSS 2.0 or Atom 1.0. Every word of others is escaped text, never markup.

An entry's id holds the move and its status: a rumour that is denied is an entry of its own, so that feed readers show it.
"""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from email.utils import format_datetime
from html import escape
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from vigie.telling.export.graphs import xml_text
from vigie.telling.export.naming import move_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.telling.desk import Desk
    from vigie.telling.export.wish import Wish

__all__ = ["write_atom", "write_rss"]

_EVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_QUOTES = 5


def write_atom(desk: Desk, wish: Wish, out: IO[bytes]) -> None:
    """Atom 1.0 (RFC 4287)."""
    entries = list(_entries(desk, wish))
    xml = _Xml(out)
    with xml.element("feed", xmlns="http://www.w3.org/2005/Atom"):
        xml.line("title", wish.say("export.feed"))
        xml.line("id", f"{wish.base}/feed" if wish.base else "urn:vigie:feed")
        xml.line("updated", max((at for _, _, at, _ in entries), default=wish.now).isoformat())
        with xml.element("author"):
            xml.line("name", "vigie")
        if wish.base:
            xml.line("link", "", rel="alternate", href=wish.base + "/")
        for entry_id, title, at, quotes in entries:
            with xml.element("entry"):
                xml.line("id", f"urn:vigie:{entry_id}")
                xml.line("title", title)
                xml.line("updated", at.isoformat())
                if wish.base:
                    xml.line("link", "", rel="alternate", href=f"{wish.base}/move/{entry_id.partition(':')[0]}")
                xml.line("summary", "\n".join(quotes), type="text")
    xml.end()


def write_rss(desk: Desk, wish: Wish, out: IO[bytes]) -> None:
    """RSS 2.0; descriptions are HTML there by custom, so their text is escaped once more."""
    entries = list(_entries(desk, wish))
    xml = _Xml(out)
    with xml.element("rss", version="2.0"), xml.element("channel"):
        xml.line("title", wish.say("export.feed"))
        xml.line("link", (wish.base or "http://localhost") + "/")
        xml.line("description", wish.say("export.feed"))
        xml.line("lastBuildDate", format_datetime(max((at for _, _, at, _ in entries), default=wish.now)))
        for entry_id, title, at, quotes in entries:
            with xml.element("item"):
                xml.line("title", title)
                xml.line("guid", f"urn:vigie:{entry_id}", isPermaLink="false")
                if wish.base:
                    xml.line("link", f"{wish.base}/move/{entry_id.partition(':')[0]}")
                xml.line("pubDate", format_datetime(at))
                xml.line("description", "<br/>".join(escape(quote) for quote in quotes))
    xml.end()


def _entries(desk: Desk, wish: Wish) -> Iterator[tuple[str, str, dt.datetime, list[str]]]:
    """Id, title, instant and quotes of each entry, the latest recorded first."""
    found = desk.view.changes(_EVER, most=wish.most, wanted=wish.moves).changes
    told = desk.told(one.move for one in found)
    for one in found:
        move = one.move
        quotes = [
            f"{telling.document.outlet or telling.document.title or telling.document.id}: « {quote.words} »"
            for telling in told[move.id][:_QUOTES]
            for quote in telling.claim.quotes[:1]
        ]
        yield f"{move.id}:{move.status.value}", move_title(desk, move, wish.say), one.at, quotes


class _Xml:
    """Writes elements with everything escaped."""

    def __init__(self, out: IO[bytes]) -> None:
        self._to = XMLGenerator(out, encoding="utf-8", short_empty_elements=True)
        self._to.startDocument()

    @contextmanager
    def element(self, name: str, **attributes: str) -> Iterator[None]:
        """An element with what is written within the block."""
        self._to.startElement(name, AttributesImpl({key: xml_text(value) for key, value in attributes.items()}))
        yield
        self._to.endElement(name)
        self._to.ignorableWhitespace("\n")

    def line(self, name: str, text: str, **attributes: str) -> None:
        """An element that holds text only."""
        with self.element(name, **attributes):
            self._to.characters(xml_text(text))

    def end(self) -> None:
        """The last of it."""
        self._to.endDocument()
