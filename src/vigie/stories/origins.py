"""Independent voices: documents that go back to one source count once, each grouping with its reason. Reads no text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from vigie.model import ANONYMOUS, Origin

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

    A document's voice on a move is, in this order: that of the document it copies; that of the one it credits; that of the only
    source it makes responsible; its outlet's owner; its outlet; itself.
    """
    by_document: dict[str, list[Facts]] = defaultdict(list)
    for one in told:
        by_document[one.claim.document_id].append(one)
    voices: dict[str, list[str]] = defaultdict(list)
    shown: dict[str, str] = {}
    reasons: dict[str, set[str]] = defaultdict(set)
    for document_id in sorted(by_document):
        root, reason = document_id, ""
        while root in copies and copies[root].copy_of in seen:
            root = copies[root].copy_of
            reason = f"'{document_id}' copies '{root}'"
        facts = by_document.get(root, by_document[document_id])
        voice, name, why = _voice(seen[root].document, facts, seen[root].credited, names)
        voices[voice].append(document_id)
        shown.setdefault(voice, name)
        reasons[voice].update(filter(None, (reason, why)))
    found = []
    for voice, ids in voices.items():
        reason = "; ".join(sorted(reasons[voice])) or f"'{ids[0]}' speaks in its own voice"
        found.append(Origin(id=voice, name=shown[voice], document_ids=tuple(ids), reason=reason))
    return tuple(sorted(found, key=lambda origin: (-len(origin.document_ids), origin.name, origin.id)))


def _voice(document: Document, facts: Sequence[Facts], credited: frozenset[str], names: Names) -> tuple[str, str, str]:
    """Id, name and reason of the voice with which a document speaks about one move."""
    if credited:
        name = min(credited)
        return _outlet_voice(name, names, f"'{document.id}' credits {name}")
    sources = {one.claim.source for one in facts}
    if len(sources) == 1 and (source := sources.pop()) is not None and source != ANONYMOUS:
        name = names.name_of(source)
        if names.is_outlet(source):
            return _outlet_voice(name, names, f"'{document.id}' reports what {name} says")
        return f"voice:{source}", name, f"'{document.id}' reports what {name} says"
    if document.outlet:
        return _outlet_voice(document.outlet, names, "")
    if document.author:
        return f"author:{document.author}", document.author, ""
    return f"document:{document.id}", document.title or document.id, ""


def _outlet_voice(outlet: str, names: Names, why: str) -> tuple[str, str, str]:
    owner = names.owner_of(outlet)
    if owner:
        return f"owner:{owner}", outlet, "; ".join(filter(None, (why, f"{outlet} belongs to {owner}")))
    return f"outlet:{outlet}", outlet, why
