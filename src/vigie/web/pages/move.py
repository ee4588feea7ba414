"""One move: who says so in which words, from how many origins, and why these claims are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.errors import UnknownName
from vigie.telling import move_record
from vigie.web.page import Page, Shown

if TYPE_CHECKING:
    from vigie.web.look import Look

__all__ = ["PAGES"]


def show(look: Look) -> Shown:
    """The move with the id in the address; raises ``UnknownName`` where there is none."""
    name = look.request.path_params["id"]
    move = look.desk.view.move(name)
    if move is None:
        raise UnknownName(look.say("web.error.no_move", id=name), culprit=name)
    told = look.desk.told([move])[move.id]
    return Shown(
        template="move.html",
        values={"move": move, "told": told},
        records=[move_record(move, told, look.desk.names)],
    )


PAGES = (Page(path="/move/{id}", show=show),)
