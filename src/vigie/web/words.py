"""What templates need to put things into words: dates, numbers and names in the visitor's language. Asks no ledger."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import vigie
from vigie.model import ANONYMOUS, Role
from vigie.taxonomy import claim_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vigie.model import Names, Value
    from vigie.telling import Messages
    from vigie.web.look import Look

__all__ = ["date_words", "harmless", "number_words", "templates"]

_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
}
_THIN = "\u202f"


def date_words(iso: str | dt.date | dt.datetime | None, lang: str) -> str:
    """A day, month, quarter, half or year in words: ``27 Apr 2024``, ``T2 2024`` in French; empty where unknown."""
    if iso is None:
        return ""
    text = iso.isoformat()[:10] if isinstance(iso, dt.date) else str(iso)
    found = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})(?:-(\d{2})(?:T.*)?)?))?", text)
    if found is None:
        return text
    year, quarter, half, month, day = found.groups()
    if quarter:
        return f"{'T' if lang == 'fr' else 'Q'}{quarter} {year}"
    if half:
        return f"{'S' if lang == 'fr' else 'H'}{half} {year}"
    if not month or not 1 <= int(month) <= 12:
        return year
    name = _MONTHS[lang][int(month) - 1]
    if not day:
        return f"{name} {year}"
    return f"{'1er' if lang == 'fr' and int(day) == 1 else int(day)} {name} {year}"


def number_words(value: float, lang: str, *, places: int = 0) -> str:
    """A number with its thousands apart, as the language writes it."""
    text = f"{value:,.{places}f}".replace("-", "−")
    return text.replace(",", _THIN).replace(".", ",") if lang == "fr" else text


def value_words(value: Value | None, lang: str) -> str:
    """A claim's number with its unit: ``600 million EUR``."""
    if value is None:
        return ""
    amount, scale = value.number, ""
    if abs(amount) >= 1e9:
        amount, scale = amount / 1e9, " Md" if lang == "fr" else " bn"
    elif abs(amount) >= 1e6:
        amount, scale = amount / 1e6, " M" if lang == "fr" else " m"
    places = 0 if amount == int(amount) else min(2, len(f"{amount:.2f}".rstrip("0").split(".")[1]))
    unit = f" {value.unit}" if value.unit else ""
    return number_words(amount, lang, places=places) + scale + unit


def source_words(source: str | None, names: Names, say: Messages) -> str:
    """Who is made responsible for a claim."""
    if source is None:
        return say("own_voice")
    return say("anonymous") if source == ANONYMOUS else names.name_of(source)


def type_words(name: str, lang: str) -> str:
    """A claim type's name for people."""
    return claim_type(name).labels[lang]


def squeezed(words: str) -> str:
    """Words on one line."""
    return " ".join(words.split())


_HARM = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(8234, 8239), *range(8294, 8298)))
"""Control characters, and those that turn the direction of what follows: shown, they could make a text say something else."""


def harmless(words: object) -> object:
    """A text without control characters, surrogates and changes of direction; anything else as it is."""
    if not isinstance(words, str) or isinstance(words, Markup):
        return words
    return words.translate(_HARM) if words.isprintable() else words.translate(_HARM).encode("utf-8", "replace").decode("utf-8")


def may_write(look: Look) -> bool:
    """Whether the visitor may judge and keep watchlists; on a machine without a guard everybody may look only."""
    return look.visitor is not None and look.visitor.role.covers(Role.ANALYST)


def names_of(keys: Iterable[str], names: Names) -> list[str]:
    """The names of keys, in their order."""
    return [names.name_of(key) for key in keys]


def templates() -> Environment:
    """The templates, everything escaped unless made here."""
    found = Environment(
        loader=PackageLoader("vigie.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=harmless,
    )
    found.filters.update(day=date_words, number=number_words, amount=value_words, squeezed=squeezed, kind=type_words)
    found.globals.update(
        source_words=source_words, names_of=names_of, claim_type=claim_type, may_write=may_write, version=vigie.__version__
    )
    return found
