"""A document made ready to be compared with others: what it claims, whom it is about, its shingles. Compares nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vigie.stories.credit import credits_of
from vigie.stories.facts import facts_of
from vigie.stories.gather import profile
from vigie.stories.words import sketch

if TYPE_CHECKING:
    from vigie.model import Document, Names, Reading
    from vigie.stories.facts import Facts
    from vigie.stories.gather import Profile
    from vigie.stories.words import Sketch

__all__ = ["Seen", "see"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One document with its reading, ready to be compared."""

    document: Document
    """Dated as its reader found, which may stand in the text alone."""
    reading: Reading
    facts: tuple[Facts, ...]
    profile: Profile
    sketch: Sketch
    credited: frozenset[str]
    """Names of the outlets that it gives credit to as a whole."""
    by_agency: bool
    """True where a news agency published it."""

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    @property
    def age(self) -> tuple[str, bool, bool, int, str]:
        """Documents in this order: the earlier day, an agency's, the one that credits nobody, the longer, the smaller id."""
        day = (self.document.published_on or "9999")[:10]
        return (day, not self.by_agency, bool(self.credited), -len(self.sketch), self.document.id)


def see(document: Document, reading: Reading, names: Names) -> Seen:
    """Make a document ready to be compared."""
    if reading.published_on is not None:
        document = replace(document, published_on=reading.published_on)
    facts = tuple(facts_of(reading, document))
    return Seen(
        document=document,
        reading=reading,
        facts=facts,
        profile=profile(document, reading, facts),
        sketch=sketch(document.text),
        credited=credits_of(document, reading, names.agencies()),
        by_agency=document.outlet in names.agencies(),
    )
