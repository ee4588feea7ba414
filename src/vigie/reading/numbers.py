"""Find numbers with their units: money, shares, vehicles, jobs, distances. Says nothing about what they measure.

Formats come from the language file: decimal and group signs, scale words (``millions``, ``Mrd.``, ``万``, ``亿``, ``bn``),
number words, currencies and units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vigie.reading.language import Language

_HAN = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_HAN_SCALE = {"十": 10, "百": 100, "千": 1000}
_YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A number in the text: `text[start:end]`, in full units."""

    start: int
    end: int
    number: float
    unit: str | None
    kind: str
    """``money``, ``share``, ``count``, ``measure`` or ``bare``."""
    upper: float | None = None
    """The upper end where the text gives a range ("8 à 10 milliards")."""


class NumberReader:
    """Finds numbers in one language."""

    def __init__(self, language: Language) -> None:
        """Compile the language's formats."""
        data: dict[str, Any] = language.data.get("numbers") or {}
        self._decimal = str(data.get("decimal", "."))
        self._words: dict[str, float] = {str(k).lower(): float(v) for k, v in (data.get("words") or {}).items()}
        self._scales: dict[str, float] = {str(k).lower(): float(v) for k, v in (data.get("scales") or {}).items()}
        # Scales that need a unit to be one: « 15 M€ » are millions, « 4,38 m » are metres.
        self._short_scales = {str(s).lower() for s in data.get("short_scales") or ()}
        self._ranges = data.get("ranges") or ["-"]
        self._implied: dict[str, str] = {str(k).lower(): str(v) for k, v in (data.get("implied") or {}).items()}
        self._currencies: dict[str, str] = {}
        self._units: dict[str, str] = {}
        for code, words in (language.data.get("currencies") or {}).items():
            self._currencies.update({str(w).lower(): str(code) for w in words})
        for unit, words in (language.data.get("units") or {}).items():
            self._units.update({str(w).lower(): str(unit) for w in words})
        groups = "".join(re.escape(str(g)) for g in data.get("group", [","]))
        decimal = re.escape(self._decimal)
        digits = rf"\d{{1,3}}(?:[{groups}]\d{{3}})+(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?"
        if self._decimal == ".":
            # Lakhs are grouped by two: 1,25,000.
            digits = rf"\d{{1,2}}(?:,\d{{2}})+,\d{{3}}|{digits}"
        words = _any(self._words) if self._words else "(?!)"
        han = (
            r"(?:[一二两三四五六七八九]?[十百千])+[一二两三四五六七八九]?|[一二两三四五六七八九]" if not language.spaced else "(?!)"
        )
        # 第一款 counts nothing, 第100万辆 does.
        edge = r"(?<![\w.,])" if language.spaced else r"(?<![\d.,a-zA-Z])(?<!第(?=[一二三四五六七八九十]))"
        scale = rf"(?:\s?(?P<scale>{_any(self._scales)}))?"
        # "Won 3 awards" is no money: a currency that is also a word stands behind its number.
        behind = {str(w).lower() for w in data.get("after_only") or ()}
        heads = [w for w in self._currencies if (not w.isalpha() or len(w) <= 3) and w not in behind]
        head = rf"(?P<before>{_any(heads)})?\s?"
        amount = rf"{edge}(?P<sign>[-−–+])?{head}(?P<n>{digits}|{words}{han and '|' + han})"
        upto = rf"(?:\s?(?P<inner>{_any(self._scales)})?\s?{_any(self._ranges)}\s?(?P<m>{digits}|{words}))?"
        article = data.get("unit_prefix", "")
        unit = rf"(?:{article}\s?-?(?P<unit>{_any([*self._currencies, *self._units])}))?"
        tail = r"(?!\w)" if language.spaced else ""
        self._regex = re.compile(amount + upto + scale + r"\s?" + unit + tail)
        self._fallback = re.compile(amount + scale + (r"(?!\w)" if language.spaced else ""))
        # One pass finds the places where a number may begin; a search with either pattern from place to place takes longer.
        self._starts = re.compile(f"(?={re.sub(r'[(][?]P<[a-z]+>', '(?:', amount)})")
        self._spaced = language.spaced

    def find(self, low: str, taken: list[tuple[int, int]]) -> list[NumberFound]:
        """Numbers in a lower-cased text outside the spans ``taken`` (dates, model names), sorted by place."""
        found: list[NumberFound] = []
        position = 0
        starts = [m.start() for m in self._starts.finditer(low)]
        for start in starts:
            # The fuller pattern goes first; where it fails, a number without its unit is still one.
            m = (self._regex.match(low, start) or self._fallback.match(low, start)) if start >= position else None
            if m is None:
                continue
            position = max(m.end(), m.start() + 1)
            number_start = m.start("n")
            if any(s < m.end("n") and number_start < e for s, e in taken):
                position = max(m.end("n"), m.start() + 1)
                continue
            item = self._item(m)
            if item is not None:
                found.append(item)
        return found

    def _item(self, m: re.Match[str]) -> NumberFound | None:
        """One match as a number, or ``None`` where it is a bare year or a bare number word."""
        groups = m.groupdict()
        value = self._value(groups["n"])
        if value is None:
            return None
        upper = self._value(groups["m"]) if groups.get("m") else None
        if groups.get("scale") in self._short_scales and not (groups.get("unit") or groups.get("before")):
            groups["scale"] = None
        factor = 1.0
        if groups.get("scale"):
            factor = self._scales[groups["scale"]]
        lower = self._scales[groups["inner"]] if groups.get("inner") else factor
        unit = kind = None
        word = groups.get("unit") or groups.get("before")
        if groups["n"] in self._implied and not groups.get("scale"):
            # "One in five cars" is a share, not a count of cars.
            unit, kind = self._implied[groups["n"]], "share"
        elif word:
            unit = self._currencies.get(word)
            kind = "money" if unit else None
            if unit is None:
                unit = self._units.get(word)
                kind = "share" if unit in ("%", "percentage points") else "count" if unit in COUNTED else "measure"
        if unit is None:
            if not groups.get("scale") and (_YEAR.match(groups["n"]) or not groups["n"][0].isdigit()):
                return None
            kind = "bare"
        sign = -1.0 if groups.get("sign") in ("-", "−", "–") and kind == "share" else 1.0
        number = sign * value * lower
        # A pattern may begin with the blank before a currency: the number begins behind it, lest it lie outside its own clause.
        start = m.start() + len(m[0]) - len(m[0].lstrip())
        return NumberFound(
            start, m.end(), _tidy(number), unit, kind or "bare", _tidy(upper * factor) if upper is not None else None
        )

    def _value(self, words: str) -> float | None:
        """The plain number that digits or number words stand for."""
        if words[0].isdigit():
            clean = "".join(c for c in words if c.isdigit() or c == self._decimal)
            # More than 18 digits are a serial number or an attack, and would overflow.
            return float(clean.replace(self._decimal, ".")) if clean.count(self._decimal) <= 1 and len(clean) <= 18 else None
        if words in self._words:
            return self._words[words]
        total, current = 0.0, 0.0
        for c in words:
            if c in _HAN:
                current = _HAN[c]
            elif c in _HAN_SCALE:
                total += (current or 1) * _HAN_SCALE[c]
                current = 0
            else:
                return None
        return total + current


COUNTED = frozenset({"vehicles", "jobs", "dealers", "orders", "units", "plants", "countries", "models", "people", "shares"})
"""Units that count things."""


def _tidy(number: float) -> float:
    """A number without the dust of binary fractions (21.59 × 10 000 is 215 900)."""
    rounded = round(number, 6)
    return float(int(rounded)) if rounded == int(rounded) else rounded


def _any(words: Any) -> str:
    """A regular expression for any of the words, longest first."""
    listed = sorted({str(w) for w in words}, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w) for w in listed) + ")" if listed else "(?!)"
