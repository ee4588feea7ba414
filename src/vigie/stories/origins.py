"""Independent voices: documents that go back to one source count once, each grouping with its reason. Reads no text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from vigie.model import ANONYMOUS, Origin
from vigie.stories.words import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vigie.model import Copy, Document, Names
    from vigie.stories.facts import Facts
    from vigie.stories.seen import Seen

__all__ = ["origins_of"]


def origins_of(
    told: Sequence[Facts],
    *,
    seen: Mapping[str, Seen],
    copies: Mapping[str, Copy],
    names: Names,
) -> tuple[Origin, ...]:
    """The origins of one move, told by the claims given; ordered by how many documents go back to each, then by name.

    A document's voice on a move is, in this order: that of the document it copies; that of the one it credits (where the credited
    outlet tells the move itself, the voice with which it does so); that of the source it makes responsible for most of what
    it tells, and for half at least; its outlet's owner; its outlet; itself.
    """
    by_document: dict[str, list[Facts]] = defaultdict(list)
    for one in told:
        by_document[one.claim.document_id].append(one)
    own = _own_voices(by_document, seen, names)
    voices: dict[str, list[str]] = defaultdict(list)
    shown: dict[str, str] = {}
    reasons: dict[str, set[str]] = defaultdict(set)
    for document_id in sorted(by_document):
        root, reason = document_id, ""
        passed = {root}
        while root in copies and copies[root].copy_of in seen.keys() - passed:
            root = copies[root].copy_of
            passed.add(root)
            reason = f"'{document_id}' copies '{root}'"
        facts = by_document.get(root, by_document[document_id])
        voice, name, why = _voice(seen[root].document, facts, seen[root].credited, names)
        if seen[root].credited and voice in own:
            voice, name = own[voice]
        voices[voice].append(document_id)
        shown.setdefault(voice, name)
        reasons[voice].update(filter(None, (reason, why)))
    for person, organisation in _spokespersons(told, names).items():
        # What a person and the organisation the person speaks for both say is one voice.
        if person in voices and organisation in voices:
            voices[organisation] = sorted([*voices[organisation], *voices.pop(person)])
            reasons[organisation] |= reasons.pop(person) | {f"{shown[person]} speaks for {shown[organisation]}"}
    found = []
    for voice, ids in voices.items():
        reason = "; ".join(sorted(reasons[voice])) or f"'{ids[0]}' speaks in its own voice"
        found.append(Origin(id=voice, name=shown[voice], document_ids=tuple(ids), reason=reason))
    return tuple(sorted(found, key=lambda origin: (-len(origin.document_ids), origin.name, origin.id)))


def _own_voices(by_document: Mapping[str, Sequence[Facts]], seen: Mapping[str, Seen], names: Names) -> dict[str, tuple[str, str]]:
    """Voice of an outlet to id and name of the voice with which a document of its own tells the move, crediting nobody."""
    found: dict[str, tuple[str, str]] = {}
    for document_id, facts in sorted(by_document.items()):
        document = seen[document_id].document
        if document.outlet and not seen[document_id].credited:
            voice, name, _ = _voice(document, facts, frozenset(), names)
            found.setdefault(_outlet_voice(document.outlet, names, "")[0], (voice, name))
    return found


def _voice(document: Document, facts: Sequence[Facts], credited: frozenset[str], names: Names) -> tuple[str, str, str]:
    """Id, name and reason of the voice with which a document speaks about one move."""
    if credited:
        name = min(credited)
        return _outlet_voice(name, names, f"'{document.id}' credits {name}")
    source = _responsible(facts, names)
    if source is not None:
        name = names.name_of(source)
        if names.is_outlet(source):
            return _outlet_voice(name, names, f"'{document.id}' reports what {name} says")
        return _said_by(source, names), name, f"'{document.id}' reports what {name} says"
    if document.outlet:
        return _outlet_voice(document.outlet, names, "")
    if document.author:
        return f"author:{document.author}", document.author, ""
    return f"document:{document.id}", document.title or document.id, ""


def _responsible(facts: Sequence[Facts], names: Names) -> str | None:
    """The source made responsible for most of what a document tells, and for half at least; of several the one quoted first."""
    said: dict[str, list[Facts]] = defaultdict(list)
    for one in facts:
        if one.claim.source not in (None, ANONYMOUS):
            said[_said_by(one.claim.source, names)].append(one)
    if not said:
        return None
    voice = min(said, key=lambda voice: (-len(said[voice]), min(map(_place, said[voice])), voice))
    return said[voice][0].claim.source if 2 * len(said[voice]) >= len(facts) else None


def _place(one: Facts) -> int:
    """Where in its document a claim is first told."""
    return min((quote.start for quote in one.claim.quotes), default=0)


def _said_by(source: str, names: Names) -> str:
    """The id of a source's voice, by its name: who signs a post is often known by nothing else."""
    return "voice:" + "-".join(tokens(names.name_of(source)))


def _spokespersons(told: Sequence[Facts], names: Names) -> dict[str, str]:
    """Voice of a person to that of the organisation which the person speaks for in one of the tellings."""
    pairs = {
        (_said_by(one.claim.source, names), _said_by(one.speaker, names))
        for one in told
        if one.claim.source is not None and one.speaker is not None and one.speaker != one.claim.source
    }
    return dict(sorted(pairs))


def _outlet_voice(outlet: str, names: Names, why: str) -> tuple[str, str, str]:
    owner = names.owner_of(outlet)
    if owner:
        return f"owner:{owner}", outlet, "; ".join(filter(None, (why, f"{outlet} belongs to {owner}")))
    return f"outlet:{outlet}", outlet, why
