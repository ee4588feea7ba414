"""WARC archives (ISO 28500; Common Crawl's layout) to pages, one after another, however large the archive. Extracts no text.

`names_filter` looks at raw bytes before anything is parsed: a page that names nobody the atlas knows and has no word of the trade
is left out.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zlib
from dataclasses import dataclass
from html import entities
from typing import IO, TYPE_CHECKING, Any

from vigie.sources.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["ArchivedPage", "BrokenArchive", "names_filter", "pages"]

_TRADE = (
    "voiture voitures Voiture Voitures véhicule véhicules Véhicule Véhicules constructeur constructeurs automobile automobiles "
    "Automobile Automobil Autobauer Autobauers Autohersteller Automobilhersteller Automobilindustrie Autoindustrie Fahrzeug "
    "Fahrzeuge Fahrzeugen Elektroauto Elektroautos Elektrofahrzeuge carmaker carmakers Carmaker Carmakers automaker automakers "
    "Automaker Automakers automotive Automotive vehicle vehicles Vehicle Vehicles 汽车 汽車 车企 車企 电动车 電動車 新能源"
)
TRADE_WORDS = tuple(_TRADE.split())
"""Words that tell an article about makers which the atlas does not know: by the names alone the filter lost 12 of 963 articles of a
French car magazine that give a claim (``./vigie bench sources warc --texts FILE`` counts it)."""

_LARGEST_PAGE = 20_000_000
_PIECE = 1_048_576
_MOST_BREAKS = 1000
"""Broken places of one archive after which it is left."""
_GZIP = b"\x1f\x8b\x08"
_RECORD = re.compile(rb"\x1f\x8b\x08|WARC/1\.[01]\r\n")
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
    broken a `BrokenArchive` says so and reading goes on at the next record that is sound; where it is cut off in the middle of a
    record, the last thing yielded is one, and the cut page is left out. The stream must be seekable.
    """
    place = start
    for _ in range(_MOST_BREAKS):
        reader = _Reader(stream, place, wanted)
        try:
            yield from reader.pages()
        except OSError as error:
            if reader.records or place == start:
                yield BrokenArchive(offset=reader.offset, reason=f"it is broken after byte {reader.offset:,}: {str(error)[:150]}")
        else:
            if reader.cut is not None:
                yield BrokenArchive(offset=reader.cut, reason=f"it is cut off after byte {reader.cut:,}")
            return
        found = _next_record(stream, reader.offset + 1)
        if found is None:
            return
        place = found


class _Reader:
    """One pass from a place on; a page is given once the record behind it has begun, or the archive has come to a sound end."""

    def __init__(self, stream: IO[bytes], start: int, wanted: Callable[[bytes], bool] | None) -> None:
        self._stream, self._start, self._wanted = stream, start, wanted
        self.offset = start
        self.records = 0
        self.cut: int | None = None

    def pages(self) -> Iterator[ArchivedPage]:
        """The pages; raises ``OSError`` where FastWARC finds the bytes broken."""
        from fastwarc.warc import ArchiveIterator, WarcRecordType

        self._stream.seek(self._start)
        held: ArchivedPage | None = None
        kinds = WarcRecordType.response
        try:
            for record in ArchiveIterator(self._stream, record_types=kinds, parse_http=True, auto_decode="all"):
                if held is not None:
                    yield held
                held, self.offset = None, self._start + record.stream_pos
                self.records += 1
                held = self._page(record)
        except OSError:
            if held is not None:
                yield held
            raise
        # At the end of its bytes FastWARC stops without a word, also in the middle of a record.
        self.cut = _cut_record(self._stream, self.offset)
        if held is not None and self.cut != held.offset:
            yield held

    def _page(self, record: Any) -> ArchivedPage | None:
        http = record.http_headers
        if http is None or http.status_code != 200 or record.content_length > _LARGEST_PAGE:
            return None
        media = (http.get("Content-Type") or "").split(";", 1)[0].strip().lower()
        url = record.headers.get("WARC-Target-URI") or ""
        if media not in _KINDS or not url:
            return None
        content = record.reader.read(_LARGEST_PAGE + 1)
        if not content or len(content) > _LARGEST_PAGE or (self._wanted is not None and not self._wanted(content)):
            return None
        stamp = parse_date(record.headers.get("WARC-Date"))
        return ArchivedPage(
            url=url.strip("<>"),
            content=content,
            media_type=media,
            captured_at=dt.datetime.fromisoformat(stamp).astimezone(dt.UTC) if stamp and "T" in stamp else None,
            offset=self.offset,
        )


def _cut_record(stream: IO[bytes], offset: int) -> int | None:
    """Where the record begins in whose middle the archive ends, seen from a record on; ``None`` where it ends as it should."""
    stream.seek(offset)
    head = stream.read(5)
    stream.seek(offset)
    if head.startswith(_GZIP):
        return _cut_member(stream, offset)
    return _cut_plain(stream, offset) if head == b"WARC/" else None


def _cut_member(stream: IO[bytes], offset: int) -> int | None:
    member: Any = None
    while data := stream.read(_PIECE):
        while data:
            if member is None or member.eof:
                data = data.lstrip(b"\0")
                offset = stream.tell() - len(data)
                member = zlib.decompressobj(31) if data else None
            if member is not None:
                try:
                    member.decompress(data, _PIECE)
                except zlib.error:
                    # Bytes behind the last record that are none.
                    return None
                data = member.unused_data if member.eof else member.unconsumed_tail
    return offset if member is not None and not member.eof else None


def _cut_plain(stream: IO[bytes], offset: int) -> int | None:
    size = stream.seek(0, io.SEEK_END)
    while offset < size:
        stream.seek(offset)
        head, mark, _ = stream.read(_PIECE).partition(b"\r\n\r\n")
        length = re.search(rb"^content-length:\s*(\d{1,15})", head, re.IGNORECASE | re.MULTILINE)
        if not mark or length is None:
            return None if mark else offset
        end = offset + len(head) + len(mark) + int(length[1])
        if end > size:
            return offset
        stream.seek(end)
        blank = stream.read(64)
        offset = end + len(blank) - len(blank.lstrip(b"\r\n"))
    return None


def _next_record(stream: IO[bytes], start: int) -> int | None:
    """Where the next record begins, from a place on; ``None`` where none does."""
    stream.seek(start)
    kept, place = b"", start
    while piece := stream.read(_PIECE):
        data = kept + piece
        for found in _RECORD.finditer(data):
            at = found.start()
            if found[0] != _GZIP or _unpacks_to_record(data[at : at + 4096]):
                return place + at
        kept = data[-4096:]
        place += len(data) - len(kept)
    return None


def _unpacks_to_record(data: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(data, 8).startswith(b"WARC/")
    except zlib.error:
        return False


def names_filter(names: Iterable[str]) -> Callable[[bytes], bool]:
    """True for bytes that hold one of the names or of `TRADE_WORDS`, in the encodings and spellings that pages use.

    UTF-8, GB 18030, Big5, Windows-1252, HTML's references, JSON's escapes; as written and in capitals. A name that begins or ends
    with an ASCII letter or digit must not go on there. It looks at bytes only: it lets pages through that name somebody in their
    furniture, and loses a name that markup cuts in two.
    """
    from ahocorasick_rs import BytesAhoCorasick

    patterns: set[bytes] = set()
    for name in (*names, *TRADE_WORDS):
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
