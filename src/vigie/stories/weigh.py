"""Everything that follows from a set of documents and readings: copies, stories, moves, origins, judgements. Keeps nothing.

`weigh` does so for a whole set; `moves_of` and `stories_of` are its last steps, which `revise` takes for a part of a ledger that
nothing binds to the rest.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.model import Conclusions, Copy, Story
from vigie.stories.marks import marks_of, neighbours
from vigie.stories.meet import digest, meet, within
from vigie.stories.moves import find_moves
from vigie.stories.origins import origins_of
from vigie.stories.seen import see
from vigie.stories.settle import groups
from vigie.stories.word import said_of_copies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vigie.model import Document, Judgement, Move, Names, Reading
    from vigie.stories.copies import Repeat
    from vigie.stories.seen import Seen

__all__ = ["copies_among", "moves_of", "stories_of", "story_id", "weigh"]


def weigh(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    *,
    names: Names,
    judgements: Iterable[Judgement] = (),
) -> Conclusions:
    """The conclusions of a set of documents and their readings, in whatever order they are given.

    ``judgements`` are those of persons, which stand against the machine's. A document without a reading is left out.
    """
    by_id = {document.id: document for document in documents}
    seen = {
        one.document_id: see(by_id[one.document_id], one, names) for one in sorted(readings, key=_name) if one.document_id in by_id
    }
    met = [within(one) for one in seen.values()]
    met += [meet(seen[left], seen[right]) for left, right in _candidates(seen)]
    words = list(judgements)
    copies = copies_among(seen, said_of_copies([one.repeat for one in met if one.repeat is not None], seen, words))
    by_judgement = {judgement.id: judgement for one in met for judgement in one.judgements}
    judged = [by_judgement[one] for one in sorted(by_judgement)]
    said = [*judged, *words]
    claims = [one.claim.id for document in seen.values() for one in document.facts]
    moves = moves_of(groups("move", claims, said), seen, copies=copies, names=names)
    return Conclusions(
        copies=tuple(copies[one] for one in sorted(copies)),
        stories=tuple(stories_of(groups("story", list(seen), said), seen)),
        moves=tuple(moves),
        judgements=tuple(judged),
    )


def _name(reading: Reading) -> str:
    return reading.document_id


def _candidates(seen: Mapping[str, Seen]) -> list[tuple[str, str]]:
    """The pairs of documents that a mark brings together."""
    marks = {document_id: marks_of(one) for document_id, one in seen.items()}
    bearers: dict[int, list[str]] = defaultdict(list)
    for document_id in sorted(marks):
        for mark in marks[document_id].borne:
            bearers[mark].append(document_id)
    found = {
        (min(one, other), max(one, other)) for one in marks for other in neighbours(marks[one].wanted, bearers) if one != other
    }
    return sorted(found)


def copies_among(seen: Mapping[str, Seen], repeats: Iterable[Repeat]) -> dict[str, Copy]:
    """Document id to the copy that it is of the earliest document that it repeats."""
    elders: dict[str, list[Repeat]] = defaultdict(list)
    for one in repeats:
        elders[one.younger].append(one)
    chosen = {younger: min(found, key=lambda one: seen[one.older].age) for younger, found in elders.items()}
    return {
        younger: Copy(document_id=younger, copy_of=one.older, score=one.share, reason=one.reason) for younger, one in chosen.items()
    }


def moves_of(
    grouped: Iterable[tuple[str, ...]], seen: Mapping[str, Seen], *, copies: Mapping[str, Copy], names: Names
) -> list[Move]:
    """The moves that groups of claims tell of, with their origins, ordered by id.

    ``seen`` holds the documents of the claims and those that these copy; ``copies`` maps a document's id to the copy it is.
    """
    facts = {one.claim.id: one for document in seen.values() for one in document.facts}
    persons = {
        document_id: frozenset(entity.key for entity in one.reading.entities if entity.kind == "person")
        for document_id, one in seen.items()
    }
    people = {claim_id: persons[one.claim.document_id] & {*one.claim.who, *one.claim.whom} for claim_id, one in facts.items()}
    family = {document_id: copy.copy_of for document_id, copy in copies.items()}
    found = find_moves(grouped, facts, people, family)
    return [
        replace(move, origins=origins_of([facts[claim_id] for claim_id in move.claim_ids], seen=seen, copies=copies, names=names))
        for move in found
    ]


def stories_of(grouped: Iterable[tuple[str, ...]], seen: Mapping[str, Seen]) -> list[Story]:
    """The stories that groups of documents tell, each called after its earliest document; ordered by id."""
    stories = []
    for group in grouped:
        first = min((seen[one] for one in group), key=lambda one: (one.document.published_on or "9999", one.id)).document
        title = first.title or first.text.partition("\n")[0][:120]
        stories.append(Story(id=story_id(group), title=title, document_ids=group))
    return sorted(stories, key=lambda story: story.id)


def story_id(document_ids: Sequence[str]) -> str:
    """The id of the story that those documents tell, which are in order."""
    return f"s-{digest(document_ids[0])}"
