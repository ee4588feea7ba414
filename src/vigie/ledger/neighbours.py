"""What weighing asks of a ledger to find what new documents may belong with, and how it says what changed. Implements nothing.

Weighing needs no look at the whole ledger: new documents wait in a list; their neighbours are those that bear a mark of theirs,
or name an actor of theirs within a time; and what it concludes about these is revised without touching the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Collection

    from vigie.model import Conclusions, Copy, Judgement, Story

__all__ = ["Gone", "NeighbourView", "NeighbourWriter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What no longer follows, by id; of copies, the ids of the documents that are copies no longer."""

    copies: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    judgements: tuple[str, ...] = ()


@runtime_checkable
class NeighbourView(Protocol):
    """Looks for the neighbours of documents."""

    def waiting(self, most: int | None = None) -> list[str]:
        """Ids of the documents that came or changed since they were weighed, in the order of their ids; at most ``most``."""
        ...

    def marked(self, marks: Collection[int]) -> dict[int, list[str]]:
        """Mark to the ids of the documents that bear it, in order; a mark that none bears is left out."""
        ...

    def marks_of(self, document_ids: Collection[str]) -> dict[str, tuple[int, ...]]:
        """Document id to the marks it bears, ascending; one without marks is left out."""
        ...

    def naming(
        self, keys: Collection[str], *, since: str | None = None, until: str | None = None, parties: bool = False
    ) -> dict[str, list[str]]:
        """Entity key to the ids of the documents whose reading names it, in order; a key that none names is left out.

        ``since`` and ``until`` are days of publication (as the reader found it, else as the source says), both included; documents
        without one always pass. With ``parties`` only those with a claim in which it is who, whom or thing.
        """
        ...

    def documents_of(self, claim_ids: Collection[str]) -> dict[str, str]:
        """Claim id to the id of the document that makes it, of the claims that stand."""
        ...

    def stories_of(self, document_ids: Collection[str]) -> list[Story]:
        """The stories that any of those documents belong to, ordered by id."""
        ...

    def copies_of(self, document_ids: Collection[str]) -> list[Copy]:
        """The copies in which any of those documents is the copy or the original, ordered by document id."""
        ...

    def words(self) -> list[Judgement]:
        """What persons judged, ordered by id."""
        ...


@runtime_checkable
class NeighbourWriter(Protocol):
    """Writes what weighing found, within the transaction of the ledger's writer."""

    def keep_marks(self, document_id: str, marks: Collection[int]) -> None:
        """Note the marks of a document in place of those noted before; each from 0 up to 2**63 - 1."""
        ...

    def revise(self, conclusions: Conclusions, *, gone: Gone, weighed: Collection[str] = ()) -> int:
        """Make the copies, stories, moves and judgements given stand, in place of those of the same id; retire what is gone.

        Everything else stands as it did; judgements by persons are never touched. ``weighed`` are documents that wait no longer.
        Returns how many of them changed.
        """
        ...

    def judge(self, judgement: Judgement) -> bool:
        """Keep a person's judgement in place of one of the same id; ``False`` where exactly that stands."""
        ...

    def take_back(self, judgement_id: str) -> bool:
        """Retire a person's judgement; ``False`` where no person's judgement of that id stands."""
        ...
