"""Opens the desk that commands look things up at. Decides nothing about what is found."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from vigie.cli.session import Session
    from vigie.ledger.place import Place
    from vigie.telling import Desk

__all__ = ["open_desk"]


@contextmanager
def open_desk(session: Session, ledger: Place | None, as_of: dt.datetime | None) -> Iterator[Desk]:
    """A desk over a ledger, or the one that the settings name, as of an instant or now; tells of a run that was cut off."""
    from vigie.telling import Desk, ReadNames
    from vigie.watch import AtlasNames

    kept = session.ledger(ledger)
    try:
        view = kept.view(as_of)
        waiting = view.unweighed()
        if waiting:
            session.errors.print(f"vigie: {session.messages('unweighed', n=waiting)}", markup=False, soft_wrap=True)
        atlas, read = session.atlas(), ReadNames(view)
        yield Desk(view=view, atlas=atlas, names=AtlasNames(atlas, read), read=read)
    finally:
        kept.close()
