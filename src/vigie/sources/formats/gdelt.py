"""GDELT's files as a way to find pages: its list of the last 15 minutes, and the graph file's rows to links. Fetches nothing.

Columns after the GKG 2.1 codebook (GDELT Project, 2015). A row's date is that of GDELT's own file, so it dates no page. The list
names the latest file only; those before it are named after its name, so that a watch that looks less often loses none.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.errors import UnreadableInput
from vigie.sources.dates import parse_date
from vigie.sources.formats.shape import Told, link_of
from vigie.sources.identity import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.model import Link, Visit

__all__ = ["Row", "adapt_graph", "adapt_list", "parse_graph", "parse_list"]

_COLUMNS = 27
_WEB = "1"
_UNPACKED = 400_000_000
_LINE = 2_000_000
_TITLE = re.compile(r"<PAGE_TITLE>(.*?)</PAGE_TITLE>")
_SOURCE_LANGUAGE = re.compile(r"\bsrclc:(\w{3})")
_LANGUAGES = {"fra": "fr", "deu": "de", "zho": "zh", "eng": "en", "ita": "it", "spa": "es", "jpn": "ja", "kor": "ko", "por": "pt"}
_NAME = re.compile(r"/(\d{14})(\.[\w.]+)$")
_EVERY = dt.timedelta(minutes=15)
_BACK = 48
"""Files looked back for: half a day, the longest pause between two visits of a source."""
_STAMP = re.compile(r"<PAGE_PRECISEPUBTIMESTAMP>(\d{14})</PAGE_PRECISEPUBTIMESTAMP>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A page that GDELT saw."""

    url: str
    site: str
    themes: frozenset[str]
    organisations: frozenset[str]
    """Names in small letters, as GDELT writes them."""
    title: str | None
    published: str | None
    lang: str | None
    """Of the page, where GDELT translated it."""


def parse_list(text: str) -> list[str]:
    """The addresses of the graph files in ``lastupdate.txt`` (size, MD5, address a line); raises `UnreadableInput` for none."""
    found = [words[2] for line in text.splitlines() if len(words := line.split()) == 3 and words[2].endswith(".gkg.csv.zip")]
    if not found:
        raise UnreadableInput("it is no list of GDELT's files: no line ends in .gkg.csv.zip")
    return found


def adapt_list(urls: list[str], visit: Visit) -> Iterator[Link]:
    """Links to the graph files, the latest first, then those of the hours before it."""
    for url in urls:
        for one in (url, *_before(url)):
            cleaned = clean_url(one)
            if cleaned:
                yield link_of(Told(key=cleaned, url=cleaned), visit.source, visit.captured_at, kind="gdelt")


def _before(url: str) -> Iterator[str]:
    found = _NAME.search(url)
    try:
        at = dt.datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC) if found else None
    except ValueError:
        at = None
    if found is not None and at is not None and at.year > 2014:
        for steps in range(1, _BACK):
            yield f"{url[: found.start()]}/{at - steps * _EVERY:%Y%m%d%H%M%S}{found[2]}"


def parse_graph(content: bytes) -> Iterator[Row]:
    """The rows about web pages in a zipped graph file; rows of another form are left out.

    Raises `UnreadableInput` for a broken archive and for one that unpacks to more than 400 MB.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = [one for one in archive.infolist() if one.filename.endswith(".csv")]
        if not members or members[0].file_size > _UNPACKED:
            raise UnreadableInput("it is no graph file of GDELT, or one that unpacks to more than 400 MB")
        taken = 0
        with archive.open(members[0]) as stream:
            while line := stream.readline(_LINE):
                taken += len(line)
                if taken > _UNPACKED:
                    raise UnreadableInput("it unpacks to more than 400 MB")
                row = _row(line.decode("utf-8", "replace").rstrip("\r\n").split("\t"))
                if row is not None:
                    yield row
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        # Locked members, unknown compression, places before the start of the file.
        raise UnreadableInput(f"it is a broken archive: {error}") from error


def _row(cells: list[str]) -> Row | None:
    if len(cells) != _COLUMNS or cells[2] != _WEB:
        return None
    title, stamp = _TITLE.search(cells[26]), _STAMP.search(cells[26])
    language = _SOURCE_LANGUAGE.search(cells[25])
    organisations = {one.split(",", 1)[0].strip().casefold() for cell in (cells[13], cells[14]) for one in cell.split(";")}
    return Row(
        url=cells[4],
        site=cells[3],
        themes=frozenset(one.split(",", 1)[0] for cell in (cells[7], cells[8]) for one in cell.split(";") if one),
        organisations=frozenset(organisations - {""}),
        title=html.unescape(title[1]).strip() if title else None,
        published=stamp[1] if stamp else None,
        lang=_LANGUAGES.get(language[1]) if language else None,
    )


def adapt_graph(rows: Iterator[Row], visit: Visit) -> Iterator[Link]:
    """Links to the pages that name one of the source's organisations, or have one of its themes; an empty wish asks for nothing."""
    organisations = [f" {name.casefold()} " for name in visit.source.organisations]
    themes = set(visit.source.themes)
    seen: set[str] = set()
    for row in rows:
        # GDELT writes 'ford motor' and 'ford motor company': a wish is met by a name that holds all its words.
        if organisations and not any(wish in f" {name} " for name in row.organisations for wish in organisations):
            continue
        if themes and not themes & row.themes:
            continue
        url = clean_url(row.url)
        if url is None or url in seen:
            continue
        seen.add(url)
        published = parse_date(row.published)
        told = Told(
            key=url,
            url=url,
            title=row.title,
            published_on=published,
            date_found="gdelt" if published else None,
            outlet=row.site,
            lang=row.lang,
        )
        yield link_of(told, visit.source, visit.captured_at)
