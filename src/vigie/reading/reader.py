"""The default reader: a document in, a reading out. Rules propose, small linear models choose, every choice keeps its reasons."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.model import Passage, PassageKind, Reading, bounds
from vigie.reading.claims import draw_claims
from vigie.reading.dates import DateReader
from vigie.reading.langid import language_of
from vigie.reading.language import languages
from vigie.reading.mentions import Cast, gather
from vigie.reading.models import shipped_models
from vigie.reading.names import NameFinder
from vigie.reading.numbers import NumberReader
from vigie.reading.page import Page, lay_out
from vigie.reading.passages import passages
from vigie.reading.unknown import UnknownNames
from vigie.reading.voice import voice_of

if TYPE_CHECKING:
    from vigie.atlas import Atlas
    from vigie.model import Document
    from vigie.reading.language import Language
    from vigie.reading.models import Models

NAME = "rules-1"
"""Name and version of this reader; stored with every claim it makes."""


def publication_day(published_on: str | None) -> str | None:
    """The date that a document gives, where it is one and of the press's centuries; an impossible one is unknown."""
    if not published_on or not "1800" <= published_on[:4] <= "2200":
        return None
    try:
        bounds(published_on[:10])
    except ValueError:
        return None
    return published_on


OWN_SHARE = 0.12
"""A passage with this share of the main language's function words is in that language: no need to guess (own corpus: .2 to .4)."""


def known_share(words: str, language: Language) -> float:
    """The share of a passage's words that are function words of a language."""
    if not language.spaced:
        return 1.0 if any("\u4e00" <= c <= "\u9fff" for c in words[:80]) else 0.0
    parts = words.lower().replace("'", "' ").replace("’", "' ").split()
    return sum(part in language.function_words for part in parts) / max(1, len(parts))


class DefaultReader:
    """Reads documents in every language that has a file. Holds no state between documents."""

    name = NAME

    def __init__(self, atlas: Atlas, models: Models | None = None) -> None:
        """Prepare the look-up over the atlas; languages follow when first met. The shipped models serve unless others are given."""
        self._atlas = atlas
        self._models = models
        self._names = NameFinder(atlas)
        self._dates: dict[str, DateReader] = {}
        self._numbers: dict[str, NumberReader] = {}
        self._unknown: dict[str, UnknownNames] = {}

    def read(self, document: Document) -> Reading:
        """All that the document says; the same document always gives the same reading."""
        pages, cast, lang = self.lay_out(document)
        claims = draw_claims(pages, cast, document, self.name, self._models or shipped_models())
        return Reading(
            document_id=document.id,
            reader=self.name,
            lang=lang,
            published_on=document.published_on,
            entities=cast.listed(),
            mentions=tuple(m for page in pages for m in page.mentions),
            claims=tuple(claims),
            affiliations={p: o for p, o in cast.affiliations.items() if p in cast.entities},
        )

    def lay_out(self, document: Document) -> tuple[list[Page], Cast, str]:
        """The document's pages (one for each language in it, the main one first), its cast and its language."""
        known = languages()
        readable = [code for code, language in known.items() if not language.experimental or document.lang == code]
        lang = document.lang if document.lang in known else language_of(document.text, readable)
        lang = lang or "en"
        text = unicodedata.normalize("NFC", document.text)
        document = replace(document, text=text) if text != document.text else document
        published = publication_day(document.published_on)
        parts = self._passages(document, known[lang])
        by_language: dict[str, list[Passage]] = {lang: []}
        for part in parts:
            code = lang
            if part.kind in (PassageKind.BODY, PassageKind.POST) and part.end - part.start > 40:
                code = self._passage_language(text[part.start : part.end], readable, lang)
            by_language.setdefault(code, []).append(part)
        cast = Cast()
        pages = []
        for code, own in by_language.items():
            page = lay_out(document, known[code], own, published)
            self._measure(page)
            gather(page, self._atlas, self._names, self._unknown_names(known[code]), cast)
            pages.append(page)
        voice = voice_of(document, pages, cast)
        for page in pages:
            page.voice = voice
        return pages, cast, lang

    def _passages(self, document: Document, language: Language) -> list[Passage]:
        return passages(
            document.text,
            language,
            [self._date_reader(code) for code in sorted(languages())],
            publication_day(document.published_on),
        )

    def _passage_language(self, words: str, codes: list[str], main: str) -> str:
        """The language of a passage where it is clearly another than the document's."""
        if known_share(words, languages()[main]) >= OWN_SHARE:
            return main
        found = language_of(words, codes)
        if found is None or found == main:
            return main
        common = languages()[found].find(words)
        return found if len(common) > len(languages()[main].find(words)) else main

    def _measure(self, page: Page) -> None:
        """Find the dates and numbers of a page, each in its own passage's light."""
        code = page.language.code
        dates = self._date_reader(code)
        numbers = self._numbers.setdefault(code, NumberReader(page.language)) if code not in self._numbers else self._numbers[code]
        page.dates = dates.find(page.low, page.published_on)
        page.numbers = numbers.find(page.low, [(d.start, d.end) for d in page.dates])

    def _date_reader(self, code: str) -> DateReader:
        if code not in self._dates:
            self._dates[code] = DateReader(languages()[code])
        return self._dates[code]

    def _unknown_names(self, language: Language) -> UnknownNames:
        if language.code not in self._unknown:
            self._unknown[language.code] = UnknownNames(language, self._atlas)
        return self._unknown[language.code]
