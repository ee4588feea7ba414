"""Looks things up in a ledger for the commands that show them: actors by name, moves with their tellings. Paints nothing."""

from __future__ import annotations

import difflib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.errors import UnknownName

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from vigie.atlas import Atlas
    from vigie.cli.session import Session
    from vigie.ledger import View
    from vigie.model import Copy, Document, Move, Names, Reading
    from vigie.telling import Telling

__all__ = ["Desk", "open_desk"]


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
        from vigie.telling import tellings

        listed = list(moves)
        ids = {one for move in listed for one in move.document_ids}
        readings: dict[str, Reading] = {one.document_id: one for one in self.view.readings(ids)}
        documents: dict[str, Document] = {one.id: one for one in self.view.documents(ids)}
        copies = [copy.document_id for copy in self.copies()]
        return {move.id: tellings(move, readings, documents, copies) for move in listed}

    def copies(self) -> list[Copy]:
        """All copies in the view."""
        return self.view.copies()


@contextmanager
def open_desk(session: Session, ledger: Path | None, as_of: dt.datetime | None) -> Iterator[Desk]:
    """A desk over a ledger, or the one that the settings name, as of an instant or now; tells of a run that was cut off."""
    from vigie.watch import AtlasNames

    kept = session.ledger(ledger)
    try:
        view = kept.view(as_of)
        waiting = view.unweighed()
        if waiting:
            session.errors.print(f"vigie: {session.messages('unweighed', n=waiting)}", markup=False, soft_wrap=True)
        atlas, read = session.atlas(), view.names()
        yield Desk(view=view, atlas=atlas, names=AtlasNames(atlas, read), read=read)
    finally:
        kept.close()
