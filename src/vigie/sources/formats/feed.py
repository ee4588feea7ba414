"""RSS 0.9x to 2.0, Atom and JSON Feed to entries, entries to documents or to links. Fetches nothing."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vigie.errors import UnreadableInput
from vigie.sources.dates import FEED, parse_date
from vigie.sources.formats.entry import Entry, Feed
from vigie.sources.formats.feed_quick import SKIPPED_LINKS, quick_feed
from vigie.sources.formats.shape import Told, document_of, html_text, link_of
from vigie.sources.identity import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.model import Document, Link, Visit

__all__ = ["adapt", "looks_like_feed", "parse", "thorough_feed", "without_entities"]

_HEAD = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?[^>]{0,300}\?>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE[^>\[]{0,300}(?:\[.{0,5000}?\])?\s*>\s*)*"
    rb"<(?:\w+:)?(?:rss|feed|rdf|channel)\b",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE_TYPE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:(?:<\?.*?\?>|<!--.*?-->)\s*)*(?=<!DOCTYPE\b)", re.DOTALL)
_SUBSET = re.compile(rb"""<!DOCTYPE\b[^\[>]*(\[(?:"[^"]*"|'[^']*'|<!--.*?-->|[^\]"'])*\])\s*>""", re.DOTALL)
"""A document type that declares entities of its own. The lookahead before it keeps to the head of the document."""
_WIDE = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_ENCODING = re.compile(r"""(<\?xml[^>]*?)\s+encoding\s*=\s*(?:'[^']*'|"[^"]*")""")
_ALTERNATE = re.compile(rb"<link\b[^>]{0,600}>", re.IGNORECASE)
_FULL_TEXT = 700
"""Characters from which an entry's own text counts as the article: teasers run to 150 to 400."""
_MOST_ENTRIES = 2000


def looks_like_feed(content: bytes) -> bool:
    """True for bytes that begin as RSS, Atom, RDF or a JSON Feed do."""
    start = content[:8192]
    return bool(_HEAD.match(start)) or (b"jsonfeed.org/version" in start and start.lstrip()[:1] == b"{")


def parse(content: bytes, media_type: str = "") -> Feed:
    """The entries; broken XML gives those before the fault. Raises `UnreadableInput` for what is no feed at all."""
    if content.lstrip()[:1] == b"{":
        return _json_feed(content)
    content = _narrow(content)
    if not looks_like_feed(content) and b"<rss" not in content[:20_000] and b"<feed" not in content[:20_000]:
        named = _feed_named_in(content)
        hint = f"it is a page, which names this feed: {named}" if named else "it begins neither as RSS nor as Atom nor as JSON Feed"
        raise UnreadableInput(f"it is no feed: {hint}")
    plain = quick_feed(content, most=_MOST_ENTRIES)
    if plain is not None:
        return plain
    return thorough_feed(without_entities(content), media_type)


def thorough_feed(content: bytes, media_type: str = "") -> Feed:
    """The entries as feedparser finds them, which survives broken feeds; raises `UnreadableInput` for what is none."""
    import feedparser

    # A stream, since feedparser would open a text that looks like an address or a path. Nothing of it is shown as HTML.
    headers = {"content-type": media_type or "application/xml"}
    try:
        stream = io.BytesIO(content)
        found: Any = feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError) as error:
        # It trusts, among others, the encoding in an XML head to be text.
        raise UnreadableInput(f"its XML is broken: {type(error).__name__}") from error
    broken = ""
    if found.get("bozo"):
        fault = found.get("bozo_exception")
        if type(fault).__name__ not in ("CharacterEncodingOverride", "NonXMLContentType"):
            broken = f"its XML is broken: {str(fault).splitlines()[0][:150] if str(fault) else type(fault).__name__}"
    entries = tuple(_entry(one) for one in found.entries[:_MOST_ENTRIES])
    if not entries and not found.get("version"):
        raise UnreadableInput(broken or "it is no feed")
    return Feed(entries=entries, broken=broken, lang=_text(found.feed.get("language")))


def _feed_named_in(content: bytes) -> str | None:
    """The address of the feed that a page's head names, as it stands there."""
    for found in _ALTERNATE.finditer(content[:200_000]):
        element = found[0].decode("utf-8", "replace")
        href = re.search(r"""href\s*=\s*["']?([^"'\s>]+)""", element, re.IGNORECASE)
        if href is not None and re.search(r"application/(?:rss|atom)\+xml|feed\+json", element, re.IGNORECASE):
            return html.unescape(href[1])[:300]
    return None


def _narrow(content: bytes) -> bytes:
    """XML in UTF-16 as UTF-8, so that what is looked for in its head is found there; anything else as it is."""
    for mark, encoding in _WIDE:
        if content.startswith(mark):
            return _ENCODING.sub(r"\1", content.decode(encoding, errors="replace"), count=1).encode("utf-8", "replace")
    return content


def without_entities(content: bytes) -> bytes:
    """The same XML without the entities that it declares itself, which feedparser would expand, up to 100 times its size.

    Raises `UnreadableInput` for a document type that has no end.
    """
    head = _BEFORE_TYPE.match(content)
    if head is None:
        return content
    found = _SUBSET.match(content, head.end())
    if found is not None:
        return content[: found.start(1)] + content[found.end(1) :]
    if content.find(b"[", head.end(), content.find(b">", head.end())) >= 0:
        raise UnreadableInput("its document type is broken")
    return content


def _entry(one: Any) -> Entry:
    contents = [part.get("value") for part in one.get("content", []) if isinstance(part.get("value"), str)]
    return Entry(
        guid=_text(one.get("id")),
        url=_link(one),
        title=_text(one.get("title")),
        content=_text(max(contents, key=len, default=None)),
        summary=_text(one.get("summary")),
        author=_text(one.get("author")),
        # The words, not feedparser's reading: it makes the first of November of 2026年5月5日. Asked as a plain dictionary, since
        # feedparser's own look-up gives the publication for a missing update, with a warning.
        published=next((value for name in ("published", "created", "updated") if (value := _text(dict.get(one, name)))), None),
        lang=_text((one.get("title_detail") or {}).get("language")),
    )


def _link(one: Any) -> str | None:
    links = [link for link in one.get("links", []) if isinstance(link.get("href"), str)]
    for wanted in ("alternate", None):
        for link in links:
            if wanted is None or link.get("rel") == wanted:
                if link.get("rel") in SKIPPED_LINKS:
                    continue
                return str(link["href"])
    return _text(one.get("link"))


def _json_feed(content: bytes) -> Feed:
    try:
        data = json.loads(content.decode("utf-8-sig", errors="replace"))
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"it is a broken JSON Feed: {error}") from error
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        raise UnreadableInput("it is JSON, but no JSON Feed: it has no 'items'")
    entries = []
    for item in items[:_MOST_ENTRIES]:
        if not isinstance(item, dict):
            continue
        authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
        names = [author.get("name") for author in authors or [] if isinstance(author, dict)]
        entries.append(
            Entry(
                guid=_text(item.get("id")),
                url=_text(item.get("url")) or _text(item.get("external_url")),
                title=_text(item.get("title")),
                content=_text(item.get("content_html")) or _text(item.get("content_text")),
                summary=_text(item.get("summary")),
                author=_text(next(filter(None, names), None)),
                published=_text(item.get("date_published")) or _text(item.get("date_modified")),
                lang=_text(item.get("language")),
            )
        )
    return Feed(entries=tuple(entries), lang=_text(data.get("language")))


def adapt(parsed: Feed, visit: Visit) -> Iterator[Document | Link]:
    """A document or a link for each entry; the same entry twice comes once, one without words or address not at all."""
    source = visit.source
    told = [_told(entry, parsed, visit) for entry in parsed.entries]
    for one in _named(told, parsed.entries, source.id):
        if source.match and not re.search(source.match, one.url or ""):
            continue
        length = len(one.text)
        as_page = source.text == "links" or (source.text == "auto" and length < _FULL_TEXT)
        if as_page and one.url is not None:
            yield link_of(one, source, visit.captured_at)
        elif one.text or one.title:
            yield document_of(one, visit)


def _told(entry: Entry, feed: Feed, visit: Visit) -> Told:
    url = clean_url(entry.url, visit.final_url) if entry.url else None
    if url is None and entry.guid and entry.guid.startswith(("http://", "https://")):
        url = clean_url(entry.guid)
    content, summary = html_text(entry.content or ""), html_text(entry.summary or "")
    text = content if len(content) >= len(summary) else summary
    published = parse_date(entry.published)
    return Told(
        key=url or "",
        url=url,
        title=html_text(entry.title).replace("\n\n", " ") if entry.title else None,
        text=text,
        author=entry.author,
        published_on=published,
        date_found=FEED if published else None,
        lang=entry.lang or feed.lang,
    )


def _named(told: list[Told], entries: tuple[Entry, ...], source_id: str) -> Iterator[Told]:
    """Each entry once, with a key that tells it from the others.

    The address is the name. Where several entries share an address (a feed whose links all lead to one page) or have none, the
    guid is added, or else title and date, so that none is lost.
    """
    shared = Counter(one.url for one in told)
    guids = Counter(entry.guid for entry in entries)
    kept: set[str] = set()
    for one, entry in zip(told, entries, strict=True):
        key = one.key
        if one.url is None or (shared[one.url] > 1 and not _same_entry(one, told)):
            # A guid such as "1" is a name within its own feed only.
            key = f"{one.url or source_id}#{_own_name(one, entry, guids)}"
        if key in kept or not (one.title or one.text or one.url):
            continue
        kept.add(key)
        # What shares its address with others can't be fetched apart from them: its own words must do.
        yield replace(one, key=key, url=one.url if key == one.key or shared[one.url] == 1 else None)


def _own_name(one: Told, entry: Entry, guids: Counter[str | None]) -> str:
    """The guid; where several entries share one or there is none, title and date too, and the words where there is no title."""
    if entry.guid and guids[entry.guid] == 1:
        return entry.guid
    words = "" if one.title else hashlib.sha256(one.text.encode("utf-8", "replace")).hexdigest()
    return "|".join(filter(None, [entry.guid, one.title, one.published_on, words]))


def _same_entry(one: Told, told: list[Told]) -> bool:
    return all(other.title == one.title for other in told if other.url == one.url)


def _text(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None
