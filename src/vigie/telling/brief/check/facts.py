"""What a clause says, read by a lexicon that knows none of the templates: names, dates, numbers, status, roles. Judges nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from vigie.model import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from vigie.telling.brief.check.naming import Known

__all__ = ["Facts", "Lexicon", "read_clause"]

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_ORDINALS = {"en": ("first", "second", "third", "fourth"), "fr": ("premier", "deuxième", "troisième", "quatrième")}
_SPACE = "[\u00a0\u202f ]"
_MARK = re.compile(r"⟦(\d+)⟧")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of one language."""

    lang: str
    data: Mapping[str, Any]

    @classmethod
    def load(cls, lang: str) -> Lexicon:
        """That of ``lang``, one of `vigie.telling.LANGUAGES`."""
        return _load(lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One clause, read."""

    names: tuple[tuple[str, frozenset[str]], ...]
    """Each name in order with the keys that it may mean."""
    dates: tuple[str, ...]
    """ISO expressions."""
    periods: tuple[str, ...]
    """ISO expressions in brackets: the time that a number is counted over."""
    numbers: tuple[tuple[float, str | None], ...]
    """Numbers in full units, with their units."""
    status: Status
    negated: bool
    attributed: bool
    own_word: bool
    """True where who acts is said to say so."""
    anonymous: bool
    sources: frozenset[int]
    """Places in ``names`` of those who are made responsible."""
    acting: frozenset[int]
    """Places in ``names`` of those who act, where the words say so."""
    acted_upon: frozenset[int]
    words: tuple[str, ...]
    """What is left: words in small letters, without names, dates and numbers."""
    strange: tuple[str, ...]
    """Capitalised words that are no known name."""
    masked: str
    """The clause with names, dates and numbers taken out."""


def read_clause(
    text: str, known: Known, lang: str, *, kind: str = "", cited: Collection[str] = (), unit: str | None = None
) -> Facts:
    """Read a clause; the claim cited is of the type ``kind``, names the keys ``cited``, and counts in ``unit``."""
    lexicon = Lexicon.load(lang).data
    text = text.replace("'", "’").replace("\u00a0", " ")
    masked, names = known.mask(text, cited)
    periods: list[str] = []

    def bracketed(found: re.Match[str]) -> str:
        inner, dates = _dates(found[0], lang)
        periods.extend(dates)
        return inner

    masked = re.sub(r"\([^()]*\)", bracketed, masked)
    masked, dates = _dates(masked, lang)
    masked, numbers = _numbers(masked, lang, unit)
    bare = masked
    for phrase in lexicon["harmless"]:
        bare = re.sub(phrase, " ", bare)
    sources, acting, upon = _roles(masked, lexicon, kind)
    left = re.sub(r"[⟦⟧◦#\d]+", " ", masked)
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", left)
    first = re.match(r"\W*([^\W\d_]+)", masked)
    strange = tuple(word for word in words if word[:1].isupper() and not (first is not None and word == first[1]))
    return Facts(
        names=tuple(names),
        dates=tuple(dates),
        periods=tuple(periods),
        numbers=tuple(numbers),
        status=_status(masked, lexicon),
        negated=any(re.search(one, bare, re.IGNORECASE) for one in lexicon["negation"]),
        attributed=any(re.search(one, masked) for one in lexicon["attribution"]),
        own_word=re.search(lexicon["own_word"], masked) is not None,
        anonymous=any(re.search(one, masked, re.IGNORECASE) for one in lexicon["anonymous"]),
        sources=sources,
        acting=acting,
        acted_upon=upon,
        words=tuple(word.casefold() for word in words),
        strange=strange,
        masked=masked,
    )


def _status(masked: str, lexicon: Mapping[str, Any]) -> Status:
    for name, cues in lexicon["statuses"].items():
        if any(re.search(rf"(?<!\w){cue}", masked, re.IGNORECASE) for cue in cues):
            return Status(name)
    return Status.HAPPENED


def _dates(text: str, lang: str) -> tuple[str, list[str]]:
    """Dates in words, taken out as ``◦``."""
    months = _MONTHS[lang].split()
    month, ordinal = "|".join(months), "|".join(_ORDINALS[lang])
    found: list[str] = []

    def day(match: re.Match[str]) -> str:
        groups = match.groupdict()
        number = months.index(groups["month"]) + 1
        found.append(f"{groups['year']}-{number:02d}" + (f"-{int(groups['day']):02d}" if groups.get("day") else ""))
        return "◦"

    def part(match: re.Match[str]) -> str:
        letter = "Q" if match["part"] in ("quarter", "trimestre") else "H"
        found.append(f"{match['year']}-{letter}{_ORDINALS[lang].index(match['order']) + 1}")
        return "◦"

    def year(match: re.Match[str]) -> str:
        found.append(match[0])
        return "◦"

    year_of = r"(?P<year>(?:19|20)\d\d)"
    if lang == "fr":
        text = re.sub(rf"\b(?P<day>\d{{1,2}})(?:er)? (?P<month>{month}) {year_of}\b", day, text)
        text = re.sub(rf"\b(?P<order>{ordinal}) (?P<part>trimestre|semestre) (?:de )?{year_of}\b", part, text)
    else:
        text = re.sub(rf"\b(?P<day>\d{{1,2}}) (?P<month>{month}) {year_of}\b", day, text)
        text = re.sub(rf"\b(?P<month>{month}) (?P<day>\d{{1,2}}), {year_of}\b", day, text)
        text = re.sub(rf"\b(?P<order>{ordinal}) (?P<part>quarter|half) of {year_of}\b", part, text)
    text = re.sub(rf"\b(?P<month>{month}) {year_of}\b", day, text)
    text = re.sub(r"(?<=\b(?:[Ee]n|[Ii]n) )(?:19|20)\d\d\b(?![\u202f,.]?\d)", year, text)
    return text, found


def _numbers(text: str, lang: str, own: str | None) -> tuple[str, list[tuple[float, str | None]]]:
    """Numbers with scale and unit, taken out as ``#``."""
    lexicon = Lexicon.load(lang).data
    group, decimal = ("[\u202f ]", ",") if lang == "fr" else (",", r"\.")
    scales = "|".join(sorted(lexicon["scales"], key=len, reverse=True))
    units = [(unit, form) for unit, forms in lexicon["units"].items() for form in forms]
    if own is not None and own not in lexicon["units"]:
        units.append((own, re.escape(own)))
    units.sort(key=lambda one: -len(one[1]))
    unit = "|".join(f"(?P<u{index}>{form})" for index, (_, form) in enumerate(units))
    pattern = re.compile(
        rf"(?<![\w⟦])(?P<sign>[−-])?(?P<digits>\d{{1,3}}(?:{group}\d{{3}})+(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?)"
        rf"(?:{_SPACE}?(?P<scale>{scales})s?\b)?"
        rf"(?:{_SPACE}?(?:de |d’)?(?:{unit})(?!\w))?"
    )
    found: list[tuple[float, str | None]] = []

    def number(match: re.Match[str]) -> str:
        digits = re.sub(group, "", match["digits"]).replace(lexicon["decimal"], ".")
        value = float(digits) * float(lexicon["scales"].get(match["scale"], 1.0)) * (-1 if match["sign"] else 1)
        named = next((name for index, (name, _) in enumerate(units) if match[f"u{index}"]), None)
        found.append((round(value, 6), named))
        return "#"

    return pattern.sub(number, text), found


def _roles(masked: str, lexicon: Mapping[str, Any], kind: str) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Places of those made responsible, of those who act, of those who are acted upon."""
    article = f"(?:{'|'.join(lexicon['articles'])})*"
    joint = f"(?:{'|'.join(re.escape(one) for one in lexicon['conjunctions'])})(?:{'|'.join(lexicon['between'])})?"
    listed = rf"{article}⟦\d+⟧(?:{joint}{article}⟦\d+⟧)*"

    def places(before: Sequence[str], after: Sequence[str] = ()) -> frozenset[int]:
        head = f"(?:{'|'.join(before)})" if before else ""
        tail = rf"\s(?:{'|'.join(after)})\b" if after else ""
        return frozenset(int(one) for match in re.finditer(f"{head}({listed}){tail}", masked) for one in _MARK.findall(match[1]))

    said_by = rf"(?:{'|'.join(lexicon['said_by'])}){article}⟦(\d+)⟧"
    sources = frozenset(int(one) for one in re.findall(said_by, masked)) | places((), lexicon["says"])
    masked = re.sub(said_by, " ", masked)
    rules = lexicon["roles"].get(kind)
    if rules is None:
        return sources, frozenset(), frozenset()
    subject = places((), lexicon["subject"])
    acting, upon = places([rf"\b{one}" for one in rules["who"]]), places([rf"\b{one}" for one in rules["whom"]])
    if rules.get("turned"):
        return sources, acting, upon | subject
    return sources, acting | (subject - upon), upon


@cache
def _load(lang: str) -> Lexicon:
    text = resources.files(__package__).joinpath("lexicon", f"{lang}.yml").read_text(encoding="utf-8")
    return Lexicon(lang, yaml.load(text, Loader=yaml.CSafeLoader))
