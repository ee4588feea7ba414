"""Everything that follows from a set of documents and readings: copies, stories, moves, origins, judgements. Keeps nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.model import Conclusions
from vigie.stories.copies import find_copies
from vigie.stories.facts import Facts, facts_of
from vigie.stories.gather import find_stories, profile
from vigie.stories.moves import find_moves, group_claims
from vigie.stories.origins import credits_of, origins_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vigie.model import Document, Judgement, Names, Reading

__all__ = ["weigh"]


def weigh(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    *,
    names: Names,
    judgements: Iterable[Judgement] = (),
) -> Conclusions:
    """The conclusions of a set of documents and their readings, in whatever order they are given.

    ``judgements`` are those of persons, which stand against the machine's.
    """
    known = {document.id for document in documents}
    read = {one.document_id: one for one in sorted(readings, key=lambda one: one.document_id) if one.document_id in known}
    by_id = {document.id: _dated(document, read.get(document.id)) for document in documents}
    credited = {document_id: credits_of(by_id[document_id], reading) for document_id, reading in read.items()}
    copies = find_copies([by_id[document_id] for document_id in sorted(by_id)], credited)
    family = {copy.document_id: copy.copy_of for copy in copies}
    facts: dict[str, Facts] = {}
    told_by: dict[str, list[Facts]] = defaultdict(list)
    people: dict[str, frozenset[str]] = {}
    for document_id, reading in read.items():
        persons = {entity.key for entity in reading.entities if entity.kind == "person"}
        for one in facts_of(reading, by_id[document_id]):
            facts[one.claim.id] = one
            told_by[document_id].append(one)
            people[one.claim.id] = frozenset(persons & {*one.claim.who, *one.claim.whom})
    groups, judged = group_claims(list(facts.values()), family, judgements)
    copy_of = {copy.document_id: copy for copy in copies}
    moves = [
        replace(
            move,
            origins=origins_of(
                [facts[claim_id] for claim_id in move.claim_ids], documents=by_id, copies=copy_of, credited=credited, names=names
            ),
        )
        for move in find_moves(groups, facts, people, family)
    ]
    told_of: dict[str, list[str]] = defaultdict(list)
    for move in moves:
        for document_id in move.document_ids:
            told_of[document_id].append(move.id)
    profiles = [profile(by_id[one], reading, told_by[one], told_of[one]) for one, reading in read.items()]
    titles = {document.id: document.title or document.text.partition("\n")[0][:120] for document in by_id.values()}
    stories, _ = find_stories(profiles, titles, family)
    return Conclusions(copies=tuple(copies), stories=tuple(stories), moves=tuple(moves), judgements=tuple(judged))


def _dated(document: Document, reading: Reading | None) -> Document:
    """The document with the day of publication that its reader found, which may stand in the text alone."""
    return document if reading is None or reading.published_on is None else replace(document, published_on=reading.published_on)
