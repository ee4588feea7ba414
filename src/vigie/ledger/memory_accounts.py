"""Users, tokens, logins and deeds in dictionaries: the book's part of the memory ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection

    from vigie.model import Deed, Login, Token, User

__all__ = ["Book", "MemoryAccountView", "MemoryAccountWriter"]

T = TypeVar("T")


class Book:
    """Users by name, tokens by id, logins by digest, deeds in order; changes leave their undoing in ``undo``."""

    def __init__(self, undo: list[Callable[[], object]]) -> None:
        self.users: dict[str, User] = {}
        self.tokens: dict[str, Token] = {}
        self.logins: dict[str, Login] = {}
        self.deeds: list[Deed] = []
        self._undo = undo

    def put(self, shelf: dict[str, T], key: str, value: T | None) -> None:
        """One value in place of another; ``None`` takes it away."""
        before = shelf.pop(key, None)
        if value is not None:
            shelf[key] = value

        def as_before() -> None:
            shelf.pop(key, None)
            if before is not None:
                shelf[key] = before

        self._undo.append(as_before)

    def add(self, deed: Deed) -> None:
        """One more deed."""
        self.deeds.append(deed)
        self._undo.append(self.deeds.pop)


class MemoryAccountView:
    """The `vigie.ledger.accounts.AccountView` protocol, for the memory ledger's view to inherit."""

    _book: Book

    def users(self) -> list[User]:
        """See `vigie.ledger.accounts.AccountView`."""
        return [self._book.users[name] for name in sorted(self._book.users)]

    def user(self, name: str) -> User | None:
        """See `vigie.ledger.accounts.AccountView`."""
        return self._book.users.get(name)

    def tokens(self) -> list[Token]:
        """See `vigie.ledger.accounts.AccountView`."""
        return sorted(self._book.tokens.values(), key=lambda one: (one.user, one.made_at, one.id))

    def token(self, token_id: str) -> Token | None:
        """See `vigie.ledger.accounts.AccountView`."""
        return self._book.tokens.get(token_id)

    def login(self, digest: str) -> Login | None:
        """See `vigie.ledger.accounts.AccountView`."""
        return self._book.logins.get(digest)

    def deeds(self, *, most: int, what: Collection[str] = (), since: dt.datetime | None = None) -> list[Deed]:
        """See `vigie.ledger.accounts.AccountView`."""
        found = [one for one in self._book.deeds if (not what or one.what in what) and (since is None or one.at >= since)]
        return sorted(found, key=lambda one: one.at)[::-1][:most]


class MemoryAccountWriter:
    """The `vigie.ledger.accounts.AccountWriter` protocol, for the memory ledger's writer to inherit."""

    _book: Book

    def keep_user(self, user: User) -> None:
        """See `vigie.ledger.accounts.AccountWriter`."""
        self._book.put(self._book.users, user.name, user)

    def keep_token(self, token: Token) -> None:
        """See `vigie.ledger.accounts.AccountWriter`."""
        self._book.put(self._book.tokens, token.id, token)

    def keep_login(self, login: Login) -> None:
        """See `vigie.ledger.accounts.AccountWriter`."""
        self._book.put(self._book.logins, login.digest, login)

    def end_logins(self, *, user: str | None = None, digest: str | None = None, ended_by: dt.datetime | None = None) -> int:
        """See `vigie.ledger.accounts.AccountWriter`."""
        ended = [
            one.digest
            for one in self._book.logins.values()
            if one.user == user or one.digest == digest or (ended_by is not None and one.ends_at <= ended_by)
        ]
        for key in ended:
            self._book.put(self._book.logins, key, None)
        return len(ended)

    def note(self, deed: Deed) -> None:
        """See `vigie.ledger.accounts.AccountWriter`."""
        self._book.add(deed)
