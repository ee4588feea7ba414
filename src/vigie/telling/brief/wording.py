"""The turns of phrase of one language, from ``wording/*.yml``; how lists and numbers are written in it. Knows no claim."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["NARROW", "Name", "Wording", "upper_first"]

NARROW = "\u202f"
"""The narrow no-break space: between groups of digits and before ``%`` and the high punctuation of French."""
NO_BREAK = "\u00a0"

_SLOT = re.compile(r"\{(?:(de|à):)?(\w+)\}")
_VOWEL = re.compile(r"[aeiouàâäéèêëîïôöùûüœæ]", re.IGNORECASE)
_Y_CONSONANT = re.compile(r"y[aeiouéè]", re.IGNORECASE)
_LONG_SCALES = ((1e12, "trillion", "billion"), (1e9, "billion", "milliard"), (1e6, "million", "million"))


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a sentence."""

    text: str
    article: str = ""
    """``the``, ``le``, ``la``, ``l'``, ``les`` or none."""

    @property
    def plural(self) -> bool:
        """True where a verb that it leads is in the plural."""
        return self.article == "les"

    @property
    def whole(self) -> str:
        """With its article."""
        if self.article == "l'":
            return f"l’{self.text}"
        return f"{self.article} {self.text}" if self.article else self.text


@dataclass(frozen=True, slots=True)
class Wording:
    """All turns of phrase of one language."""

    lang: str
    data: Mapping[str, Any]

    @classmethod
    def load(cls, lang: str) -> Wording:
        """Those of ``lang``, one of `vigie.telling.LANGUAGES`."""
        return _load(lang)

    def listed(self, names: Sequence[Name], preposition: str = "") -> str:
        """Names one after the other, "and" before the last; ``de`` and ``à`` are said before each, contracted and elided."""
        words = [self._after(preposition, name) if preposition else name.whole for name in names]
        joint = " et " if self.lang == "fr" else " and "
        return joint.join(filter(None, (", ".join(words[:-1]), *words[-1:])))

    def _after(self, preposition: str, name: Name) -> str:
        contracted = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}.get(
            (preposition, name.article)
        )
        if contracted:
            return f"{contracted} {name.text}"
        if preposition == "de" and not name.article and _starts_with_vowel(name.text):
            return f"d’{name.text}"
        return f"{preposition} {name.whole}"

    def fill(self, template: str, slots: Mapping[str, Sequence[Name] | str]) -> str:
        """A template with its slots filled."""

        def filled(found: re.Match[str]) -> str:
            value = slots[found[2]]
            return value if isinstance(value, str) else self.listed(value, found[1] or "")

        if self.lang == "fr":
            template = template.replace("'", "’")
        return _SLOT.sub(filled, template)

    def number(self, number: float) -> str:
        """A number in digits, grouped by three, with all its decimals."""
        text = f"{number:,.6f}".rstrip("0").rstrip(".") if number != int(number) else f"{int(number):,}"
        if self.lang == "fr":
            text = text.replace(",", NARROW).replace(".", ",")
        return text.replace("-", "−")

    def amount(self, number: float, unit: str | None) -> str:
        """A number with its unit; millions and more in words where that loses nothing."""
        if unit == "%":
            return f"{self.number(number)}{NARROW}%" if self.lang == "fr" else f"{self.number(number)}%"
        size = abs(number)
        scaled, scale = number, ""
        for factor, english, french in _LONG_SCALES:
            if size >= factor and round(number / factor, 3) * factor == number:
                scaled, scale = number / factor, french if self.lang == "fr" else english
                break
        digits = self.number(scaled)
        one = abs(scaled) < 2 if self.lang == "fr" else abs(scaled) == 1 and not scale
        if not scale:
            return digits if unit is None else f"{digits}{NO_BREAK}{self._unit(unit, one=one)}"
        if self.lang == "fr":
            words = f"{digits}{NO_BREAK}{scale}{'' if one else 's'}"
            noun = "" if unit is None else self._unit(unit, one=False)
            return words if not noun else words + (f" d’{noun}" if _starts_with_vowel(noun) else f" de {noun}")
        return f"{digits}{NO_BREAK}{scale}" + ("" if unit is None else f" {self._unit(unit, one=False)}")

    def _unit(self, unit: str, *, one: bool) -> str:
        forms = self.data["units"].get(unit)
        return unit if forms is None else str(forms[0 if one else 1])


def upper_first(text: str) -> str:
    """The text with its first letter a capital."""
    return text[:1].upper() + text[1:]


def _starts_with_vowel(text: str) -> bool:
    return bool(_VOWEL.match(text)) or (text[:1].lower() == "y" and not _Y_CONSONANT.match(text) and text[1:2].islower())


@cache
def _load(lang: str) -> Wording:
    text = resources.files(__package__).joinpath("wording", f"{lang}.yml").read_text(encoding="utf-8")
    return Wording(lang, yaml.load(text, Loader=yaml.CSafeLoader))
