"""WARC archives (ISO 28500; Common Crawl's layout) to pages, one after another, however large the archive. Extracts no text.

`names_filter` looks at a page's raw bytes before anything is parsed: a page that names nobody the atlas knows is left out.
"""

from __future__ import annotations

import datetime as dt
import html
from dataclasses import dataclass
from html import entities
from typing import IO, TYPE_CHECKING, Any

from vigie.sources.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["ArchivedPage", "BrokenArchive", "names_filter", "pages"]

_LARGEST_PAGE = 20_000_000
_KINDS = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPage:
    """A page as an archive holds it."""

    url: str
    content: bytes
    media_type: str
    captured_at: dt.datetime | None
    offset: int
    """Where its record begins, in bytes of the archive as it is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenArchive:
    """Where and why an archive could not be read on."""

    offset: int
    reason: str


def pages(
    stream: IO[bytes], *, start: int = 0, wanted: Callable[[bytes], bool] | None = None
) -> Iterator[ArchivedPage | BrokenArchive]:
    """The pages of an archive from the byte ``start`` on (the beginning of a record); ``wanted`` decides on a page's raw bytes.

    Answers of other statuses than 200, other media than pages and PDFs, and bodies above 20 MB are left out. Where the archive is
    broken or cut off in the middle of a record, the last thing yielded is a `BrokenArchive` with the offset reached.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    if start:
        stream.seek(start)
    offset = start
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="all"):
            offset = start + record.stream_pos
            http: Any = record.http_headers
            if http is None or http.status_code != 200 or record.content_length > _LARGEST_PAGE:
                continue
            media = (http.get("Content-Type") or "").split(";", 1)[0].strip().lower()
            url = record.headers.get("WARC-Target-URI") or ""
            if media not in _KINDS or not url:
                continue
            content = record.reader.read(_LARGEST_PAGE + 1)
            if not content or len(content) > _LARGEST_PAGE or (wanted is not None and not wanted(content)):
                continue
            stamp = parse_date(record.headers.get("WARC-Date"))
            yield ArchivedPage(
                url=url.strip("<>"),
                content=content,
                media_type=media,
                captured_at=dt.datetime.fromisoformat(stamp).astimezone(dt.UTC) if stamp and "T" in stamp else None,
                offset=offset,
            )
    except Exception as error:  # noqa: BLE001 - FastWARC raises OSError, ValueError and its own errors on bytes that are no WARC
        yield BrokenArchive(offset=offset, reason=f"it is broken after byte {offset:,}: {str(error)[:150] or type(error).__name__}")


def names_filter(names: Iterable[str]) -> Callable[[bytes], bool]:
    """True for bytes that hold one of the names, in the encodings and spellings that pages use.

    UTF-8, GB 18030, Big5, Windows-1252, HTML's references, JSON's escapes; as written and in capitals. A name that begins or ends
    with an ASCII letter or digit must not go on there. It looks at bytes only: it lets pages through that name somebody in their
    furniture, and loses a name that markup cuts in two.
    """
    from ahocorasick_rs import BytesAhoCorasick

    patterns: set[bytes] = set()
    for name in names:
        for spelled in {name, name.upper()}:
            patterns.update(_written(spelled))
    listed = [pattern for pattern in sorted(patterns) if len(pattern) >= 2 and (pattern.isascii() or len(pattern) >= 4)]
    automaton = BytesAhoCorasick(listed)
    edges = [(_is_word(pattern[0]), _is_word(pattern[-1])) for pattern in listed]

    def wanted(content: bytes) -> bool:
        length = len(content)
        for index, start, end in automaton.find_matches_as_indexes(content, overlapping=True):
            before, after = edges[index]
            goes_on = (before and start and _is_word(content[start - 1])) or (after and end < length and _is_word(content[end]))
            if not goes_on:
                return True
        return False

    return wanted


def _is_word(byte: int) -> bool:
    return 48 <= byte <= 57 or 65 <= byte <= 90 or 97 <= byte <= 122


def _written(name: str) -> Iterator[bytes]:
    yield name.encode("utf-8", "ignore")
    escaped = html.escape(name, quote=False)
    if escaped != name:
        yield escaped.encode("utf-8", "ignore")
    if name.isascii():
        return
    for encoding in ("gb18030", "big5", "cp1252"):
        try:
            yield name.encode(encoding)
        except UnicodeEncodeError:
            continue
    named = entities.codepoint2name
    yield "".join(c if c.isascii() else f"&{named[ord(c)]};" if ord(c) in named else f"&#{ord(c)};" for c in name).encode()
    yield "".join(c if c.isascii() else f"&#{ord(c)};" for c in name).encode()
    yield "".join(c if c.isascii() else f"&#x{ord(c):x};" for c in name).encode()
    yield "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in name).encode()
