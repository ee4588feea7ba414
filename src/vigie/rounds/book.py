"""What a round notes as it goes: states, sums, and each item kept with what it taught. Asks nothing of the network.

What an answer brought is kept in one transaction with what it taught about its address. A process that ends before it has kept
nothing; one that ends after it asks no more.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.errors import UnreadableInput
from vigie.model import Document, Link, LinkState, Source, SourceState, Visit
from vigie.rounds.step import Step, Visits
from vigie.sources import findings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from vigie.model import Clock
    from vigie.reading.second import Opinion
    from vigie.sources.fetching import Answer, Item
    from vigie.watch import Taken, Watch

__all__ = ["WAY_STATIONS", "Book", "Found", "dated", "item_visit", "look", "visit_of"]

_LOG = logging.getLogger(__name__)

WAY_STATIONS = ("sitemap", "gdelt")
"""Kinds of links that lead to more links."""


@dataclass(slots=True)
class Found:
    """What bytes gave."""

    documents: list[Document]
    links: list[Link]
    refusals: list[str]


class Book:
    """Notes of one round."""

    def __init__(self, watch: Watch, *, clock: Clock, on_step: Callable[[Step], None]) -> None:
        self.watch = watch
        self.clock = clock
        self.sums = Visits()
        self.states: dict[str, SourceState] = {}
        self._on_step = on_step

    def state(self, source: Source) -> SourceState:
        """What is known of visiting a source."""
        return self.states.get(source.id) or SourceState(source_id=source.id)

    def sorted_links(self, links: Iterable[Link]) -> tuple[list[Link], list[Link]]:
        """Links that nobody named before, and way stations to look at again."""
        listed = list({link.url: link for link in links}.values())
        known = self.watch.view().links([link.url for link in listed])
        fresh = [link for link in listed if link.url not in known]
        return fresh, [known[link.url] for link in listed if link.url in known and link.kind == "sitemap"]

    def take_item(self, visit: Visit, content: bytes) -> Found:
        """Keep one item of a mailbox, folder or archive, unless exactly it is kept already."""
        known = self.watch.view().links([visit.url]).get(visit.url)
        if known is not None and known.capture_id == visit.capture_id:
            return Found([], [], [])
        found = look(visit, content)
        link = Link(
            source_id=visit.source.id,
            url=visit.url,
            kind=visit.kind,
            state=LinkState.READ if found.documents else LinkState.GONE,
            found_at=known.found_at if known else visit.captured_at,
            capture_id=visit.capture_id,
            reason=found.refusals[0] if found.refusals else "",
        )
        taken = self.watch.keep(visit, content, found=found.documents, links=[link, *self.sorted_links(found.links)[0]])
        step = Step(
            at=visit.captured_at,
            source_id=visit.source.id,
            url=visit.url,
            outcome="new" if found.documents else "given up",
            is_link=True,
            reason=link.reason,
            size=len(content),
            documents=sum(1 for one in taken if one.new),
            opinions=_opinions(taken),
        )
        self.count(step, taken)
        return found

    def keep_state(self, state: SourceState) -> None:
        """Note a source's state, here and in the ledger."""
        self.states[state.source_id] = state
        self.watch.keep(state=state)

    def tell(
        self, answer: Answer, outcome: str, *, state: SourceState, taken: Sequence[Taken] = (), links: int = 0, size: int = 0
    ) -> None:
        """Count a step and let whoever watches hear of it."""
        step = Step(
            at=answer.at,
            source_id=answer.request.source.id,
            url=answer.request.url,
            outcome=outcome,
            is_link=answer.request.link is not None,
            status=answer.status,
            fault=answer.fault.value if answer.fault else "",
            reason=answer.reason,
            size=size,
            seconds=answer.seconds,
            documents=sum(1 for one in taken if one.new),
            opinions=_opinions(taken),
            links=links,
            state=state.state,
        )
        self.count(step, taken)

    def count(self, step: Step, taken: Sequence[Taken] = ()) -> None:
        """Add a step to the sum and tell of it."""
        self.sums.add(step)
        self.sums.new_ids += [one.document.id for one in taken if one.new]
        self._on_step(step)


def _opinions(taken: Sequence[Taken]) -> tuple[Opinion, ...]:
    return tuple(one.opinion for one in taken if one.opinion is not None)


def look(visit: Visit, content: bytes) -> Found:
    """What the bytes give, sorted; never raises for what they are."""
    found = Found([], [], [])
    try:
        for one in findings(visit, content):
            if isinstance(one, Document):
                found.documents.append(one)
            elif isinstance(one, Link):
                found.links.append(one)
            else:
                found.refusals.append(str(one))
    except (UnreadableInput, RecursionError, MemoryError) as error:
        found.refusals.append(str(error) or type(error).__name__)
    except Exception as error:  # noqa: BLE001 - the boundary: bytes found a fault of a parser, which must not end the round
        found.refusals.append(f"vigie itself failed on it: {type(error).__name__}: {error}"[:300])
        _LOG.exception("reading what '%s' gave failed", visit.url)
    return found


def visit_of(answer: Answer, content: bytes, *, kind: str, link: Link | None = None) -> Visit:
    """The visit that an answer stands for."""
    return Visit(
        source=answer.request.source,
        url=answer.request.link.url if answer.request.link else answer.request.source.address,
        final_url=answer.final_url,
        capture_id=hashlib.sha256(content).hexdigest(),
        captured_at=answer.at,
        media_type=answer.media_type,
        kind=kind,
        headers={name: value for name, value in answer.headers.items() if name not in ("date", "expires")},
        link=link,
    )


def item_visit(source: Source, item: Item, *, kind: str, at: dt.datetime) -> Visit:
    """The visit that one item of a mailbox, folder or export stands for."""
    return Visit(
        source=source,
        url=item.url,
        final_url=item.url,
        capture_id=hashlib.sha256(item.content).hexdigest(),
        captured_at=at,
        media_type=item.media_type,
        kind=kind,
    )


def dated(found: Found) -> int:
    """How many of the things found carry a date; that of a link may stand on its page, so none is missed there yet."""
    return len(found.links) + sum(1 for one in found.documents if one.published_on)
