"""A language as data: reads `languages/*.yml` into patterns that find words. Decides nothing about what they mean together.

A pattern is written in lower case. `*` at its end stands for any ending, `…` for a gap inside one clause, a leading `~`
marks a weak sign, and `/…/` is a regular expression over the lower-cased text. Everything a language needs stands in its
file; `docs/guides/add-a-language.md` tells how to write one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import ahocorasick_rs
import yaml

from vigie.errors import DataError
from vigie.reading.needed import needed_words

SECTIONS = {
    "triggers",
    "status",
    "grammar",
    "reporting",
    "plain_nouns",
    "pronouns",
    "metrics",
    "posts",
    "organisation_words",
}
"""Sections whose leaves are lists of patterns; a leaf's name in code is `section.leaf`."""

OTHER_KEYS = {
    "code",
    "names",
    "experimental",
    "script",
    "people_titles",
    "units",
    "currencies",
    "numbers",
    "dates",
    "furniture",
    "stopnames",
}


RELATIONS = ("by", "with", "of", "to", "for", "from", "in", "between", "against", "and")
"""Relations whose words a file lists under `grammar`; a word listed twice marks the first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words of the text that match a pattern: `text[start:end]`."""

    start: int
    end: int
    category: str
    """`section.leaf`, such as `triggers.meet` or `status.rumoured`."""
    pattern: str
    weak: bool = False


@dataclass(slots=True)
class Language:
    """One language file, compiled."""

    code: str
    names: dict[str, str]
    experimental: bool
    spaced: bool
    """True where words are separated by spaces."""
    data: dict[str, Any]
    _automaton: Any = None
    _function_words: frozenset[str] | None = None
    _relations: dict[str, str] | None = None
    _literals: list[tuple[str, bool, list[tuple[str, str, bool, str | None]]]] = field(default_factory=list)
    """(literal, prefix?, [(category, pattern, weak, second part of a gapped pattern)])."""
    _regexes: list[tuple[re.Pattern[str], str, str, bool]] = field(default_factory=list)
    _needed: Any = None
    _needing: list[list[int]] = field(default_factory=list)
    """For each word that some regular expressions can't match without: their places in the list above."""
    _free: set[int] = field(default_factory=set)
    """Places of the regular expressions that have no such word."""

    @property
    def relations(self) -> dict[str, str]:
        """Word → the relation that it marks between what stands before and the name behind it."""
        if self._relations is None:
            grammar = self.data.get("grammar") or {}
            self._relations = {}
            for relation in RELATIONS:
                for word in grammar.get(relation) or ():
                    self._relations.setdefault(str(word), relation)
        return self._relations

    @property
    def function_words(self) -> frozenset[str]:
        """The prepositions, conjunctions, articles and pronouns that the file names."""
        if self._function_words is None:
            grammar = (self.data.get("grammar") or {}).items()
            kinds = (
                "by",
                "with",
                "of",
                "to",
                "for",
                "from",
                "in",
                "between",
                "against",
                "and",
                "relative",
                "subordinate",
                "negation",
            )
            plain = {str(w).lstrip("~") for leaf, listed in grammar if leaf in kinds for w in listed or ()}
            self._function_words = frozenset(w for w in plain if " " not in w and not w.startswith("/"))
        return self._function_words

    def find(self, text: str) -> list[Hit]:
        """All pattern hits in a text, sorted by place; gapped patterns give one hit over both parts.

        The text is lower-cased here; offsets are those of the text as given.
        """
        low = lowered(text)
        found: list[Hit] = []
        seconds: dict[str, list[tuple[int, int]]] | None = None
        gapped: list[tuple[int, int, str, str, bool, str]] = []
        spaced = self.spaced
        size = len(low)
        for index, start, end in self._automaton.find_matches_as_indexes(low, overlapping=True):
            _, prefix, uses = self._literals[index]
            if spaced:
                if start and low[start - 1].isalnum() and low[start].isalnum():
                    continue
                if prefix:
                    while end < size and (low[end].isalpha() or low[end] == "-"):
                        end += 1  # noqa: PLW2901 - the hit grows to the end of its word
                elif end < size and low[end].isalnum() and low[end - 1].isalnum():
                    continue
            for category, pattern, weak, second in uses:
                if category == "":
                    if seconds is None:
                        seconds = {}
                    seconds.setdefault(pattern, []).append((start, end))
                elif second is None:
                    found.append(Hit(start, end, category, pattern, weak))
                else:
                    gapped.append((start, end, category, pattern, weak, second))
        for start, end, category, pattern, weak, second in gapped:
            for s, e in (seconds or {}).get(second, ()):
                if s >= end and s - end < 160 and not _BREAK.search(low, end, s):
                    found.append(Hit(start, e, category, pattern, weak))
                    break
        possible = self._free.copy()
        for index, _, _ in self._needed.find_matches_as_indexes(low, overlapping=True):
            possible.update(self._needing[index])
        for number in sorted(possible):
            regex, category, pattern, weak = self._regexes[number]
            found.extend(Hit(m.start(), m.end(), category, pattern, weak) for m in regex.finditer(low) if m.end() > m.start())
        found.sort(key=lambda h: (h.start, -h.end, h.category, h.pattern))
        return found


_BREAK = re.compile(r"[;!?。；！？\n]|\.(?!\d)")


@cache
def _lower_map() -> dict[int, str]:
    """Characters whose lower case has another length, kept as they are so that offsets hold; typographic quotes made plain."""
    table: dict[int, str] = {ord("İ"): "i", ord("’"): "'", ord("ʼ"): "'", ord("\u00a0"): " ", ord("\u202f"): " ", ord("‑"): "-"}
    return table


def lowered(text: str) -> str:
    """The text in lower case with plain apostrophes and spaces, of the same length."""
    low = text.translate(_lower_map()).lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_lower_map()))
    return low


def _compile(language: Language) -> None:
    """Build the automaton over all literal patterns and the list of regular expressions."""
    literals: dict[tuple[str, bool], list[tuple[str, str, bool, str | None]]] = {}
    for section in sorted(SECTIONS):
        for leaf, patterns in (language.data.get(section) or {}).items():
            category = f"{section}.{leaf}"
            for raw in patterns or ():
                pattern = str(raw)
                weak = pattern.startswith("~")
                body = pattern.removeprefix("~")
                if body.startswith("/") and body.endswith("/"):
                    try:
                        regex = re.compile(body[1:-1])
                    except re.error as error:
                        raise DataError(
                            f"language '{language.code}', {category}: '{body}' is no regular expression ({error})",
                            culprit=language.code,
                        ) from error
                    language._regexes.append((regex, category, pattern, weak))  # noqa: SLF001 - this module builds the class
                    continue
                parts = [p.strip() for p in body.split("…")]
                if len(parts) > 2 or not all(parts):
                    raise DataError(
                        f"language '{language.code}', {category}: '{body}' must have words on both sides of one gap", culprit=body
                    )
                first = _literal(parts[0])
                if len(parts) == 2:
                    literals.setdefault(_literal(parts[1]), []).append(("", parts[1], False, None))
                    literals.setdefault(first, []).append((category, pattern, weak, parts[1]))
                else:
                    literals.setdefault(first, []).append((category, pattern, weak, None))
    words: dict[str, list[int]] = {}
    for number, (regex, *_) in enumerate(language._regexes):  # noqa: SLF001
        needed = needed_words(regex.pattern)
        for word in needed:
            words.setdefault(word, []).append(number)
        if not needed:
            language._free.add(number)  # noqa: SLF001
    language._needing = [words[word] for word in sorted(words)]  # noqa: SLF001
    language._needed = ahocorasick_rs.AhoCorasick(sorted(words))  # noqa: SLF001
    keys = sorted(literals)
    language._literals = [(word, prefix, literals[word, prefix]) for word, prefix in keys]  # noqa: SLF001
    language._automaton = ahocorasick_rs.AhoCorasick([word for word, _ in keys])  # noqa: SLF001


def _literal(part: str) -> tuple[str, bool]:
    """The words of a pattern in lower case, and whether any ending may follow."""
    return lowered(part.removesuffix("*")), part.endswith("*")


@cache
def languages() -> dict[str, Language]:
    """All languages by code; raises ``DataError`` where a file has an unknown key or a bad pattern."""
    found: dict[str, Language] = {}
    for entry in sorted(resources.files(__package__).joinpath("languages").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yml"):
            language = parse_language(entry.read_text(encoding="utf-8"), entry.name)
            found[language.code] = language
    return found


def parse_language(yml: str, name: str) -> Language:
    """Compile the text of one language file; ``name`` is for the error sentence. Raises ``DataError``."""
    data = yaml.load(yml, Loader=yaml.CSafeLoader)
    unknown = set(data) - SECTIONS - OTHER_KEYS
    if unknown:
        raise DataError(f"language file '{name}' has keys nobody reads: {', '.join(sorted(unknown))}", culprit=name)
    language = Language(
        code=data["code"],
        names=data["names"],
        experimental=bool(data.get("experimental", False)),
        spaced=data.get("script", "latin") != "han",
        data=data,
    )
    _compile(language)
    return language
