"""Holds each clause of a brief against what it cites, and says in a sentence what is not so. Pure; looks nothing up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from vigie.model import ANONYMOUS, When
from vigie.taxonomy import claim_type
from vigie.telling.brief.check.facts import Lexicon, read_clause
from vigie.telling.brief.dates import readable
from vigie.telling.brief.foreseen import percent
from vigie.telling.brief.wording import Wording
from vigie.telling.messages import Messages
from vigie.telling.plain import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vigie.model import Claim, Outlook
    from vigie.telling.brief.check.evidence import Evidence, Witness
    from vigie.telling.brief.check.facts import Facts
    from vigie.telling.brief.check.naming import Known
    from vigie.telling.brief.check.parse import Cited, Clause, Parsed

__all__ = ["KINDS", "Finding", "judge"]

KINDS = (
    "uncited", "reference", "party", "missing", "role", "status", "negation", "source", "date", "figure", "type", "words",
    "counted", "badge", "outlook", "silence",
)  # fmt: skip
"""What a finding can be about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a clause says and its citation does not."""

    line: int
    kind: str
    """One of `KINDS`."""
    text: str
    """The clause."""
    detail: str
    """What is at fault: a name, a date, a word."""
    cited: int | None = None
    """The reference that does not say so."""


def judge(parsed: Parsed, evidence: Evidence, known: Known) -> list[Finding]:
    """Everything in a brief that what it cites does not prove, in the order of the text; nothing where all is proven.

    Parties, roles, status, source, date, number, place and type of each clause must be those of every claim that it cites. Less may
    be said of date, number and place, never other; a coarser date is not another one.
    """
    found: list[Finding] = []
    for clause in parsed.clauses:
        if not clause.cites:
            found.append(Finding(line=clause.line, kind="uncited", text=clause.text, detail=clause.text))
        for number in clause.cites:
            reference = parsed.references.get(number)
            if reference is None:
                found.append(Finding(line=clause.line, kind="reference", text=clause.text, detail=f"[{number}]", cited=number))
                continue
            for kind, detail in _against(clause, reference, evidence, known, parsed.lang):
                found.append(Finding(line=clause.line, kind=kind, text=clause.text, detail=detail, cited=number))
    for reference in (*parsed.references.values(), *parsed.doubled):
        wrong = "double" if reference in parsed.doubled else _reference(reference, evidence)
        if wrong:
            found.append(Finding(line=reference.line, kind="reference", text=reference.text, detail=wrong, cited=reference.number))
    return sorted(found, key=lambda one: one.line)


def _against(clause: Clause, reference: Cited, evidence: Evidence, known: Known, lang: str) -> Iterator[tuple[str, str]]:
    name = reference.ids[0] if reference.ids else ""
    if name in evidence.claims:
        witnesses = evidence.claims[name]
        against = [list(_Claims(_read(clause.text, known, lang, one.claim), one, lang).findings()) for one in witnesses]
        yield from min(against, key=len)
        yield from _around(clause, witnesses[0], lang)
    elif name in evidence.outlooks:
        yield from _outlook(clause, evidence.outlooks[name], known, lang)
    elif name in evidence.sources:
        yield from _silence(clause, reference, evidence.sources[name], known, lang)
    else:
        yield "reference", name or reference.text


def _reference(reference: Cited, evidence: Evidence) -> str:
    """What a reference says of its claim that is not so."""
    name = reference.ids[0] if reference.ids else ""
    witness = next(iter(evidence.claims.get(name, ())), None)
    if witness is None:
        return "" if name in evidence.outlooks or name in evidence.sources else name or reference.text
    said = _folded(reference.text)
    quote = _folded(witness.claim.quotes[0].words)
    outlet = _folded(witness.document.outlet or witness.document.author or witness.document.title or witness.document.id)
    if quote not in said:
        return witness.claim.quotes[0].words
    return "" if said.startswith(outlet) else outlet


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[*`\\]", "", shown(text).replace("’", "'")).split())


def _read(text: str, known: Known, lang: str, claim: Claim) -> Facts:
    cited = {*claim.who, *claim.whom, *claim.things, *filter(None, (claim.source, claim.where))}
    return read_clause(text, known, lang, kind=claim.type, cited=cited, unit=claim.value.unit if claim.value else None)


class _Claims:
    """One clause against one claim."""

    def __init__(self, facts: Facts, witness: Witness, lang: str) -> None:
        self.facts, self.claim, self.witness, self.lang = facts, witness.claim, witness, lang
        self.lexicon = Lexicon.load(lang).data

    def findings(self) -> Iterator[tuple[str, str]]:
        """Kind and detail of all that is not so."""
        claim, facts = self.claim, self.facts
        if facts.status is not claim.status:
            yield "status", f"{facts.status.value} ≠ {claim.status.value}"
        if facts.negated:
            yield "negation", claim.status.value
        yield from self._names()
        yield from self._roles()
        yield from self._source()
        yield from self._dates()
        yield from self._numbers()
        cues = self.lexicon["types"][claim.type]
        told = re.sub(r"\([^()]*\)", " ", facts.masked)
        if not any(re.search(rf"(?<!\w){cue}" if cue[0].isalpha() else cue, told, re.IGNORECASE) for cue in cues):
            yield "type", claim_type(claim.type).labels[self.lang]
        yield from self._words()

    def _names(self) -> Iterator[tuple[str, str]]:
        claim = self.claim
        parties = {*claim.who, *claim.whom}
        allowed = {*parties, *claim.things, claim.source, claim.where}
        surfaces = _words_of([claim.where or "", _place_words(claim.where, self.lang)])
        for name, keys in self.facts.names:
            if not keys & allowed and not _words_of([name]) <= surfaces:
                yield "party", name
        said = set().union(*(keys for _, keys in self.facts.names))
        for key in sorted(parties - said):
            yield "missing", key.removeprefix("?")

    def _roles(self) -> Iterator[tuple[str, str]]:
        claim, facts = self.claim, self.facts
        if claim.type not in self.lexicon["roles"] or not claim.who or not claim.whom or set(claim.who) & set(claim.whom):
            return
        named = [keys for _, keys in facts.names]
        speaks = {claim.source} if claim.source else set()
        for place in facts.acting - facts.sources:
            if named[place] & set(claim.whom) and not named[place] & set(claim.who):
                yield "role", facts.names[place][0]
        for place in facts.acted_upon - facts.sources:
            if named[place] & set(claim.who) and not named[place] & set(claim.whom):
                yield "role", facts.names[place][0]
        read = {key for place in facts.acting | facts.acted_upon for key in named[place]} | speaks
        for key in sorted({*claim.who, *claim.whom} - read):
            if any(key in keys for keys in named):
                yield "role", key

    def _source(self) -> Iterator[tuple[str, str]]:
        claim, facts = self.claim, self.facts
        named = [facts.names[place] for place in sorted(facts.sources)]
        for name, keys in named:
            if claim.source not in keys:
                yield "source", name
        if claim.source is None:
            if facts.anonymous or (facts.attributed and not named):
                yield "source", Messages.load(self.lang)("anonymous") if facts.anonymous else "?"
            return
        if claim.source == ANONYMOUS:
            if not facts.anonymous:
                yield "source", Messages.load(self.lang)("anonymous")
        elif not named and not (facts.own_word and claim.source in {*claim.who, *claim.whom}):
            yield "source", claim.source.removeprefix("?")

    def _dates(self) -> Iterator[tuple[str, str]]:
        claim = self.claim
        on = readable(claim.happened_on)
        period = readable(claim.value.period) if claim.value is not None else None
        for said in self.facts.dates:
            if not _covers(said, on or period):
                yield "date", said
        for said in self.facts.periods:
            if not _covers(said, period or on):
                yield "date", said

    def _numbers(self) -> Iterator[tuple[str, str]]:
        value = self.claim.value
        for number, unit in self.facts.numbers:
            if value is None or round(value.number, 6) != number or unit != value.unit:
                yield "figure", " ".join(filter(None, (f"{number:g}", unit)))

    def _words(self) -> Iterator[tuple[str, str]]:
        """Words that neither the language's grammar, nor the type, nor the quote holds: an asset that nobody named."""
        claim, value = self.claim, self.claim.value
        allowed = set(_vocabulary(self.lang, claim.type))
        if value is not None:
            forms = self.lexicon["metrics"].get(value.metric or "", ())
            allowed |= {word for word in self.facts.words if any(re.fullmatch(form, word) for form in forms)}
        if self.witness.lang == self.lang:
            allowed |= _words_of([quote.words for quote in claim.quotes])
        allowed |= _words_of([claim.where or "", _place_words(claim.where, self.lang)])
        for word in dict.fromkeys((*self.facts.words, *(one.casefold() for one in self.facts.strange))):
            if word not in allowed and not word.isdecimal():
                yield "words", word


def _covers(said: str, told: str | None) -> bool:
    """True where a date said is the one told, or a coarser one that holds it."""
    try:
        when = When(said)
    except ValueError:
        return False
    return told is not None and when.first_on <= When(told).first_on and When(told).last_on <= when.last_on


@cache
def _vocabulary(lang: str, kind: str) -> frozenset[str]:
    """The words that a clause about a type may hold beside names: those of grammar, and the turns of phrase of the type."""
    lexicon, wording = Lexicon.load(lang).data, Wording.load(lang).data
    phrases: list[str] = []

    def take(value: Any) -> None:
        if isinstance(value, str):
            phrases.append(re.sub(r"\{[^}]*\}", " ", value.replace("'", "’")))
        elif isinstance(value, dict):
            for one in value.values():
                take(one)

    take(wording["types"][kind])
    words = {word.casefold() for phrase in phrases for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", phrase)}
    return frozenset(words | {str(word) for word in lexicon["grammar"]} | {"chiffre" if lang == "fr" else "figure"})


def _words_of(texts: Iterable[str]) -> set[str]:
    return {word.casefold() for text in texts for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.replace("'", "’"))}


def _place_words(where: str | None, lang: str) -> str:
    """How a place is called in the language, where the wording knows it."""
    return str(Wording.load(lang).data.get("places", {}).get(where, "")) if where else ""


def _around(clause: Clause, witness: Witness, lang: str) -> Iterator[tuple[str, str]]:
    """The count of documents and origins, and the change of status, that stand around a clause."""
    say, move = Messages.load(lang), witness.move
    if move is None or not clause.first:
        return
    if clause.counted:
        documents, origins = say.count("document", len(move.document_ids)), say.count("origin", len(move.origins))
        if clause.counted != say("brief.counted", documents=documents, origins=origins):
            yield "counted", clause.counted
    if clause.badge:
        was, _, status = (part.strip().casefold() for part in clause.badge.partition("→"))
        before = say(f"status.{witness.was.value}").casefold() if witness.was is not None else was
        if status != say(f"status.{move.status.value}").casefold() or was != before:
            yield "badge", clause.badge


def _outlook(clause: Clause, outlook: Outlook, known: Known, lang: str) -> Iterator[tuple[str, str]]:
    """Pair, day, and the chance and base rate of each rung in their order."""
    say = Messages.load(lang)
    facts = read_clause(clause.text, known, lang, cited=(outlook.first, outlook.second))
    for name, keys in facts.names:
        if not keys & {outlook.first, outlook.second}:
            yield "party", name
    said = set().union(*(keys for _, keys in facts.names))
    for key in (outlook.first, outlook.second):
        if key not in said:
            yield "missing", key
    for date in facts.dates:
        if date != outlook.by_on:
            yield "date", date
    shown = re.findall(r"\d+(?:[.,]\d+)?\s?%", clause.text.replace("\u00a0", " "))
    expected: list[str] = []
    for rung, share in outlook.probabilities.items():
        expected.append(percent(share, lang))
        if rung in outlook.base_rates:
            expected.append(percent(outlook.base_rates[rung], lang))
        if say(f"rung.{rung}") not in clause.text:
            yield "outlook", say(f"rung.{rung}")
    if [one.replace("\u202f", "").replace(" ", "") for one in shown] != [one.replace("\u202f", "") for one in expected]:
        yield "outlook", " ".join(shown)
    order = [clause.text.find(say(f"rung.{rung}")) for rung in outlook.probabilities]
    if order != sorted(order):
        yield "outlook", clause.text


def _silence(clause: Clause, reference: Cited, name: str, known: Known, lang: str) -> Iterator[tuple[str, str]]:
    """A source's name, and the day that its reference gives."""
    if name not in clause.text:
        yield "missing", name
    told = read_clause(reference.text, known, lang).dates
    for date in read_clause(clause.text, known, lang).dates:
        if date not in told:
            yield "silence", date
