"""Outlooks of what a ledger knows: where the ledger's moves and the room of foresight meet. Foresees nothing itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from vigie.errors import InputError
from vigie.ledger import MoveFilter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from vigie.atlas import Atlas
    from vigie.foresight import Happening, Page, Resolved, Suggestion
    from vigie.ledger import Ledger, View
    from vigie.model import Clock, Move, Outlook, Reading

__all__ = ["Outlooks"]

LEARNED = 1000
"""Moves of the ledger, the latest, that an outlook learns from beside the reference history's thousand."""
CHOSEN = 200
"""Moves of the ledger, the latest, by which it is learned who chooses whom: what that costs grows with their square."""
BETWEEN = 60
"""Moves of one pair, or of one actor, the latest, that an outlook rests on; what was issued is resolved by all of its pair."""


class Outlooks:
    """Foresight over what a ledger recorded and the reference history; needs no reader.

    The room is imported when it is used: it brings numpy, scipy and, where installed, numba, which no other command needs.
    """

    def __init__(self, *, atlas: Atlas, ledger: Ledger, clock: Clock) -> None:
        from vigie.foresight import load_reference, reference_happenings

        self._atlas, self._ledger, self._clock = atlas, ledger, clock
        self._reference = reference_happenings(load_reference())

    def party(self, key: str) -> str | None:
        """What an actor counts under: a brand under its owner, a person, model or outlet under nobody."""
        return self._party(key, self._ledger.view().names([key]))

    def _party(self, key: str, read: Mapping[str, tuple[str, str]]) -> str | None:
        record = self._atlas.get(key)
        if record is None:
            return key if read.get(key, ("", "company"))[1] in ("company", "brand", "group") else None
        if record.kind == "brand" and record.brand_of is not None:
            return record.brand_of
        return key if record.kind in ("company", "brand", "group", "authority") else None

    def happenings(
        self, day: dt.date, *, latest: int = LEARNED, between: Collection[tuple[str, str]] = (), of: str | None = None
    ) -> tuple[Happening, ...]:
        """What was known at the end of a day: of the ledger's moves recorded by then, and of the reference history until then.

        Of the ledger's moves the ``latest`` ones, and the `BETWEEN` latest of each of those pairs of parties and ``of`` that
        actor: so a page takes as long in a ledger of any size. What the moves' texts say of them is left out; see `worded`.
        """
        from vigie.foresight import TYPES

        view = self._view(day)
        moves = view.move_page(MoveFilter(types=TYPES), most=latest).moves
        if of is not None:
            moves += view.move_page(MoveFilter(actors=(of,), types=TYPES), most=BETWEEN).moves
        for pair in self._tied(view, between):
            moves += view.move_page(MoveFilter(actors=pair, types=TYPES), most=BETWEEN).moves
        return (*(one for one in self._reference if one.known_on <= day), *self._happenings(view, day, moves))

    def _view(self, day: dt.date) -> View:
        return self._ledger.view(None if day >= self._clock().date() else _end_of(day))

    def _happenings(self, view: View, day: dt.date, moves: Iterable[Move]) -> Iterator[Happening]:
        """Of those moves, each once."""
        from vigie.foresight import happenings_of

        listed = list({move.id: move for move in moves}.values())
        since = view.known_since({one for move in listed for one in move.document_ids})
        read = view.names({key for move in listed for key in (*move.who, *move.whom) if key not in self._atlas})
        return happenings_of(
            listed,
            known_on=lambda move: min((since[one].date() for one in move.document_ids if one in since), default=day),
            quote=lambda move: ("", ", ".join(origin.name for origin in move.origins[:3])),
            party=lambda key: self._party(key, read),
        )

    def _tied(self, view: View, pairs: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
        """Of those pairs of parties, and of their brands, the ones that have moves together."""
        from vigie.foresight import TYPES

        brands: dict[str, list[str]] = {party: [party] for pair in pairs for party in pair}
        for record in self._atlas.records if pairs else ():
            if record.kind == "brand" and record.brand_of in brands:
                brands[record.brand_of].append(record.id)
        wanted = {
            (min(one, other), max(one, other))
            for first, second in pairs
            for one, other in product(brands[first], brands[second])
        }  # fmt: skip
        ties = view.ties({key for listed in brands.values() for key in listed})
        return sorted({(tie.first, tie.second) for tie in ties if tie.type in TYPES} & wanted)

    def worded(self, happenings: Iterable[Happening], day: dt.date) -> dict[Happening, Happening]:
        """Each of them in the words of the move it comes from; those of the reference history have theirs."""
        view, listed = self._view(day), list(happenings)
        moves = {ref: move for ref in {one.ref for one in listed if one.ref} if (move := view.move(ref)) is not None}
        readings = {
            one.document_id: one for one in view.readings({one for move in moves.values() for one in move.document_ids[:4]})
        }
        words = {ref: _words(move, readings) for ref, move in moves.items()}
        return {
            one: replace(one, words=words[one.ref], quote=words[one.ref]) if one.ref in words else one for one in listed
        }  # fmt: skip

    def page(self, first: str, second: str, *, asked_on: dt.date, by_on: dt.date) -> Page:
        """The outlook of two actors, by key, as of a day; raises ``InputError`` where one of them is no party."""
        from vigie.foresight import open_page

        parties = (self._needed(first), self._needed(second))
        page = open_page(self.happenings(asked_on, between=[parties]), *parties, asked_on=asked_on, by_on=by_on)
        shown = [*page.evidence, *(one.situation.last for one in page.precedents)]
        said = self.worded([*shown, page.situation.last] if page.situation else shown, asked_on)
        return replace(
            page,
            situation=page.situation and replace(page.situation, last=said[page.situation.last]),
            evidence=tuple(said[one] for one in page.evidence),
            precedents=tuple(
                replace(one, situation=replace(one.situation, last=said[one.situation.last])) for one in page.precedents
            ),
        )

    def _needed(self, key: str) -> str:
        """The party of an actor; raises ``InputError`` where it is none."""
        party = self.party(key)
        if party is None:
            raise InputError(f"'{key}' is no company, brand or authority: name whom it acts for", culprit=key)
        return party

    def issue(self, page: Page, *, replayed: bool = False) -> Outlook | None:
        """Store a page's forecast; ``None`` where it holds none. The first outlook of a question counts."""
        from vigie.foresight import issued

        outlook = issued(page, at=self._clock(), replayed=replayed)
        if outlook is not None:
            with self._ledger.writer() as writer:
                writer.issue(outlook)
        return outlook

    def replay(self, days: Iterable[dt.date], *, horizon: int) -> Iterator[Outlook]:
        """Issue, as of each past day, an outlook for every pair that something happened between since the day before.

        Each sees only what was recorded by its day, and of the reference history what had happened by then.
        """
        from vigie.foresight import TYPES, open_page

        before: dt.date | None = None
        for day in days:
            view = self._view(day)
            moves = self._happenings(view, day, view.moves(MoveFilter(types=TYPES)))
            known = (*(one for one in self._reference if one.known_on <= day), *moves)
            fresh = {h.pair for h in known if before is not None and before < h.on <= day}
            for first, second in sorted(fresh):
                page = open_page(known, first, second, asked_on=day, by_on=day + dt.timedelta(days=horizon), with_record=False)
                outlook = self.issue(page, replayed=True)
                if outlook is not None:
                    yield outlook
            before = day

    def next_partners(self, actor: str, *, asked_on: dt.date, n: int) -> tuple[Suggestion, ...]:
        """Whom an actor is likely to approach next; raises ``InputError`` where it is no party."""
        from vigie.foresight import suggest

        known = self.happenings(asked_on, latest=CHOSEN, of=actor)
        found = suggest(known, self._needed(actor), asked_on=asked_on, n=n)
        said = self.worded((one for suggestion in found for one in suggestion.dealings), asked_on)
        return tuple(replace(one, dealings=tuple(said[dealing] for dealing in one.dealings)) for one in found)

    def view(self) -> View:
        """The present state of the ledger."""
        return self._ledger.view()

    def resolved(self) -> list[Resolved]:
        """Every outlook issued, with what became of it by now."""
        from vigie.foresight import TYPES, resolve

        view, today = self._ledger.view(), self._clock().date()
        outlooks = view.outlooks()
        if not outlooks:
            return []
        pairs = self._tied(view, {(one.first, one.second) for one in outlooks})
        known = self._happenings(view, today, (move for pair in pairs for move in view.moves(MoveFilter(actors=pair, types=TYPES))))
        return resolve(outlooks, (*self._reference, *known), today=today)


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.max, tzinfo=dt.UTC)


def _words(move: Move, readings: Mapping[str, Reading]) -> str:
    """The words of the first claim of a move that has any."""
    claims = (claim for one in move.document_ids if one in readings for claim in readings[one].claims)
    return next((claim.quotes[0].words for claim in claims if claim.id in move.claim_ids and claim.quotes), "")
