"""Pages that link to articles, and sitemaps, to links. Fetches nothing."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from vigie.errors import UnreadableInput
from vigie.sources.dates import FEED, from_url, parse_date
from vigie.sources.formats.shape import Told, link_of
from vigie.sources.identity import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.model import Link, Visit

__all__ = ["Place", "adapt_listing", "adapt_sitemap", "parse_listing", "parse_sitemap", "safe_xml", "unpacked"]

_MOST_LINKS = 5000
_UNPACKED = 60_000_000
"""Bytes: the sitemap protocol allows 50 MB."""
_MEDIA = re.compile(r"^\{[^}]*sitemap-(?:image|video|mobile)/")
"""Elements about a page's pictures and films, whose titles are not the page's."""
_CARD_DEPTH, _CARD_LINKS = 6, 50
_FURNITURE = re.compile(
    r"/(?:tag|tags|author|auteur|autor|category|login|signup|abo|contact|impressum|privacy|mentions|search)(?:/|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One address of a listing or sitemap."""

    url: str
    title: str | None = None
    published: str | None = None
    lang: str | None = None
    outlet: str | None = None
    changed: str | None = None
    """When a sitemap says that it was changed last: no date of publication, but it tells what is new."""
    is_sitemap: bool = False


def parse_listing(html: str, *, select: str | None) -> list[Place]:
    """The links that ``select`` (CSS) finds, or holds; without it, all links whose words are as long as a headline's."""
    from cssselect import SelectorError
    from lxml import html as lxml_html
    from lxml.etree import ParserError

    try:
        tree = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (ParserError, ValueError) as error:
        raise UnreadableInput("it is no page: it holds no element") from error
    try:
        chosen = tree.cssselect(select) if select else [tree]
    except SelectorError as error:
        raise UnreadableInput(f"its 'select' is no CSS selector: {error}") from error
    base = next((one.get("href") for one in tree.iter("base") if one.get("href")), "")
    places: dict[str, Place] = {}
    for element in chosen:
        for anchor in [element] if element.tag == "a" else list(element.iter("a")):
            href = anchor.get("href")
            title = re.sub(r"\s+", " ", " ".join(anchor.itertext())).strip() or anchor.get("title") or ""
            if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")) or (not select and not _headline(title)):
                continue
            stamp = _stamp(anchor)
            known = places.get(href)
            if known is None or len(title) > len(known.title or ""):
                published = stamp or (known.published if known else None)
                places[href] = Place(url=_joined(base, href), title=title or None, published=published)
            if len(places) >= _MOST_LINKS:
                return list(places.values())
    return list(places.values())


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return href


def _stamp(anchor: Any) -> str | None:
    """The time within a link, or the only one in the smallest piece of the page around it that leads to no other page."""
    place, href = anchor, anchor.get("href")
    for _ in range(_CARD_DEPTH):
        times = [one for one in place.iter("time") if one.get("datetime")]
        if times:
            return times[0].get("datetime") if place is anchor or len(times) == 1 else None
        place = place.getparent()
        if place is None or any(one.get("href") not in (None, href) for one in islice(place.iter("a"), _CARD_LINKS)):
            return None
    return None


def _headline(title: str) -> bool:
    han = sum("\u4e00" <= c <= "\u9fff" for c in title)
    return len(title) >= 25 or han >= 8


def adapt_listing(places: list[Place], visit: Visit) -> Iterator[Link]:
    """A link for each place, each address once; only those on the listing's own site unless ``match`` names others."""
    wanted = re.compile(visit.source.match) if visit.source.match else None
    own = _site(visit.final_url)
    seen = {clean_url(visit.final_url), clean_url(visit.url)}
    for place in places:
        url = clean_url(place.url, visit.final_url)
        if url is None or url in seen:
            continue
        seen.add(url)
        if wanted.search(url) if wanted else (_site(url) == own and not _FURNITURE.search(url) and urlsplit(url).path != "/"):
            yield link_of(_told(place, url), visit.source, visit.captured_at)


def _site(url: str) -> str:
    return ".".join((urlsplit(url).hostname or "").removeprefix("www.").split(".")[-3:])


def _told(place: Place, url: str) -> Told:
    published = parse_date(place.published)
    found = FEED if published else None
    if published is None and (published := from_url(url)):
        found = "address"
    return Told(key=url, url=url, title=place.title, published_on=published, date_found=found, lang=place.lang, outlet=place.outlet)


def unpacked(content: bytes) -> bytes:
    """The content, without its gzip where it is packed; raises `UnreadableInput` for a bomb or broken gzip."""
    if content[:2] != b"\x1f\x8b":
        return content
    try:
        inflater = zlib.decompressobj(31)
        found = inflater.decompress(content, _UNPACKED)
    except zlib.error as error:
        raise UnreadableInput("its gzip is broken") from error
    if inflater.unconsumed_tail:
        raise UnreadableInput(f"it unpacks to more than {_UNPACKED:,} bytes")
    return found


def safe_xml(content: bytes) -> Any:
    """The root of an XML document read without entities, network and huge trees; ``None`` where nothing of it can be read."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        return etree.fromstring(content.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def parse_sitemap(content: bytes) -> list[Place]:
    """The places of a sitemap, news sitemap or index, or of a plain list of addresses; else raises `UnreadableInput`."""
    content = unpacked(content)
    if content.lstrip()[:4] == b"http":
        lines = content.decode("utf-8", "replace").split()
        return [Place(url=line) for line in lines[:_MOST_LINKS] if line.startswith("http")]
    root = safe_xml(content)
    name = _name(root) if root is not None else ""
    if name not in ("urlset", "sitemapindex"):
        raise UnreadableInput("it is no sitemap: its root is neither 'urlset' nor 'sitemapindex'")
    places = []
    for element in root:
        if _name(element) not in ("url", "sitemap"):
            continue
        said: dict[str, str] = {}
        for part in element.iter():
            if isinstance(part.tag, str) and (part.text or "").strip() and not _MEDIA.search(part.tag):
                # In a news sitemap 'name' and 'language' are those of the publication.
                said.setdefault(_name(part), part.text.strip())
        if "loc" in said:
            places.append(
                Place(
                    url=said["loc"],
                    title=said.get("title"),
                    published=said.get("publication_date"),
                    changed=said.get("lastmod"),
                    lang=said.get("language"),
                    outlet=said.get("name"),
                    is_sitemap=name == "sitemapindex",
                )
            )
        if len(places) >= 50_000:
            break
    return places


def adapt_sitemap(places: list[Place], visit: Visit) -> Iterator[Link]:
    """Links to pages, the latest first; of an index, links to its latest sitemaps."""
    if places and places[0].is_sitemap:
        # Without dates the last ones named are usually the latest.
        ordered = sorted(enumerate(places), key=lambda pair: (parse_date(pair[1].changed) or "", pair[0]), reverse=True)
        for _, place in ordered[:3]:
            url = clean_url(place.url, visit.final_url)
            if url:
                yield link_of(Told(key=url, url=url), visit.source, visit.captured_at, kind="sitemap")
        return
    wanted = re.compile(visit.source.match) if visit.source.match else None
    seen: set[str] = set()
    told: list[tuple[str, Told]] = []
    for place in places:
        url = clean_url(place.url, visit.final_url)
        if url and url not in seen and (wanted is None or wanted.search(url)):
            seen.add(url)
            one = _told(place, url)
            told.append((one.published_on or parse_date(place.changed) or "", one))
    told.sort(key=lambda pair: pair[0], reverse=True)
    for _, one in told[:_MOST_LINKS]:
        yield link_of(one, visit.source, visit.captured_at)


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
