"""How surely a claim is said, and when it happened: the status and the date of a proposal."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from vigie.model import PassageKind, Status
from vigie.reading.attribution import sourced_word, weigh_sources

if TYPE_CHECKING:
    from vigie.reading.dates import DateFound
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
    if Status(label).firm:
        label = _doubted(proposal) or label
    proposal.status, proposal.status_score = Status(label), p[label]
    fitting = [(w * under.get(sourced_word(k, cast), {}).get(label, 0.0), k, m) for w, k, m in sources]
    _, proposal.source, proposal.source_mention = max(fitting, key=lambda x: x[0])


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


def nearest_date(proposal: Proposal) -> DateFound | None:
    """The expression of time that belongs to a claim: in its clause the nearest to the anchor, else in its sentence."""
    sentence = proposal.clause.sentence
    inside = [d for d in proposal.page.dates if sentence.start <= d.start < sentence.end]
    if not inside:
        return None
    anchor = proposal.anchor

    def weight(d: DateFound) -> tuple[int, int, int]:
        here = proposal.clause.start <= d.start < proposal.clause.end
        gap = d.start - anchor[1] if d.start >= anchor[1] else anchor[0] - d.end
        later = not here and d.start >= proposal.clause.end
        return (0 if here else 2 if later else 1, gap, d.start)

    return min(inside, key=weight)


def date_word(proposal: Proposal) -> str | None:
    """Whether the claim's date lies before or after publication; ``None`` where there is none or it could be both."""
    date = nearest_date(proposal)
    published = proposal.page.published_on
    if date is None or not published:
        return None
    if date.past == date.future:
        head = date.past[: min(len(date.past), 10)]
        return "future" if head > published[: len(head)] else "past"
    return "either"


def choose_date(proposal: Proposal, cast: Cast) -> None:
    """Set the date, read forward for what lies ahead and backward for the rest.

    A post without one takes its own; what happens at an occasion is dated by the month of the edition that publication falls to.
    """
    passage = proposal.clause.sentence.passage
    date = nearest_date(proposal)
    if date is not None:
        proposal.date = date
        ahead = proposal.status in (Status.PLANNED, Status.POSSIBLE, Status.ASKED)
        proposal.happened_on = date.future if ahead else _in_its_year(proposal, date)
    elif passage.kind is PassageKind.POST and proposal.status is Status.HAPPENED:
        proposal.happened_on = passage.published_on
    elif proposal.kind in AT_OCCASIONS and proposal.status.firm:
        edition = _edition(proposal, cast)
        proposal.happened_on = edition[:7] if edition else None


AT_OCCASIONS = ("meet", "launch", "negotiate")
"""Types that happen at motor shows and summits."""
AROUND = 45
"""Days around an edition within which an article speaks of it: shows are announced and digested for some weeks."""


def _in_its_year(proposal: Proposal, date: DateFound) -> str:
    """A date without year, in the year that its sentence named last before it; else as read backward from publication."""
    if date.past[4:] != date.future[4:] or date.past[:4] == date.future[:4]:
        return date.past
    sentence = proposal.clause.sentence
    years = [
        d.past[:4] for d in proposal.page.dates if sentence.start <= d.start < date.start and d.past == d.future and d.explicit
    ]
    return years[-1] + date.past[4:] if years and years[-1] < date.past[:4] else date.past


def _edition(proposal: Proposal, cast: Cast) -> str | None:
    """The first day of the edition, near publication, of an occasion named in the sentence or the one before."""
    page, sentence = proposal.page, proposal.clause.sentence
    published = page.published_on
    if not published or len(published) < 10:
        return None
    start = page.sentences[sentence.index - 1].start if sentence.index else sentence.start
    day = dt.date.fromisoformat(published[:10])
    for mention in page.mentions_in(start, sentence.end):
        for first, last in cast.editions.get(mention.key, ()):
            if dt.date.fromisoformat(first) - dt.timedelta(AROUND) <= day <= dt.date.fromisoformat(last) + dt.timedelta(AROUND):
                return first
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
        if section == "grammar" and leaf not in ("negation", "condition", "passive", "past"):
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
