"""Looks things up in a view for whoever shows them: actors by name, moves with their tellings. Opens nothing, paints nothing."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.errors import UnknownName
from vigie.telling.answer import tellings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vigie.atlas import Atlas
    from vigie.ledger import View
    from vigie.model import Copy, Document, Move, Names, Reading
    from vigie.telling.answer import Telling

__all__ = ["Desk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A view with the names in it."""

    view: View
    atlas: Atlas
    names: Names
    read: dict[str, tuple[str, str]]
    """Entity key to name and kind, of everything that was read."""

    def actor(self, name: str) -> str:
        """The key that a name means: an actor that was read about before one that is only in the atlas.

        Raises `UnknownName` with the likest names where nobody is called so.
        """
        wanted = name.strip().casefold()
        candidates = [record.id for record in self.atlas.find_all(name)]
        candidates += sorted(
            key for key, (called, _) in self.read.items() if called.casefold() == wanted or key.casefold() == wanted
        )
        for key in candidates:
            if key in self.read:
                return key
        if candidates:
            return candidates[0]
        known = sorted({called for called, _ in self.read.values()} | {record.name for record in self.atlas.records})
        by_folded = {called.casefold(): called for called in known}
        close = [by_folded[one] for one in difflib.get_close_matches(wanted, list(by_folded), n=3, cutoff=0.7)]
        hint = f"did you mean {', '.join(close)}?" if close else "nothing that was read names it, nor does the atlas"
        raise UnknownName(f"nobody here is called '{name}': {hint}", culprit=name)

    def told(self, moves: Iterable[Move]) -> dict[str, list[Telling]]:
        """Move id to its tellings, the most telling first."""
        listed = list(moves)
        ids = {one for move in listed for one in move.document_ids}
        readings: dict[str, Reading] = {one.document_id: one for one in self.view.readings(ids)}
        documents: dict[str, Document] = {one.id: one for one in self.view.documents(ids)}
        copies = [copy.document_id for copy in self.copies()]
        return {move.id: tellings(move, readings, documents, copies) for move in listed}

    def copies(self) -> list[Copy]:
        """All copies in the view."""
        return self.view.copies()
