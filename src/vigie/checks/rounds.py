"""Rounds over a ledger with a clock set by hand, sources on loopback, and feeds and pages for a server to give."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING

from vigie.atlas import Atlas
from vigie.checks import fakes
from vigie.ledger import MemoryLedger
from vigie.model import Source, SourceKind, SourceOutlet
from vigie.rounds import Step, Visits, visit_sources
from vigie.sources import Limits
from vigie.sources.fetching.fetcher import Fetcher
from vigie.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from vigie.ledger import Ledger
    from vigie.model import Reader
    from vigie.sources.fetching.guard import Guard

__all__ = ["START", "Rounds", "feed", "page", "source"]

START = dt.datetime(2024, 5, 2, 12, tzinfo=dt.UTC)


def source(name: str, url: str, kind: SourceKind = SourceKind.FEED, **more: object) -> Source:
    """A source on loopback, which its declaration allows."""
    fields = {"allow_private": True, "language": "fr", "outlet": SourceOutlet(name="Le Test"), **more}
    return Source(id=name, name=name, kind=kind, url=url, **fields)  # type: ignore[arg-type]


class Rounds:
    """Rounds over one ledger, with a clock that is set by hand."""

    def __init__(
        self,
        ledger: Ledger | None = None,
        reader: Reader | None = None,
        limits: Limits | None = None,
        clock: fakes.TickingClock | None = None,
        *,
        certificates: Path | None = None,
        guard: Guard | None = None,
    ) -> None:
        self.certificates = certificates
        self.guard = guard
        self.clock = clock or fakes.TickingClock(start=START, step=dt.timedelta(microseconds=1))
        self.ledger = ledger or MemoryLedger(clock=self.clock)
        self.reader = reader or fakes.ScriptedReader()
        self.watch = Watch(reader=self.reader, atlas=Atlas([]), ledger=self.ledger, clock=self.clock)
        self.limits = limits or Limits(host_delay_s=0.0, total_s=5.0, idle_s=2.0, connect_s=2.0)
        self.steps: list[Step] = []
        self.secrets: dict[str, str] = {}

    @contextmanager
    def fetcher(self) -> Iterator[Fetcher]:
        """A fetcher that is running."""
        with Fetcher(
            clock=self.clock,
            limits=self.limits,
            user_agent="vigie-test",
            secret=lambda one: self.secrets.get(one.id),
            certificates=self.certificates,
            guard=self.guard,
        ) as fetcher:
            yield fetcher

    def go(self, sources: Iterable[Source], *, everything: bool = True) -> Visits:
        """One round; its steps are in ``steps``."""
        self.steps = []
        with self.fetcher() as fetcher:
            return visit_sources(self.watch, sources, fetcher, clock=self.clock, everything=everything, on_step=self.steps.append)

    def later(self, **spans: float) -> None:
        """Put the clock forward."""
        self.clock.now += dt.timedelta(**spans)


def feed(links: list[tuple[str, str]], *, published: str = "Wed, 01 May 2024 10:00:00 +0200", ids: bool = True) -> bytes:
    """An RSS feed of titles and addresses with short teasers."""
    items = "".join(
        f"<item><title>{title}</title><link>{url}</link>{f'<guid>{url}</guid>' if ids else ''}"
        f"<pubDate>{published}</pubDate><description>Bref.</description></item>"
        for title, url in links
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def page(title: str, words: str = "Les deux groupes parlent de voitures.", *, published: str | None = "2024-05-01") -> bytes:
    """An article in French."""
    meta = f'<meta property="article:published_time" content="{published}T10:00:00+02:00">' if published else ""
    text = f"Renault a rencontré Xiaomi, dit {title}. {words} " + "Rien de plus n'est connu de cette rencontre. " * 4
    return (
        f"<!doctype html><html lang='fr'><head><title>{title}</title>{meta}</head><body><article><h1>{title}</h1><p>{text}</p>"
        "</article></body></html>"
    ).encode()
