"""What a claim says, made comparable across documents and languages: organisations for people, days for dates. Judges nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.model import Quote, bounds
from vigie.stories.words import tokens

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from vigie.model import Claim, Document, Reading

__all__ = ["Facts", "facts_of", "significant"]

_PROPER = re.compile(r"[A-ZÀ-Þ][\w'’-]{2,}|\d{4,}")
_YEAR = re.compile(r"(19|20)\d\d")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One claim, ready to be compared with others."""

    claim: Claim
    speaker: str | None
    """Key of who is made responsible: the organisation where a person speaks for one."""
    lang: str
    published_on: str | None
    published: dt.date | None
    """The day of publication; ``None`` where it isn't known to the day."""
    who: frozenset[str]
    """Keys of organisations: a person stands for the organisation acted for, unnamed groups are left out."""
    whom: frozenset[str]
    things: frozenset[str]
    """Keys of models and of other things that the claim is about; for an appointment, the people."""
    words: frozenset[str]
    """Words of what it is about, folded."""
    proper: frozenset[str]
    """Capitalised words and years of what it is about: they survive translation between languages in Latin script."""
    quoted_proper: frozenset[str]
    """Capitalised words of its quotes that are no party's name."""
    numbers: frozenset[float]
    """The claim's value and the numbers among its words."""
    days: tuple[dt.date, dt.date] | None
    """First and last day that it may mean; ``None`` where unknown."""
    where: str | None
    quoted: frozenset[str]
    """Words of its quotes, folded."""
    beside: frozenset[str]
    """Keys of whatever else the quotes name, in any language: neither party nor thing of the claim."""
    around: frozenset[str]
    """Keys of whatever the paragraphs of the quotes name, parties and things among them."""
    digits: frozenset[str]
    """Significant digits of the numbers in the quotes."""

    @property
    def parties(self) -> frozenset[str]:
        """Both sides together."""
        return self.who | self.whom


def facts_of(reading: Reading, document: Document) -> list[Facts]:
    """The facts of every claim of a reading."""
    kinds = {entity.key: entity.kind for entity in reading.entities}
    names = {entity.key: entity.name for entity in reading.entities}
    published = reading.published_on or document.published_on
    span = _days(published)
    day = span[0] if span is not None and span[0] == span[1] else None

    def organisations(keys: Sequence[str]) -> frozenset[str]:
        return frozenset(reading.affiliations.get(key, key) for key in keys if kinds.get(key) != "group")

    def party_words(claim: Claim) -> set[str]:
        return {word for key in (*claim.who, *claim.whom, *claim.things) for word in tokens(names.get(key, key))}

    def facts(claim: Claim) -> Facts:
        models = {key for key in (*claim.who, *claim.whom, *claim.things) if kinds.get(key) == "model"}
        people = {key for key in (*claim.who, *claim.whom) if kinds.get(key) == "person"} if claim.type == "appoint" else set()
        apart = models | people
        things = frozenset((*claim.things, *apart))
        words = [word for phrase in claim.what for word in tokens(phrase)]
        value = {claim.value.number} if claim.value is not None else set()
        spelled = {number for phrase in claim.what for found in _NUMBER.findall(phrase) if (number := _number(found)) is not None}
        who, whom = (organisations([key for key in keys if key not in apart]) for keys in (claim.who, claim.whom))
        parties = who | whom
        return Facts(
            claim=claim,
            speaker=None if claim.source is None else next(iter(organisations([claim.source])), claim.source),
            lang=reading.lang,
            published_on=published,
            published=day,
            who=who,
            whom=whom,
            things=things,
            words=frozenset(words) | {word for key in claim.things for word in tokens(names.get(key, key))},
            proper=frozenset(word.casefold() for phrase in claim.what for word in _PROPER.findall(phrase)),
            quoted_proper=frozenset(_proper_words(claim) - party_words(claim)),
            numbers=frozenset(value | spelled),
            days=_days(claim.happened_on),
            where=claim.where,
            quoted=frozenset(word for quote in claim.quotes for word in tokens(quote.words)),
            beside=organisations(_named(reading, claim.quotes)) - parties - things,
            around=organisations(_named(reading, [_paragraph(document.text, quote) for quote in claim.quotes])),
            digits=frozenset(digits for quote in claim.quotes for digits in significant(quote.words)),
        )

    return [facts(claim) for claim in reading.claims]


def _named(reading: Reading, quotes: Iterable[Quote]) -> tuple[str, ...]:
    """Keys of what stands within the quotes."""
    spans = [(quote.start, quote.end) for quote in quotes]
    return tuple(mention.key for mention in reading.mentions if any(start <= mention.start < end for start, end in spans))


def _paragraph(text: str, quote: Quote) -> Quote:
    """The paragraph in which a quote begins."""
    start = text.rfind("\n\n", 0, quote.start) + 1
    end = text.find("\n\n", quote.end)
    return Quote(start=start, end=len(text) if end < 0 else end, words="")


def significant(words: str) -> tuple[str, ...]:
    """The significant digits of each number, in order, where there are two or more: alike in every language and unit.

    "15" for 1.5 billion as for 15亿; years are left out.
    """
    bare = [re.sub(r"[.,]", "", number) for number in _NUMBER.findall(words)]
    return tuple(digits for one in bare if len(digits := one.strip("0")) > 1 and not _YEAR.fullmatch(one))


def _proper_words(claim: Claim) -> set[str]:
    return {word for quote in claim.quotes for found in _PROPER.findall(quote.words) if len(found) > 3 for word in tokens(found)}


def _days(iso: str | None) -> tuple[dt.date, dt.date] | None:
    if iso is None:
        return None
    try:
        return bounds(iso[:10])
    except ValueError:
        return None


def _number(text: str) -> float | None:
    """A number written in either European or English manner; ``None`` where it can't be told."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text):
        return float(re.sub(r"[.,]", "", text))
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
