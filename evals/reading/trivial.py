"""A trivial reader to hold the real one against: each strong trigger makes a claim of the nearest names, told as a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.model import Claim, Document, Quote, Status, Value

if TYPE_CHECKING:
    from vigie.reading.mentions import Cast
    from vigie.reading.page import Page

ACTORS = ("company", "brand", "authority", "person")


def trivial_claims(pages: list[Page], cast: Cast, document: Document) -> list[Claim]:
    """One claim for each clause and type with a strong trigger: the sentence's first two actors, first model and number."""
    found = []
    for page in pages:
        for sentence in page.sentences:
            mentions = page.mentions_in(sentence.start, sentence.end)
            actors = list(dict.fromkeys(m.key for m in mentions if cast.kind(m.key) in ACTORS))
            models = tuple(dict.fromkeys(m.key for m in mentions if cast.kind(m.key) == "model"))[:1]
            if not actors:
                continue
            for clause in sentence.clauses:
                kinds = sorted({h.category[9:] for h in clause.hits if h.category.startswith("triggers.") and not h.weak})
                number = next((n for n in page.numbers if clause.start <= n.start < clause.end), None)
                found += [
                    Claim(
                        id=f"{document.id}-{kind}-{clause.start}",
                        document_id=document.id,
                        type=kind,
                        who=tuple(actors[:1]),
                        whom=tuple(actors[1:2]),
                        things=models,
                        status=Status.HAPPENED,
                        quotes=(Quote(start=clause.start, end=clause.end, words=page.text[clause.start : clause.end]),),
                        value=Value(number=number.number, unit=number.unit) if number else None,
                    )
                    for kind in kinds
                ]
    return found
