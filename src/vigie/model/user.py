"""Who may look in, and what they did: users, their tokens and logins, deeds. Data only: checks no password, keeps no secret."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - the ledger makes these values from JSON by their annotations
from dataclasses import dataclass, field
from enum import Enum

__all__ = ["Deed", "Login", "Role", "Token", "User"]


class Role(Enum):
    """What somebody may do; each role may do what those before it may."""

    READER = "reader"
    """Looks, searches, exports, is told."""
    ANALYST = "analyst"
    """Adds documents, judges, keeps watchlists."""
    ADMIN = "admin"
    """Sees the users and the log of deeds."""

    def covers(self, other: Role) -> bool:
        """True where who has this role may do what needs the other."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who may look in."""

    name: str
    role: Role
    password: str = ""
    """Argon2 hash; empty where the user comes through a proxy or by token only."""
    added_at: dt.datetime
    disabled_at: dt.datetime | None = None
    """Since when the user may not look in any more; ``None`` while they may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key for programs, with at most the rights of its user."""

    id: str
    user: str
    label: str
    """What it is for, in its user's words."""
    role: Role
    digest: str
    """SHA-256 of its secret, hexadecimal; the secret itself is shown once and kept nowhere."""
    made_at: dt.datetime
    expires_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A browser that showed a password, for as long as it is believed."""

    digest: str
    """SHA-256 of the cookie's secret, hexadecimal."""
    user: str
    form_key: str
    """What a form must carry to be this browser's own; the same as long as the login is."""
    made_at: dt.datetime
    """When the password was shown; what rotates keeps it."""
    turned_at: dt.datetime
    """When the secret was last replaced by a fresh one."""
    seen_at: dt.datetime
    ends_at: dt.datetime
    """After this it is believed no longer, whatever happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that somebody did through a door: a line of the log."""

    at: dt.datetime
    who: str
    """A user's name, ``-`` for somebody who is nobody yet, ``local`` on a machine without users."""
    what: str
    """``login``, ``login refused``, ``logout``, ``user added``, ``document posted`` …"""
    about: str = ""
    """The id or name of what it was done to."""
    address: str = ""
    """The address it came from; empty for the command line."""
    details: dict[str, str] = field(default_factory=dict)
