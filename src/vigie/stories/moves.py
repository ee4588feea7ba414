"""Claims about one happening become one move, with the state it has reached. Who says it independently is `origins`' matter."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vigie.model import Move, Status
from vigie.stories.meet import digest
from vigie.taxonomy import claim_type, claim_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vigie.stories.facts import Facts

__all__ = ["find_moves", "move_id", "state"]

_LADDER = (Status.ASKED, Status.POSSIBLE, Status.RUMOURED, Status.PLANNED, Status.HAPPENED)
"""How far a move has come; each rung stands above those before it."""


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
                id=move_id(group),
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


def move_id(claim_ids: Sequence[str]) -> str:
    """The id of the move that those claims tell of, which are in order."""
    return f"m-{digest(claim_ids[0])}"


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
