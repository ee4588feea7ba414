"""Texts as searchable terms, alike for every store and script. Knows no query and no store.

A word counts as its dictionary form in the text's language, without case and accents: "usines" finds "usine", "societe" finds
"société". A run of Han characters counts as its overlapping pairs and its last character, so that two characters that stand
together are one term and any longer stretch is a sequence of terms.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import simplemma

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["HAN", "LANGUAGES", "Term", "folded", "forms", "is_han", "terms", "words"]

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
LANGUAGES = ("en", "fr", "de", "it")
"""Languages whose dictionary forms are known."""

_PIECE = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
_HAN = re.compile(f"[{HAN}]")
_LONGEST = 64
"""Characters of a word that count: what is longer is an address or a code, and its beginning finds it."""


class Term(NamedTuple):
    """One term and the stretch of text that it stands for: ``text[start:end]``."""

    word: str
    start: int
    end: int


def terms(text: str, lang: str, initials: Collection[str] | None = None) -> Iterator[Term]:
    """The terms of a text, in order; where ``initials`` are given, words that begin with none of these letters are empty terms.

    Looking only at words with the initial of what is looked for is much quicker, and leaves out "went" for "go".
    """
    for found in _PIECE.finditer(text):
        piece, start = found.group(), found.start()
        if initials is not None and folded(piece[0])[:1] not in initials:
            yield Term("", start, found.end())
        elif is_han(piece):
            for index in range(len(piece)):
                yield Term(piece[index : index + 2], start + index, start + min(index + 2, len(piece)))
        else:
            yield Term(_form(piece, lang), start, found.end())


def words(text: str, lang: str, most: int) -> list[str]:
    """The first terms of a text, without their places; at most ``most``."""
    pieces = _PIECE.findall(text)[:most]
    if not _HAN.search(text):
        return [_form(piece, lang) for piece in pieces]
    found: list[str] = []
    for piece in pieces:
        found += [piece[index : index + 2] for index in range(len(piece))] if is_han(piece) else (_form(piece, lang),)
    return found[:most]


def forms(piece: str) -> tuple[str, ...]:
    """Every term that a word of a query may stand for, whatever the language of the text; the word itself first."""
    plain = folded(piece)
    found = [plain, *(_form(piece, lang) for lang in LANGUAGES)]
    if len(plain) > 3 and plain[-1] in "sx":
        # The dictionaries know no word that is written without its accents.
        found.append(plain[:-1])
    return tuple(dict.fromkeys(found))


def folded(word: str) -> str:
    """A word without case and accents."""
    if word.isascii():
        return word.lower()[:_LONGEST]
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))[:_LONGEST]


@lru_cache(maxsize=1 << 18)
def _form(word: str, lang: str) -> str:
    """The term of a word: its dictionary form, folded."""
    if lang not in LANGUAGES or not word.isalpha() or len(word) > _LONGEST:
        return folded(word)
    return folded(simplemma.lemmatize(word.lower(), lang))


def is_han(piece: str) -> bool:
    """True where a term or a piece of text is of Han characters, by its first."""
    first = piece[0]
    return "\u3400" <= first <= "\ufaff" and ("\u4e00" <= first <= "\u9fff" or first >= "\uf900" or first <= "\u4dbf")
