"""What a move is called in feeds and entities, in one line that keeps its hedge. Looks up names only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.taxonomy import claim_type

if TYPE_CHECKING:
    from vigie.model import Move
    from vigie.telling.desk import Desk
    from vigie.telling.messages import Messages

__all__ = ["move_title"]


def move_title(desk: Desk, move: Move, say: Messages) -> str:
    """``Renault × Xiaomi: meeting (rumoured), 2024-04``: parties, type, status, and the date as far as it is known."""
    named = [desk.names.name_of(key) for key in dict.fromkeys((*move.who, *move.whom, *move.things))]
    status = say(f"status.{move.status.value}") + (f", {say('export.contradicted')}" if move.contradicted else "")
    date = f", {move.happened_on}" if move.happened_on else ""
    return f"{' × '.join(named) or '–'}: {claim_type(move.type).labels[say.lang]} ({status}){date}"
