"""Invented press on invented happenings, whose true origins are known: wires and their rewrites, posts, independent reports.

Everything follows from a seed. The sentences stand in ``texts.yml``; nothing of them is a fact.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from vigie.model import Document

__all__ = ["Report", "happenings"]

LANGUAGES = ("en", "fr", "de", "zh")
SENTENCES = 5
"""Sentences after the lead of each article."""


@dataclass(frozen=True, slots=True)
class Report:
    """One article on one happening, with the voice that it truly goes back to."""

    document: Document
    happening: int
    truth: str
    how: str
    """How it came about: wire, reprint, cut, furnished, credited, reported, translated, sister, post, own."""


def happenings(number: int, *, rewrites: int, seed: int) -> list[Report]:
    """Reports on ``number`` happenings, a third each told by one wire, by one post, and by several independent outlets as well."""
    texts = yaml.safe_load(Path(__file__).with_name("texts.yml").read_text(encoding="utf-8"))
    return [report for index in range(number) for report in _Happening(texts, index, seed).reports(rewrites)]


class _Happening:
    def __init__(self, texts: dict[str, Any], index: int, seed: int) -> None:
        self._texts, self._index = texts, index
        self._chance = random.Random(f"{seed}/{index}")
        self._one, self._other, home = texts["pairs"][index % len(texts["pairs"])]
        self._home: str = home
        self._share = f"{self._chance.randint(5, 48)}.{self._chance.randint(1, 9)}"
        # Weeks apart, so that several happenings of a pair are several.
        self._day = f"{2016 + index // len(texts['pairs'])}-{1 + self._chance.randrange(12):02}-{1 + self._chance.randrange(26):02}"
        self._agency = self._chance.choice(texts["agencies"])
        self._wire = self._facts()
        self._number = 0

    def reports(self, rewrites: int) -> list[Report]:
        kind = self._index % 3
        found = self._posted(rewrites) if kind == 1 else self._wired(rewrites)
        if kind == 2:
            found += [self._report(lang, self._write(lang, self._facts()), self._outlet(lang), None, "own") for lang in LANGUAGES]
        return found

    def _wired(self, rewrites: int) -> list[Report]:
        wire = self._write(self._home, self._wire)
        found = [self._report(self._home, wire, self._agency, self._agency, "wire")]
        ways = ("reprint", "cut", "furnished", "credited", "reported", "translated")
        for lang in LANGUAGES:
            for way in self._chance.sample(ways, min(rewrites, len(ways))):
                found.append(self._rewritten(lang, way, wire))  # noqa: PERF401 - two loops read better than one comprehension
        sisters = self._texts["sisters"]["outlets"]
        if self._index % 6 == 0:
            found += [
                self._report("fr", self._write("fr", self._wire) + "\n\n" + self._credit("fr"), one, self._agency, "sister")
                for one in sisters
            ]
        return found

    def _rewritten(self, lang: str, way: str, wire: str) -> Report:
        outlet = self._outlet(lang)
        if way in ("reprint", "cut", "furnished"):
            lang = self._home
            outlet = self._outlet(lang)
            parts = wire.split("\n\n")
            text = {
                "reprint": wire,
                "cut": "\n\n".join(parts[: len(parts) - 2]),
                "furnished": "\n\n".join([self._texts["furniture"][lang][0], *parts, *self._texts["furniture"][lang][1:]]),
            }[way]
        elif way == "translated":
            text = self._write(lang, self._wire)
        else:
            own = {**self._facts(), **{key: self._wire[key] for key in ("n",)}}
            text = self._write(lang, own) + "\n\n" + self._credit(lang)
        return self._report(lang, text, outlet, self._agency, way)

    def _posted(self, rewrites: int) -> list[Report]:
        boss = self._texts["bosses"][self._one]
        found = []
        for lang in LANGUAGES:
            for number in range(rewrites):
                facts = self._facts()
                lead = self._fill(
                    lang, self._texts["post"][lang][number % 2], {**facts, "who": boss, "handle": boss.replace(" ", "").lower()}
                )
                text = "\n\n".join([lead, *self._write(lang, facts).split("\n\n")[1:]])
                found.append(self._report(lang, text, self._outlet(lang), boss, "post"))
        return found

    def _facts(self) -> dict[str, Any]:
        """What one author writes: which sentences, in which order, with which details. The share is the happening's."""
        chance = self._chance
        chosen = chance.sample(range(12), SENTENCES)
        return {
            "lead": chance.randrange(4),
            "body": [
                (
                    index,
                    chance.randint(101, 989),
                    chance.randint(1021, 9876),
                    chance.randint(10213, 98765),
                    chance.choice(self._texts["cities"]),
                )
                for index in chosen
            ],
            "n": self._share,
        }

    def _write(self, lang: str, facts: dict[str, Any]) -> str:
        parts = [self._fill(lang, self._texts["lead"][lang][facts["lead"]], facts)]
        for index, m, p, q, city in facts["body"]:
            parts.append(self._fill(lang, self._texts["body"][lang][index], {**facts, "m": m, "p": p, "q": q, "city": city}))
        return "\n\n".join(parts)

    def _fill(self, lang: str, sentence: str, facts: dict[str, Any]) -> str:
        share = str(facts["n"]).replace(".", "," if lang in ("fr", "de") else ".")
        names = {"a": self._name(lang, self._one), "b": self._name(lang, self._other)}
        filled = sentence.format(**{**facts, **names, "n": share, "day": self._texts["weekday"][lang]})
        return filled[:1].upper() + filled[1:]

    def _name(self, lang: str, name: str) -> str:
        return str(self._texts["zh_names"].get(name, name)) if lang == "zh" else name

    def _credit(self, lang: str) -> str:
        agency = self._texts["zh_agencies"][self._agency] if lang == "zh" else self._agency
        return str(self._chance.choice(self._texts["credit"][lang])).format(agency=agency)

    def _outlet(self, lang: str) -> str:
        """Another outlet each time, so that none is independent of itself."""
        self._number += 1
        outlets = self._texts["outlets"][lang]
        return f"{outlets[self._number % len(outlets)]} {self._number}"

    def _report(self, lang: str, text: str, outlet: str, truth: str | None, how: str) -> Report:
        document = Document(
            id=f"h{self._index:03}-{how}-{lang}-{self._number:02}-{outlet}",
            text=text,
            title=None,
            outlet=outlet,
            published_on=self._day,
        )
        return Report(document, self._index, truth or outlet, how)
