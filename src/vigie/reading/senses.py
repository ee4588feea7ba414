"""Say what kind of thing words mean ("swallow", "raflé" and 鲸吞 all `acquire`), in classes that all languages share.

The vocabulary stands in `lexicon/senses/*.txt`, a line for each class; the models learn what a class tells. A language without
a file has no senses, and reads by its patterns alone. Decides nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import ahocorasick_rs
import simplemma

from vigie.reading.language import lowered
from vigie.reading.page import Sense, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vigie.reading.page import Page


_ARTICLES = {
    "fr": frozenset(
        [
            "le",
            "la",
            "les",
            "l",
            "un",
            "une",
            "des",
            "du",
            "au",
            "aux",
            "d",
            "son",
            "sa",
            "ses",
            "leur",
            "leurs",
            "ce",
            "cette",
            "cet",
            "se",
            "s",
        ]
    ),
    "en": frozenset(["the", "a", "an", "its", "his", "her", "their"]),
    "de": frozenset(
        [
            "der",
            "die",
            "das",
            "den",
            "dem",
            "des",
            "ein",
            "eine",
            "einen",
            "einem",
            "einer",
            "eines",
            "sich",
            "sein",
            "seine",
            "seinen",
            "ihre",
            "ihren",
        ]
    ),
}
"""Words that stand inside an expression without being part of it."""
_PARTICLES = frozenset(
    [
        "ab",
        "an",
        "auf",
        "aus",
        "bei",
        "ein",
        "fest",
        "frei",
        "fort",
        "her",
        "hin",
        "heraus",
        "hinaus",
        "herein",
        "hinein",
        "los",
        "mit",
        "nach",
        "nieder",
        "um",
        "unter",
        "vor",
        "vorbei",
        "weg",
        "weiter",
        "wieder",
        "zu",
        "zurück",
        "zusammen",
        "über",
        "durch",
        "entgegen",
        "bereit",
        "still",
        "stand",
        "statt",
        "teil",
        "bekannt",
        "preis",
    ]
)
"""What a German verb leaves at the end of its clause."""
_LONGEST = 4
"""Words of the longest expressions."""
_TELLING = 4
"""Letters from which what is left of an expression, once numbers and articles are gone, still means something."""


@dataclass(slots=True)
class Vocabulary:
    """The senses of one language, ready to be found."""

    code: str
    expressions: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    """Lemmas → classes."""
    heads: frozenset[str] = frozenset()
    """First lemmas of expressions of several words."""
    automaton: Any = None
    """Of a script without spaces: finds the longest words."""
    words: list[str] = field(default_factory=list)

    def find(self, page: Page) -> list[Sense]:
        """All words of known meaning in a page, by place; within expressions of several words also the single ones."""
        return self._find_spaced(page) if page.language.spaced else self._find_unspaced(page)

    def _find_unspaced(self, page: Page) -> list[Sense]:
        found = self.automaton.find_matches_as_indexes(page.low)
        return [Sense(start, end, self.expressions[self.words[index],]) for index, start, end in found]

    def _find_spaced(self, page: Page) -> list[Sense]:
        found: list[Sense] = []
        every = lemmas(page.text, 0, len(page.text), self.code)
        words = [w for w in every if w[2] not in _ARTICLES[self.code]]
        for at, (start, end, lemma) in enumerate(words):
            classes = self.expressions.get((lemma,))
            if classes:
                found.append(Sense(start, end, classes))
            if lemma in self.heads:
                for more in range(2, _LONGEST + 1):
                    listed = tuple(w[2] for w in words[at : at + more])
                    classes = self.expressions.get(listed)
                    if classes and len(listed) == more:
                        found.append(Sense(start, words[at + more - 1][1], classes))
        if self.code == "de":
            found += self._separated(page, every)
        return sorted(found, key=lambda s: (s.start, s.end))

    def _separated(self, page: Page, words: Sequence[tuple[int, int, str]]) -> list[Sense]:
        """German verbs whose particle stands at the end of the clause: „stieg bei Opel ein“."""
        found = []
        starts = [w[0] for w in words]
        for sentence in page.sentences:
            for clause in sentence.clauses:
                inside = words[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
                if not inside or inside[-1][2] not in _PARTICLES:
                    continue
                for start, end, lemma in inside[:-1]:
                    classes = self.expressions.get((inside[-1][2] + lemma,))
                    if classes:
                        found.append(Sense(start, end, classes))
        return found


def lemmas(text: str, start: int, end: int, code: str) -> list[tuple[int, int, str]]:
    """The words of a stretch with their lemmas in lower case; elided articles are cut off."""
    found = []
    for s, e in tokens(text, start, end):
        if not text[s].isalpha():
            continue
        word = text[s:e].replace("’", "'")
        cut = word.rfind("'") + 1
        if code == "fr" and 0 < cut <= 6:
            found.append((s + cut, e, lemma(word[cut:], code)))
        else:
            found.append((s, e, lemma(word.removesuffix("'s"), code)))
    return found


@cache
def lemma(word: str, code: str) -> str:
    """The dictionary form of one word in lower case."""
    return str(simplemma.lemmatize(word, lang=code)).lower()


@cache
def vocabulary(code: str) -> Vocabulary | None:
    """The vocabulary of a language; ``None`` where it has no file."""
    path = resources.files(__package__).joinpath("lexicon", "senses", f"{code}.txt")
    if not path.is_file():
        return None
    spaced = code in _ARTICLES
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, entries = line.partition(":")
        for entry in entries.split(","):
            words = entry.strip()
            if words:
                key = _key(words, code) if spaced else (lowered(words),)
                cut_short = len(key) == 1 and " " in words and len(key[0]) < _TELLING
                if key and len(key) <= _LONGEST and not cut_short:
                    found.setdefault(key, {})[name.strip()] = None
    known = Vocabulary(code, {key: tuple(classes) for key, classes in found.items()})
    if spaced:
        known.heads = frozenset(key[0] for key in found if len(key) > 1)
    else:
        known.words = sorted(key[0] for key in found)
        known.automaton = ahocorasick_rs.AhoCorasick(known.words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return known


def _key(words: str, code: str) -> tuple[str, ...]:
    """The lemmas of an entry, without articles unless nothing else is left."""
    listed = tuple(w[2] for w in lemmas(words, 0, len(words), code))
    return tuple(w for w in listed if w not in _ARTICLES[code]) or listed
