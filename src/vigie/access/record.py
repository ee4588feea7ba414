"""Users, tokens and deeds as plain records for JSON; secrets and their digests never. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt

    from vigie.model import Deed, Token, User

__all__ = ["deed_record", "token_record", "user_record"]


def user_record(user: User) -> dict[str, Any]:
    """A user; of the password only whether there is one."""
    return {
        "name": user.name,
        "role": user.role.value,
        "password": bool(user.password),
        "added_at": user.added_at.isoformat(),
        "disabled_at": _iso(user.disabled_at),
    }


def token_record(token: Token) -> dict[str, Any]:
    """A token without its digest."""
    return {
        "id": token.id,
        "user": token.user,
        "for": token.label,
        "role": token.role.value,
        "made_at": token.made_at.isoformat(),
        "expires_at": _iso(token.expires_at),
        "ended_at": _iso(token.ended_at),
    }


def deed_record(deed: Deed) -> dict[str, Any]:
    """A line of the log."""
    return {
        "at": deed.at.isoformat(),
        "who": deed.who,
        "what": deed.what,
        "about": deed.about,
        "address": deed.address,
        "details": dict(deed.details),
    }


def _iso(at: dt.datetime | None) -> str | None:
    return None if at is None else at.isoformat()
