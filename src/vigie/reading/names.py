"""Find the names that the atlas knows, in every script, and settle homonyms and metonyms by what stands near."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ahocorasick_rs
from simplemma import is_known

from vigie.model import Mention

if TYPE_CHECKING:
    from vigie.atlas import Atlas, Record
    from vigie.reading.page import Page

_KIND_RANK = {"company": 0, "brand": 1, "person": 2, "authority": 3, "model": 4, "occasion": 5, "outlet": 6}
_PLACE_WORDS = {
    "fr": {"à", "de", "d'", "vers", "depuis", "dans", "près", "pour", "entre", "chez", "du", "en", "sur"},
    "en": {"in", "at", "near", "from", "to", "of", "outside", "around", "into", "through", "for"},
    "de": {"in", "aus", "nach", "bei", "von", "vor", "im", "um", "über", "für", "aufs"},
    "zh": {"在", "于", "自", "从", "到", "至", "往", "赴", "抵", "驻", "的"},
}
_PLACE_AFTER_HAN = ("车展", "市", "工厂", "基地", "国际", "大学", "机场", "现代", "奔驰", "汽车", "地区", "亦庄", "顺义", "、")
_DATELINE = re.compile(r"^(?:\s*(?:,|/|\(|-|–|—|\.)|,? \d)")


@dataclass(frozen=True, slots=True)
class Alias:
    """One way of writing a record's name."""

    key: str
    how: str
    lang: str | None
    """Only in documents of that language; ``None`` for all."""
    needs: tuple[str, ...] = ()


class NameFinder:
    """Finds atlas names in texts; built once over an atlas."""

    def __init__(self, atlas: Atlas) -> None:
        """Build the automaton over all names, nicknames, metonyms and demonyms."""
        self._atlas = atlas
        words: dict[str, list[Alias]] = {}
        for record in atlas.records:
            needs = {h.name: h.needs for h in record.homonyms}
            for lang, name, how in _aliases(record):
                plain = _plain(name)
                if len(plain) < 1:
                    continue
                alias = Alias(record.id, how, lang, needs.get(name, ()))
                listed = words.setdefault(plain, [])
                if all(a.key != alias.key for a in listed):
                    listed.append(alias)
        self._words = sorted(words)
        self._aliases = [words[w] for w in self._words]
        self._automaton = ahocorasick_rs.AhoCorasick(self._words)

    def find(self, page: Page) -> list[Mention]:
        """Mentions of known things in a page, without overlaps; sorted by place."""
        text = _plain(page.text)
        spaced = page.language.spaced
        code = page.language.code
        raw: list[tuple[int, int, list[Alias]]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            stop = _edge(text, start, end, spaced)
            if stop:
                usable = [a for a in self._aliases[index] if a.lang is None or a.lang == code]
                if usable:
                    raw.append((start, stop, usable))
        raw.sort(key=lambda r: (r[0], -r[1]))
        sure = {
            a.key for _, _, aliases in raw if len(aliases) == 1 for a in aliases if not a.needs and a.how in ("name", "nickname")
        }
        for _ in range(2):
            for start, end, aliases in raw:
                for alias in aliases:
                    if alias.key not in sure and alias.how in ("name", "nickname") and self._allowed(alias, page, sure, start, end):
                        sure.add(alias.key)
        found: list[Mention] = []
        taken = -1
        position = 0
        while position < len(raw):
            start, end, aliases = raw[position]
            position += 1
            if start < taken:
                continue
            chosen = self._choose(aliases, page, sure, start, end)
            if chosen is not None:
                found.append(Mention(start=start, end=end, key=chosen.key, how=chosen.how))
                taken = end
        return found

    def _choose(self, aliases: list[Alias], page: Page, sure: set[str], start: int, end: int) -> Alias | None:
        """The likeliest meaning of one spelling, or ``None`` where none is allowed here."""
        allowed = [a for a in aliases if self._allowed(a, page, sure, start, end)]
        if not allowed:
            return None
        allowed.sort(
            key=lambda a: (
                not a.needs,
                a.key not in sure,
                a.how != "name",
                _KIND_RANK.get(self._atlas.record(a.key).kind, 9),
                a.key,
            )
        )
        return allowed[0]

    def _allowed(self, alias: Alias, page: Page, sure: set[str], start: int, end: int) -> bool:
        """Whether a spelling may mean that record at that place."""
        record = self._atlas.record(alias.key)
        words = page.text[start:end]
        if not page.language.spaced and alias.needs and not words.isascii() and _inside_word(page.text, start, end):
            return False
        if alias.how == "metonym" and not _acts(page, start, end):
            return False
        if alias.how == "demonym" and alias.key not in sure:
            return False
        if (
            alias.needs
            and not any(_stands(need, page, sure) for need in alias.needs)
            and not self._at_home(record, page, sure, start, end)
        ):
            return False
        if record.kind == "model" and (len(words) <= 2 or words.isdigit()) and words != record.name:
            return self._beside_maker(record, page, start, end, strict=not words.isascii() or words.isdigit() or len(words) == 1)
        return not (record.kind == "model" and words.isascii() and words.islower())

    def _at_home(self, record: Record, page: Page, sure: set[str], start: int, end: int) -> bool:
        """Whether a carmaker's name that is also a word stands among other carmakers, capitalised where a word would not be."""
        if not (record.role or "").startswith("carmaker") or not page.language.spaced:
            return False
        others = sum(1 for key in sure if key != record.id and (self._atlas.record(key).role or "").startswith("carmaker"))
        words = page.text[start:end]
        if others < 2 or not words[0].isupper():
            return False
        if page.language.code == "de" and is_known(words, lang="de"):
            return False
        opening = (
            page.text[max(0, start - 2) : start].strip(' «“„"') in ("", ".", "?", "!", ":", "\n")
            and page.text[start - 1 : start] != " "
        )
        return not opening or not is_known(words.lower(), lang=page.language.code)

    def _beside_maker(self, record: Record, page: Page, start: int, end: int, *, strict: bool) -> bool:
        """Whether a very short model name stands next to its maker, in quotes, or (unless strict) in the maker's company."""
        maker = self._atlas.get(record.maker)
        before = page.text[max(0, start - 12) : start].rstrip()
        if maker is not None and any(before.endswith(name) for name in maker.all_names()):
            return True
        around = page.text[max(0, start - 1) : start] + page.text[end : end + 1]
        if around in ("“”", '""', "「」", "《》", "''"):
            return True
        if strict:
            return bool(re.match(r"(?:PLUS|DM|EV|Pro|MAX|L\b)", page.text[end : end + 4]))
        return maker is not None


def _aliases(record: Record) -> list[tuple[str | None, str, str]]:
    """(language or None, spelling, how) of a record's names; canonical name and names are good in any document."""
    listed: list[tuple[str | None, str, str]] = [(None, record.name, "name")]
    listed += [(None, name, "name") for group in record.names.values() for name in group]
    listed += [(None, homonym.name, "name") for homonym in record.homonyms if homonym.name not in record.all_names()]
    if record.kind == "occasion":
        listed += [(lang, name[0].lower() + name[1:], "name") for lang, name, _ in listed if name.startswith("Salon ")]
    for how, groups in (("nickname", record.nicknames), ("metonym", record.metonyms), ("demonym", record.demonyms)):
        for lang, group in groups.items():
            for name in group:
                bare = re.sub(r"^(?:le|la|les|the|der|die|das|den|dem|des) |^l'", "", _plain(name), flags=re.IGNORECASE)
                listed.append(
                    (
                        None if lang == "any" else lang,
                        bare if how != "demonym" and len(bare) > 3 and bare[0].isupper() else name,
                        how,
                    )
                )
    return listed


_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "‑": "-"})


def _plain(text: str) -> str:
    """The text with plain apostrophes, spaces and hyphens, of the same length."""
    return text.translate(_PLAIN)


def _edge(text: str, start: int, end: int, spaced: bool) -> int:
    """Where a spelling ends if it stands as a word of its own (a plural or genitive s included), else 0."""
    first = text[start]
    if first.isalnum() and first < "\u3000" and start and text[start - 1].isalnum() and text[start - 1] < "\u3000":
        return 0
    last = text[end - 1]
    if last.isalnum() and last < "\u3000" and end < len(text) and text[end].isalnum() and text[end] < "\u3000":
        if (
            spaced
            and text[end] == "s"
            and end - start > 2
            and last.isalpha()
            and not (end + 1 < len(text) and text[end + 1].isalnum())
        ):
            return end + 1
        if not spaced and text[end].isascii() and not last.isdigit() and text[end : end + 4] in ("PLUS", "Plus", "MAX"):
            return end
        return 0
    return end


_WORD_HEADS = {"时": "尚", "线": "上", "在": "上", "以": "上", "提": "高", "最": "高", "不": "通", "东": "风"}


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether the first character of a short Chinese name belongs to the word before it ("时尚|界", "线上|汽车")."""
    return end - start == 2 and start > 0 and _WORD_HEADS.get(text[start - 1]) == text[start]


def _stands(need: str, page: Page, sure: set[str]) -> bool:
    """Whether what a homonym needs stands in the document."""
    if need.startswith("@"):
        return need[1:] in sure
    return need in page.text


def _acts(page: Page, start: int, end: int) -> bool:
    """Whether a place name stands for who sits there: it is not in a locative or a dateline."""
    code = page.language.code
    before = page.word_before(start)
    if page.language.spaced:
        if page.low[max(0, start - 2) : start] in ("d'", "l'") and page.low[max(0, start - 2)] == "d":
            return False
        if before in _PLACE_WORDS.get(code, _PLACE_WORDS["en"]):
            return False
        line_start = page.text.rfind("\n", 0, start) + 1
        return not (start - line_start < 3 and _DATELINE.match(page.text[end : end + 3]))
    if before in _PLACE_WORDS["zh"] or page.text.startswith(_PLACE_AFTER_HAN, end):
        return False
    after = page.low[end : end + 8]
    return any(
        word in after
        for word in ("称", "表示", "宣布", "方面", "回应", "批准", "指责", "警告", "要求", "决定", "政府", "与", "对", "将", "反制")
    )
