"""Composes a brief from the ledger by templates: no language model writes a word of it. Looks into views, renders no file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vigie.model import Status
from vigie.telling.answer import Telling, tellings
from vigie.telling.brief.dates import readable
from vigie.telling.brief.foreseen import outlook_sentence, silence_sentence
from vigie.telling.brief.naming import Naming
from vigie.telling.brief.sentence import sentence
from vigie.telling.brief.value import SECTIONS, Brief, Item, Reference, Section, Sentence
from vigie.telling.brief.wording import Wording
from vigie.telling.changes import changed_among, changes_between
from vigie.telling.watchlists import matches, passes, subjects_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from vigie.atlas import Atlas
    from vigie.ledger import View
    from vigie.model import Document, Move, Outlook, Reading, Watchlist
    from vigie.telling.brief.value import Silence
    from vigie.telling.changes import Changed

__all__ = ["MOST", "compose"]

MOST = 40
"""Items of one section; what is left out is counted."""
_CITED = 3
"""Documents that one sentence cites at most: those that say exactly the same."""

_SECTION_OF = {
    Status.HAPPENED: "changed",
    Status.PLANNED: "changed",
    Status.RUMOURED: "unsure",
    Status.POSSIBLE: "unsure",
    Status.ASKED: "unsure",
    Status.DENIED: "denied",
}


def compose(
    view: View,
    before: View | None,
    atlas: Atlas,
    *,
    lang: str,
    since: dt.datetime | None,
    until: dt.datetime,
    watchlist: Watchlist | None = None,
    silences: Sequence[Silence] = (),
    most: int = MOST,
    looked_at: int | None = None,
) -> Brief:
    """What ``view`` knows that ``before``, the same ledger as of ``since``, did not know so, as far as a watchlist asks for it.

    With ``looked_at`` (and ``since``) of the so many latest changes only; the brief tells whether there were more.
    """
    more = False
    if looked_at is None or since is None:
        changed = changes_between(before, view, since)
    else:
        latest = view.changes(since, most=looked_at)
        changed, more = changed_among([one.move for one in latest.changes], before, view), latest.after is not None
    if watchlist is not None:
        subjects = subjects_of(view, [one.move for one in changed], atlas, words=bool(watchlist.words))
        wanted = {one.move.id for one in subjects if matches(watchlist, one) and passes(watchlist, one.move)}
        changed = [one for one in changed if one.move.id in wanted]
    listed: dict[str, list[Changed]] = defaultdict(list)
    for one in changed:
        listed[_SECTION_OF[one.move.status]].append(one)
    told = [one for key in ("changed", "unsure", "denied") for one in listed[key][:most]]
    desk = _Desk(view, Naming(atlas, view.names(), Wording.load(lang)), [one.move for one in told])
    items: dict[str, list[Item]] = {}
    for key in SECTIONS:
        if key == "meaning":
            items[key] = [desk.outlook(one) for one in _outlooks(view, atlas, told, until)[:most]]
        elif key == "silent":
            items[key] = [desk.silence(one) for one in silences[:most]]
        else:
            items[key] = [item for one in listed[key][:most] if (item := desk.item(one)) is not None]
    left_out = {key: max(0, len(listed[key]) - most) for key in listed}
    return Brief(
        lang=lang,
        since=since,
        until=until,
        watchlist="" if watchlist is None else watchlist.title or watchlist.name,
        sections=tuple(Section(key=key, items=tuple(items[key]), left_out=left_out.get(key, 0)) for key in SECTIONS),
        references=tuple(desk.references),
        looked_at=looked_at if more else None,
    )


def _outlooks(view: View, atlas: Atlas, told: Sequence[Changed], until: dt.datetime) -> list[Outlook]:
    """The last outlook issued for each pair that the brief tells of; brands count under their owners."""

    def party(key: str) -> str:
        record = atlas.get(key)
        return record.brand_of if record is not None and record.brand_of is not None else key

    together = [{party(key) for key in (*one.move.who, *one.move.whom)} for one in told]
    latest: dict[tuple[str, str], Outlook] = {}
    for outlook in view.outlooks():
        open_still = outlook.by_on >= until.date().isoformat() and not outlook.replayed
        if open_still and any({outlook.first, outlook.second} <= parties for parties in together):
            latest[outlook.first, outlook.second] = outlook
    return list(latest.values())


@dataclass(slots=True)
class _Desk:
    """Makes items and numbers their references."""

    view: View
    naming: Naming
    moves: Sequence[Move]
    references: list[Reference] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _readings: Mapping[str, Reading] = field(default_factory=dict)
    _documents: Mapping[str, Document] = field(default_factory=dict)
    _copies: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        ids = {one for move in self.moves for one in move.document_ids}
        self._readings = {one.document_id: one for one in self.view.readings(ids)}
        self._documents = {one.id: one for one in self.view.documents(ids)}
        self._copies = frozenset(one.document_id for one in self.view.copies_of(ids)) if ids else frozenset()

    def item(self, changed: Changed) -> Item | None:
        """A move in the words of the claim that tells it best; contradicted, with the claim that denies it."""
        move = changed.move
        told = tellings(move, self._readings, self._documents, self._copies)
        own = [one for one in told if one.claim.status is move.status]
        if not own:
            return None
        sentences = [self._sentence(self._best(own, move), own, move)]
        if move.contradicted:
            other = [one for one in told if (one.claim.status is Status.DENIED) != (move.status is Status.DENIED)]
            if other:
                sentences.append(self._sentence(other[0], other, move))
        was = changed.was if changed.was is not move.status else None
        return Item(
            sentences=tuple(sentences),
            status=move.status,
            was=was,
            move_id=move.id,
            documents=len(move.document_ids),
            origins=len(move.origins),
        )

    def _best(self, told: Sequence[Telling], move: Move) -> Telling:
        """The telling nearest to the move: its parties, then its date; of those alike, the most telling."""
        parties = {*move.who, *move.whom}

        def distance(one: Telling) -> tuple[int, bool]:
            return len(parties ^ {*one.claim.who, *one.claim.whom}), one.claim.happened_on != move.happened_on

        return min(told, key=distance)

    def _sentence(self, chosen: Telling, told: Sequence[Telling], move: Move) -> Sentence:
        words = self._words(chosen)
        cited = [chosen]
        for one in told:
            apart = one.document.id not in {other.document.id for other in cited} and one.document.id not in self._copies
            if len(cited) < _CITED and apart and self._words(one) == words:
                cited.append(one)
        return Sentence(text=words, cites=tuple(self._cite(one, move) for one in cited))

    def _words(self, telling: Telling) -> str:
        return sentence(telling.claim, self.naming, published_on=self._published_on(telling))

    def _published_on(self, telling: Telling) -> str | None:
        return self._readings[telling.document.id].published_on or telling.document.published_on

    def _cite(self, telling: Telling, move: Move) -> int:
        document, claim = telling.document, telling.claim
        return self._number(
            claim.id,
            Reference(
                number=0,
                kind="claim",
                id=claim.id,
                name=document.outlet or document.author or document.title or document.id,
                title=document.title or "",
                on=readable(self._published_on(telling)),
                url=document.url or "",
                quote=claim.quotes[0].words,
                lang=self._readings[document.id].lang,
                document_id=document.id,
                move_id=move.id,
            ),
        )

    def _number(self, key: str, reference: Reference) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self.references) + 1
            values = {name: getattr(reference, name) for name in Reference.__dataclass_fields__}
            self.references.append(Reference(**{**values, "number": self._numbers[key]}))
        return self._numbers[key]

    def outlook(self, outlook: Outlook) -> Item:
        """What an outlook says, in one sentence."""
        reference = Reference(number=0, kind="outlook", id=outlook.id, name=outlook.forecaster, on=outlook.asked_on)
        cite = self._number(outlook.id, reference)
        return Item(sentences=(Sentence(text=outlook_sentence(outlook, self.naming), cites=(cite,)),))

    def silence(self, silence: Silence) -> Item:
        """That a source says nothing."""
        on = None if silence.since is None else silence.since.date().isoformat()
        reference = Reference(number=0, kind="source", id=silence.source_id, name=silence.name, on=on, url=silence.url)
        cite = self._number(f"source:{silence.source_id}", reference)
        return Item(sentences=(Sentence(text=silence_sentence(silence, self.naming.wording), cites=(cite,)),))
