"""Cut a document's text into passages: title, body, embedded posts, repeats and furniture. Reads no claim.

Repeats are paragraphs said above already, word for word or nearly; furniture is what pages carry beside the article.
Both keep their place in the text, so that quotes stay exact, but are not read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vigie.model import Passage, PassageKind

if TYPE_CHECKING:
    from vigie.reading.dates import DateReader
    from vigie.reading.language import Language

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_POST_SIGN = re.compile(r"^\s*[—–-]{1,2}\s*(?P<author>[^\n(@]{2,60}?)\s*\(@?[\w.]+\)\s*,?\s*(?P<date>[^\n]{4,40})?\s*$")
_POST_HEAD = re.compile(r"^(?P<author>[^\n@]{2,50}?)\s*[·|(]?\s*@[\w.]{2,30}\)?\s*(?:[·|,-]\s*(?P<date>[^\n]{4,40}))?\s*$")
_WORDS = re.compile(r"\w+")


def passages(text: str, language: Language, dates: list[DateReader], published_on: str | None) -> list[Passage]:
    """The passages of a text in their order; they do not overlap and leave out only white space.

    ``published_on`` helps to date a post whose own date names no year.
    """
    furniture = [re.compile(p, re.IGNORECASE) for p in language.data.get("furniture") or ()]
    found: list[Passage] = []
    seen: dict[str, int] = {}
    shingles: list[set[str]] = []
    paragraphs = [(m.start(), m.end()) for m in _PARAGRAPH.finditer(text)]
    for index, (start, end) in enumerate(paragraphs):
        words = text[start:end]
        key = " ".join(_WORDS.findall(words.casefold()))
        kind = PassageKind.BODY
        if index == 0 and len(words) < 200 and len(paragraphs) > 1 and not words.rstrip().endswith("."):
            kind = PassageKind.TITLE
        grams = _shingles(key)
        sign = _POST_SIGN.match(words)
        if sign and found:
            author = sign["author"].strip()
            said_on = _post_date(sign["date"], dates, published_on)
            last = found[-1]
            if last.kind in (PassageKind.BODY, PassageKind.TITLE):
                found[-1] = Passage(start=last.start, end=last.end, kind=PassageKind.POST, author=author, published_on=said_on)
            found.append(Passage(start=start, end=end, kind=PassageKind.FURNITURE, author=author, published_on=said_on))
            continue
        if (key and key in seen and len(key) > 20) or (
            len(grams) > 12 and any(len(grams & g) / len(grams) > 0.85 for g in shingles)
        ):
            kind = PassageKind.REPEAT
        elif any(p.search(words) for p in furniture) and len(words) < 400:
            kind = PassageKind.FURNITURE
        seen.setdefault(key, index)
        shingles.append(grams)
        found.append(Passage(start=start, end=end, kind=kind))
    return found


def _shingles(key: str) -> set[str]:
    """Word triples, or character quintuples where words are not separated."""
    words = key.split()
    if len(words) < len(key) / 12:
        return {key[i : i + 5] for i in range(max(0, len(key) - 4))}
    return {" ".join(words[i : i + 3]) for i in range(max(0, len(words) - 2))}


def _post_date(words: str | None, dates: list[DateReader], published_on: str | None) -> str | None:
    """The ISO date in a post's signature, or ``None``."""
    if not words:
        return None
    found = [d for reader in dates for d in reader.find(words, published_on)]
    return max(found, key=lambda d: (d.end - d.start, len(d.past))).past if found else None
