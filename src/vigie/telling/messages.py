"""The words that people read, in each language, from the files in ``messages``. Decides nothing about what is said.

A language is all files named ``LANG.yml`` or ``TOPIC.LANG.yml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LANGUAGES", "Messages"]

LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Messages:
    """All words of one language."""

    lang: str
    words: Mapping[str, str]

    @classmethod
    def load(cls, lang: str) -> Messages:
        """The words of ``lang``, one of `LANGUAGES`."""
        return _load(lang)

    def __call__(self, key: str, **values: object) -> str:
        """The words for ``key`` with ``values`` in their places; with a number ``n`` above 1, those of ``key.many`` if any."""
        number = values.get("n")
        if isinstance(number, int) and number > 1 and f"{key}.many" in self.words:
            key = f"{key}.many"
        return self.words[key].format(**values)

    def count(self, key: str, n: int) -> str:
        """A number with its noun: ``count("document", 3)`` is "3 documents"."""
        return self(key, n=n)


@cache
def _load(lang: str) -> Messages:
    words: dict[str, str] = {}
    for file in sorted(resources.files(__package__).joinpath("messages").iterdir(), key=lambda one: one.name):
        if file.name == f"{lang}.yml" or file.name.endswith(f".{lang}.yml"):
            words |= yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return Messages(lang, words)
