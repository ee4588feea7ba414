"""Who is made responsible for a claim: a speaker, a post's author, an outlet, unnamed people, or nobody but the document."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from vigie.model import ANONYMOUS, PassageKind
from vigie.reading import features as see
from vigie.reading.mentions import ORGANISATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vigie.model import Mention
    from vigie.reading.mentions import Cast
    from vigie.reading.models import Models
    from vigie.reading.page import Clause, Page
    from vigie.reading.proposal import Proposal

Option = tuple["str | None", "Mention | None", tuple[str, ...]]
"""A possible source: entity key (or ``anonymous``, or ``None``), the mention that speaks, and marks of how it came up."""
SPEAKING = (*ORGANISATIONS, "person", "outlet")


def weigh_sources(proposal: Proposal, cast: Cast, models: Models) -> list[tuple[float, str | None, Mention | None]]:
    """The possible sources of a proposal with their probabilities, likeliest first; a post's author alone in its own passage."""
    page, clause = proposal.page, proposal.clause
    passage = clause.sentence.passage
    if passage.kind is PassageKind.POST and passage.author is not None:
        author = next(
            (k for k, e in cast.entities.items() if passage.author in (e.name, *e.aka) or passage.author in cast.forms[k]), None
        )
        return [(1.0, author or passage.author, None)]
    if clause.weighed is not None and clause.weighed[0] is models.sources:
        return clause.weighed[1]
    options = speakers(page, cast, clause)
    totals = [models.sources.total(speaker_features(page, cast, clause, mention, marks)) for _, mention, marks in options]
    top = max(totals)
    exps = [math.exp(total - top) for total in totals]
    whole = sum(exps)
    weighed = [(e / whole, key, mention) for e, (key, mention, _) in zip(exps, options, strict=True)]
    weighed.sort(key=lambda x: -x[0])
    clause.weighed = (models.sources, weighed)
    return weighed


def speakers(page: Page, cast: Cast, clause: Clause) -> list[Option]:
    """The possible sources of a clause: nobody, unnamed people, the document's voice, and whoever is mentioned around it.

    Around means its sentence, both ends of a quotation that goes beyond it, a short sentence after that tells who said so
    ("Das teilte der Konzern mit."), and the sentence before.
    """
    voice = page.voice
    mark = f"voice:{voice.kind}" if voice is not None else "voice:own"
    options: list[Option] = [(None, None, ("own voice", mark)), (ANONYMOUS, None, ("anonymous", mark))]
    sentence, passage = clause.sentence, clause.sentence.passage
    seen: set[str] = set()
    if voice is not None and voice.source is not None:
        options.append((voice.source, None, ("speaker", mark)))
        seen.add(voice.source)

    def add(start: int, end: int, where: str, *, speaking_first: bool = False) -> None:
        found = [m for m in page.mentions_in(start, end) if cast.kind(m.key) in SPEAKING]
        if speaking_first:
            found.sort(key=lambda m: (see.speaks(page, m) is None, m.start))
        for mention in found:
            if mention.key not in seen and (speaking_first or mention.how != "pronoun"):
                seen.add(mention.key)
                options.append((mention.key, mention, (where,)))

    add(sentence.start, sentence.end, "sentence itself", speaking_first=True)
    middle = (clause.start + clause.end) // 2
    for start, end in page.quotations:
        if start < middle < end and not (sentence.start <= start and end <= sentence.end):
            add(end, min(end + 90, passage.end), "after the quotation")
            add(max(start - 90, passage.start), start, "before the quotation")
    if sentence.index + 1 < len(page.sentences):
        after = page.sentences[sentence.index + 1]
        told = any(h.category == "reporting.verbs" for h in page.hits_in(after.start, min(after.end, after.start + 40)))
        if after.passage is passage and told and after.end - after.start < 140:
            add(after.start, after.end, "sentence after")
    if sentence.index:
        before = page.sentences[sentence.index - 1]
        add(before.start, before.end, "sentence before")
    return options


def sourced_word(source: str | None, cast: Cast) -> str:
    """``none``, ``anonymous``, ``outlet`` or ``named``: what a status model may know of a source."""
    if source is None:
        return "none"
    if source == ANONYMOUS:
        return "anonymous"
    return "outlet" if source in cast.entities and cast.kind(source) == "outlet" else "named"


def speaker_features(page: Page, cast: Cast, clause: Clause, mention: Mention | None, marks: Iterable[str]) -> list[str]:
    """What can be seen of one possible source of a claim; ``mention`` is ``None`` for the document's own voice or nobody named."""
    features = list(marks)
    sentence = clause.sentence
    hits = page.hits_in(sentence.start, sentence.end)
    has = sorted({h.category for h in hits if h.category.startswith("reporting.")})
    quoted = see.quoted_place(page, clause)
    if mention is None:
        who = features[0] if features else "none"
        features += [f"{who}&{c}" for c in has]
        features += [
            f"{who}&{h.category}&{'here' if clause.start <= h.start < clause.end else 'there'}"
            for h in hits
            if h.category.startswith("reporting.") and (h.category != "reporting.verbs" or not h.weak)
        ]
        features += [f"{who}&{c}" for c in sorted({h.category for h in hits if h.category.startswith("status.") and not h.weak})]
        features += [
            f"{who}&{page.language.code}!{h.pattern}"
            for h in hits
            if h.category in ("reporting.anonymous", "reporting.according", "status.rumoured")
        ]
        features += [f"{who}&quoted:{quoted}", f"{who}&question:{sentence.question}", f"{who}&title:{sentence.title}"]
        features += [f"{who}&{feature}" for feature in features[1:3] if feature.startswith("voice:")]
        return features
    kind = cast.kind(mention.key)
    inside = (
        "here"
        if clause.start <= mention.start < clause.end
        else "sentence"
        if sentence.start <= mention.start < sentence.end
        else "earlier"
    )
    said = see.speaks(page, mention) or "silent"
    relation = see.relation_of(page, mention.start, page.word_before(mention.start))
    marked = features[0] if features else "named"
    in_quotes = any(s < mention.start < e for s, e in page.quotations)
    features += [
        f"{marked}&speaks:{said}",
        f"{marked}&quoted:{quoted}&inside:{in_quotes}",
        f"kind:{kind}",
        f"how:{mention.how}",
        f"place:{inside}",
        f"speaks:{said}",
        f"speaks:{said}&{kind}",
        f"speaks:{said}&{inside}",
        f"speaks:{said}&{relation}",
        f"place:{inside}&{kind}",
        f"first:{mention.start - sentence.start < 4}",
        f"quoted:{quoted}&{said}",
        f"quoted:{quoted}&{kind}&{inside}",
        f"standing:{cast.standing(mention.key)}&{said}",
        f"{page.language.code}<{page.word_before(mention.start)}",
        f"{page.language.code}>{page.word_after(mention.end)}",
    ]
    window = page.hits_in(max(sentence.start, mention.start - 40), mention.start)
    if any(h.category == "reporting.spokespeople" for h in window):
        features.append("spokesperson before")
    if any(h.category == "reporting.verbs" for h in page.hits_in(mention.end, min(sentence.end, mention.end + 60))):
        features.append("verb within sixty")
    features += [f"has:{c}" for c in has]
    return features
