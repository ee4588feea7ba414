"""Whom a document gives credit to as a whole: "avec AFP", „mit Material von dpa", "来源：新华社". Counts no origins."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vigie.model import Document, Reading

__all__ = ["credits_of"]

_HAN = re.compile(r"[\u3400-\u9fff]")


def credits_of(document: Document, reading: Reading, agencies: Mapping[str, str]) -> frozenset[str]:
    """Names of the outlets that a document gives credit to as a whole.

    Looked for are the outlets that its reading names, and the ``agencies`` (form to name): a line that does nothing but give credit
    is furniture to the reader.
    """
    forms = {form: name for form, name in agencies.items() if form in document.text}
    for entity in reading.entities:
        if entity.kind == "outlet":
            forms.update(dict.fromkeys(entity.mentions or (entity.name,), forms.get(entity.name, entity.name)))
    if not forms:
        return frozenset()
    folded = document.text.casefold()
    patterns = [pattern.casefold() for pattern in _patterns().get(reading.lang, ())]
    return frozenset(
        name
        for form, name in forms.items()
        if name != document.outlet
        and any(
            re.search(pattern.replace(re.escape("{outlet}"), re.escape(form.casefold())), folded)
            for pattern in map(_edged, patterns)
        )
    )


def _edged(pattern: str) -> str:
    """The pattern as an expression that begins and ends at the edge of a word where it begins or ends with a letter."""
    escaped = re.escape(pattern)
    start = r"(?<!\w)" if pattern[0].isalpha() and pattern[0].isascii() else ""
    end = r"(?!\w)" if pattern.endswith("{outlet}") and not _HAN.search(pattern) else ""
    return f"{start}{escaped}{end}"


@cache
def _patterns() -> Mapping[str, tuple[str, ...]]:
    text = resources.files(__package__).joinpath("credits.yml").read_text(encoding="utf-8")
    return {lang: tuple(patterns) for lang, patterns in yaml.load(text, Loader=yaml.CSafeLoader).items()}
