"""Two hundred sources that misbehave in many ways, beside forty that don't: every fault gets its state, nobody waits."""

from __future__ import annotations

import gzip
import os
import resource
import time
from typing import TYPE_CHECKING

import brotli
import pytest

from vigie.checks.rounds import Rounds, page, source
from vigie.checks.server import Asked, LocalServer, Reply
from vigie.model import HealthState, SourceKind
from vigie.sources import Limits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

FAULTS = int(os.environ.get("VIGIE_TEST_MISBEHAVING", "200"))
GOOD = 40
RSS = "application/rss+xml"
ZEROS = b"\0" * 10_000_000


async def endless(piece: bytes = b"<!-- and on -->" * 10_000) -> AsyncIterator[bytes]:
    """Begins as a feed does and never ends."""
    import asyncio

    yield b'<?xml version="1.0"?><rss version="2.0"><channel><title>endless</title>'
    while True:
        yield piece
        await asyncio.sleep(0)


async def dripping() -> AsyncIterator[bytes]:
    """A byte now and then, so that no silence is ever long."""
    import asyncio

    while True:
        yield b" "
        await asyncio.sleep(0.2)


async def huge() -> AsyncIterator[bytes]:
    """Three hundred megabytes."""
    for _ in range(300):
        yield b"a" * 1_000_000


FULL = "Renault et Xiaomi se parlent. " * 40


def full_feed(items: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def item(number: int, *, guid: str | None = None, link: str | None = None, date: bool = True, title: str | None = None) -> str:
    parts = [f"<title>{title or f'Titre {number}'}</title>", f"<description>{FULL} Numéro {number}.</description>"]
    parts += [f"<guid isPermaLink='false'>{guid}</guid>"] if guid is not None else []
    parts += [f"<link>{link}</link>"] if link is not None else []
    parts += ["<pubDate>Wed, 01 May 2024 10:00:00 +0200</pubDate>"] if date else []
    return f"<item>{''.join(parts)}</item>"


def behaviours() -> dict[str, tuple[HealthState, str, int | None]]:
    """Name of a fault to the state it must leave, the fault named in the step, and the documents that still come in."""
    refused, working = HealthState.REFUSED, HealthState.WORKING
    return {
        "slow": (refused, "timeout", 0),
        "dripping": (refused, "timeout", 0),
        "endless": (refused, "too large", 0),
        "huge": (refused, "too large", 0),
        "announced-huge": (refused, "too large", 0),
        "gzip-bomb": (refused, "bomb", 0),
        "brotli-bomb": (refused, "bomb", 0),
        "broken-gzip": (HealthState.PARTIAL, "", None),
        "says-gzip-is-text": (working, "", 1),
        "lying-charset": (working, "", 1),
        "gbk-says-utf-8": (working, "", 1),
        "broken-xml-start": (refused, "broken", 0),
        "broken-xml-middle": (HealthState.PARTIAL, "", None),
        "html-instead": (refused, "broken", 0),
        "too-many-requests": (refused, "status", 0),
        "server-error": (refused, "status", 0),
        "forbidden": (refused, "status", 0),
        "redirect-circle": (refused, "redirects", 0),
        "redirect-endless": (refused, "redirects", 0),
        "redirect-to-file": (refused, "scheme", 0),
        "moved": (HealthState.MOVED, "", 1),
        "changing-etag": (working, "", 1),
        "duplicate-ids": (working, "", 3),
        "missing-ids": (working, "", 3),
        "same-entry-twice": (working, "", 1),
        "undated": (HealthState.UNDATED, "", 2),
        "empty": (HealthState.EMPTY, "", 0),
        "empty-body": (refused, "broken", 0),
        "cut-off": (refused, "connection", 0),
        "not-http": (refused, "connection", 0),
        "entities": (HealthState.PARTIAL, "", None),
        "robots-forbids": (refused, "robots", 0),
        "robots-fails": (refused, "robots", 0),
    }


def answer(asked: Asked) -> Reply:
    """What a host does by the name in the path."""
    name, _, rest = asked.path.strip("/").partition("/")
    one = full_feed(item(1, guid="g", link="/a/1"))
    if asked.path == "/robots.txt":
        kind = BY_HOST.get(asked.host, "")
        if kind == "robots-forbids":
            return Reply(body=b"User-agent: *\nDisallow: /\n", media_type="text/plain")
        return Reply(503) if kind == "robots-fails" else Reply(404)
    replies = {
        "good": lambda: Reply(body=one, media_type=RSS, headers={"ETag": '"1"'}),
        "slow": lambda: Reply(silent_s=60.0),
        "dripping": lambda: Reply(stream=dripping(), media_type=RSS),
        "endless": lambda: Reply(stream=endless(), media_type=RSS),
        "huge": lambda: Reply(stream=huge()),
        "announced-huge": lambda: Reply(headers={"X": "y"}, stream=huge(), media_type=RSS),
        "gzip-bomb": lambda: Reply(body=GZIP_BOMB, media_type=RSS, headers={"Content-Encoding": "gzip"}),
        "brotli-bomb": lambda: Reply(body=BROTLI_BOMB, media_type=RSS, headers={"Content-Encoding": "br"}),
        "broken-gzip": lambda: Reply(body=gzip.compress(one * 2)[:-60], media_type=RSS, headers={"Content-Encoding": "gzip"}),
        "says-gzip-is-text": lambda: Reply(body=one, media_type=RSS, headers={"Content-Encoding": "gzip"}),
        "lying-charset": lambda: Reply(body=one, media_type="application/rss+xml; charset=klingon"),
        "gbk-says-utf-8": lambda: Reply(
            body=full_feed(item(1, guid="g", title="雷诺小米会面")).decode().replace('encoding="utf-8"', "").encode("gb18030"),
            media_type="text/xml; charset=gb2312",
        ),
        "broken-xml-start": lambda: Reply(body=b"<?xml version='1.0'?><rss <<<", media_type=RSS),
        "broken-xml-middle": lambda: Reply(body=one.replace(b"</channel></rss>", b"<item><title>x & <<<<"), media_type=RSS),
        "html-instead": lambda: Reply(body=page("Connexion")),
        "too-many-requests": lambda: Reply(429, headers={"Retry-After": "7200"}),
        "server-error": lambda: Reply(500),
        "forbidden": lambda: Reply(403),
        "redirect-circle": lambda: Reply(302, headers={"Location": "/redirect-circle/b" if not rest else "/redirect-circle"}),
        "redirect-endless": lambda: Reply(302, headers={"Location": f"/redirect-endless/{asked.count}{rest}x"}),
        "redirect-to-file": lambda: Reply(302, headers={"Location": "file:///etc/passwd"}),
        "moved": lambda: Reply(301, headers={"Location": "/good"}),
        "changing-etag": lambda: Reply(body=one, media_type=RSS, headers={"ETag": f'"{asked.count}"'}),
        "duplicate-ids": lambda: Reply(body=full_feed("".join(item(n, guid="same") for n in range(3))), media_type=RSS),
        "missing-ids": lambda: Reply(body=full_feed("".join(item(n) for n in range(3))), media_type=RSS),
        "same-entry-twice": lambda: Reply(body=full_feed(item(1, guid="g", link="/a/1") * 2), media_type=RSS),
        "undated": lambda: Reply(body=full_feed("".join(item(n, guid=str(n), date=False) for n in range(2))), media_type=RSS),
        "empty": lambda: Reply(body=full_feed(""), media_type=RSS),
        "empty-body": lambda: Reply(body=b"", media_type=RSS),
        "cut-off": lambda: Reply(body=one, media_type=RSS, cut=True),
        "not-http": lambda: Reply(status=-1, media_type="\r\n\x00garbage: :"),
        "entities": lambda: Reply(body=BILLION_LAUGHS, media_type=RSS),
    }
    return replies.get(name, lambda: Reply(404))()


GZIP_BOMB = gzip.compress(ZEROS * 30, compresslevel=9)
BROTLI_BOMB = brotli.compress(ZEROS * 30, quality=5)
BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY x SYSTEM "file:///etc/passwd">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><rss version='2.0'><channel><title>&j;</title><item><title>&x;</title>"
    + b"<description>&j;</description></item></channel></rss>"
)
BY_HOST: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def hosts() -> None:
    names = list(behaviours())
    for number in range(FAULTS):
        BY_HOST[f"127.1.{number // 250}.{number % 250 + 1}"] = names[number % len(names)]


@pytest.mark.slow
def test_every_fault_gets_its_state_and_nobody_else_waits() -> None:
    limits = Limits(host_delay_s=0.0, total_s=14.0, idle_s=8.0, connect_s=8.0, size=3_000_000)
    rounds = Rounds(limits=limits)
    expected = behaviours()
    before_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with LocalServer(answer) as server:
        bad = [
            source(f"{kind}-{number}", server.url(f"/{kind}", host), SourceKind.FEED, text="feed")
            for number, (host, kind) in enumerate(BY_HOST.items())
        ]
        good = [source(f"good-{n}", server.url("/good", f"127.2.0.{n + 1}"), text="feed") for n in range(GOOD)]
        arrived: dict[str, float] = {}
        started = time.monotonic()
        rounds.steps = []

        def on_step(step: object) -> None:
            rounds.steps.append(step)  # type: ignore[arg-type]
            arrived.setdefault(rounds.steps[-1].source_id, time.monotonic() - started)

        from vigie.rounds import visit_sources

        with rounds.fetcher() as fetcher:
            # The healthy ones are declared last.
            listed = [*bad, *good]
            visit_sources(rounds.watch, listed, fetcher, clock=rounds.clock, everything=True, on_step=on_step, weigh=False)
        whole = time.monotonic() - started
    states = rounds.ledger.view().source_states()
    by_source: dict[str, int] = {}
    for document in rounds.ledger.view().documents():
        by_source[document.extra["source"]] = by_source.get(document.extra["source"], 0) + 1
    wrong = []
    for one in bad:
        kind = one.id.rpartition("-")[0]
        state, fault, number = expected[kind]
        step = next(step for step in rounds.steps if step.source_id == one.id)
        got = (states[one.id].state, step.fault, by_source.get(one.id, 0))
        if got[:2] != (state, fault) or (number is not None and got[2] != number):
            wrong.append((one.id, got, step.reason))
    assert not wrong, "\n".join(sorted({f"{name.rpartition('-')[0]}: {got} {reason}" for name, got, reason in wrong}))
    assert {states[one.id].state for one in good} == {HealthState.WORKING}
    assert max(arrived[one.id] for one in good) < 0.75 * whole, "healthy sources waited for the others"
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert peak_mb < 500 + max(0.0, before_mb - 250), f"memory rose to {peak_mb:.0f} MB"
    retried = next(state for name, state in states.items() if name.startswith("too-many-requests"))
    assert retried.next_at is not None
    assert retried.checked_at is not None
    assert (retried.next_at - retried.checked_at).total_seconds() >= 7200, "Retry-After is not kept to"
    assert "root:" not in "".join(one.text for one in rounds.ledger.view().documents())


def test_a_feed_whose_tag_changes_but_whose_bytes_do_not_brings_nothing_new(rounds: Rounds) -> None:
    with LocalServer(answer) as server:
        sources = [source("changing", server.url("/changing-etag"), text="feed")]
        assert rounds.go(sources).documents == 1
        again = rounds.go(sources)
        assert (again.documents, again.unchanged) == (0, 1)
        assert len(list(rounds.ledger.view().visits())) == 1


def test_a_feed_that_repeats_its_faults_brings_nothing_twice(rounds: Rounds) -> None:
    with LocalServer(answer) as server:
        sources = [
            source(kind, server.url(f"/{kind}"), text="feed") for kind in ("duplicate-ids", "missing-ids", "same-entry-twice")
        ]
        assert rounds.go(sources).documents == 7
        for state in rounds.ledger.view().source_states().values():
            assert state.state is HealthState.WORKING
        assert rounds.go(sources).documents == 0
