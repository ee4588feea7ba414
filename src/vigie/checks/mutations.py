"""Sound samples of every format, and their mutations, through the very functions that read what sources give.

Mutations: bytes flipped, cut out, doubled, swapped between samples; lengths and markup broken on purpose; ends cut off.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import json
import random
import time
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vigie.model import Document, Link, Source, SourceKind, SourceOutlet, Visit
from vigie.sources import findings
from vigie.sources.formats.mail import letters_in_mbox
from vigie.sources.formats.warc import ArchivedPage, pages

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KINDS", "Fuzzed", "fuzz", "sample_pdf", "sample_warc"]

_AT = dt.datetime(2024, 5, 2, tzinfo=dt.UTC)
_WORDS = "Renault et Xiaomi se sont rencontrés à Pékin, selon deux sources proches du dossier. " * 12


@dataclass(slots=True)
class _Counts:
    runs: int = 0
    documents: int = 0
    links: int = 0
    refusals: int = 0


@dataclass(slots=True)
class Fuzzed:
    """What a run over mutations saw."""

    by_kind: dict[str, _Counts] = field(default_factory=dict)
    crashes: list[str] = field(default_factory=list)
    slowest: str = ""
    slowest_s: float = 0.0
    """CPU seconds of the slowest one."""


def _feed() -> bytes:
    items = "".join(
        f"<item><title>Titre {n} &amp; suite</title><link>https://news.example/{n}</link><guid>{n}</guid>"
        f"<pubDate>Wed, 01 May 2024 1{n}:00:00 +0200</pubDate><description><![CDATA[<p>{_WORDS}</p>"
        '<blockquote class="twitter-tweet"><p>Renault!</p>&mdash; Luca (@luca) <a href="#">May 1, 2024</a></blockquote>]]>'
        "</description></item>"
        for n in range(4)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def _atom() -> bytes:
    head = '<id>a</id><title type="html">T</title><link href="/x"/><updated>2024-05-01T00:00:00Z</updated>'
    entry = f"<entry>{head}<content>{_WORDS}</content></entry>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{entry}</feed>'.encode()


def _json_feed() -> bytes:
    item = {
        "id": "1",
        "url": "https://x.example/1",
        "title": "T",
        "content_html": f"<p>{_WORDS}</p>",
        "date_published": "2024-05-01",
    }
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]}).encode()


def _page() -> bytes:
    return (
        "<!doctype html><html lang='fr'><head><title>Titre</title><script type='application/ld+json'>"
        '{"@type":"NewsArticle","datePublished":"2024-05-01T10:00:00+02:00"}</script></head><body><nav>x</nav><article><h1>Titre</h1>'
        f"<p>{_WORDS}</p><blockquote class='twitter-tweet'><p>Non.</p>— Luca (@luca) <a>May 1, 2024</a></blockquote><p>{_WORDS}</p>"
        "</article></body></html>"
    ).encode()


def _mail() -> bytes:
    return (
        "From: =?utf-8?q?R=C3=A9daction?= <a@b.example>\r\nSubject: =?utf-8?b?UmVuYXVsdA==?=\r\n"
        "Date: Wed, 01 May 2024 10:00:00 +0200\r\n"
        'Message-ID: <1@b>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="x"\r\n\r\n--x\r\n'
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{_WORDS}\r\n--x\r\n"
        f"Content-Type: text/html; charset=iso-8859-1\r\n\r\n<p>{_WORDS}</p>\r\n--x--\r\n"
    ).encode()


def sample_pdf(lines: tuple[str, ...] = ("Paris, 1 May 2024", "Renault met Xiaomi in Beijing.", "Nothing more is known.")) -> bytes:
    """A PDF of one page with lines of text in ASCII."""
    words = b" ".join(b"(%s) Tj 0 -20 Td" % line.encode("ascii", "ignore") for line in lines)
    stream = b"BT /F1 14 Tf 50 750 Td " + words + b" ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Title(A meeting in Beijing)/CreationDate(D:20240501120000Z)>>",
    ]
    written, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return written + b"trailer\n<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def sample_warc(bodies: list[tuple[str, bytes]], *, packed: bool = True) -> bytes:
    """A WARC of pages in Common Crawl's layout, each record a gzip member of its own."""
    found = []
    for url, body in bodies:
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-05-01T12:00:00Z\r\n"
            f"WARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:uuid:{hashlib.sha256(url.encode()).hexdigest()[:32]}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        ).encode()
        record = head + http + b"\r\n\r\n"
        found.append(gzip.compress(record, mtime=0) if packed else record)
    return b"".join(found)


def _graph() -> bytes:
    row = [
        "1",
        "20240501120000",
        "1",
        "news.example",
        "https://news.example/1",
        "",
        "",
        "ECON",
        "ECON,1",
        "",
        "",
        "",
        "",
        "renault",
        "Renault,1",
    ]
    row += [""] * (26 - len(row)) + ["<PAGE_TITLE>T</PAGE_TITLE>"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.gkg.csv", "\t".join(row) + "\n")
    return out.getvalue()


def _mastodon() -> bytes:
    account = {"acct": "luca", "display_name": "Luca"}
    status = {
        "url": "https://m.example/@l/1",
        "content": "<p>Renault</p>",
        "created_at": "2024-05-01T10:00:00Z",
        "account": account,
    }
    return json.dumps([status]).encode()


KINDS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "rss": ("feed", _feed),
    "atom": ("feed", _atom),
    "json feed": ("feed", _json_feed),
    "page": ("page", _page),
    "mail": ("mail", _mail),
    "mbox": ("mbox", lambda: b"From a\n" + _mail() + b"\nFrom b\n" + _mail()),
    "pdf": ("pdf", sample_pdf),
    "warc": ("warc", lambda: sample_warc([("https://news.example/w", _page())], packed=False)),
    "warc.gz": ("warc", lambda: sample_warc([("https://news.example/w", _page()), ("https://news.example/v", _page())])),
    "listing": ("listing", lambda: b"<html><body><a href='/a'>Renault et Xiaomi se rencontrent au salon</a></body></html>"),
    "sitemap": ("sitemap", lambda: b"<urlset><url><loc>https://news.example/a</loc><lastmod>2024-05-01</lastmod></url></urlset>"),
    "gdelt": ("gdelt", _graph),
    "mastodon": ("mastodon", _mastodon),
    "x": ("x", lambda: b'window.YTD.tweets.part0 = [{"tweet": {"id_str": "1", "full_text": "Renault", "lang": "fr"}}]'),
    "weibo": ("weibo", '{"weibo": [{"id": 1, "text": "雷诺", "created_at": "2024-05-01"}]}'.encode),
}
"""Name to the kind of visit and a sound sample."""


def fuzz(number: int, *, seed: int, mutate: bool = True) -> Fuzzed:
    """Read so many mutated samples, the formats in turn; the same seed gives the same bytes."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    samples = {name: make() for name, (_, make) in KINDS.items()}
    done = Fuzzed()
    names = list(KINDS)
    for index in range(number):
        name = names[index % len(names)]
        content = mutated(samples[name], samples[chance.choice(names)], chance) if mutate else samples[name]
        counts = done.by_kind.setdefault(name, _Counts())
        started = time.process_time()
        try:
            _read(KINDS[name][0], content, counts)
        except Exception as error:  # noqa: BLE001 - what is looked for
            done.crashes.append(f"{name} #{index}: {type(error).__name__}: {error}"[:300])
        seconds = time.process_time() - started
        if seconds > done.slowest_s:
            done.slowest, done.slowest_s = f"{name} #{index}", seconds
        counts.runs += 1
    return done


def mutated(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """One to six mutations of a sample, with pieces of another one."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        if not data:
            break
        at = chance.randrange(len(data))
        length = chance.choice((1, 2, 8, 64, 512))
        what = chance.randrange(9)
        if what == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif what == 1:
            del data[at : at + length]
        elif what == 2:
            data[at:at] = data[at : at + length]
        elif what == 3:
            start = chance.randrange(len(other))
            data[at : at + length] = other[start : start + length]
        elif what == 4:
            del data[at:]
        elif what == 5:
            data[at:at] = chance.choice(
                (b"<", b">", b"&", b"\x00", b"]]>", b"<!--", b'"', b"\xff\xfe", b"\r\n\r\n", b"--x", b"<!DOCTYPE")
            )
        elif what == 6:
            data[at:at] = chance.choice(
                (b"<div>", b"<b><i>", b"[", b'{"a":', b"<blockquote class='twitter-tweet'>")
            ) * chance.choice((9, 3000))
        elif what == 7:
            digits = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
            if digits:
                data[chance.choice(digits)] = chance.randrange(48, 58)
        else:
            data[at : at + length] = bytes(chance.randrange(256) for _ in range(length))
    return bytes(data)


def _read(kind: str, content: bytes, counts: _Counts) -> None:
    if kind == "warc":
        for one in pages(io.BytesIO(content)):
            if isinstance(one, ArchivedPage):
                _count(_visit("page", one.content), one.content, counts)
            else:
                counts.refusals += 1
    elif kind == "mbox":
        for letter in letters_in_mbox(io.BytesIO(content)):
            _count(_visit("mail", letter), letter, counts)
    else:
        _count(_visit(kind, content), content, counts)


def _visit(kind: str, content: bytes) -> Visit:
    source = Source(
        id="fuzzed", name="f", kind=SourceKind.FEED, url="https://news.example/", outlet=SourceOutlet(name="F"), language="fr"
    )
    return Visit(
        source=source,
        url="https://news.example/fuzzed",
        final_url="https://news.example/fuzzed",
        capture_id=hashlib.sha256(content).hexdigest(),
        captured_at=_AT,
        media_type="",
        kind=kind,
    )


def _count(visit: Visit, content: bytes, counts: _Counts) -> None:
    for one in findings(visit, content):
        if isinstance(one, Document):
            counts.documents += 1
        elif isinstance(one, Link):
            counts.links += 1
            counts.documents += 1
        else:
            counts.refusals += 1
