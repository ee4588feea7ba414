"""How much a document says about what is looked for, from a short profile of it: the same in every store. Finds no document.

A profile holds what a document says more than once: its length, and each such term or key with how often. What stands in it once is
not noted, since whoever is found holds everything that was looked for at least once.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import xxhash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vigie.ledger.query import Query, Wanted

__all__ = ["profile_of", "scores"]

TITLE = 8
"""What standing in a title counts, in times that a word stands in the text."""
NOTED = 120
"""Terms and keys of a profile, the most frequent: of a news article of 350 words some 60 stand in it more than once."""
SATURATION, LENGTH_COUNTS = 1.2, 0.75
"""How soon a repetition adds nothing more, and how much a long text must say to count as much as a short one: BM25's k1 and b at
their usual values (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009, section 3.5). How rare a word is does not
count: whoever is found holds all words that were looked for."""

_HASH, _MOST = 4, 255
_LENGTH = 4
"""Bytes of the length before the terms noted; each of those is its hash and a byte that says how often, `_MOST` at most."""


def profile_of(title: Iterable[str], text: Iterable[str], mentioned: Iterable[str]) -> bytes:
    """The profile of a document: of the terms of its title and text, and of the key of each of its mentions."""
    counted = Counter(text)
    length = counted.total()
    for term in title:
        counted[term] += TITLE
        length += 1
    keys = Counter(f"k:{key}" for key in mentioned)
    noted = [(-number, name) for counts in (counted, keys) for name, number in counts.items() if number > 1]
    noted.sort()
    parts = [length.to_bytes(_LENGTH, "big")]
    parts += [_hash(name) + bytes((min(-number, _MOST),)) for number, name in noted[:NOTED]]
    return b"".join(parts)


def scores(profiles: Sequence[bytes], query: Query) -> list[float]:
    """How much each of some documents says about a query whose words they all hold; 0 where it asks for no word."""
    wanted = [_hashes(one) for one in query.wanted if not one.unwanted]
    lengths = [1 + int.from_bytes(profile[:_LENGTH], "big") for profile in profiles]
    usual = sum(lengths) / len(lengths) if lengths else 1.0
    found = []
    for profile, length in zip(profiles, lengths, strict=True):
        worth = SATURATION * (1 - LENGTH_COUNTS + LENGTH_COUNTS * length / usual)
        times = [max(min(_times(profile, hashed) for hashed in phrase) for phrase in one) for one in wanted]
        found.append(sum(number / (number + worth) for number in times))
    return found


def _hashes(wanted: Wanted) -> list[list[bytes]]:
    """The hashes of the terms of each phrase that will do, and of each key."""
    return [[_hash(term) for term in one.terms] for one in wanted.phrases] + [[_hash(f"k:{key}")] for key in wanted.keys]


def _hash(name: str) -> bytes:
    return xxhash.xxh32_digest(name.encode("utf-8", "surrogatepass"))


def _times(profile: bytes, hashed: bytes) -> int:
    """How often that stands in a document that holds it; 1 where that is not noted."""
    at = profile.find(hashed, _LENGTH)
    while at >= 0:
        if (at - _LENGTH) % (_HASH + 1) == 0:
            return profile[at + _HASH]
        at = profile.find(hashed, at + 1)
    return 1
