"""What new documents, or a person's word, change in what a ledger concludes: looks at their neighbours alone, and writes nothing.

Nothing is grouped but what something binds together: a group of claims (or documents) is settled anew where one of them came,
changed or was judged, together with all that judgements bind to it, directly or by way of others. What is settled so is what
`weigh` would give for the whole ledger.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.ledger import Gone
from vigie.model import Conclusions
from vigie.stories.marks import marks_of, neighbours
from vigie.stories.meet import meet, within
from vigie.stories.moves import move_id
from vigie.stories.seen import see
from vigie.stories.settle import binds, groups
from vigie.stories.weigh import copies_among, moves_of, stories_of, story_id
from vigie.stories.word import said_of_copies

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from vigie.ledger import View
    from vigie.model import Copy, Judgement, Move, Names, Story
    from vigie.stories.copies import Repeat
    from vigie.stories.seen import Seen

__all__ = ["Revision", "revise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What is to be written."""

    conclusions: Conclusions
    gone: Gone
    marks: Mapping[str, Collection[int]]
    """Document id to the marks it bears."""


def revise(
    view: View,
    *,
    names: Names,
    waiting: Collection[str] = (),
    said: Sequence[Judgement] = (),
    unsaid: Sequence[Judgement] = (),
) -> Revision:
    """What becomes of the conclusions in ``view`` with the documents that wait for weighing and the words of persons given.

    ``said`` are judgements of persons that the ledger does not hold yet, ``unsaid`` such as are taken back.
    """
    return _Reviser(view, names, said, {one.id: one for one in unsaid}).revision(waiting)


class _Reviser:
    def __init__(self, view: View, names: Names, said: Sequence[Judgement], unsaid: Mapping[str, Judgement]) -> None:
        self._view, self._names = view, names
        self._said, self._unsaid = said, unsaid
        self._seen: dict[str, Seen] = {}
        self._fresh: dict[str, Judgement] = {}
        self._stale: set[str] = set()

    def revision(self, waiting: Collection[str]) -> Revision:
        judged = self._judged()
        new = self._loaded(self._with_their_copies({*waiting, *judged["copy"]}))
        marks = {one: marks_of(self._seen[one]) for one in new}
        repeats = self._meet(
            new, {one: both.wanted for one, both in marks.items()}, {one: both.borne for one, both in marks.items()}
        )
        touched = self._moves_of(new)
        claims = {one.claim.id for document_id in new for one in self._seen[document_id].facts}
        told = {one for move in touched for one in move.claim_ids}
        gone_claims = told - self._view.documents_of(told).keys()
        # What the new documents have to do with others was found anew; what is not found again no longer stands.
        judged_before = self._view.judgements({*gone_claims, *claims, *new}) if new else []
        self._stale = {one.id for one in judged_before if one.by_machine} - self._fresh.keys()
        copies, gone_copies = self._copies(new, self._with_words(new, repeats))
        moved = {*copies, *gone_copies}
        touched += self._moves_of(self._with_their_copies(moved) - set(new))
        moves, gone_moves = self._moves(
            ({one for move in touched for one in move.claim_ids} - gone_claims) | claims | judged["move"],
            copies,
            gone_copies,
            touched,
        )
        stories, gone_stories = self._stories({*new, *judged["story"]})
        return Revision(
            conclusions=Conclusions(
                copies=tuple(copies[one] for one in sorted(copies)),
                stories=tuple(stories),
                moves=tuple(moves),
                judgements=tuple(self._fresh[one] for one in sorted(self._fresh)),
            ),
            gone=Gone(copies=gone_copies, stories=gone_stories, moves=gone_moves, judgements=tuple(sorted(self._stale))),
            marks={one: both.borne for one, both in marks.items()},
        )

    def _with_their_copies(self, waiting: Collection[str]) -> set[str]:
        """Those documents, and those that copy them, directly or by way of others."""
        found, fresh = set(waiting), set(waiting)
        while fresh:
            fresh = {one.document_id for one in self._view.copies_of(fresh) if one.copy_of in found} - found
            found |= fresh
        return found

    def _loaded(self, ids: Collection[str]) -> list[str]:
        """Those of the documents that are there and were read, made ready."""
        self._load(ids)
        return sorted(set(ids) & self._seen.keys())

    def _load(self, ids: Iterable[str]) -> None:
        missing = sorted(set(ids) - self._seen.keys())
        if missing:
            readings = {one.document_id: one for one in self._view.readings(missing)}
            for document in self._view.documents(missing):
                if document.id in readings:
                    self._seen[document.id] = see(document, readings[document.id], self._names)

    def _meet(
        self, new: Sequence[str], wanted: Mapping[str, Collection[int]], borne: Mapping[str, Collection[int]]
    ) -> list[Repeat]:
        """Compare each new document with its neighbours; keeps the judgements, gives the copies."""
        known = self._view.marked({mark for marks in wanted.values() for mark in marks})
        bearers: dict[int, set[str]] = defaultdict(set)
        for mark, ids in known.items():
            bearers[mark].update(set(ids) - borne.keys())
        for one, marks in borne.items():
            for mark in marks:
                bearers[mark].add(one)
        ordered = {mark: sorted(ids) for mark, ids in bearers.items()}
        pairs = {(min(one, other), max(one, other)) for one in new for other in neighbours(wanted[one], ordered) if one != other}
        self._load(other for pair in pairs for other in pair)
        met = [within(self._seen[one]) for one in new]
        met += [meet(self._seen[one], self._seen[other]) for one, other in sorted(pairs) if {one, other} <= self._seen.keys()]
        self._fresh = {one.id: one for each in met for one in each.judgements}
        return [each.repeat for each in met if each.repeat is not None]

    def _copies(self, new: Sequence[str], repeats: Sequence[Repeat]) -> tuple[dict[str, Copy], tuple[str, ...]]:
        """The copies that are new or otherwise, and the ids of documents that are copies no longer."""
        before = {one.document_id: one for one in self._view.copies_of({*new, *(one.younger for one in repeats)})}
        self._load(one.copy_of for one in before.values())
        found = copies_among(self._seen, repeats)
        for document_id, copy in before.items():
            # Of a document that was known, the original known so far still counts.
            if document_id not in new and document_id in found:
                found[document_id] = min(copy, found[document_id], key=lambda one: self._seen[one.copy_of].age)
        changed = {one: copy for one, copy in found.items() if before.get(one) != copy}
        return changed, tuple(sorted(one for one in before if one in new and one not in found))

    def _with_words(self, new: Sequence[str], repeats: Sequence[Repeat]) -> list[Repeat]:
        """The copies found among the new documents and their neighbours, with what persons say of them."""
        words = [one for one in self._view.judgements(new) if one.id not in self._unsaid] if new else []
        words = [one for one in (*words, *self._said) if one.subject == "copy" and not one.by_machine]
        self._load(item for one in words for item in (one.left, one.right))
        return said_of_copies(repeats, self._seen, words)

    def _moves_of(self, ids: Collection[str]) -> list[Move]:
        return self._view.moves_of(ids) if ids else []

    def _judged(self) -> dict[str, set[str]]:
        """By subject, what persons' words that are said or taken back now speak of."""
        found: dict[str, set[str]] = {"move": set(), "story": set(), "copy": set()}
        for one in (*self._said, *self._unsaid.values()):
            found[one.subject] |= {one.left, one.right}
        return found

    def _bound(self, subject: str, first: set[str]) -> tuple[set[str], list[Judgement]]:
        """All that is bound to the first ones, and the judgements among them."""
        found = set(first)
        judged: dict[str, Judgement] = {}
        fresh = defaultdict(list)
        for one in (*self._fresh.values(), *self._said):
            if one.subject == subject:
                fresh[one.left].append(one)
                fresh[one.right].append(one)
        while first:
            known = [one for one in self._view.judgements(first) if one.subject == subject and self._holds(one)]
            around = {one.id: one for one in (*known, *(one for item in first for one in fresh[item]))}
            judged |= around
            first = {item for one in around.values() if binds(one) for item in (one.left, one.right)} - found
            found |= first
        return found, list(judged.values())

    def _holds(self, one: Judgement) -> bool:
        return one.id not in self._stale and one.id not in self._fresh and one.id not in self._unsaid

    def _moves(
        self, first: set[str], copies: Mapping[str, Copy], gone_copies: Collection[str], touched: Sequence[Move]
    ) -> tuple[list[Move], tuple[str, ...]]:
        claims, judged = self._bound("move", first)
        fresh = {one.claim.id: document_id for document_id, seen in self._seen.items() for one in seen.facts}
        held = {**self._view.documents_of(claims - fresh.keys()), **fresh}
        # A person may have judged a claim that no reading makes any more.
        claims &= held.keys()
        before = {move.id: move for move in (*touched, *self._moves_of({held[one] for one in claims}))}
        changed = {move.id for move in touched}
        unchanged = {move.claim_ids for move in before.values() if move.id not in changed}
        grouped = groups("move", claims, judged)
        told = [group for group in grouped if group not in unchanged]
        documents = {held[one] for group in told for one in group}
        self._load(documents)
        family = dict(copies)
        around, followed = documents, set(documents)
        while around:
            known = {one.document_id: one for one in self._view.copies_of(around)}
            family |= {one: copy for one, copy in known.items() if one in around and one not in family and one not in gone_copies}
            # A chain of copies is followed to its end, whatever of it was loaded before for another reason.
            around = {family[one].copy_of for one in around if one in family} - followed
            followed |= around
            self._load(around)
        stands = {move_id(group) for group in grouped}
        gone = [one for one, move in before.items() if one not in stands and (one in changed or claims & set(move.claim_ids))]
        return moves_of(told, self._seen, copies=family, names=self._names), tuple(sorted(gone))

    def _stories(self, first: set[str]) -> tuple[list[Story], tuple[str, ...]]:
        told = self._view.stories_of(first) if first else []
        documents, judged = self._bound("story", first | {one for story in told for one in story.document_ids})
        before = self._view.stories_of(documents) if documents else []
        # A person may have judged a document that is not read any more.
        documents &= {*self._seen, *(one for story in before for one in story.document_ids)}
        unchanged = {story.document_ids for story in before if not first & set(story.document_ids)}
        grouped = groups("story", documents, judged)
        changed = [group for group in grouped if group not in unchanged]
        self._load(one for group in changed for one in group)
        stands = {story_id(group) for group in grouped}
        return stories_of(changed, self._seen), tuple(sorted(one.id for one in before if one.id not in stands))
