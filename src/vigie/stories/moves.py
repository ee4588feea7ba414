"""Claims about one happening become one move, with the state it has reached. Who says it independently is `origins`' matter."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from vigie.model import Judgement, Move, Status, Verdict
from vigie.stories.compare import comparable, compare
from vigie.stories.link import average_link
from vigie.stories.weights import weights
from vigie.taxonomy import claim_type, claim_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vigie.stories.facts import Facts

__all__ = ["JUDGE", "find_moves", "group_claims", "state"]

JUDGE = "vigie weigh-1"
"""Who makes the machine's judgements."""

_LADDER = (Status.ASKED, Status.POSSIBLE, Status.RUMOURED, Status.PLANNED, Status.HAPPENED)
"""How far a move has come; each rung stands above those before it."""

_SURE, _FORCED = 0.0, 50.0


def group_claims(
    facts: Sequence[Facts], family: Mapping[str, str], persons_word: Iterable[Judgement] = ()
) -> tuple[list[tuple[str, ...]], list[Judgement]]:
    """Groups of claim ids that tell of one happening, and the judgements that joined them.

    ``family`` maps a document's id to that of the original it copies; ``persons_word`` are judgements of persons about claims,
    which stand against the machine's.
    """
    by_id = {one.claim.id: one for one in facts}
    forced = {(one.left, one.right): one.verdict for one in persons_word if one.subject == "move"}
    scores: dict[tuple[str, str], float] = {}
    judgements = []
    for left, right in _pairs(by_id):
        one, other = by_id[left], by_id[right]
        apart = one.claim.document_id != other.claim.document_id
        copied = apart and family.get(one.claim.document_id, one.claim.document_id) == family.get(
            other.claim.document_id, other.claim.document_id
        )
        comparison = compare(one, other, copied=copied)
        scores[left, right] = comparison.score
        if comparison.score > _SURE:
            judgements.append(
                Judgement(
                    id=f"j-{_digest('move', left, right)}",
                    subject="move",
                    left=left,
                    right=right,
                    verdict=Verdict.SAME,
                    score=round(comparison.score, 2),
                    reasons=comparison.reasons,
                    author=JUDGE,
                )
            )
    for pair, verdict in forced.items():
        if pair[0] in by_id and pair[1] in by_id and verdict is not Verdict.UNSURE:
            scores[pair] = _FORCED if verdict is Verdict.SAME else -_FORCED
    chosen = weights("move")
    return average_link(by_id, scores, unlike=chosen.unlike, threshold=chosen.threshold), judgements


def _pairs(by_id: Mapping[str, Facts]) -> list[tuple[str, str]]:
    """Pairs worth comparing: those that share a party or a thing."""
    holders: dict[str, list[str]] = defaultdict(list)
    for claim_id in sorted(by_id):
        for key in by_id[claim_id].parties | by_id[claim_id].things:
            holders[key].append(claim_id)
    found = {(left, right) for held in holders.values() for i, left in enumerate(held) for right in held[i + 1 :]}
    return sorted(pair for pair in found if comparable(by_id[pair[0]], by_id[pair[1]]))


def find_moves(
    groups: Iterable[tuple[str, ...]], by_id: Mapping[str, Facts], people: Mapping[str, frozenset[str]], family: Mapping[str, str]
) -> list[Move]:
    """One move for each group, without its origins; ordered by id.

    ``people`` maps a claim's id to the persons that act in it, ``family`` a document's id to the original it copies.
    """
    moves = []
    for group in groups:
        told = [by_id[claim_id] for claim_id in group]
        kind = _commonest([one.claim.type for one in told], order=list(claim_types()))
        who, whom = _sides(told, symmetric=claim_type(kind).symmetric)
        status, contradicted = state(told, family)
        moves.append(
            Move(
                id=f"m-{_digest(group[0])}",
                type=kind,
                who=who,
                whom=whom,
                things=_held_by_many([one.things for one in told]),
                people=tuple(sorted(set().union(*(people.get(claim_id, frozenset()) for claim_id in group)))),
                status=status,
                contradicted=contradicted,
                happened_on=_date(told, status),
                claim_ids=group,
                document_ids=tuple(sorted({one.claim.document_id for one in told})),
                origins=(),
            )
        )
    return sorted(moves, key=lambda move: move.id)


def state(told: Sequence[Facts], family: Mapping[str, str] | None = None) -> tuple[Status, bool]:
    """The status that a move has reached and whether it is contradicted.

    The highest rung that holds, unless it is denied: a denial answers a question and a rumour; it wins over a plan if it is
    published later, or as late by a party to it; never over what happened, nor over a hypothesis, which it leaves open. A rung
    holds where fewer than twice as many documents stay below it, or deny it, from then on as reach it: one article alone does not
    make a fact of what the later ones still ask (a copy counts with its original). Contradicted is what is affirmed, as a
    hypothesis or more, and denied as well.
    """
    denials = [one for one in told if one.claim.status is Status.DENIED]
    affirmed = [one for one in told if one.claim.status is not Status.DENIED]
    if not affirmed:
        return Status.DENIED, False
    top = _highest_that_holds(told, family or {})
    contradicted = bool(denials) and top is not Status.ASKED
    if denials and top is Status.PLANNED:
        last_plan = max((one.published_on or "") for one in affirmed if one.claim.status is top)
        last_denial = max((one.published_on or "") for one in denials)
        if last_denial > last_plan or (last_denial == last_plan and any(_own_word(one) for one in denials)):
            top = Status.DENIED
    elif denials and top in (Status.RUMOURED, Status.ASKED):
        top = Status.DENIED
    return top, contradicted


def _highest_that_holds(told: Sequence[Facts], family: Mapping[str, str]) -> Status:
    """The highest rung of the ladder that enough documents reach."""
    rungs: dict[str, int] = {}
    days: dict[str, str] = {}
    for one in told:
        document_id = family.get(one.claim.document_id, one.claim.document_id)
        rung = -1 if one.claim.status is Status.DENIED else _LADDER.index(one.claim.status)
        rungs[document_id] = max(rungs.get(document_id, -1), rung)
        days[document_id] = min(days.get(document_id, "9999"), one.published_on or "9999")
    for one in told:
        # What a party itself denies, the same document does not state as a fact.
        if one.claim.status is Status.DENIED and _own_word(one):
            document_id = family.get(one.claim.document_id, one.claim.document_id)
            rungs[document_id] = min(rungs[document_id], _LADDER.index(Status.RUMOURED))
    for rung in range(max(rungs.values()), 0, -1):
        reach = [document_id for document_id in rungs if rungs[document_id] >= rung]
        if not reach:
            continue
        since = min(days[document_id] for document_id in reach)
        below = sum(1 for document_id in rungs if rungs[document_id] < rung and days[document_id] >= since)
        if below < 2 * len(reach):
            return _LADDER[rung]
    return _LADDER[max(0, min(rung for rung in rungs.values() if rung >= 0))] if max(rungs.values()) >= 0 else Status.DENIED


def _own_word(one: Facts) -> bool:
    """True where the document itself or a party says it."""
    return one.speaker is None or one.speaker in one.parties


def _sides(told: Sequence[Facts], *, symmetric: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Parties that at least a third of the tellings name, where most see them; of a symmetric type the commonest first."""
    who = Counter(key for one in told for key in one.who)
    whom = Counter(key for one in told for key in one.whom)
    total = {key: who[key] + whom[key] for key in {*who, *whom}}
    kept = sorted((key for key in total if 3 * total[key] >= len(told)), key=lambda key: (-total[key], key))
    if not kept:
        kept = sorted(total)
    if symmetric:
        return tuple(kept[:1]), tuple(kept[1:])
    return tuple(key for key in kept if who[key] >= whom[key]), tuple(key for key in kept if who[key] < whom[key])


def _held_by_many(sets: Sequence[frozenset[str]]) -> tuple[str, ...]:
    counted = Counter(key for one in sets for key in one)
    return tuple(sorted(key for key, number in counted.items() if 3 * number >= len(sets)))


def _date(told: Sequence[Facts], status: Status) -> str | None:
    """The date most tellings of that status give, the more precise before the less; else any telling's."""
    for group in ([one for one in told if one.claim.status is status], list(told)):
        dates = Counter(one.claim.happened_on for one in group if one.days is not None and one.claim.happened_on)
        if dates:
            return min(dates, key=lambda iso: (-len(iso), -dates[iso], iso))
    return None


def _commonest(values: Sequence[str], *, order: Sequence[str]) -> str:
    counted = Counter(values)
    return min(counted, key=lambda value: (-counted[value], order.index(value)))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
