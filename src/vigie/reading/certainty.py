"""How surely a claim is said: the status of a proposal, together with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.model import Status
from vigie.reading.attribution import sourced_word, weigh_sources
from vigie.reading.timing import date_word

if TYPE_CHECKING:
    from vigie.reading.mentions import Cast
    from vigie.reading.models import Models
    from vigie.reading.page import Clause, Page
    from vigie.reading.proposal import Proposal

SURE = 0.5
"""A claim is told as happened or planned only from this probability on, if a doubt has at least `DOUBT`."""
DOUBT = 0.3


def choose_source_and_status(proposal: Proposal, cast: Cast, models: Models) -> None:
    """Set the likeliest status over all possible sources, then the source that fits it; an unsure fact is told as a doubt.

    Who says so and how surely hang together: what unnamed people say is a rumour. So the status is weighed under each kind of
    source (none, anonymous, outlet, named) by that kind's probability, before one source is chosen.
    """
    dated = date_word(proposal)
    sources = weigh_sources(proposal, cast, models)
    kinds: dict[str, float] = {}
    for weight, key, _ in sources:
        word = sourced_word(key, cast)
        kinds[word] = kinds.get(word, 0.0) + weight
    under = {
        word: models.status.probabilities(
            status_features(proposal.page, proposal.clause, proposal.kind, proposal.anchor, dated, word)
        )
        for word, weight in kinds.items()
        if weight >= NEGLIGIBLE
    }
    whole = sum(kinds[word] for word in under)
    p = {label: sum(kinds[word] * q[label] for word, q in under.items()) / whole for label in models.status.labels}
    label = max(p, key=lambda x: (p[x], x))
    if Status(label).firm and p[label] < SURE:
        # A non-fact told as a fact is the costly error.
        doubts = {k: v for k, v in p.items() if not Status(k).firm}
        top = max(doubts, key=lambda x: (doubts[x], x))
        if doubts[top] > DOUBT:
            label = top
    if Status(label) is Status.PLANNED and dated in ("either", "past") and not _planned(proposal):
        label = Status.HAPPENED.value
    if Status(label).firm:
        label = _doubted(proposal) or label
    proposal.status, proposal.status_score = Status(label), p[label]
    fitting = [(w * under.get(sourced_word(k, cast), {}).get(label, 0.0), k, m) for w, k, m in sources]
    _, proposal.source, proposal.source_mention = max(fitting, key=lambda x: x[0])


def _planned(proposal: Proposal) -> bool:
    """Whether any word of the sentence speaks of what is to come. "Launched on March 28" does not: it is no plan for next March.

    Cross-validated on the gold, asking for such a word adds .008 to status accuracy and .01 to dates, and flips fewer doubts.
    """
    sentence = proposal.clause.sentence
    return any(h.category == "status.planned" for h in proposal.page.hits_in(sentence.start, sentence.end))


NEGLIGIBLE = 0.05
"""Kinds of source less likely than this are left out of the weighing."""


def _doubted(proposal: Proposal) -> str | None:
    """What words say against a fact, whatever the model: question, condition, negation and hearsay."""
    page, clause, (start, end) = proposal.page, proposal.clause, proposal.anchor
    sentence = clause.sentence
    if sentence.question and (clause is sentence.clauses[-1] or len(sentence.clauses) <= 2):
        return "asked"
    reach = 14 if page.language.spaced else 4
    for hit in page.hits_in(max(sentence.start, clause.start - 4), end):
        if hit.category == "grammar.condition" and not hit.weak and hit.start <= start and clause.start <= hit.end:
            opens = hit.start - clause.start < 3
            if opens or 0 <= start - hit.end < reach * 3:
                return "possible"
        if hit.category == "grammar.negation" and not hit.weak and 0 <= start - hit.end <= reach // 2:
            return "denied"
    if any(h.category == "status.rumoured" and not h.weak and h.start <= start for h in clause.hits):
        return "rumoured"
    if page.language.experimental and any(h.category == "status.denied" and not h.weak and h.start <= start for h in clause.hits):
        # The weights know nothing of this language's words: its file's own strong cue decides.
        return "denied"
    return None


def status_features(page: Page, clause: Clause, kind: str, anchor: tuple[int, int], dated: str | None, sourced: str) -> list[str]:
    """What can be seen of how surely a clause says its claim.

    ``dated`` is ``past``, ``future`` or ``None``; ``sourced`` is ``none``, ``anonymous``, ``outlet``, ``named``.
    """
    code = page.language.code
    features: dict[str, None] = {f"type:{kind}": None, f"source:{sourced}": None, f"source:{sourced}&type:{kind}": None}
    if dated:
        features[f"dated:{dated}"] = None
    sentence = clause.sentence
    if sentence.question:
        features["question"] = None
        if clause is sentence.clauses[-1]:
            features["question here"] = None
    if sentence.title:
        features["title"] = None
    for hit in page.hits_in(sentence.start, sentence.end):
        section, _, leaf = hit.category.partition(".")
        if section not in ("status", "grammar", "reporting"):
            continue
        if section == "grammar" and leaf not in ("negation", "condition", "passive", "past", "reported"):
            continue
        inside = clause.start <= hit.start < clause.end
        name = f"{leaf}~" if hit.weak else leaf
        place = "here" if inside else "earlier" if hit.start < clause.start else "later"
        features[f"{section}:{name}&{place}"] = None
        features[f"{section}:{name}"] = None
        if inside:
            gap = hit.start - anchor[1] if hit.start >= anchor[1] else anchor[0] - hit.end
            if gap < (25 if page.language.spaced else 8):
                features[f"{section}:{name}&close"] = None
        if section in ("status", "reporting"):
            features[f"{code}!{leaf}!{hit.pattern}&{'here' if inside else 'there'}"] = None
    for hit in clause.hits:
        if hit.category == f"triggers.{kind}":
            features[f"{code}!{kind}!{hit.pattern}"] = None
    if sentence.index:
        features[f"passage:{sentence.passage.kind.value}"] = None
    return list(features)
