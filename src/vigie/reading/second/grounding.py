"""Hold what a second reader said to the document: quotes to the letter, names, dates and numbers to the text. Asks nobody.

What the document does not write is refused with one sentence; what merely can't be confirmed (a date, a number) is left out,
since unknown stays unknown.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vigie.model import ANONYMOUS, Claim, Cue, Entity, Quote, Status, Value, bounds
from vigie.reading.certainty import choose_source_and_status
from vigie.reading.features import trigger_of
from vigie.reading.mentions import slug
from vigie.reading.proposal import PARTY_KINDS, Proposal
from vigie.reading.second.orders import gives_orders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vigie.atlas import Atlas
    from vigie.model import Document
    from vigie.reading.mentions import Cast
    from vigie.reading.models import Models
    from vigie.reading.page import Page
    from vigie.reading.second.answer import Said

__all__ = ["ALONE", "Grounded", "Grounds", "ground", "place_of"]

ALONE = 0.5
"""Confidence of a claim that only the second reader makes: such models give no probabilities that hold."""
_NEAR = 2
"""Sentences before a quote in which one of its parties must stand at the latest."""
_PLAIN = str.maketrans(
    dict.fromkeys("’‘ʼ‚", "'")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("\u00a0\u202f\u2009\t\n", " ")
    | dict.fromkeys("‑–—", "-")
)


class ObeyedError(ValueError):
    """A claim rests on a text that speaks to the model: it may have obeyed elsewhere too."""


@dataclass
class Grounds:
    """A document as the first reader laid it out, to hold claims to."""

    document: Document
    pages: list[Page]
    cast: Cast
    atlas: Atlas
    models: Models
    stretches: Sequence[tuple[int, int]]
    entities: dict[str, Entity] = field(default_factory=dict)
    """Entities that the second reader named and the first had not found."""

    def __post_init__(self) -> None:
        """Index the names found by the first reader."""
        self._plain = self.document.text.translate(_PLAIN)
        self._folded = self._plain.casefold() if len(self._plain.casefold()) == len(self._plain) else self._plain
        self._keys: dict[str, str] = {}
        for key, entity in self.cast.entities.items():
            for name in (entity.name, *entity.aka, *self.cast.forms.get(key, ())):
                self._keys.setdefault(_bare(name), key)

    def link(self, name: str) -> str | None:
        """The key of a name that the document writes; ``None`` where it does not."""
        bare = _bare(name)
        if bare in self._keys:
            return self._keys[bare]
        if not self.writes(name):
            return None
        record = self.atlas.find(name)
        if record is not None:
            entity = Entity(key=record.id, name=record.name, kind=record.kind, mentions=(name,))
        else:
            entity = Entity(key=slug(name), name=name, kind="company", mentions=(name,), known=False)
        if entity.key not in self.cast.entities:
            self.entities.setdefault(entity.key, entity)
        self._keys[bare] = entity.key
        return entity.key

    def writes(self, name: str) -> bool:
        """True where the text holds the name as words of its own."""
        return bool(self.places_of(name))

    def places_of(self, name: str) -> list[int]:
        """Where the text holds a name as words of its own."""
        wanted = _bare(name)
        if not wanted:
            return []
        left = r"(?<![^\W\d_])" if wanted[0].isascii() else ""
        right = r"(?![^\W\d_])" if wanted[-1].isascii() else ""
        body = r"\s+".join(map(re.escape, wanted.split()))
        return [m.start() for m in re.finditer(left + body + right, self._folded)]

    def kind(self, key: str) -> str:
        """The kind of an entity, of either reader."""
        return self.entities[key].kind if key in self.entities else self.cast.kind(key)

    def near(self, quote: Quote, keys: set[str]) -> bool:
        """True where one of the entities stands in the quote's sentences or shortly before them, by name, noun or pronoun."""
        for page in self.pages:
            inside = [s for s in page.sentences if s.start < quote.end and quote.start < s.end]
            if not inside:
                continue
            start = page.sentences[max(0, inside[0].index - _NEAR)].start
            end = inside[-1].end
            if any(m.key in keys for m in page.mentions_in(start, end)):
                return True
            names = [n for key in keys if key in self.entities for n in self.entities[key].mentions]
            if any(start <= at < end for name in names for at in self.places_of(name)):
                return True
        return False

    def grammar(self, kind: str, quote: Quote) -> Status | None:
        """How surely the first reader finds a thing of that type said where the quote stands; ``None`` where it reads nothing."""
        for page in self.pages:
            clauses = [c for s in page.sentences for c in s.clauses if c.start < quote.end and quote.start < c.end]
            if clauses:
                telling = [c for c in clauses if trigger_of(c, kind) is not None] or clauses
                proposal = Proposal(kind, page, telling[0], 0.0)
                choose_source_and_status(proposal, self.cast, self.models)
                return proposal.status
        return None

    def orders(self, quote: Quote) -> bool:
        """True where the quote's sentences, or those beside them, tell a machine what to answer."""
        text = self.document.text
        if gives_orders(quote.words):
            return True
        for page in self.pages:
            touched = [s.index for s in page.sentences if s.start < quote.end and quote.start < s.end]
            if touched:
                around = page.sentences[max(0, touched[0] - 1) : touched[-1] + 2]
                if any(gives_orders(text[s.start : s.end]) for s in around):
                    return True
        return False

    def read(self, quote: Quote) -> bool:
        """True where the quote touches a sentence that is read: no repeat, no furniture."""
        return any(s.start < quote.end and quote.start < s.end for page in self.pages for s in page.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded:
    """What is left of an answer once it is held to the document."""

    claims: tuple[Claim, ...]
    """In the order of their places."""
    refused: tuple[str, ...]
    """One sentence for each claim that the document does not bear out."""
    grammar: Mapping[str, Status]
    """Claim id → how surely the first reader finds a thing of that type said there."""
    obeyed: bool
    """True where a claim rests on words that give orders to a machine."""


def ground(said: Sequence[Said], grounds: Grounds, reader: str) -> Grounded:
    """Hold each claim to the document."""
    claims: dict[str, Claim] = {}
    refused: list[str] = []
    obeyed = False
    for one in said:
        try:
            claim = _claim(one, grounds, reader)
        except ValueError as error:
            refused.append(f"a claim '{one.type}' of the second reader {error}")
            obeyed = obeyed or isinstance(error, ObeyedError)
        else:
            claims.setdefault(claim.id, claim)
    ordered = sorted(claims.values(), key=lambda c: (c.quotes[0].start, c.id))
    grammar = {claim.id: status for claim in ordered if (status := grounds.grammar(claim.type, claim.quotes[0])) is not None}
    return Grounded(claims=tuple(ordered), refused=tuple(refused), grammar=grammar, obeyed=obeyed)


def _claim(said: Said, grounds: Grounds, reader: str) -> Claim:
    """One claim; raises ``ValueError`` that completes "a claim … of the second reader …"."""
    quote = place_of(said.quote, grounds.document.text, grounds.stretches)
    if quote is None:
        raise ValueError("quotes words that are not in the text")
    if grounds.orders(quote):
        raise ObeyedError("rests on words that give orders to a machine")
    if not grounds.read(quote):
        raise ValueError("rests on a repeat or on furniture of the page")
    who = _keys(said.who, grounds)
    whom = tuple(key for key in _keys(said.whom, grounds) if key not in who)
    things = tuple(key for key in _keys(said.things, grounds) if key not in who and key not in whom)
    if not grounds.near(quote, {*who, *whom, *things}):
        raise ValueError("names nobody who stands near its quote")
    source = _source(said.source, grounds)
    seal = "|".join(
        [grounds.document.id, said.type, *who, ">", *whom, ">", *things, said.status.value, source or "", quote.words, reader]
    )
    return Claim(
        id="c-" + hashlib.sha256(seal.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        document_id=grounds.document.id,
        type=said.type,
        who=who,
        whom=whom,
        things=things,
        status=said.status,
        source=source,
        happened_on=_date(said.when, grounds),
        value=_value(said.number, quote, grounds),
        quotes=(quote,),
        confidence=ALONE,
        cues=(
            Cue(
                start=quote.start,
                end=quote.end,
                words=quote.words,
                role="trigger",
                meaning=said.type,
                reason=f"so read by {reader}",
            ),
        ),
        reader=reader,
    )


def place_of(words: str, text: str, stretches: Sequence[tuple[int, int]]) -> Quote | None:
    """Where the words stand in the stretches of a text; white space and the form of quotation marks and hyphens may differ."""
    pieces = words.translate(_PLAIN).split()
    if not pieces:
        return None
    plain = text.translate(_PLAIN)
    pattern = re.compile(r"\s*".join(map(re.escape, pieces)) if not words.isascii() else r"\s+".join(map(re.escape, pieces)))
    for start, end in stretches:
        found = pattern.search(plain, start, end)
        if found is not None:
            return Quote(start=found.start(), end=found.end(), words=text[found.start() : found.end()])
    return None


def _keys(names: Sequence[str], grounds: Grounds) -> tuple[str, ...]:
    keys = []
    for name in names:
        key = grounds.link(name)
        if key is None:
            raise ValueError(f"names '{name}', whom the text does not name")
        if grounds.kind(key) in PARTY_KINDS:
            keys.append(key)
    if names and not keys:
        raise ValueError(f"names '{names[0]}', which can be no party")
    return tuple(dict.fromkeys(keys))


def _source(name: str | None, grounds: Grounds) -> str | None:
    if name is None or name == grounds.document.outlet:
        return None
    if name.casefold() == ANONYMOUS:
        return ANONYMOUS
    key = grounds.link(name)
    if key is None:
        raise ValueError(f"makes '{name}' responsible, whom the text does not name")
    return key


def _date(iso: str | None, grounds: Grounds) -> str | None:
    """The date where the document bears it out: a date found in its text, at its precision or coarser; else unknown."""
    if iso is None:
        return None
    try:
        bounds(iso)
    except ValueError:
        return None
    found = {d for page in grounds.pages for date in page.dates for d in (date.past, date.future)}
    return iso if any(date == iso or (date.startswith(iso) and date[len(iso) :][:1] == "-") for date in found) else None


def _value(number: float | None, quote: Quote, grounds: Grounds) -> Value | None:
    """The number with its unit where the quote holds it; else unknown."""
    if number is None:
        return None
    for page in grounds.pages:
        for found in page.numbers:
            inside = quote.start <= found.start and found.end <= quote.end
            if inside and abs(found.number - number) <= 1e-6 * max(1.0, abs(number)):
                return Value(number=found.number, unit=found.unit)
    return None


def _bare(name: str) -> str:
    return " ".join(name.translate(_PLAIN).casefold().split())
