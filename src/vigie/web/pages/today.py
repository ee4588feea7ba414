"""Today: what changed, status changes first, each with its origins and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.ledger import MoveFilter
from vigie.telling import move_record
from vigie.web.page import Page, Shown

if TYPE_CHECKING:
    from vigie.web.look import Look

__all__ = ["PAGES"]

_MOST = 30


def show(look: Look) -> Shown:
    """The latest moves."""
    moves = look.desk.view.moves(MoveFilter())[-_MOST:]
    told = look.desk.told(moves)
    return Shown(
        template="today.html",
        values={"moves": moves[::-1], "told": told},
        records=(move_record(one, told[one.id], look.desk.names) for one in moves),
    )


PAGES = (Page(path="/", show=show),)
