"""Alerts from the ledger to their channels: decide, write down, claim, send, mark, each in a transaction. The clock is given.

A message is written down before it is sent and marked after. Where a process ends between the two, the next one sends it again,
with the same idempotency key: every alert arrives at least once, and a receiver that looks at the key has it exactly once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vigie.model import Delivery, DeliveryState, Following
from vigie.telling.alerts.decide import decide
from vigie.telling.alerts.schedule import due_now, key_of, retry_at
from vigie.telling.alerts.send import Message
from vigie.telling.alerts.words import AlertWords
from vigie.telling.watchlists import form_of, subjects_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vigie.atlas import Atlas
    from vigie.ledger import Ledger, View, Writer
    from vigie.model import Clock, Notice, Watchlist

__all__ = ["Outbox", "Sent"]

_OVERLAP = dt.timedelta(hours=1)
"""Moves are looked at again for so long after they were recorded: a writer may end after one that began later."""


@dataclass(slots=True)
class Sent:
    """What one pass did."""

    notices: int = 0
    """Changes that watchlists are owed, found in this pass."""
    sent: list[Delivery] = field(default_factory=list)
    failed: list[Delivery] = field(default_factory=list)
    """Tried and not sent: they are tried again, or given up."""


class Outbox:
    """The alerts of one ledger."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        atlas: Atlas,
        clock: Clock,
        watchlists: Callable[[View], Sequence[Watchlist]],
        send: Callable[[str, Message], str],
        lang: str,
        on_step: Callable[[str], None] = lambda _: None,
    ) -> None:
        """``watchlists`` gives those that hold now; ``send`` takes a channel's name and a message, and says why it failed.

        ``lang`` is the language of watchlists that name none. ``on_step`` hears ``decided``, ``claimed``, ``sent``, ``marked``.
        """
        self._ledger, self._atlas, self._clock = ledger, atlas, clock
        self._watchlists, self._send, self._lang, self._on_step = watchlists, send, lang, on_step

    def run(self) -> Sent:
        """One pass: what changed is decided and written down, then everything that is due is sent."""
        done = Sent()
        with self._ledger.writer() as writer:
            done.notices = self._decide(writer)
        self._on_step("decided")
        while (claimed := self._claim()) is not None:
            self._on_step("claimed")
            fault = self._send(claimed.channel, Message(key=claimed.id, subject=claimed.subject, text=claimed.text))
            self._on_step("sent")
            marked = self._mark(claimed, fault)
            self._on_step("marked")
            (done.failed if fault else done.sent).append(marked)
        return done

    def _decide(self, writer: Writer) -> int:
        """Write down what watchlists are owed, and the messages that are due; the writer's lock keeps other passes out."""
        now, view = self._clock(), self._ledger.view()
        active = [one for one in self._watchlists(view) if not one.paused]
        followings = view.followings()
        for name in set(followings) - {one.name for one in active}:
            writer.unfollow(name)
        fresh: list[Notice] = []
        standing = view.move_ids()
        for watchlist in active:
            following = followings.get(watchlist.name)
            silent = following is None or following.form != form_of(watchlist)
            since = None if silent or following is None else following.since_at - _OVERLAP
            moves = view.moves_since(since)
            if moves:
                ids = {one for move in moves for one in move.document_ids}
                copies = {one.document_id: one.copy_of for one in view.copies_of(ids)}
                subjects = subjects_of(view, moves, self._atlas, words=bool(watchlist.words))
                book = view.told(watchlist.name)
                found = decide(watchlist, subjects, book, standing=standing, copies=copies, now=now, silent=silent)
                writer.keep_told(found.told)
                fresh += [replace(one, delivered=not watchlist.to) for one in found.notices]
            writer.follow(Following(watchlist=watchlist.name, form=form_of(watchlist), since_at=now))
        names = {one.name for one in active}
        before = view.notices(undelivered=True)
        orphans = [replace(one, delivered=True) for one in before if one.watchlist not in names]
        waiting = [one for one in (*before, *fresh) if not one.delivered and one.watchlist in names]
        recent = view.deliveries(since=now - dt.timedelta(days=2))
        deliveries, delivered = self._deliveries(view, active, waiting, recent, now)
        kept = {one.id: one for one in (*fresh, *orphans)}
        kept.update({one.id: replace(one, delivered=True) for one in delivered})
        writer.keep_notices(kept.values())
        writer.keep_deliveries(deliveries)
        return len(fresh)

    def _deliveries(
        self, view: View, active: Sequence[Watchlist], waiting: Sequence[Notice], recent: Sequence[Delivery], now: dt.datetime
    ) -> tuple[list[Delivery], list[Notice]]:
        """The messages that are due, worded, and the notices that they hold."""
        words: dict[str, AlertWords] = {}
        deliveries: list[Delivery] = []
        delivered: list[Notice] = []
        for due in due_now(active, waiting, recent, now):
            lang = due.watchlist.lang or self._lang
            if lang not in words:
                words[lang] = AlertWords(view, self._atlas, lang)
            subject, text = words[lang].message(due)
            deliveries += [
                Delivery(
                    id=key_of(due, channel),
                    watchlist=due.watchlist.name,
                    channel=channel,
                    digest=due.digest,
                    notice_ids=tuple(notice.id for notice in due.notices),
                    subject=subject,
                    text=text,
                    recorded_at=now,
                    next_at=now,
                )
                for channel in due.watchlist.to
            ]
            delivered += due.notices
        return deliveries, delivered

    def _claim(self) -> Delivery | None:
        """The first message that is due, its next try put off already: who claims it has it alone, though not for ever."""
        with self._ledger.writer() as writer:
            now = self._clock()
            due = self._ledger.view().deliveries(due_at=now)
            if not due:
                return None
            claimed = replace(due[0], tries=due[0].tries + 1, next_at=retry_at(due[0].tries + 1, now))
            if claimed.next_at is None:
                claimed = replace(claimed, state=DeliveryState.GIVEN_UP)
            writer.keep_deliveries([claimed])
        return claimed

    def _mark(self, claimed: Delivery, fault: str) -> Delivery:
        marked = replace(claimed, fault=fault)
        if not fault:
            marked = replace(marked, state=DeliveryState.SENT, sent_at=self._clock(), next_at=None)
        with self._ledger.writer() as writer:
            writer.keep_deliveries([marked])
        return marked
