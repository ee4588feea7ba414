"""Texts as bags and shingles of words, alike for spaced scripts and Chinese. Knows no meaning.

A Chinese text has no spaces: each Han character counts as a word of its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import numpy as np
import xxhash

__all__ = ["Sketch", "sketch", "tokens"]

_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")

SHINGLE = 4
"""Words in a shingle. Four consecutive words are rarely shared by texts written apart; see ``evals/stories``."""

Sketch = np.ndarray[tuple[int], np.dtype[np.uint64]]
"""Sorted distinct 64-bit hashes of all shingles of a text."""


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """Words in order, case and accents folded."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return tuple(_WORD.findall(bare))


def sketch(text: str) -> Sketch:
    """The hashes of a text's shingles; a text shorter than a shingle gives one."""
    words = tokens(text)
    if not words:
        return np.empty(0, dtype=np.uint64)
    pieces = [" ".join(words[i : i + SHINGLE]).encode() for i in range(max(1, len(words) - SHINGLE + 1))]
    return np.unique(np.fromiter((xxhash.xxh3_64_intdigest(piece) for piece in pieces), dtype=np.uint64, count=len(pieces)))
