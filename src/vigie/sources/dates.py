"""When something was published, by what its page or feed says, and how that was found. Never the present, never a guess unsaid."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Dated", "date_doubt", "from_url", "page_date", "parse_date"]

FEED, JSON_LD, META, TIME, URL, VISIBLE = "feed", "json-ld", "meta", "time element", "address", "visible"
"""How a date was found; kept with the document as ``date_found``."""

_CJK = re.compile(r"(\d{4})\s*[年年.／/-]\s*(\d{1,2})\s*[月.／/-]\s*(\d{1,2})\s*日?(?:\s*(?:上午|下午)?\s*(\d{1,2}):(\d{2}))?")
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?", re.IGNORECASE
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?Z?)?")
_EUROPEAN = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?:\D{1,4}(\d{1,2})[:h](\d{2}))?")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier januar jan janv jän jänner",
            "february février fevrier februar feb févr fév fevr",
            "march mars märz mar mär mrz",
            "april avril apr avr",
            "may mai",
            "june juin juni jun",
            "july juillet juli jul juil",
            "august août aout aug",
            "september septembre sep sept",
            "october octobre oktober oct okt",
            "november novembre nov",
            "december décembre decembre dezember dec déc dez",
        ),
        start=1,
    )
    for name in names.split()
}
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:er|st|nd|rd|th|\.)?\s+(?:of\s+)?([^\W\d_]{3,10})\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_IN_URL = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|\D|$)")
_META = (
    ("property", "article:published_time"),
    ("property", "og:article:published_time"),
    ("property", "og:published_time"),
    ("name", "article:published_time"),
    ("itemprop", "datepublished"),
    ("name", "datepublished"),
    ("name", "date"),
    ("name", "pubdate"),
    ("name", "publishdate"),
    ("name", "publish-date"),
    ("name", "publish_date"),
    ("name", "publication_date"),
    ("name", "parsely-pub-date"),
    ("name", "sailthru.date"),
    ("name", "dc.date"),
    ("name", "dc.date.issued"),
    ("name", "dcterms.created"),
    ("name", "dcterms.date"),
    ("name", "citation_publication_date"),
    ("name", "weibo: article:create_at"),
    ("property", "bytedance:published_time"),
)
"""Meta elements that name the day of publication, surest first: Open Graph, schema.org, Dublin Core, press systems' own."""
_JSON_LD_SIZE = 500_000
_EARLIEST_YEAR = 1990
"""No page is older than the web."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of publication and how it was found."""

    iso: str
    """An ISO day, or an instant with its zone where one was given."""
    found: str


def parse_date(text: str | None) -> str | None:
    """The ISO day or instant that a date in one of the forms of feeds and pages says; ``None`` for any other.

    Forms: ISO 8601, RFC 822, ``20240501``, ``2024年5月1日``, ``1. Mai 2024``, ``May 1, 2024``, ``01.05.2024`` (day first, as most
    of the world writes it). A day that is none, or before 1990 or after 2199, is no date.
    """
    if not text:
        return None
    words = " ".join(text.split())[:120]
    for reads in (_iso, _rfc, _posted, _cjk, _compact, _named, _european):
        found = reads(words)
        if found is not None:
            return found
    return None


def _iso(words: str) -> str | None:
    found = _ISO.match(words)
    if found is None:
        return None
    zone = found[7]
    return _instant(found[1], found[2], found[3], found[4], found[5], found[6], zone)


def _rfc(words: str) -> str | None:
    if not re.match(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3,9}[\s-]\d{2,4}\s+\d{1,2}:\d{2}", words):
        return None
    try:
        at = parsedate_to_datetime(words.replace("-", " ", 2) if re.match(r"\S+\s+\d+-", words) else words)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    if not _EARLIEST_YEAR <= at.year < 2200:
        return None
    return at.isoformat()


def _posted(words: str) -> str | None:
    """``Wed May 01 10:00:00 +0800 2024``, as X and Weibo write it."""
    try:
        at = dt.datetime.strptime(words, "%a %b %d %H:%M:%S %z %Y")
    except ValueError:
        return None
    return at.isoformat() if at.year >= _EARLIEST_YEAR else None


def _cjk(words: str) -> str | None:
    found = _CJK.search(words)
    if found is None:
        return None
    hour = found[4]
    if hour is not None and "下午" in words and int(hour) < 12:
        hour = str(int(hour) + 12)
    return _instant(found[1], found[2], found[3], hour, found[5])


def _compact(words: str) -> str | None:
    found = _COMPACT.fullmatch(words)
    return None if found is None else _instant(found[1], found[2], found[3], found[4], found[5], found[6])


def _named(words: str) -> str | None:
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2))):
        for found in pattern.finditer(words):
            year, month, day = (found[index] for index in order)
            number = _MONTHS.get(month.casefold())
            if number:
                return _instant(year, str(number), day)
    return None


def _european(words: str) -> str | None:
    found = _EUROPEAN.search(words)
    return None if found is None else _instant(found[3], found[2], found[1], found[4], found[5])


def _instant(
    year: str,
    month: str,
    day: str,
    hour: str | None = None,
    minute: str | None = None,
    second: str | None = None,
    zone: str | None = None,
) -> str | None:
    try:
        on = dt.date(int(year), int(month), int(day))
        if not _EARLIEST_YEAR <= on.year < 2200:
            return None
        if hour is None or minute is None:
            return on.isoformat()
        clock = dt.time(int(hour), int(minute), int(second or 0)).isoformat()
    except ValueError:
        return None
    if zone is None:
        # A clock without a zone says less than a day: near midnight it may be another day elsewhere.
        return on.isoformat()
    zone = "+00:00" if zone in ("Z", "z") else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return f"{on.isoformat()}T{clock}{zone}"


def from_url(url: str | None) -> str | None:
    """The day in the path of an address, such as ``/2024/05/01/`` or ``-20240501.html``; ``None`` where it has none."""
    if not url:
        return None
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    found = _IN_URL.search(path) or re.search(r"[/_-]((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=\D|$)", path)
    return None if found is None else _instant(found[1], found[2], found[3])


def page_date(tree: Any, url: str | None, *, latest_on: dt.date) -> Dated | None:
    """The publication date of a page, given as an lxml tree: JSON-LD, meta, time element, address, visible text, in that order.

    Of what is visible, only dates up to ``latest_on`` count: a page about the future shows later ones.
    """
    for found, candidates in ((JSON_LD, _json_ld(tree)), (META, _meta(tree)), (TIME, _times(tree)), (URL, iter((from_url(url),)))):
        for candidate in candidates:
            iso = candidate if found == URL else parse_date(candidate)
            if iso is not None:
                return Dated(iso, found)
    return _visible(tree, latest_on)


def _json_ld(tree: Any) -> Iterator[str]:
    modified: list[str] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->")
        try:
            data = json.loads(text, strict=False) if len(text) < _JSON_LD_SIZE else None
        except (ValueError, RecursionError):
            # Broken JSON-LD is common; the date in it usually still stands as it should.
            yield from re.findall(r'"datePublished"\s*:\s*"([^"]{8,40})"', text)
            continue
        for node in _nodes(data):
            for key, into in (("datePublished", None), ("uploadDate", modified), ("dateCreated", modified)):
                value = node.get(key)
                if isinstance(value, str) and _speaks_of_page(node):
                    if into is None:
                        yield value
                    else:
                        into.append(value)
    yield from modified


def _speaks_of_page(node: dict[str, Any]) -> bool:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return not any(isinstance(one, str) and one in ("Comment", "Review", "Organization", "Person", "ImageObject") for one in kinds)


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    stack, seen = [data], 0
    while stack and seen < 5000:
        seen += 1
        node = stack.pop(0)
        if isinstance(node, dict):
            yield node
            stack += [value for value in node.values() if isinstance(value, dict | list)]
        elif isinstance(node, list):
            stack += node[:500]


def _meta(tree: Any) -> Iterator[str]:
    values: dict[tuple[str, str], str] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if not content:
            continue
        for attribute in ("property", "name", "itemprop"):
            name = element.get(attribute)
            if name:
                values.setdefault((attribute, name.strip().lower()), content)
    for key in _META:
        if key in values:
            yield values[key]


def _times(tree: Any) -> Iterator[str]:
    """Time elements that are marked as the publication, then the only one of the page's head or article."""
    elements = list(tree.iter("time"))[:50]
    marked = [e for e in elements if e.get("pubdate") is not None or (e.get("itemprop") or "").lower() == "datepublished"]
    others = {e.get("datetime"): e for e in elements if e.get("datetime")}
    for element in [*marked, *(others.values() if len(others) == 1 else ())]:
        yield element.get("datetime") or "".join(element.itertext())


def _visible(tree: Any, latest_on: dt.date) -> Dated | None:
    import htmldate

    try:
        found = htmldate.find_date(
            tree, extensive_search=False, original_date=True, max_date=latest_on.isoformat(), min_date=f"{_EARLIEST_YEAR}-01-01"
        )
    except (ValueError, TypeError, AttributeError):
        return None
    return None if found is None else Dated(found, VISIBLE)


def date_doubt(published_on: str | None, captured_at: dt.datetime) -> str | None:
    """``unknown`` without a date, ``future`` over a day after the capture (zones differ by less), else ``None``."""
    if published_on is None:
        return "unknown"
    try:
        on = dt.date.fromisoformat(published_on[:10])
    except ValueError:
        return None
    return "future" if on > (captured_at + dt.timedelta(days=1)).date() else None
