"""Finds names in a clause: every name that the atlas or the ledger knows, in whatever form. Knows no claim."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import ahocorasick_rs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from vigie.atlas import Atlas

__all__ = ["Known"]


class Known:
    """All names, each with the keys that it may mean."""

    def __init__(self, atlas: Atlas, read: Mapping[str, tuple[str, str]]) -> None:
        """``read`` maps the keys of what was read to name and kind."""
        found: dict[str, set[str]] = defaultdict(set)
        for record in atlas.records:
            for name in (record.name, *record.all_names(), *(one for forms in record.metonyms.values() for one in forms)):
                found[_tidy(name)].add(record.id)
        for key, (name, _) in read.items():
            found[_tidy(name)].add(key)
        self._keys = {name: frozenset(keys) for name, keys in found.items() if name}
        names: dict[str, set[str]] = defaultdict(set)
        for name, keys in self._keys.items():
            for key in keys:
                names[key].add(name)
        self._names = dict(names)
        self._listed = sorted(name for name in self._keys if _is_name(name))
        self._search = ahocorasick_rs.AhoCorasick(self._listed)

    def pointed(self) -> list[str]:
        """The names that hold a point."""
        return [name for name in self._listed if "." in name]

    def mask(self, text: str, cited: Collection[str]) -> tuple[str, list[tuple[str, frozenset[str]]]]:
        """The text with each name as ``⟦place⟧``, and each name with its keys in order.

        Names of the keys ``cited`` are found first, even those that look like ordinary words; of two that overlap, the longer.
        """
        taken: list[tuple[int, int]] = []
        for spans in (self._own(text, cited), self._others(text)):
            for start, end in sorted(set(spans), key=lambda span: (span[0] - span[1], span)):
                if all(end <= one or other <= start for one, other in taken):
                    taken.append((start, end))
        parts: list[str] = []
        names: list[tuple[str, frozenset[str]]] = []
        place = 0
        for start, end in sorted(taken):
            parts += [text[place:start], f"⟦{len(names)}⟧"]
            name = text[start:end]
            meant = {key for key in cited if name in self._names_of(key)}
            names.append((name, frozenset(meant | self._keys.get(name, frozenset()))))
            place = end
        return "".join([*parts, text[place:]]), names

    def _names_of(self, key: str) -> set[str]:
        return self._names.get(key, set()) | {_tidy(key.removeprefix("?").replace("-", " "))}

    def _own(self, text: str, cited: Collection[str]) -> Iterator[tuple[int, int]]:
        for key in cited:
            for name in self._names_of(key):
                for found in re.finditer(re.escape(name), text):
                    if _whole(text, found.start(), found.end()):
                        yield found.start(), found.end()

    def _others(self, text: str) -> Iterator[tuple[int, int]]:
        for _, start, end in self._search.find_matches_as_indexes(text, overlapping=True):
            if _whole(text, start, end):
                yield start, end


def _whole(text: str, start: int, end: int) -> bool:
    """True where a span begins and ends at the edge of a word."""
    if start and _inner(text[start - 1]) and _inner(text[start]):
        return False
    return not (end < len(text) and _inner(text[end - 1]) and _inner(text[end]))


def _inner(character: str) -> bool:
    """True for what a spaced script writes words with."""
    return character.isalnum() and not "\u3400" <= character <= "\u9fff"


def _tidy(name: str) -> str:
    return " ".join(name.replace("'", "’").split())


def _is_name(name: str) -> bool:
    """True for what can be told from an ordinary word: it has a capital, or a character of another script."""
    return len(name) > 1 and re.search(r"[^\W\da-zà-öø-ÿ_]", name) is not None
