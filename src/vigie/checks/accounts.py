"""What every ledger must keep of users, tokens, logins and deeds, as checks over a function that makes an empty one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.checks import fakes
from vigie.model import Deed, Login, Role, Token, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.ledger import Ledger
    from vigie.model import Clock

__all__ = ["ACCOUNT_CHECKS"]

_AT = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
_HOUR = dt.timedelta(hours=1)


def _user(name: str = "zoé", role: Role = Role.ANALYST) -> User:
    return User(name=name, role=role, password="$argon2id$…", added_at=_AT)  # noqa: S106 - no password


def _token(token_id: str = "t1", user: str = "zoé") -> Token:  # noqa: S107 - an id is no secret
    return Token(id=token_id, user=user, label="notebook", role=Role.READER, digest="a" * 64, made_at=_AT, expires_at=_AT + _HOUR)


def _login(digest: str, user: str = "zoé", ends_at: dt.datetime = _AT + _HOUR) -> Login:
    return Login(digest=digest, user=user, form_key="k", made_at=_AT, turned_at=_AT, seen_at=_AT, ends_at=ends_at)


def check_users_and_tokens_come_back_whole_and_take_the_place_of_earlier_ones(make: Callable[[Clock], Ledger]) -> None:
    """Under one name or id stands what was kept last."""
    ledger = make(fakes.TickingClock())
    with ledger.writer() as writer:
        for user in (_user(), _user("amy", Role.ADMIN)):
            writer.keep_user(user)
        for token in (_token(), _token("t0", "amy")):
            writer.keep_token(token)
    view = ledger.view()
    assert view.users() == [_user("amy", Role.ADMIN), _user()], "users do not come back as they were, by name"
    assert view.tokens() == [_token("t0", "amy"), _token()], "tokens do not come back as they were, by user"
    assert (view.user("nobody"), view.token("nothing"), view.login("no")) == (None, None, None), "something is found of nobody"
    disabled, ended = replace(_user(), disabled_at=_AT), replace(_token(), ended_at=_AT)
    with ledger.writer() as writer:
        writer.keep_user(disabled)
        writer.keep_token(ended)
    assert (ledger.view().user("zoé"), ledger.view().token("t1")) == (disabled, ended), "an earlier user or token still stands"


def check_logins_end_by_user_by_digest_and_by_time(make: Callable[[Clock], Ledger]) -> None:
    """Each way ends what it names and nothing else; asking for nothing ends nothing."""
    ledger = make(fakes.TickingClock())
    with ledger.writer() as writer:
        for login in (_login("a"), _login("b"), _login("c", "amy"), _login("d", "amy", _AT + 3 * _HOUR)):
            writer.keep_login(login)
        assert writer.end_logins() == 0, "logins end without being named"
        assert writer.end_logins(digest="a") == 1, "a login does not end by its digest"
    assert [ledger.view().login(key) is not None for key in "abcd"] == [False, True, True, True], "another login ended"
    with ledger.writer() as writer:
        assert writer.end_logins(user="zoé") == 1, "the logins of a user do not end"
        assert writer.end_logins(ended_by=_AT + _HOUR) == 1, "a login whose end has come does not end"
    assert [ledger.view().login(key) for key in "abcd"] == [None, None, None, _login("d", "amy", _AT + 3 * _HOUR)], (
        "what is left is not the one login that nothing ended"
    )


def check_deeds_are_a_log(make: Callable[[Clock], Ledger]) -> None:
    """The latest first, of the kinds asked for, since an instant, at most so many."""
    ledger = make(fakes.TickingClock())
    deeds = [
        Deed(at=_AT + n * _HOUR, who="zoé", what=what, about=str(n), address="::1", details={"mot": "été"})
        for n, what in enumerate(("login refused", "login", "login refused", "logout"))
    ]
    with ledger.writer() as writer:
        for deed in deeds:
            writer.note(deed)
    view = ledger.view()
    assert view.deeds(most=9) == deeds[::-1], "deeds do not come back as they were, the latest first"
    assert view.deeds(most=1) == [deeds[3]], "more deeds come back than asked for"
    assert view.deeds(most=9, what=["login refused"], since=_AT + _HOUR) == [deeds[2]], "the kind or the instant is not kept to"


def check_a_failed_transaction_leaves_the_book_as_it_was(make: Callable[[Clock], Ledger]) -> None:
    """Users, tokens, logins and deeds of a block that raises are gone."""
    ledger = make(fakes.TickingClock())
    with ledger.writer() as writer:
        writer.keep_user(_user())
        writer.keep_login(_login("a"))
    try:
        with ledger.writer() as writer:
            writer.keep_user(_user(role=Role.ADMIN))
            writer.keep_token(_token())
            writer.end_logins(digest="a")
            writer.keep_login(_login("b"))
            writer.note(Deed(at=_AT, who="zoé", what="login"))
            raise KeyboardInterrupt  # noqa: TRY301 - what interrupts a writer comes from within its block
    except KeyboardInterrupt:
        pass
    view = ledger.view()
    assert (view.users(), view.tokens(), view.deeds(most=9)) == ([_user()], [], []), "a failed transaction changed the book"
    assert (view.login("a"), view.login("b")) == (_login("a"), None), "a failed transaction changed the logins"


ACCOUNT_CHECKS = (
    check_users_and_tokens_come_back_whole_and_take_the_place_of_earlier_ones,
    check_logins_end_by_user_by_digest_and_by_time,
    check_deeds_are_a_log,
    check_a_failed_transaction_leaves_the_book_as_it_was,
)
