"""Make one of what is said twice, and let denials answer the claims before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.model import Status
from vigie.reading.mentions import ORGANISATIONS
from vigie.reading.proposal import COUNTING, Proposal

if TYPE_CHECKING:
    from vigie.reading.language import Hit
    from vigie.reading.mentions import Cast
    from vigie.reading.page import Page


def answers(settled: list[Proposal], pages: list[Page], cast: Cast) -> list[Proposal]:
    """Denials that name no matter of their own ("Stellantis dément.") answer the claim before them; silence denies nothing."""
    found: list[Proposal] = []
    for page in pages:
        for sentence in page.sentences:
            denial = next(
                (h for c in sentence.clauses for h in c.hits if h.category == "status.denied" and not h.weak and _answers(h, page)),
                None,
            )
            silent = any(h.category == "grammar.no_comment" for h in page.hits_in(sentence.start, sentence.end))
            if (
                denial is None
                or silent
                or any(p.clause.sentence is sentence for p in settled)
                or sentence.end - sentence.start > 160
            ):
                continue
            before = [
                p
                for p in settled
                if p.page is page and 0 < sentence.index - p.clause.sentence.index <= 2 and p.status is not Status.DENIED
            ]
            doubted = [p for p in before if not p.status.firm] or before[-1:]
            for earlier in doubted[-2:]:
                speaker = next(
                    (m for m in page.mentions_in(sentence.start, sentence.end) if cast.kind(m.key) in (*ORGANISATIONS, "person")),
                    None,
                )
                copy = Proposal(earlier.kind, page, sentence.clauses[0], earlier.score * 0.9, None)
                copy.who, copy.whom, copy.things = earlier.who, earlier.whom, earlier.things
                copy.status, copy.source = Status.DENIED, speaker.key if speaker else earlier.who[0].key
                found.append(copy)
    return found


def _answers(hit: Hit, page: Page) -> bool:
    """Whether a sign of denial is a verb of denying rather than a mere negation."""
    return len(hit.pattern.strip("*~")) >= (4 if page.language.spaced else 2) and hit.pattern not in (
        (page.language.data.get("grammar") or {}).get("negation") or ()
    )


def merge(settled: list[Proposal], cast: Cast) -> list[list[Proposal]]:
    """Group proposals that say the same thing: same type, parties, status and number, and dates that may be one."""
    groups: list[list[Proposal]] = []
    for proposal in sorted(settled, key=lambda p: (p.clause.sentence.title, p.clause.start, p.anchor, p.kind)):
        for group in groups:
            if _same(group[0], proposal, cast):
                group.append(proposal)
                break
        else:
            groups.append([proposal])
    return sorted(groups, key=lambda g: min(p.clause.start for p in g))


def _parties(proposal: Proposal, cast: Cast) -> frozenset[str]:
    """The parties at the level of organisations, models included."""
    keys = {m.key for m in (*proposal.who, *proposal.whom)} | {m.key for m in proposal.things if cast.kind(m.key) == "model"}
    if proposal.kind == "appoint":
        return frozenset(keys)
    return frozenset(cast.affiliations.get(k, k) if cast.kind(k) == "person" else k for k in keys)


def _same(first: Proposal, second: Proposal, cast: Cast) -> bool:
    if first.kind != second.kind or first.status is not second.status:
        return False
    a, b = _parties(first, cast), _parties(second, cast)
    headline = first.clause.sentence.title or second.clause.sentence.title
    close = first.clause.sentence is second.clause.sentence
    if a != b and not ((headline or close) and (a <= b or b <= a)):
        return False
    if first.number is not None and second.number is not None and first.number.number != second.number.number:
        return first.kind not in COUNTING and close
    x, y = first.happened_on, second.happened_on
    if x and y and not (x.startswith(y) or y.startswith(x)) and not headline:
        return False
    return first.source == second.source or headline or close or first.source is None or second.source is None
