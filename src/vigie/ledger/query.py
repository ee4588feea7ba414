"""What somebody typed into a search box, as what must stand in a text. Reads every string as a query; finds nothing itself.

Words that belong together stand in quotation marks, ``-word`` must not occur, ``word*`` is a beginning of `SHORTEST` letters or
more. Names that the caller knows (in any script) stand for whom they name: what names the same one otherwise is found too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import TYPE_CHECKING

from vigie.ledger.terms import HAN, folded, forms, is_han

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from vigie.ledger.terms import Term

__all__ = ["BEGUN", "Phrase", "Query", "Wanted", "parse_query"]

MOST_WORDS = 32
"""Words of a query that count; the rest is left out, so that no pasted article becomes a query of thousands of terms."""
LONGEST = 400
"""Characters of a query that count."""
SHORTEST = 3
"""Letters of a beginning at least: the star of a shorter one, which thousands of words begin with, is not heeded."""
BEGUN = 100
"""Words that a beginning stands for at most, the shortest first. Each is looked up by itself, so that what a beginning costs does
not grow with how often its words are written; ``./vigie bench ledger`` measures it."""
_LONGEST_NAME = 6
"""Words that the longest name is looked for in, and twice as many Han characters."""
_MOST_FORMS = 16
"""Sequences of forms that one phrase may stand for."""

_PART = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_PIECE = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that stand side by side."""

    terms: tuple[str, ...]
    prefix: bool = False
    """True where the last term is only a beginning."""

    @property
    def begins_words(self) -> bool:
        """True where it is the beginning of single words, which a list of all words tells."""
        return self.prefix and len(self.terms) == 1 and not is_han(self.terms[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One thing that must be in a text, or must not."""

    phrases: tuple[Phrase, ...]
    """Any of them will do."""
    keys: tuple[str, ...] = ()
    """Entity keys that will do as well."""
    unwanted: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Everything that must be in a text and must not be."""

    wanted: tuple[Wanted, ...] = ()

    def matches(self, keys: Collection[str], texts: Callable[[], Sequence[Sequence[str]]]) -> bool:
        """True where what names those keys, in those texts of terms, holds all that is wanted; a query for nothing matches.

        ``texts`` is called only where keys do not tell.
        """
        told: Sequence[Sequence[str]] | None = None
        for one in self.wanted:
            held = any(key in keys for key in one.keys)
            if not held:
                told = texts() if told is None else told
                held = any(next(_places(phrase, listed), None) is not None for listed in told for phrase in one.phrases)
            if held == one.unwanted:
                return False
        return True

    @property
    def initials(self) -> frozenset[str]:
        """The first letters of the terms that `marks` looks for."""
        wanted = (one for one in self.wanted if not one.unwanted)
        return frozenset(term[0] for one in wanted for phrase in one.phrases for term in phrase.terms)

    def spelled_out(self, begun: Callable[[str], Iterable[str]]) -> Query:
        """The query with the words in place of their beginnings; ``begun`` gives the words that begin so, at most `BEGUN`."""

        def of(phrase: Phrase) -> tuple[Phrase, ...]:
            return tuple(Phrase((word,)) for word in begun(phrase.terms[0])) if phrase.begins_words else (phrase,)

        return Query(
            tuple(replace(one, phrases=tuple(made for phrase in one.phrases for made in of(phrase))) for one in self.wanted)
        )

    def marks(self, words: Sequence[Term]) -> list[tuple[int, int, int]]:
        """The stretches of a text that a phrase wanted stands in: start, end, and which of `wanted` it is; in order."""
        listed = [term.word for term in words]
        found = [
            (words[index].start, words[index + len(phrase.terms) - 1].end, number)
            for number, one in enumerate(self.wanted)
            if not one.unwanted
            for phrase in one.phrases
            for index in _places(phrase, listed)
        ]
        return sorted(set(found))


def parse_query(text: str, called: Callable[[str], Iterable[str]] = lambda _: ()) -> Query:
    """The query that a text is; ``called`` gives the entity keys that a name means, none where it is no name.

    What stands in quotation marks is meant as it stands, and is no name.
    """
    wanted: list[Wanted] = []
    for sign, words, quoted in _parts(text[:LONGEST]):
        for stretch, keys in [(words[0], ())] if quoted else _named(words[:MOST_WORDS], called):
            phrases = _phrases(stretch, prefix=stretch.endswith("*"))
            if phrases or keys:
                wanted.append(Wanted(phrases=phrases, keys=tuple(dict.fromkeys(keys)), unwanted=sign == "-"))
    return Query(tuple(wanted[:MOST_WORDS]))


def _parts(text: str) -> Iterator[tuple[str, list[str], bool]]:
    """Sign, words, and whether they stood in quotation marks; loose words that follow each other without a sign are one part."""
    loose: list[str] = []
    for found in _PART.finditer(text):
        sign, quoted, word = found.groups()
        if quoted is None and not sign:
            loose.append(word)
            continue
        if loose:
            yield "", loose, False
            loose = []
        yield sign, [word if quoted is None else quoted], quoted is not None
    if loose:
        yield "", loose, False


def _named(words: Sequence[str], called: Callable[[str], Iterable[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Words one by one, and as many together as make a name, with the keys that it means."""
    index = 0
    while index < len(words):
        for size in range(min(_LONGEST_NAME, len(words) - index), 0, -1):
            together = " ".join(words[index : index + size])
            keys = tuple(called(together.strip(".,;:!?()[]")))
            if keys or size == 1:
                break
        index += size
        if keys or not re.search(f"[{HAN}]", together):
            yield together, keys
        else:
            yield from _han_names(together, called)


def _han_names(word: str, called: Callable[[str], Iterable[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is written without spaces, cut at the names in it."""
    start = index = 0
    while index < len(word):
        for size in range(min(2 * _LONGEST_NAME, len(word) - index), 1, -1):
            keys = tuple(called(word[index : index + size]))
            if keys:
                if index > start:
                    yield word[start:index], ()
                yield word[index : index + size], keys
                start = index = index + size
                break
        else:
            index += 1
    if start < len(word):
        yield word[start:], ()


def _phrases(text: str, *, prefix: bool) -> tuple[Phrase, ...]:
    """The sequences of terms that a stretch of a query may stand for."""
    choices: list[tuple[str, ...]] = []
    last_of_one = False
    pieces = _PIECE.findall(text)[:MOST_WORDS]
    prefix = prefix and bool(pieces) and (is_han(pieces[-1]) or len(pieces[-1]) >= SHORTEST)
    for piece in pieces:
        last_of_one = False
        if not re.match(f"[{HAN}]", piece):
            choices.append((folded(piece),) if prefix else forms(piece))
        elif len(piece) == 1:
            choices.append((piece,))
            last_of_one = True
        else:
            choices += [(piece[index : index + 2],) for index in range(len(piece) - 1)]
    if not choices:
        return ()
    return tuple(Phrase(chosen, prefix or last_of_one) for chosen in islice(product(*choices), _MOST_FORMS))


def _places(phrase: Phrase, listed: Sequence[str]) -> Iterator[int]:
    """Where a phrase begins in a list of terms."""
    size = len(phrase.terms)
    *first, last = phrase.terms
    for index in range(len(listed) - size + 1):
        word = listed[index + size - 1]
        if (word.startswith(last) if phrase.prefix else word == last) and list(listed[index : index + size - 1]) == first:
            yield index
