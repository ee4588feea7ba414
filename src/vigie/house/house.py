"""What pages and API stand on, opened once for both. Shows nothing, lets nobody in."""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from vigie.access import Accounts
from vigie.errors import UnknownName, UnreadableInput
from vigie.house.shelf import Shelf
from vigie.model import Capture
from vigie.outlooks import Outlooks
from vigie.telling import Desk, ReadNames, compose
from vigie.telling.watchlists import standing
from vigie.watch import AtlasNames, Watch, silences

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from vigie.access import Visitor
    from vigie.atlas import Atlas
    from vigie.ledger import Ledger
    from vigie.model import Clock, Judgement, Source, Verdict, Watchlist
    from vigie.telling import Brief
    from vigie.watch import Taken

__all__ = ["House"]


@dataclass(frozen=True, kw_only=True)
class House:
    """A ledger, the atlas, the clock and the settings that the doors show."""

    ledger: Ledger
    atlas: Atlas
    clock: Clock
    lang: str = "en"
    """Language for visitors who ask for none."""
    sources: Callable[[], Sequence[Source]] = tuple
    """The sources that are enabled now."""
    channels: Callable[[], Collection[str]] = tuple
    """Names of the channels that alerts may go to."""
    declared: Callable[[Callable[[str], str]], Mapping[Path, Watchlist]] = lambda _: {}
    """File to the watchlist that it declares, given what finds the key of a name; may raise `ConfigError`."""
    _one_writes: threading.Lock = field(default_factory=threading.Lock)

    def desk(self, as_of: dt.datetime | None) -> Desk:
        """A desk over what was known at an instant, or is now."""
        view = self.ledger.view(as_of)
        read = ReadNames(view)
        return Desk(view=view, atlas=self.atlas, names=AtlasNames(self.atlas, read), read=read)

    @cached_property
    def accounts(self) -> Accounts:
        """The users, and the log of what they do."""
        return Accounts(self.ledger, clock=self.clock)

    @cached_property
    def outlooks(self) -> Outlooks:
        """Foresight over the ledger."""
        return Outlooks(atlas=self.atlas, ledger=self.ledger, clock=self.clock)

    @cached_property
    def shelf(self) -> Shelf:
        """What is worked out once for all who look: sums, outlooks, market boards."""
        return Shelf(ledger=self.ledger, clock=self.clock, outlooks=lambda: self.outlooks)

    @cached_property
    def watch(self) -> Watch:
        """All stages over the ledger, with the first reader."""
        from vigie.reading import DefaultReader

        return Watch(reader=DefaultReader(self.atlas), atlas=self.atlas, ledger=self.ledger, clock=self.clock)

    def take(self, record: Mapping[str, Any]) -> Taken:
        """Take in a document that somebody sent as a record: read, recorded and weighed; raises what refuses it."""
        content = json.dumps(dict(record), ensure_ascii=False).encode("utf-8", "replace")
        capture = Capture(
            id=hashlib.sha256(content).hexdigest(),
            origin_path="api",
            media_type="application/json",
            content=content,
            captured_at=self.clock(),
        )
        with self._one_writes:
            [taken] = self.watch.take_capture(capture)
            if isinstance(taken, UnreadableInput):
                raise taken
            if taken.new:
                self.watch.weigh()
        return taken

    def brief(
        self,
        *,
        since: dt.datetime | None,
        as_of: dt.datetime | None = None,
        watchlist: str | None = None,
        lang: str = "en",
        looked_at: int | None = None,
    ) -> Brief:
        """What changed between two instants, for a watchlist or all; raises `UnknownName` for one that the ledger does not keep.

        With ``looked_at``, of the so many latest changes only.
        """
        view, until = self.ledger.view(as_of), as_of or self.clock()
        chosen = None
        if watchlist is not None:
            chosen = next((one for one in view.watchlists() if one.name == watchlist), None)
            if chosen is None:
                raise UnknownName(f"the ledger keeps no watchlist '{watchlist}'", culprit=watchlist)
        before = None if since is None else self.ledger.view(since)
        quiet = silences(self.sources(), view.source_states(), until)
        return compose(
            view, before, self.atlas, lang=lang, since=since, until=until, watchlist=chosen, silences=quiet, looked_at=looked_at
        )

    def watchlists(self, desk: Desk) -> list[tuple[Watchlist, Path | None]]:
        """The watchlists that hold, by name, each with the file that declares it; raises `ConfigError` for a file that can't be."""
        return standing(self.declared(desk.actor), desk.view.watchlists())

    def keep_watchlist(self, watchlist: Watchlist, *, visitor: Visitor) -> None:
        """Keep a watchlist in place of one of the same name."""
        with self.ledger.writer() as writer:
            writer.keep_watchlist(watchlist)
        self.accounts.note(visitor, "watchlist kept", watchlist.name)

    def remove_watchlist(self, name: str, *, visitor: Visitor) -> None:
        """Retire a watchlist."""
        with self.ledger.writer() as writer:
            writer.remove_watchlist(name)
        self.accounts.note(visitor, "watchlist removed", name)

    def judge(self, subject: str, left: str, right: str, verdict: Verdict, *, visitor: Visitor) -> Judgement:
        """Keep what a person says of two claims or documents, and weigh anew; raises ``InputError`` for what can't be judged."""
        with self._one_writes:
            judgement = self.watch.judge(subject, left, right, verdict, author=visitor.name)
            self.accounts.note(visitor, "judged", judgement.id, verdict=verdict.value)
        return judgement

    def split(self, thing: str, members: Iterable[str], *, visitor: Visitor) -> None:
        """Take documents or claims out of a move, or documents out of a story; raises ``InputError`` where it can't be."""
        with self._one_writes:
            said = self.watch.split(thing, members, author=visitor.name)
            self.accounts.note(visitor, "split", thing, judgement=said[0].id)

    def take_back(self, judgement_id: str, *, visitor: Visitor) -> None:
        """Undo a person's judgement; raises ``UnknownName`` where none of that id stands."""
        with self._one_writes:
            self.watch.take_back(judgement_id)
            self.accounts.note(visitor, "judgement undone", judgement_id)
