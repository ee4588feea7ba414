"""Draw the claims out of a page: which clause makes which, about whom, how surely, on whose word, when, how many.

Each step proposes by rules (pattern hits, mentions, numbers, dates) and chooses by a linear model over named features; the
cues that decided are kept with the claim.
"""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

from vigie.model import ANONYMOUS, Claim, Cue, Quote, Status, Value
from vigie.reading import features as see
from vigie.reading.certainty import choose_source_and_status
from vigie.reading.merging import answers, merge
from vigie.reading.parties import choose_parties
from vigie.reading.proposal import COUNTING, Proposal
from vigie.reading.timing import AT_OCCASIONS, choose_date

if TYPE_CHECKING:
    from vigie.model import Document
    from vigie.reading.mentions import Cast
    from vigie.reading.models import Models
    from vigie.reading.numbers import NumberFound
    from vigie.reading.page import Clause, Page


PROPOSED = 0.25
"""A clause is proposed as making a claim of a type from this probability on; most proposals are dropped again by `keep`."""


def draw_claims(pages: list[Page], cast: Cast, document: Document, reader: str, models: Models) -> list[Claim]:
    """All claims of a document, in the order of their places."""
    claims = []
    for group in weigh_proposals(pages, cast, models):
        confidence = models.keep.positive(keep_features(group, cast))
        lead = lead_of(group)
        if confidence >= models.thresholds.get(lead.kind, 0.4) * EASED.get(lead.status, 1.0):
            claims.append(tell(group, cast, document, reader, confidence))
    return claims


EASED = {Status.ASKED: 0.65, Status.POSSIBLE: 0.9, Status.RUMOURED: 0.9, Status.DENIED: 0.9}
"""Doubts are told a little sooner than facts: a question left out can't be followed, a question told harms nobody.

Cross-validated on the gold (`./vigie eval reading`), easing costs .004 of claim F1; measure again after retraining.
"""


def weigh_proposals(pages: list[Page], cast: Cast, models: Models) -> list[list[Proposal]]:
    """All that a document may say, each thing once with every place that says it; not yet decided whether it is told."""
    proposals: list[Proposal] = []
    for page in pages:
        proposals += rivals_settled(propose(page, cast, models))
    settled = [p for p in proposals if settle(p, cast, models)]
    settled += answers(settled, pages, cast)
    return merge(settled, cast)


def keep_features(group: list[Proposal], cast: Cast) -> list[str]:
    """What can be seen of a proposed claim as a whole, for telling whether it is one."""
    lead = lead_of(group)
    clause, sentence, page = lead.clause, lead.clause.sentence, lead.page
    trigger = lead.trigger
    strength = "none" if trigger is None else "weak" if trigger.weak else "strong"
    who, whom = lead.party_scores
    parties = [*lead.who, *lead.whom]
    inside = sum(clause.start <= m.start < clause.end for m in parties)
    nearby = sum(sentence.start <= m.start < sentence.end for m in parties)
    number = "number" if lead.number is not None else "no number"
    features = [
        f"score:{_tenth(lead.score)}",
        f"highest:{_tenth(max(p.score for p in group))}",
        f"clause:{_tenth(lead.clause_score)}",
        f"sentence:{_tenth(lead.sentence_score)}",
        f"best:{lead.best}&sentence:{_tenth(lead.sentence_score)}",
        f"who:{_tenth(who)}",
        f"whom:{_tenth(whom)}",
        f"trigger:{strength}",
        f"trigger:{strength}&inside:{min(inside, 2)}",
        f"parties:{min(len(parties), 4)}",
        f"inside:{min(inside, 3)}",
        f"nearby:{min(nearby, 3)}&parties:{min(len(parties), 3)}",
        f"things:{min(len(lead.things), 2)}",
        number,
        f"status:{lead.status.value}",
        f"status:{lead.status.value}&{_tenth(lead.status_score)}",
        f"places:{min(len(group), 3)}",
        f"title:{sentence.title}",
        f"only in title:{all(p.clause.sentence.title for p in group)}",
        f"question:{sentence.question}",
        f"passage:{sentence.passage.kind.value}",
        f"dated:{lead.happened_on is not None}",
        f"sourced:{lead.source is not None}",
        f"length:{(clause.end - clause.start) // (30 if page.language.spaced else 10)}",
    ]
    features += [f"role:{cast.kind(m.key)}" for m in parties]
    if lead.kind in COUNTING and lead.number is not None:
        features.append(f"unit:{lead.number.unit or lead.number.kind}")
    own = ("score:", "clause:", "sentence:", "trigger:", "inside:", "number", "no number", "things:")
    return [*features, *(f"{lead.kind}|{f}" for f in features if f.startswith(own)), f"kind:{lead.kind}"]


def _tenth(p: float) -> str:
    """A probability in steps: finer at its ends."""
    return f"{round(p, 1):.1f}" if 0.05 < p < 0.95 else "low" if p < 0.5 else "high"


def lead_of(group: list[Proposal]) -> Proposal:
    """The proposal that speaks for a group: from the body rather than the headline, with a strong trigger, then the likeliest."""

    def rank(p: Proposal) -> tuple[bool, bool, float]:
        trigger = p.trigger
        return not p.clause.sentence.title, trigger is not None and not trigger.weak, p.score

    return max(group, key=rank)


def propose(page: Page, cast: Cast, models: Models) -> list[Proposal]:
    """Clauses that may make a claim of some type, with the numbers that are its value.

    A sentence tells its types better than each clause alone, a clause tells where in it: both are weighed together.
    """
    found: list[Proposal] = []
    kinds = models.types.labels
    for sentence in page.sentences:
        seen = [see.clause_features(page, cast, clause) for clause in sentence.clauses]
        scores = [models.types.independent(features) for features in seen]
        around = models.sentences.independent(see.sentence_features(seen))
        for at, kind in enumerate(kinds):
            top = max(score[at] for score in scores)
            for clause, score in zip(sentence.clauses, scores, strict=True):
                both = math.sqrt(score[at] * around[at])
                if both < PROPOSED:
                    continue
                numbers = choose_numbers(page, cast, clause, kind, models)
                values: list[NumberFound | None] = [*numbers] if kind in COUNTING and numbers else [None]
                if numbers and kind not in COUNTING:
                    values = [numbers[0]]
                for number in values:
                    proposal = Proposal(kind, page, clause, both, number)
                    proposal.clause_score, proposal.sentence_score, proposal.best = score[at], around[at], score[at] == top
                    found.append(proposal)
    return found


YIELDS = 0.6
"""A type yields to another that rests on the same words, if its probability is below this share of the other's."""


def rivals_settled(proposals: list[Proposal]) -> list[Proposal]:
    """Of several types proposed on the very same words, the likelier ones: one "showcase" is a meeting or a launch, rarely both."""
    kept = []
    for proposal in proposals:
        trigger = proposal.trigger
        rivals = [
            p.score
            for p in proposals
            if p.clause is proposal.clause
            and p.kind != proposal.kind
            and (r := p.trigger) is not None
            and (trigger is None or (r.start < trigger.end and trigger.start < r.end))
        ]
        if not rivals or proposal.score >= YIELDS * max(rivals):
            kept.append(proposal)
    return kept


def choose_numbers(page: Page, cast: Cast, clause: Clause, kind: str, models: Models) -> list[NumberFound]:
    """The numbers of a clause that are the value of a claim of that type, likeliest first."""
    inside = [n for n in page.numbers if clause.start <= n.start < clause.end]
    scored = [(models.numbers.positive(see.number_features(page, cast, clause, kind, n, len(inside))), n) for n in inside]
    good = [(p, n) for p, n in scored if p >= 0.5]
    if not good and kind in COUNTING and scored:
        good = [max(scored, key=lambda x: (x[0], -x[1].start))]
        if good[0][0] < 0.2:
            good = []
    if kind in COUNTING:
        return [n for _, n in sorted(good, key=lambda x: x[1].start)]
    return [n for _, n in sorted(good, key=lambda x: (-x[0], x[1].start))]


def settle(proposal: Proposal, cast: Cast, models: Models) -> bool:
    """Fill in parties, status, source and date; False where nobody is found who does it."""
    if not choose_parties(proposal, cast, models):
        return False
    choose_source_and_status(proposal, cast, models)
    choose_date(proposal, cast, models)
    return True


def tell(group: list[Proposal], cast: Cast, document: Document, reader: str, confidence: float) -> Claim:
    """A group of proposals as the claim it makes."""
    lead = lead_of(group)
    who = tuple(dict.fromkeys(m.key for m in lead.who))
    whom = tuple(k for k in dict.fromkeys(m.key for m in lead.whom) if k not in who)
    things = tuple(k for k in dict.fromkeys(m.key for p in group for m in p.things) if k not in who and k not in whom)
    number = next((p.number for p in [lead, *group] if p.number is not None), None)
    when = max((p.happened_on for p in group if p.happened_on), key=lambda d: (len(d), d), default=None)
    source = lead.source if lead.source is not None else next((p.source for p in group if p.source is not None), None)
    quotes = tuple(dict.fromkeys(_quote(p) for p in sorted(group, key=lambda p: (p.clause.sentence.title, p.clause.start))))
    value = None
    if number is not None:
        metric = next((h.category[8:] for h in lead.clause.hits if h.category.startswith("metrics.")), None)
        value = Value(number=number.number, unit=number.unit, metric=metric, period=when if lead.kind == "figure" else None)
    seal = "|".join([document.id, lead.kind, *who, ">", *whom, ">", *things, lead.status.value, source or "", quotes[0].words])
    return Claim(
        id="c-" + hashlib.sha256(seal.encode()).hexdigest()[:12],
        document_id=document.id,
        type=lead.kind,
        who=who,
        whom=whom,
        things=things,
        what=_what(lead),
        status=lead.status,
        source=source,
        happened_on=when,
        where=_where(lead, cast),
        value=value,
        quotes=quotes,
        confidence=round(confidence, 4),
        cues=tuple(_cues(lead, cast)),
        reader=reader,
    )


def _quote(proposal: Proposal) -> Quote:
    """The stretch of the sentence that holds the clause and the parties found in that sentence."""
    sentence = proposal.clause.sentence
    start, end = proposal.clause.start, proposal.clause.end
    for mention in (*proposal.who, *proposal.whom, *proposal.things):
        if sentence.start <= mention.start < sentence.end:
            start, end = min(start, mention.start), max(end, mention.end)
    text = proposal.page.text
    while start < end and text[start] in " \t\n,;:，；：、":
        start += 1
    while end > start and text[end - 1] in " \t\n,;:，；：、(（":
        end -= 1
    return Quote(start=start, end=end, words=text[start:end])


def _what(proposal: Proposal) -> tuple[str, ...]:
    """Free words for the subject: the trigger's own words."""
    trigger = proposal.trigger
    return (proposal.page.text[trigger.start : trigger.end],) if trigger is not None else ()


def _where(proposal: Proposal, cast: Cast) -> str | None:
    """The occasion named in the sentence, or the document's only occasion if the claim's day falls into an edition of it."""
    sentence = proposal.clause.sentence
    for mention in proposal.page.mentions_in(sentence.start, sentence.end):
        if cast.kind(mention.key) == "occasion":
            return mention.key
    occasions = [k for k, e in cast.entities.items() if e.kind == "occasion"]
    when = proposal.happened_on
    if len(occasions) == 1 and when and proposal.kind in AT_OCCASIONS:
        for first, last in cast.editions.get(occasions[0], ()):
            if first[: len(when)] <= when <= last:
                return occasions[0]
    return None


def _cues(proposal: Proposal, cast: Cast) -> list[Cue]:
    """The words that decided, for `vigie explain`."""
    page, clause = proposal.page, proposal.clause
    cues: list[Cue] = []
    trigger = proposal.trigger
    if trigger is not None:
        cues.append(_cue(page, trigger.start, trigger.end, "trigger", proposal.kind, f"pattern '{trigger.pattern}'"))
    for role, mentions in (("who", proposal.who), ("whom", proposal.whom), ("what", proposal.things)):
        cues += [_cue(page, m.start, m.end, role, cast.entities[m.key].name, f"as {m.how}") for m in mentions]
    for hit in clause.hits:
        if hit.category == f"status.{proposal.status.value}":
            cues.append(_cue(page, hit.start, hit.end, "status", proposal.status.value, f"pattern '{hit.pattern}'"))
    if proposal.source_mention is not None:
        m = proposal.source_mention
        cues.append(_cue(page, m.start, m.end, "source", cast.entities[m.key].name))
    elif proposal.source == ANONYMOUS:
        cues += [
            _cue(page, h.start, h.end, "source", ANONYMOUS, f"pattern '{h.pattern}'")
            for h in clause.hits
            if h.category == "reporting.anonymous"
        ]
    if proposal.date is not None and proposal.happened_on:
        cues.append(_cue(page, proposal.date.start, proposal.date.end, "date", proposal.happened_on))
    if proposal.number is not None:
        unit = proposal.number.unit or ""
        cues.append(_cue(page, proposal.number.start, proposal.number.end, "number", f"{proposal.number.number:g} {unit}".strip()))
    return cues


def _cue(page: Page, start: int, end: int, role: str, meaning: str, reason: str = "") -> Cue:
    return Cue(start=start, end=end, words=page.text[start:end], role=role, meaning=meaning, reason=reason)
