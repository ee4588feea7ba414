"""The word of persons: two things made one, one thing taken apart, and what their words on copies change. Keeps nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.errors import InputError
from vigie.model import Judgement, Move, Verdict
from vigie.stories.copies import Repeat, in_order
from vigie.stories.meet import digest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping

    from vigie.model import Story
    from vigie.stories.seen import Seen

__all__ = ["merged", "of_deed", "said_of_copies", "spoken", "taken_apart"]

Pairs = list[tuple[str, str]]


def merged(one: Move | Story, other: Move | Story) -> tuple[str, Pairs]:
    """The subject and the pairs to be judged the same, so that two moves or two stories become one whole.

    Every member is tied to the first, so that no later weighing takes it apart. Raises `InputError` for a move and a story.
    """
    subject, members = _members(one)
    other_subject, more = _members(other)
    if subject != other_subject or one.id == other.id:
        raise InputError(f"'{one.id}' and '{other.id}' can't be made one: name two moves or two stories", culprit=other.id)
    first, *rest = sorted({*members, *more})
    return subject, [(first, each) for each in rest]


def taken_apart(thing: Move | Story, members: Collection[str]) -> tuple[str, Pairs]:
    """The subject and the pairs to be judged different, so that some members of a move or story stand apart from the others.

    Raises `InputError` where ``members`` holds none, all, or what is no member.
    """
    subject, held = _members(thing)
    odd = sorted(set(members) - set(held))
    if odd or not members or set(members) >= set(held):
        what = "claims" if subject == "move" else "documents"
        raise InputError(
            f"'{thing.id}' can't be split so: name some, not all, of its {what} ({', '.join(held)})", culprit=(odd or [thing.id])[0]
        )
    apart = sorted(set(members))
    return subject, [(min(a, b), max(a, b)) for a in apart for b in held if b not in set(members)]


def _members(thing: Move | Story) -> tuple[str, tuple[str, ...]]:
    return ("move", thing.claim_ids) if isinstance(thing, Move) else ("story", thing.document_ids)


def spoken(
    subject: str, pairs: Iterable[tuple[str, str]], verdict: Verdict, *, author: str, reason: str, at: dt.datetime
) -> tuple[Judgement, ...]:
    """One deed of a person as judgements, a pair each; their ids begin alike, so that the deed can be taken back whole."""
    ordered = sorted((min(pair), max(pair)) for pair in pairs)
    deed = digest(subject, verdict.value, author, at.isoformat(), *(item for pair in ordered for item in pair))
    return tuple(
        Judgement(
            id=f"p-{deed}.{number}",
            subject=subject,
            left=left,
            right=right,
            verdict=verdict,
            score=1.0 if verdict is Verdict.SAME else -1.0,
            reasons=(reason,) if reason else (),
            author=author,
        )
        for number, (left, right) in enumerate(ordered, start=1)
    )


def of_deed(judgement_id: str, said: Iterable[Judgement]) -> list[Judgement]:
    """The judgements of the deed that an id names: its own (``p-…``) or that of one of its judgements (``p-….3``)."""
    deed = judgement_id.partition(".")[0]
    return [one for one in said if one.id.partition(".")[0] == deed]


def said_of_copies(repeats: Iterable[Repeat], seen: Mapping[str, Seen], judgements: Iterable[Judgement]) -> list[Repeat]:
    """The copies found, less those that a person calls different, and with those that a person calls the same."""
    said: dict[tuple[str, str], Judgement] = {}
    for one in sorted(judgements, key=lambda one: (one.recorded_at is None, one.recorded_at, one.id)):
        if one.subject == "copy" and not one.by_machine and one.left in seen and one.right in seen:
            said[one.left, one.right] = one
    kept = [one for one in repeats if (min(one.younger, one.older), max(one.younger, one.older)) not in said]
    for (left, right), one in said.items():
        if one.verdict is Verdict.SAME:
            older, younger = in_order(seen[left], seen[right])
            kept.append(Repeat(younger=younger.id, older=older.id, share=1.0, reason=f"{one.author} says so"))
    return kept
