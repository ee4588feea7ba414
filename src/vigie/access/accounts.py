"""Users, their tokens and logins, kept in the ledger, each change with its deed. Knows no HTTP, prints nothing."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import threading
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.access import policy, secret
from vigie.access.policy import Visitor
from vigie.errors import InputError, LoginNeeded, NotAllowed, TooMany, UnknownName
from vigie.model import Deed, Login, Role, Token, User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vigie.ledger import Ledger, Writer
    from vigie.model import Clock

__all__ = ["Accounts", "user_name"]

_NAME = re.compile(r"[\w.@+\-]{1,64}")
_SEEN_STEP = dt.timedelta(minutes=5)
"""A login's last use is noted in steps of this, so that reading pages writes little."""
_ONE_LOGS_IN = threading.Lock()
"""One at a time: many at once would all be tried before the first refusal is counted, and take 64 MiB each."""
LOCAL = "local"
"""Who acts on a machine without users, and on the command line."""


def user_name(name: str) -> str:
    """The one spelling under which a user is kept; raises `InputError` for what can be no name."""
    kept = unicodedata.normalize("NFKC", name).strip().casefold()
    if _NAME.fullmatch(kept) is None or kept == LOCAL:
        raise InputError(f"'{name}' can't be a user's name: take letters, digits and . @ + - _, at most 64", culprit=name)
    return kept


class Accounts:
    """The book of users over a ledger."""

    def __init__(self, ledger: Ledger, *, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    def any(self) -> bool:
        """True where somebody was ever added: from then on nobody looks in without being known."""
        return bool(self._ledger.view().users())

    def all(self) -> list[User]:
        """All users, by name."""
        return self._ledger.view().users()

    def user(self, name: str) -> User:
        """The user of that name; raises `UnknownName`."""
        found = self._ledger.view().user(user_name(name))
        if found is None:
            known = ", ".join(one.name for one in self.all()) or "nobody yet"
            raise UnknownName(f"there is no user '{name}': there are {known}", culprit=name)
        return found

    def add(self, name: str, role: Role, password: str | None = None, *, by: str = LOCAL, address: str = "") -> User:
        """A new user; without a password they come through a proxy or with tokens. Raises `InputError` where one has the name."""
        kept = user_name(name)
        if self._ledger.view().user(kept) is not None:
            raise InputError(f"there is a user '{kept}' already: vigie users shows them", culprit=kept)
        hashed = "" if password is None else secret.hash_password(password, user=kept)
        user = User(name=kept, role=role, password=hashed, added_at=self._clock())
        with self._ledger.writer() as writer:
            writer.keep_user(user)
            self._note(writer, by, "user added", kept, address, role=role.value)
        return user

    def set_role(self, name: str, role: Role, *, by: str = LOCAL) -> User:
        """Give a user another role; it holds from the next request on."""
        user = self.user(name)
        if role is not Role.ADMIN:
            self._leave_an_admin(user)
        with self._ledger.writer() as writer:
            writer.keep_user(changed := replace(user, role=role))
            self._note(writer, by, "role changed", user.name, before=user.role.value, after=role.value)
        return changed

    def set_password(self, name: str, password: str, *, by: str = LOCAL, address: str = "") -> None:
        """Give a user another password; whoever is logged in under the name is logged out."""
        user = self.user(name)
        hashed = secret.hash_password(password, user=user.name)
        with self._ledger.writer() as writer:
            writer.keep_user(replace(user, password=hashed))
            writer.end_logins(user=user.name)
            self._note(writer, by, "password changed", user.name, address)

    def disable(self, name: str, *, by: str = LOCAL) -> None:
        """Let a user in no more: logins end, tokens are refused; what they did stays theirs."""
        user = self.user(name)
        self._leave_an_admin(user)
        with self._ledger.writer() as writer:
            writer.keep_user(replace(user, disabled_at=user.disabled_at or self._clock()))
            writer.end_logins(user=user.name)
            self._note(writer, by, "user disabled", user.name)

    def enable(self, name: str, *, by: str = LOCAL) -> None:
        """Let a user in again."""
        user = self.user(name)
        with self._ledger.writer() as writer:
            writer.keep_user(replace(user, disabled_at=None))
            self._note(writer, by, "user enabled", user.name)

    def make_token(
        self, name: str, label: str, *, role: Role | None = None, days: int | None = None, by: str = LOCAL, address: str = ""
    ) -> str:
        """A new token's text, which is shown this once; its rights are its user's, or those of a lesser role.

        Raises `InputError` for a role above the user's, or days that are none.
        """
        user = self.user(name)
        chosen = role or user.role
        if not user.role.covers(chosen):
            raise InputError(f"'{user.name}' is {user.role.value}: a token can't be {chosen.value}", culprit=chosen.value)
        if days is not None and not 1 <= days <= 3650:
            raise InputError(f"a token lasts from 1 to 3650 days, not {days}: choose --days anew", culprit=str(days))
        now, plain = self._clock(), secret.new_secret()
        token = Token(
            id=secrets.token_hex(6),
            user=user.name,
            label=" ".join(label.split())[:100],
            role=chosen,
            digest=secret.digest_of(plain),
            made_at=now,
            expires_at=None if days is None else now + dt.timedelta(days=days),
        )
        with self._ledger.writer() as writer:
            writer.keep_token(token)
            self._note(writer, by, "token made", token.id, address, user=user.name, role=chosen.value)
        return secret.token_text(token.id, plain)

    def tokens(self) -> list[Token]:
        """All tokens, those that ended too."""
        return self._ledger.view().tokens()

    def end_token(self, token_id: str, *, by: str = LOCAL, address: str = "") -> None:
        """Take a token for worthless from now on; raises `UnknownName`."""
        token = self._ledger.view().token(token_id)
        if token is None:
            raise UnknownName(f"there is no token '{token_id}': vigie users tokens lists them", culprit=token_id)
        with self._ledger.writer() as writer:
            writer.keep_token(replace(token, ended_at=token.ended_at or self._clock()))
            self._note(writer, by, "token ended", token.id, address, user=token.user)

    def log_in(self, name: str, password: str, *, address: str) -> str:
        """The secret for the cookie of a new login.

        Raises `LoginNeeded` where name and password don't belong together, without telling which is wrong, and `TooMany` where too
        many logins were refused; then the password is not even looked at. Each is noted.
        """
        shown = unicodedata.normalize("NFKC", name).strip().casefold()[:64].replace("\0", "")
        with _ONE_LOGS_IN:
            return self._log_in(shown, password, address)

    def _log_in(self, shown: str, password: str, address: str) -> str:
        view, now = self._ledger.view(), self._clock()
        refused = view.deeds(most=1000, what=["login refused"], since=now - policy.WINDOW)
        wait = policy.held_back(refused, name=shown, address=address, now=now)
        if wait:
            raise TooMany(f"too many logins as '{shown}' were refused: try again in {wait} seconds", culprit=shown, seconds=wait)
        user = view.user(shown)
        right = secret.is_password(password, user.password if user is not None and user.disabled_at is None else None)
        if user is None or not right:
            with self._ledger.writer() as writer:
                self._note(writer, "-", "login refused", shown, address)
            raise LoginNeeded("name and password don't belong together: try again, or ask an admin for a new password")
        with self._ledger.writer() as writer:
            writer.end_logins(ended_by=now)
            plain = self._new_login(writer, user.name, now)
            self._note(writer, user.name, "login", user.name, address)
        return plain

    def log_out(self, plain: str, *, address: str) -> None:
        """End the login of that cookie, if it is one."""
        login = self._ledger.view().login(secret.digest_of(plain))
        if login is not None:
            with self._ledger.writer() as writer:
                writer.end_logins(digest=login.digest)
                self._note(writer, login.user, "logout", login.user, address)

    def by_login(self, plain: str, *, address: str) -> tuple[Visitor, str | None] | None:
        """Who shows that cookie, and the fresh secret where it is due to be replaced; ``None`` where it is believed no longer."""
        view, now = self._ledger.view(), self._clock()
        login = view.login(secret.digest_of(plain))
        user = None if login is None else view.user(login.user)
        if login is None or user is None or user.disabled_at is not None or not policy.believed(login, now):
            return None
        fresh = None
        if policy.turns(login, now):
            with self._ledger.writer() as writer:
                fresh = self._new_login(writer, login.user, now, before=login)
                writer.keep_login(replace(login, turned_at=now, ends_at=now + policy.GRACE))
        elif now - login.seen_at >= _SEEN_STEP:
            with self._ledger.writer() as writer:
                writer.keep_login(replace(login, seen_at=now))
        return Visitor(name=user.name, role=user.role, how="login", form_key=login.form_key, address=address), fresh

    def by_token(self, text: str, *, address: str) -> Visitor:
        """Who sends that token; raises `LoginNeeded` where it is none, is over, or its user may not look in."""
        parts, view = secret.token_parts(text), self._ledger.view()
        token = None if parts is None else view.token(parts[0])
        user = None if token is None else view.user(token.user)
        right = token is not None and parts is not None and secret.same(token.digest, secret.digest_of(parts[1]))
        if token is None or user is None or not right or user.disabled_at is not None or token.ended_at is not None:
            raise LoginNeeded("the token is none, or ended: make another with vigie users token")
        if token.expires_at is not None and token.expires_at <= self._clock():
            raise LoginNeeded(f"the token '{token.id}' is over: make another with vigie users token", culprit=token.id)
        role = token.role if user.role.covers(token.role) else user.role
        return Visitor(name=user.name, role=role, how="token", address=address)

    def by_proxy(self, name: str, *, new_role: Role | None, form_key: str, address: str) -> Visitor:
        """Whom a believed proxy names; raises `NotAllowed` for somebody disabled, or unknown where no role is given to such."""
        try:
            kept = user_name(name)
        except InputError as error:
            raise NotAllowed(f"the proxy names somebody who can be no user: {error}", culprit=name) from error
        user = self._ledger.view().user(kept)
        if user is None and new_role is not None:
            user = self.add(kept, new_role, by="proxy", address=address)
        if user is None or user.disabled_at is not None:
            raise NotAllowed(f"'{kept}' may not look in here: ask an admin", culprit=kept)
        return Visitor(name=user.name, role=user.role, how="proxy", form_key=form_key, address=address)

    def note(self, visitor: Visitor, what: str, about: str = "", **details: str) -> None:
        """Add a deed to the log, in a transaction of its own."""
        with self._ledger.writer() as writer:
            self._note(writer, visitor.name, what, about, visitor.address, **details)

    def deeds(self, *, most: int) -> list[Deed]:
        """The latest deeds, the latest first."""
        return self._ledger.view().deeds(most=most)

    def _new_login(self, writer: Writer, user: str, now: dt.datetime, *, before: Login | None = None) -> str:
        plain = secret.new_secret()
        writer.keep_login(
            Login(
                digest=secret.digest_of(plain),
                user=user,
                form_key=secret.new_secret() if before is None else before.form_key,
                made_at=now if before is None else before.made_at,
                turned_at=now,
                seen_at=now,
                ends_at=now + policy.WHOLE if before is None else before.ends_at,
            )
        )
        return plain

    def _note(self, writer: Writer, who: str, what: str, about: str, address: str = "", **details: str) -> None:
        writer.note(Deed(at=self._clock(), who=who, what=what, about=about, address=address, details=details))

    def _leave_an_admin(self, but: User) -> None:
        others: Sequence[User] = [one for one in self.all() if one.name != but.name and one.disabled_at is None]
        if but.role is Role.ADMIN and but.disabled_at is None and not any(one.role is Role.ADMIN for one in others):
            raise InputError(f"'{but.name}' is the last admin: make another one first", culprit=but.name)
