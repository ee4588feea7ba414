"""Users, tokens, logins and deeds in tables: the book's part of the view and of the writer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from vigie.ledger.sql import tables
from vigie.ledger.sql.looking import Looks
from vigie.ledger.sql.writing import Writes
from vigie.model import Deed, Login, Token, User

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

__all__ = ["SqlAccountView", "SqlAccountWriter"]

_USER, _TOKEN, _LOGIN, _DEED = TypeAdapter(User), TypeAdapter(Token), TypeAdapter(Login), TypeAdapter(Deed)


class SqlAccountView(Looks):
    """The `vigie.ledger.accounts.AccountView` protocol, for `SqlView` to inherit."""

    def users(self) -> list[User]:
        """See `vigie.ledger.accounts.AccountView`."""
        return sorted((_USER.validate_python(body) for body in self._bodies(tables.users)), key=lambda one: one.name)

    def user(self, name: str) -> User | None:
        """See `vigie.ledger.accounts.AccountView`."""
        found = self._bodies(tables.users, tables.users.c.name == name)
        return _USER.validate_python(found[0]) if found else None

    def tokens(self) -> list[Token]:
        """See `vigie.ledger.accounts.AccountView`."""
        found = [_TOKEN.validate_python(body) for body in self._bodies(tables.tokens)]
        return sorted(found, key=lambda one: (one.user, one.made_at, one.id))

    def token(self, token_id: str) -> Token | None:
        """See `vigie.ledger.accounts.AccountView`."""
        found = self._bodies(tables.tokens, tables.tokens.c.id == token_id)
        return _TOKEN.validate_python(found[0]) if found else None

    def login(self, digest: str) -> Login | None:
        """See `vigie.ledger.accounts.AccountView`."""
        found = self._bodies(tables.logins, tables.logins.c.digest == digest)
        return _LOGIN.validate_python(found[0]) if found else None

    def deeds(self, *, most: int, what: Collection[str] = (), since: dt.datetime | None = None) -> list[Deed]:
        """See `vigie.ledger.accounts.AccountView`."""
        table = tables.deeds
        query = sa.select(table.c.body).order_by(table.c.at.desc(), table.c.row_id.desc()).limit(most)
        if what:
            query = query.where(table.c.what.in_(sorted(what)))
        if since is not None:
            query = query.where(table.c.at >= since)
        return [_DEED.validate_python(row.body) for row in self._execute(query)]

    def _bodies(self, table: sa.Table, where: sa.ColumnElement[bool] | None = None) -> list[Any]:
        query = sa.select(table.c.body)
        return [row.body for row in self._execute(query if where is None else query.where(where))]


class SqlAccountWriter(Writes):
    """The `vigie.ledger.accounts.AccountWriter` protocol, for `SqlWriter` to inherit."""

    def keep_user(self, user: User) -> None:
        """See `vigie.ledger.accounts.AccountWriter`."""
        self._replace(tables.users, "name", [{"name": user.name, "body": _USER.dump_python(user, mode="json")}])

    def keep_token(self, token: Token) -> None:
        """See `vigie.ledger.accounts.AccountWriter`."""
        self._replace(tables.tokens, "id", [{"id": token.id, "body": _TOKEN.dump_python(token, mode="json")}])

    def keep_login(self, login: Login) -> None:
        """See `vigie.ledger.accounts.AccountWriter`."""
        row = {"digest": login.digest, "user": login.user, "ends_at": login.ends_at, "body": _LOGIN.dump_python(login, mode="json")}
        self._replace(tables.logins, "digest", [row])

    def end_logins(self, *, user: str | None = None, digest: str | None = None, ended_by: dt.datetime | None = None) -> int:
        """See `vigie.ledger.accounts.AccountWriter`."""
        table = tables.logins
        chosen = []
        if user is not None:
            chosen.append(table.c.user == user)
        if digest is not None:
            chosen.append(table.c.digest == digest)
        if ended_by is not None:
            chosen.append(table.c.ends_at <= ended_by)
        return self._connection.execute(sa.delete(table).where(sa.or_(*chosen))).rowcount if chosen else 0

    def note(self, deed: Deed) -> None:
        """See `vigie.ledger.accounts.AccountWriter`."""
        row = {"at": deed.at, "who": deed.who, "what": deed.what, "body": _DEED.dump_python(deed, mode="json")}
        self._add(tables.deeds, [row])
