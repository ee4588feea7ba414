"""What a ledger keeps of those who look in, as protocols. Implements nothing, checks no password.

Users, tokens and logins are the house's own notebook, as links are: they are overwritten, and no past of theirs can be asked for.
Deeds are a log: none is ever changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from vigie.model import Deed, Login, Token, User

__all__ = ["AccountView", "AccountWriter"]


@runtime_checkable
class AccountView(Protocol):
    """Looks into the book of users."""

    def users(self) -> list[User]:
        """All users, by name."""
        ...

    def user(self, name: str) -> User | None:
        """The user of that name."""
        ...

    def tokens(self) -> list[Token]:
        """All tokens, those that ended too; by user, then by when they were made."""
        ...

    def token(self, token_id: str) -> Token | None:
        """The token of that id."""
        ...

    def login(self, digest: str) -> Login | None:
        """The login whose secret has that digest."""
        ...

    def deeds(self, *, most: int, what: Collection[str] = (), since: dt.datetime | None = None) -> list[Deed]:
        """The latest deeds (of those kinds, from that instant on), the latest first; at most ``most``."""
        ...


@runtime_checkable
class AccountWriter(Protocol):
    """Writes into the book of users, within the transaction of the ledger's writer."""

    def keep_user(self, user: User) -> None:
        """Note a user, in place of what was noted under the name."""
        ...

    def keep_token(self, token: Token) -> None:
        """Note a token, in place of what was noted under its id."""
        ...

    def keep_login(self, login: Login) -> None:
        """Note a login, in place of what was noted under its digest."""
        ...

    def end_logins(self, *, user: str | None = None, digest: str | None = None, ended_by: dt.datetime | None = None) -> int:
        """Forget logins: all of a user, the one with that digest, those whose end had come by then; returns how many."""
        ...

    def note(self, deed: Deed) -> None:
        """Add a line to the log."""
        ...
