"""Decide whether a second reader is asked about a document, about which part of it, and whether the day's budget allows it.

Decides only: pure functions over frozen values; asks nobody.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vigie.model import Document, Reading

__all__ = ["Policy", "Request", "fits", "request_for", "tokens_at_most"]

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_PARTIES = ("company", "brand", "authority")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When a second reader is asked, and how much it may cost."""

    sure: float = 0.45
    """A claim whose confidence lies below is one that the first reader is unsure of."""
    share: float = 0.25
    """Nobody is asked about a document of whose claims a smaller share is unsure: most documents hold one doubt or another."""
    tokens_a_day: int = 200_000
    """Tokens that all questions of one day in UTC may cost together, questions and answers."""
    whole_up_to: int = 3_000
    """Characters of a document up to which it is sent whole: of a longer one only the paragraphs that matter, if they are few."""
    longest: int = 24_000
    """Characters of a document at most that are sent; of a longer one only the doubted paragraphs, or nothing."""
    answer_tokens: int = 4_000
    """Tokens of one answer at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked about one document."""

    stretches: tuple[tuple[int, int], ...]
    """Parts of the text that are sent: `text[start:end]`, in order, without overlaps."""
    doubted: frozenset[str]
    """Ids of the claims in them that the first reader is unsure of."""
    reason: str
    """One sentence for a person."""


def request_for(document: Document, reading: Reading, policy: Policy) -> Request | None:
    """What to ask about a document; ``None`` where the first reader is sure of what it read, or the text is too long.

    Asked is about claims below `Policy.sure`, if they are many enough: the whole of a short document, of a long one their
    paragraphs, the one before each, and the first. Asked is also about the whole of a document in which two organisations or
    more are named and no claim was found.
    """
    doubted = [claim for claim in reading.claims if claim.confidence < policy.sure]
    if len(doubted) < policy.share * len(reading.claims):
        return None
    paragraphs = [(m.start(), m.end()) for m in _PARAGRAPH.finditer(document.text)]
    if not paragraphs:
        return None
    if doubted:
        wanted = {0}
        for claim in doubted:
            for quote in claim.quotes:
                at = next((i for i, (start, end) in enumerate(paragraphs) if start <= quote.start < end), None)
                if at is not None:
                    wanted |= {at, max(at - 1, 0)}
        chosen = [paragraphs[i] for i in sorted(wanted)]
        size = len(document.text)
        if size <= policy.whole_up_to or 2 * sum(end - start for start, end in chosen) > size <= policy.longest:
            chosen = paragraphs
        reason = f"{len(doubted)} of {len(reading.claims)} claims lie below {policy.sure:g}"
    elif not reading.claims and sum(entity.kind in _PARTIES and entity.known for entity in reading.entities) > 1:
        chosen = paragraphs
        reason = "several organisations are named and no claim was found"
    else:
        return None
    if sum(end - start for start, end in chosen) > policy.longest:
        return None
    return Request(stretches=tuple(chosen), doubted=frozenset(claim.id for claim in doubted), reason=reason)


def tokens_at_most(text: str, policy: Policy) -> int:
    """A careful estimate of a question's cost: one token a Han character, one for three others, and the longest answer."""
    han = sum("\u3040" <= c <= "\u9fff" for c in text)
    return han + math.ceil((len(text) - han) / 3) + policy.answer_tokens


def fits(policy: Policy, *, spent: int, tokens: int) -> bool:
    """True where a question of ``tokens`` still fits the day on which ``spent`` have been spent."""
    return spent + tokens <= policy.tokens_a_day
