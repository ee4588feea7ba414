"""A document laid out for reading: passages, sentences, clauses, and what was found where. Holds; decides nothing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from vigie.model import PassageKind
from vigie.reading.language import Hit, lowered

if TYPE_CHECKING:
    from vigie.model import Document, Mention, Passage
    from vigie.reading.dates import DateFound
    from vigie.reading.language import Language
    from vigie.reading.numbers import NumberFound

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[”’」』）]*|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:m|mm|mr|mrs|ms|dr|prof|st|ste|no|nr|bzw|ca|etc|inc|ltd|co|corp|sr|jr|vs|u\.s|u\.k|z\.\s?b|d\.\s?h|rd|mio|mrd|tsd|art|av|jan|feb|sept|oct|nov|dec)|\b[A-Z]|\b\d{1,2})\.$",
    re.IGNORECASE,
)
_CUT = re.compile(r"[,;:](?=\s|$)|[()«»“”„\"–—]|\s-\s|[，；：（）、]")
_CUT_HAN = re.compile(r"[,;:，；：（）()“”\"—–]+")
_QUOTATION = re.compile(r"«[^«»]{4,900}»|„[^„“”]{4,900}[“”]|“[^“”]{4,900}”|\"[^\"]{4,600}\"|「[^「」]{2,600}」")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’\-‑&.][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]")


@dataclass(slots=True)
class Clause:
    """A stretch of a sentence between stops: `text[start:end]`."""

    start: int
    end: int
    index: int
    """Place in the sentence."""
    sentence: Sentence
    hits: list[Hit] = field(default_factory=list)
    weighed: tuple[object, list[Any]] | None = None
    """The model that weighed this clause's possible sources, and what it found: the same for every type proposed here."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One sign that somebody speaks: `text[start:end]`."""

    start: int
    end: int
    form: str
    """``verb`` (X said), ``inverted`` (said X), ``according``, ``spokesperson``, ``anonymous``; ``alone`` without a speaker."""
    weak: bool
    speaker: Mention | None

    @property
    def label(self) -> str:
        """The form, marked with ``~`` where the sign is weak."""
        return f"{self.form}~" if self.weak else self.form


@dataclass(slots=True)
class Sentence:
    """A sentence: `text[start:end]`."""

    start: int
    end: int
    index: int
    """Place in the document."""
    passage: Passage
    clauses: list[Clause] = field(default_factory=list)
    question: bool = False
    speeches: list[Speech] | None = None
    """Who speaks in it, once that was looked for."""

    @property
    def title(self) -> bool:
        """True where the sentence is a headline."""
        return self.passage.kind is PassageKind.TITLE


@dataclass(frozen=True, slots=True)
class Voice:
    """The voice of a document."""

    kind: str
    """``post``, ``interview`` or ``own``."""
    source: str | None = None
    """Entity key, or the author's name where no entity is; ``None`` for the document's own voice."""


@dataclass(slots=True)
class Page:
    """Everything found in one document, by place in its text."""

    document: Document
    text: str
    low: str
    language: Language
    published_on: str | None
    passages: list[Passage]
    sentences: list[Sentence]
    hits: list[Hit]
    dates: list[DateFound]
    numbers: list[NumberFound]
    mentions: list[Mention] = field(default_factory=list)
    voice: Voice | None = None
    """Whose voice the whole document is."""
    quotations: list[tuple[int, int]] = field(default_factory=list)
    """Spans between quotation marks, within a passage; they may hold several sentences."""
    last_speakers: list[tuple[Sentence, Mention] | None] | None = None
    """For each sentence who spoke last before it, once that was looked for."""
    _mention_starts: list[int] = field(default_factory=list)
    _hit_starts: list[int] = field(default_factory=list)

    def set_mentions(self, mentions: list[Mention]) -> None:
        """Keep the mentions, sorted by place."""
        self.mentions = sorted(mentions, key=lambda m: (m.start, -m.end))
        self._mention_starts = [m.start for m in self.mentions]

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """Mentions that begin inside a stretch."""
        return self.mentions[bisect_left(self._mention_starts, start) : bisect_right(self._mention_starts, end - 1)]

    def hits_in(self, start: int, end: int) -> list[Hit]:
        """Pattern hits that begin inside a stretch."""
        if not self._hit_starts:
            self._hit_starts = [h.start for h in self.hits]
        return self.hits[bisect_left(self._hit_starts, start) : bisect_right(self._hit_starts, end - 1)]

    def dates_in(self, start: int, end: int) -> list[DateFound]:
        """Expressions of time that begin inside a stretch."""
        return [d for d in self.dates if start <= d.start < end]

    def opens_sentence(self, mention: Mention) -> bool:
        """Whether a mention stands near the beginning of its sentence, where subjects stand."""
        i = mention.start - 1
        limit = max(0, mention.start - (22 if self.language.spaced else 8))
        while i >= limit and self.text[i] not in ".!?。！？\n":
            i -= 1
        return i >= limit or limit == 0

    def relation_word(self, mention: Mention) -> str:
        """``parenthesis`` where a mention stands in brackets or between a comma and a comma, else nothing."""
        before = self.text[max(0, mention.start - 1) : mention.start]
        return "parenthesis" if before in ("(", "（") else ""

    def word_before(self, position: int) -> str:
        """The lower-cased word that ends before a place, or the punctuation sign there, or nothing at a line's start."""
        i = position
        low = self.low
        while i > 0 and low[i - 1] in " \t":
            i -= 1
        if i == 0 or low[i - 1] == "\n":
            return ""
        j = i
        if not self.language.spaced:
            return low[j - 1 : j]
        while j > 0 and (low[j - 1].isalnum() or low[j - 1] == "'"):
            j -= 1
            if low[j] == "'" and j < i - 1:
                j += 1
                break
        return low[j:i] if j < i else low[i - 1]

    def word_after(self, position: int) -> str:
        """The lower-cased word that begins after a place, or the punctuation sign there, or nothing at a line's end."""
        i = position
        low = self.low
        size = len(low)
        while i < size and low[i] in " \t":
            i += 1
        if i >= size or low[i] == "\n":
            return ""
        j = i
        if not self.language.spaced:
            return low[j : j + 1]
        if low[i] == "'" and i + 1 < size and low[i + 1] == "s":
            return "'s"
        while j < size and low[j].isalnum():
            j += 1
        return low[i:j] if j > i else low[i]


def tokens(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of words, numbers and signs in a stretch of text."""
    return [(m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]


def split_sentences(text: str, passages: list[Passage], language: Language) -> list[Sentence]:
    """Sentences of the passages that are read: repeats and furniture are left out."""
    found: list[Sentence] = []
    for passage in passages:
        if passage.kind in (PassageKind.REPEAT, PassageKind.FURNITURE):
            continue
        begin = passage.start
        for m in _END.finditer(text, passage.start, passage.end):
            stop = m.end()
            if text[m.start()] == "." and language.spaced:
                if _ABBREVIATION.search(text, max(passage.start, m.start() - 8), m.start() + 1) and stop < passage.end:
                    following = text[stop : stop + 2].strip()
                    german_ordinal = text[m.start() - 1].isdigit()
                    if not german_ordinal or language.code == "de":
                        continue
                    if following and not following[0].isupper():
                        continue
                following = text[stop : stop + 3].strip()
                if following and following[0].islower():
                    continue
            if text[begin:stop].strip():
                found.append(_sentence(text, begin, stop, len(found), passage))
            begin = stop
        if text[begin : passage.end].strip():
            found.append(_sentence(text, begin, passage.end, len(found), passage))
    return found


def _sentence(text: str, start: int, end: int, index: int, passage: Passage) -> Sentence:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    tail = text[max(start, end - 3) : end]
    return Sentence(start, end, index, passage, question="?" in tail or "？" in tail)


def split_clauses(page: Page) -> None:
    """Cut each sentence at its stops; a fragment of a few words without a trigger joins the one before it."""
    cut = _CUT if page.language.spaced else _CUT_HAN
    short = 18 if page.language.spaced else 5
    for sentence in page.sentences:
        edges = [sentence.start]
        edges += [m.end() for m in cut.finditer(page.text, sentence.start, sentence.end)]
        edges.append(sentence.end)
        spans: list[list[int]] = []
        for start, end in pairwise(edges):
            if not page.text[start:end].strip(' \t,;:()«»“”„"–—，；：（）、.。?!？！'):
                if spans:
                    spans[-1][1] = end
                continue
            triggers = any(h.category.startswith("triggers.") and not h.weak for h in page.hits_in(start, end))
            goes_on = _goes_on(page, start, end) or (spans and end - start < 60 and page.text[start - 1 : start] in ":：")
            if spans and not triggers and (end - start < short or goes_on):
                spans[-1][1] = end
            else:
                spans.append([start, end])
        if not spans:
            spans = [[sentence.start, sentence.end]]
        spans[0][0] = sentence.start
        sentence.clauses = [Clause(s, e, i, sentence, page.hits_in(s, e)) for i, (s, e) in enumerate(spans)]


def _goes_on(page: Page, start: int, end: int) -> bool:
    """Whether a fragment only prolongs an enumeration: "but also with …", "as well as …", "sowie …"."""
    if end - start > 90:
        return False
    grammar = page.language.data.get("grammar") or {}
    words = page.low[start:end].strip().split()[:4] if page.language.spaced else []
    return (
        bool(words)
        and (words[0] in grammar.get("and", ()) or "aussi" in words or "also" in words[:3] or "auch" in words[:3])
        and any(w in grammar.get("with", ()) for w in words)
    )


def lay_out(document: Document, language: Language, passages: list[Passage], published_on: str | None) -> Page:
    """A page with its sentences and pattern hits; dates, numbers and mentions are added by their readers."""
    text = document.text
    page = Page(
        document=document,
        text=text,
        low=lowered(text),
        language=language,
        published_on=published_on,
        passages=passages,
        sentences=split_sentences(text, passages, language),
        hits=language.find(text),
        dates=[],
        numbers=[],
    )
    split_clauses(page)
    for passage in passages:
        page.quotations += [(m.start(), m.end()) for m in _QUOTATION.finditer(text, passage.start, passage.end)]
    return page
