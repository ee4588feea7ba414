"""What the commands that open a door share: the house over a ledger, with the settings of a session. No command itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vigie.cli.session import Session
    from vigie.house import House
    from vigie.ledger import Ledger

__all__ = ["open_house"]


def open_house(session: Session, ledger: Ledger) -> House:
    """What pages, API and assistants stand on."""
    from vigie.cli.session import now
    from vigie.cli.visits import chosen_sources
    from vigie.house import House
    from vigie.telling.alerts import read_channels
    from vigie.telling.watchlists import read_watchlists

    return House(
        ledger=ledger,
        atlas=session.atlas(),
        clock=now,
        lang=session.messages.lang,
        sources=lambda: chosen_sources(session, []),
        channels=lambda: read_channels(session.config.channels),
        declared=lambda find: read_watchlists(session.config.watchlists, find),
    )
