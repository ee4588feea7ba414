"""What pages and API stand on, opened once for both. Shows nothing, lets nobody in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.telling import Desk, ReadNames
from vigie.watch import AtlasNames

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from vigie.atlas import Atlas
    from vigie.ledger import Ledger
    from vigie.model import Clock, Source

__all__ = ["House"]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A ledger, the atlas, the clock and the settings that the doors show."""

    ledger: Ledger
    atlas: Atlas
    clock: Clock
    lang: str
    """Language for visitors who ask for none."""
    sources: Callable[[], Sequence[Source]]
    """The sources that are enabled now."""

    def desk(self, as_of: dt.datetime | None) -> Desk:
        """A desk over what was known at an instant, or is now."""
        view = self.ledger.view(as_of)
        read = ReadNames(view)
        return Desk(view=view, atlas=self.atlas, names=AtlasNames(self.atlas, read), read=read)
