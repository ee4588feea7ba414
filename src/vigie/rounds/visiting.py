"""A round over declared sources: ask what is due, follow the links that were found, keep everything, then weigh."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vigie.model import Document, Link, LinkState, Source, Visit
from vigie.rounds.asking import request_for, request_for_link
from vigie.rounds.book import WAY_STATIONS, Book, dated, item_visit, look, visit_of
from vigie.rounds.local import visit_archive_answer, visit_local
from vigie.sources import told_content
from vigie.sources.fetching import Answer, Fault
from vigie.sources.local import is_local
from vigie.sources.schedule import (
    Report,
    after_failure,
    after_link,
    after_visit,
    is_due,
    link_retry_at,
    published_instants,
    recheck_at,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from vigie.model import Clock
    from vigie.rounds.step import Step, Visits
    from vigie.sources.fetching.fetcher import Fetcher
    from vigie.watch import Taken, Watch

__all__ = ["Visitor", "visit_sources"]

_GONE = (401, 402, 403, 404, 405, 406, 410, 415, 451)
_WAITING_LINKS = 2000
"""Links of one round over all sources that had been waiting: more would hold it up."""


def visit_sources(
    watch: Watch,
    sources: Iterable[Source],
    fetcher: Fetcher,
    *,
    clock: Clock,
    everything: bool = False,
    on_step: Callable[[Step], None] = lambda _: None,
    weigh: bool = True,
) -> Visits:
    """Visit the sources that are due (or all, with ``everything``) and follow their links; ``on_step`` hears of each step.

    The fetcher must have been entered. Nothing that a source does ends the round.
    """
    return Visitor(watch, fetcher, clock=clock, on_step=on_step).round(list(sources), everything=everything, weigh=weigh)


class Visitor(Book):
    """One round's work; makes no decision of its own but the order of things."""

    def __init__(self, watch: Watch, fetcher: Fetcher, *, clock: Clock, on_step: Callable[[Step], None]) -> None:
        super().__init__(watch, clock=clock, on_step=on_step)
        self._fetcher = fetcher
        self._followed: dict[str, int] = {}
        self._asked: set[str] = set()

    def round(self, sources: Sequence[Source], *, everything: bool, weigh: bool) -> Visits:
        """Everything that is due, then the weighing."""
        now = self.clock()
        self.watch.begin()
        self.states = self.watch.view().source_states()
        due = [source for source in sources if everything or is_due(self.states.get(source.id), now)]
        # Who failed last time is asked last: what is slow or broken holds up nobody.
        due.sort(key=lambda source: (self.state(source).failures, source.id))
        remote = [source for source in due if not is_local(source)]
        for source in remote:
            self._asked.add(source.address)
            self._fetcher.submit(request_for(source, self.state(source)))
        self._submit_waiting(sources, now)
        for source in due:
            if is_local(source):
                visit_local(self, source)
        for answer in self._fetcher.answers():
            if answer.request.link is None:
                self._source_answered(answer)
            else:
                self._link_answered(answer, answer.request.link)
        if weigh and (self.sums.documents or self.watch.view().unweighed()):
            self.sums.changed = self.watch.weigh()
        return self.sums

    def _submit_waiting(self, sources: Sequence[Source], now: dt.datetime) -> None:
        left = _WAITING_LINKS
        for source in sources:
            for link in self.watch.view().links_due(source.id, now, min(source.most, left)):
                left -= self._follow(source, link)

    def _follow(self, source: Source, link: Link) -> bool:
        """Ask for a link in this round, unless it was asked already or the source has had its share."""
        if link.url in self._asked or (self._followed.get(source.id, 0) >= source.most and link.kind not in WAY_STATIONS):
            return False
        self._asked.add(link.url)
        self._followed[source.id] = self._followed.get(source.id, 0) + 1
        self._fetcher.submit(request_for_link(source, link))
        return True

    # -- answers of sources

    def _source_answered(self, answer: Answer) -> None:
        source = answer.request.source
        if answer.fault is not None:
            self.source_failed(source, answer)
        elif answer.unchanged:
            self._source_unchanged(source, answer)
        elif answer.items or answer.more:
            self._items(source, answer)
        else:
            self._source_gave(source, answer)

    def source_failed(self, source: Source, answer: Answer) -> None:
        """Note that a source could not be had, and when it is asked again."""
        state = after_failure(self.state(source), source, answer.reason, answer.at, retry_after_s=answer.retry_after_s)
        self.keep_state(state)
        self.tell(answer, "failed", state=state)

    def _source_unchanged(self, source: Source, answer: Answer) -> None:
        report = Report(
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
            moved_to=answer.moved_to,
            cursor=answer.cursor,
        )
        state = after_visit(self.state(source), source, report, answer.at)
        self.keep_state(state)
        self.tell(answer, "unchanged", state=state)

    def _source_gave(self, source: Source, answer: Answer) -> None:
        if source.kind.value == "warc":
            visit_archive_answer(self, source, answer)
            return
        content, size = answer.take(), answer.size
        capture_id = hashlib.sha256(content).hexdigest()
        before = self.state(source)
        if capture_id == before.capture_id:
            self._source_unchanged(source, answer)
            return
        visit = visit_of(answer, content, kind=source.kind.value)
        found = look(visit, content)
        if not found.documents and not found.links and found.refusals:
            answer.fault, answer.reason = Fault.BROKEN, found.refusals[0]
            self.source_failed(source, answer)
            return
        fresh, again = self.sorted_links(found.links)
        if before.first_at is None and source.kind.value in ("listing", "sitemap", "gdelt"):
            # What lay there before the first visit is an archive; only its latest part is news.
            most = 1 if source.kind.value == "gdelt" else source.most
            fresh = [link if number < most else _old(link) for number, link in enumerate(fresh)]
        report = Report(
            new=len([link for link in fresh if link.state is LinkState.WAITING]) + self._unknown(found.documents),
            entries=len(found.documents) + len(found.links),
            dated=dated(found),
            published=published_instants(found.documents, found.links),
            broken=found.refusals[0] if found.refusals else "",
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
            capture_id=capture_id,
            moved_to=answer.moved_to,
        )
        state = after_visit(before, source, report, answer.at)
        self.states[source.id] = state
        taken = self.watch.keep(visit, content, found=found.documents, links=fresh, state=state)
        self.tell(answer, "new", taken=taken, links=len(fresh), state=state, size=size)
        for link in [*again, *(one for one in fresh if one.state is LinkState.WAITING)]:
            self._follow(source, link)

    def _unknown(self, documents: Sequence[Document]) -> int:
        ids = {one.id for one in documents}
        return len(ids - {one.id for one in self.watch.view().documents(ids)}) if ids else 0

    def _items(self, source: Source, answer: Answer) -> None:
        new = with_date = 0
        for item in answer.items:
            found = self.take_item(item_visit(source, item, kind="mail", at=answer.at), item.content)
            new += len(found.documents)
            with_date += dated(found)
        report = Report(new=new, entries=len(answer.items), dated=with_date, cursor=answer.cursor, broken=answer.reason)
        state = after_visit(self.state(source), source, report, answer.at)
        self.keep_state(state)
        if answer.more:
            self._fetcher.submit(request_for(source, state))

    # -- answers of links

    def _link_answered(self, answer: Answer, link: Link) -> None:
        source = answer.request.source
        if answer.fault is None and not answer.unchanged and _leads_home(link.url, answer.final_url):
            answer.take()
            answer.fault, answer.reason, answer.status = Fault.STATUS, "it leads to the front page", 404
        if answer.fault is not None:
            self._link_failed(source, link, answer)
            return
        content = answer.take()
        capture_id = hashlib.sha256(content).hexdigest() if not answer.unchanged else link.capture_id
        if capture_id == link.capture_id and link.state is LinkState.READ:
            checked = replace(link, tries=0, checks=link.checks + 1, next_at=_next_check(link, link.checks + 1, answer.at))
            self.watch.keep(links=[checked])
            self.tell(answer, "unchanged", state=self.state(source))
            return
        visit = visit_of(answer, content, kind=link.kind, link=replace(link, state=LinkState.WAITING, tries=0, next_at=None))
        found = look(visit, content)
        if not found.documents and not found.links and found.refusals and link.kind not in WAY_STATIONS:
            answer.fault, answer.reason, answer.status = Fault.BROKEN, found.refusals[0], 404
            self._link_failed(source, link, answer)
            return
        read = replace(
            link,
            state=LinkState.READ,
            tries=0,
            checks=link.checks + (link.state is LinkState.READ),
            next_at=_next_check(link, link.checks + (link.state is LinkState.READ), answer.at),
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
            capture_id=capture_id,
            reason=found.refusals[0] if found.refusals else "",
        )
        fresh, again = self.sorted_links(found.links)
        summary_only = bool(found.documents) and all(one.extra.get("text") == "summary" for one in found.documents)
        state = self.state(source)
        if link.kind not in WAY_STATIONS:
            with_date = any(one.published_on for one in found.documents)
            state = after_link(state, source, answer.at, good=not summary_only, dated=with_date)
        self.states[source.id] = state
        taken = self.watch.keep(visit, content, found=found.documents, links=[read, *fresh], state=state)
        self.tell(answer, "new", taken=taken, links=len(fresh), state=state, size=len(content))
        for one in [*again, *fresh]:
            self._follow(source, one)

    def _link_failed(self, source: Source, link: Link, answer: Answer) -> None:
        fault = answer.fault
        assert fault is not None
        tries = link.tries + 1
        at = (
            None if fault.lasting or answer.status in _GONE else link_retry_at(tries, answer.at, retry_after_s=answer.retry_after_s)
        )
        if link.state is LinkState.READ:
            # It was read before, and what was read stays.
            self.watch.keep(links=[replace(link, tries=tries, next_at=at, reason=answer.reason)])
            self.tell(answer, "failed", state=self.state(source))
            return
        if at is not None:
            self.watch.keep(links=[replace(link, tries=tries, next_at=at, reason=answer.reason)])
            self.tell(answer, "failed", state=self.state(source))
            return
        state = self.state(source)
        if link.kind not in WAY_STATIONS:
            state = after_link(state, source, answer.at, good=False, dated=False)
        self.states[source.id] = state
        gone = replace(link, state=LinkState.GONE, tries=tries, next_at=None, reason=answer.reason)
        taken: list[Taken] = []
        if link.kind == "page" and (link.title or link.summary):
            # The page can't be had, but what the source said of it can.
            content = told_content(link)
            visit = Visit(
                source=source,
                url=link.url,
                final_url=link.url,
                capture_id=hashlib.sha256(content).hexdigest(),
                captured_at=answer.at,
                media_type="application/json",
                kind="told",
                link=link,
            )
            gone = replace(gone, capture_id=visit.capture_id)
            taken = self.watch.keep(visit, content, found=look(visit, content).documents, links=[gone], state=state)
        else:
            self.watch.keep(links=[gone], state=state)
        self.tell(answer, "given up", taken=taken, state=state)


def _old(link: Link) -> Link:
    return replace(link, state=LinkState.GONE, next_at=None, reason="it was there before the first visit")


def _next_check(link: Link, checks: int, now: dt.datetime) -> dt.datetime | None:
    return recheck_at(checks, now) if link.kind == "page" else None


def _leads_home(asked: str, answered: str) -> bool:
    return urlsplit(answered).path in ("", "/") and not urlsplit(answered).query and urlsplit(asked).path not in ("", "/")
