"""Whom a document gives credit to as a whole: "avec AFP", „mit Material von dpa", "来源：新华社". Counts no origins."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vigie.model import Document, Reading

__all__ = ["credits_of"]


def credits_of(document: Document, reading: Reading) -> frozenset[str]:
    """Names of the outlets that a document gives credit to as a whole ("avec AFP", „mit Material von dpa", "来源：新华社")."""
    patterns = _patterns().get(reading.lang, ())
    folded = document.text.casefold()
    found = set()
    for entity in reading.entities:
        if entity.kind != "outlet" or entity.name == document.outlet:
            continue
        for form in entity.mentions or (entity.name,):
            if any(pattern.replace("{outlet}", form).casefold() in folded for pattern in patterns):
                found.add(entity.name)
    return frozenset(found)


@cache
def _patterns() -> Mapping[str, tuple[str, ...]]:
    text = resources.files(__package__).joinpath("credits.yml").read_text(encoding="utf-8")
    return {lang: tuple(patterns) for lang, patterns in yaml.load(text, Loader=yaml.CSafeLoader).items()}
