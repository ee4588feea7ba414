"""WARC reading measured: pages and megabytes a second of one core, with and without the filter on names, and its losses."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import logging
import random
import time
from typing import TYPE_CHECKING, Any

from vigie.atlas import load_atlas
from vigie.checks.mutations import sample_warc
from vigie.ledger import MemoryLedger
from vigie.model import Document
from vigie.reading import DefaultReader
from vigie.sources.formats import page
from vigie.sources.formats.warc import ArchivedPage, names_filter, pages
from vigie.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_AT = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
_NOISE = ["recipe", "garden", "holiday", "weather", "school", "kitchen", "concert", "museum", "theatre", "novel", "river", "bridge"]
_SIZE = 120_000
"""Bytes of a page with its furniture: the mean of trafilatura's 990 annotated pages is 145 kB."""


def lost_of(path: Path, most: int) -> list[dict[str, Any]]:
    """What the filter loses of articles that others wrote: JSON lines with ``article`` or ``text``.

    Titles are left out, since an outlet's name for its section often stands there.
    """
    logging.disable(logging.CRITICAL)
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line, _ in zip(lines, range(most), strict=False)]
    articles = [
        {"id": str(n), "title": "", "text": one.get("article") or one["text"], "published": None, "lang": None}
        for n, one in enumerate(records)
    ]
    atlas = load_atlas()
    ledger = MemoryLedger(clock=lambda: _AT)
    watch = Watch(reader=DefaultReader(atlas), atlas=atlas, ledger=ledger, clock=lambda: _AT)
    return [
        {"articles": len(articles), **_lost(articles, DefaultReader(atlas), names_filter(watch.known_names()), random.Random(5))}
    ]


def measure(corpus: Path, number: int) -> list[dict[str, Any]]:
    """One archive of which one page in ten is an article of the corpus, the others name nobody; then the corpus by itself."""
    logging.disable(logging.CRITICAL)
    articles = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(corpus.glob("*.json"))]
    chance = random.Random(5)
    bodies = []
    for index in range(number):
        if index % 10 == 0:
            article = articles[index // 10 % len(articles)]
            bodies.append((f"https://news.example/{index}", _page(article["title"] or "", article["text"], chance)))
        else:
            text = "\n\n".join(" ".join(chance.choices(_NOISE, k=60)) + "." for _ in range(8))
            bodies.append((f"https://other.example/{index}", _page("A page", text, chance)))
    archive = sample_warc(bodies)
    size = sum(len(body) for _, body in bodies)
    atlas = load_atlas()
    ledger = MemoryLedger(clock=lambda: _AT)
    watch = Watch(reader=DefaultReader(atlas), atlas=atlas, ledger=ledger, clock=lambda: _AT)
    wanted = names_filter(watch.known_names())
    rows = [
        _row("read the archive only", archive, size, number, None, lambda _one: None),
        _row("filter on names", archive, size, number, wanted, lambda _one: None),
        _row("filter, then main text", archive, size, number, wanted, _extract),
    ]
    part = sample_warc(bodies[: number // 5])
    part_size = sum(len(body) for _, body in bodies[: number // 5])
    rows.append(_row("main text of every page", part, part_size, number // 5, None, _extract))
    rows.append(_lost(articles, DefaultReader(atlas), wanted, chance))
    return rows


def _row(
    what: str,
    archive: bytes,
    size: int,
    number: int,
    wanted: Callable[[bytes], bool] | None,
    then: Callable[[ArchivedPage], object],
) -> dict[str, Any]:
    started = time.process_time()
    kept = 0
    for one in pages(io.BytesIO(archive), wanted=wanted):
        if isinstance(one, ArchivedPage):
            kept += 1
            then(one)
    seconds = time.process_time() - started
    return {
        "what": what,
        "pages_per_s": round(number / seconds),
        "mb_per_s": round(size / 1e6 / seconds, 1),
        "kept": f"{kept} of {number}",
    }


def _extract(one: ArchivedPage) -> page.Page:
    return page.parse(one.content.decode("utf-8", "replace"), captured_at=_AT, url=one.url)


def _page(title: str, text: str, chance: random.Random) -> bytes:
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n"))
    head = f"<title>{html.escape(title)}</title><meta property='article:published_time' content='2024-05-01'>"
    body = f"<nav>{'<a href=/x>Menu</a>' * 80}</nav><article><h1>{html.escape(title)}</h1>{paragraphs}</article>"
    script = "".join(chance.choices("abcdefghij(){};=+ \n", k=max(0, _SIZE - len(body) - len(head))))
    return f"<!doctype html><html><head>{head}<script>{script}</script></head><body>{body}</body></html>".encode()


def _lost(
    articles: Iterable[dict[str, Any]], reader: DefaultReader, wanted: Callable[[bytes], bool], chance: random.Random
) -> dict[str, Any]:
    """Of the articles in which the reader finds a claim: those whose page the filter leaves out, in several encodings."""
    telling = lost = silent = kept_silent = 0
    names = []
    for article in articles:
        document = Document(
            id=article["id"], text=article["text"], title=article["title"], published_on=article["published"], lang=article["lang"]
        )
        body = _page(article["title"] or "", article["text"], chance).decode()
        encoded = [body.encode(), body.encode("ascii", "xmlcharrefreplace")]
        encoded.append(body.encode("gb18030") if article["lang"] == "zh" else body.encode("cp1252", "xmlcharrefreplace"))
        passed = [wanted(one) for one in encoded]
        if reader.read(document).claims:
            telling += len(passed)
            lost += passed.count(False)
            names += [article["id"]] if False in passed else []
        else:
            silent += len(passed)
            kept_silent += passed.count(True)
    return {
        "what": "what the filter loses, of pages with a claim in three encodings",
        "pages": telling,
        "lost": lost,
        "lost_percent": round(100 * lost / max(telling, 1), 2),
        "which": names,
        "pages without a claim let through": f"{kept_silent} of {silent}",
    }
