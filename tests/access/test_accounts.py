"""Users, logins and the log of deeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.access import Accounts, secret
from vigie.access.accounts import user_name
from vigie.errors import InputError, LoginNeeded, TooMany, UnknownName
from vigie.model import Role

from .conftest import PASSWORD

if TYPE_CHECKING:
    from vigie.ledger import Ledger

    from .conftest import HandClock


def test_neither_password_nor_token_stands_in_the_ledger(accounts: Accounts, ledger: Ledger) -> None:
    accounts.add("zoé", Role.ANALYST, PASSWORD)
    cookie, token = accounts.log_in("zoé", PASSWORD, address=""), accounts.make_token("zoé", "notebook")
    view = ledger.view()
    kept = f"{view.users()} {view.tokens()} {view.login(secret.digest_of(cookie))} {view.deeds(most=99)}"
    assert "$argon2id$" in kept
    for hidden in (PASSWORD, cookie, token, token.split("_", 2)[2]):
        assert hidden not in kept


def test_wrong_name_and_wrong_password_sound_alike(accounts: Accounts) -> None:
    accounts.add("amy", Role.ADMIN)
    accounts.add("zoé", Role.ANALYST, PASSWORD)
    said = []
    for name, password in (("zoé", "wrong"), ("nobody", PASSWORD), ("amy", ""), ("", ""), ("\x00" * 3, "x" * 5000)):
        with pytest.raises(LoginNeeded) as refused:
            accounts.log_in(name, password, address=name)
        said.append(str(refused.value))
    assert len(set(said)) == 1


def test_a_name_is_one_however_it_is_typed(accounts: Accounts) -> None:
    accounts.add(" Zoé ", Role.ANALYST, PASSWORD)
    assert accounts.log_in("ZOÉ", PASSWORD, address="")
    with pytest.raises(InputError, match="already"):
        accounts.add("zoé", Role.READER)


@given(st.text(max_size=80))
def test_a_user_s_name_is_kept_as_one_line_or_refused(name: str) -> None:
    try:
        kept = user_name(name)
    except InputError:
        return
    assert kept.isprintable()
    assert " " not in kept
    assert user_name(kept) == kept


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaaa", "zoézoézoézoé", "x" * 2000])
def test_a_password_that_is_easily_guessed_is_refused(accounts: Accounts, password: str) -> None:
    with pytest.raises(InputError):
        accounts.add("zoé", Role.ANALYST, password)
    assert accounts.all() == []


def test_guessing_is_held_back_for_one_address_and_then_for_a_name(accounts: Accounts, clock: HandClock) -> None:
    accounts.add("zoé", Role.ANALYST, PASSWORD)

    def tries(address: str, name: str = "zoé") -> type[Exception]:
        with pytest.raises((LoginNeeded, TooMany)) as refused:
            accounts.log_in(name, "wrong", address=address)
        return refused.type

    assert [tries("203.0.113.7") for _ in range(6)] == [LoginNeeded] * 5 + [TooMany]
    with pytest.raises(TooMany) as held:
        accounts.log_in("zoé", PASSWORD, address="203.0.113.7")
    assert 0 < held.value.seconds <= 900
    assert accounts.log_in("zoé", PASSWORD, address="203.0.113.8")
    clock.go(minutes=16)
    assert accounts.log_in("zoé", PASSWORD, address="203.0.113.7")


def test_one_password_tried_on_everybody_is_held_back(accounts: Accounts, ledger: Ledger, clock: HandClock) -> None:
    from vigie.model import Deed

    with ledger.writer() as writer:
        for n in range(20):
            writer.note(Deed(at=clock(), who="-", what="login refused", about=f"u{n}", address="203.0.113.7"))
        for n in range(50):
            writer.note(Deed(at=clock(), who="-", what="login refused", about="zoé", address=f"203.0.113.{n + 8}"))
    for name, address in (("amy", "203.0.113.7"), ("zoé", "198.51.100.1")):
        with pytest.raises(TooMany):
            accounts.log_in(name, "wrong", address=address)


def test_the_last_admin_stays(accounts: Accounts) -> None:
    accounts.add("amy", Role.ADMIN, PASSWORD)
    for change in (lambda: accounts.disable("amy"), lambda: accounts.set_role("amy", Role.READER)):
        with pytest.raises(InputError, match="last admin"):
            change()
    accounts.add("bo", Role.ADMIN)
    accounts.disable("amy")
    with pytest.raises(InputError, match="last admin"):
        accounts.disable("bo")
    accounts.enable("amy")
    accounts.disable("bo")


def test_a_token_can_t_do_more_than_its_user(accounts: Accounts) -> None:
    accounts.add("rea", Role.READER)
    with pytest.raises(InputError, match="can't be admin"):
        accounts.make_token("rea", "x", role=Role.ADMIN)
    for days in (0, -1, 9999):
        with pytest.raises(InputError, match="days"):
            accounts.make_token("rea", "x", days=days)
    with pytest.raises(UnknownName):
        accounts.make_token("nobody", "x")
    with pytest.raises(UnknownName):
        accounts.end_token("nothing")


def test_every_deed_is_in_the_log(accounts: Accounts) -> None:
    accounts.add("amy", Role.ADMIN, PASSWORD)
    accounts.add("zoé", Role.READER, PASSWORD, by="amy")
    cookie = accounts.log_in("zoé", PASSWORD, address="::1")
    accounts.log_out(cookie, address="::1")
    with pytest.raises(LoginNeeded):
        accounts.log_in("zoé", "wrong", address="::1")
    token = accounts.make_token("zoé", "x").split("_")[1]
    accounts.end_token(token)
    accounts.set_role("zoé", Role.ANALYST)
    accounts.set_password("zoé", PASSWORD + "!")
    accounts.disable("zoé")
    accounts.enable("zoé")
    done = [(deed.who, deed.what, deed.about) for deed in reversed(accounts.deeds(most=99))]
    assert done == [
        ("local", "user added", "amy"),
        ("amy", "user added", "zoé"),
        ("zoé", "login", "zoé"),
        ("zoé", "logout", "zoé"),
        ("-", "login refused", "zoé"),
        ("local", "token made", token),
        ("local", "token ended", token),
        ("local", "role changed", "zoé"),
        ("local", "password changed", "zoé"),
        ("local", "user disabled", "zoé"),
        ("local", "user enabled", "zoé"),
    ]


def test_many_at_once_get_no_more_tries_than_one_after_the_other(accounts: Accounts) -> None:
    from concurrent.futures import ThreadPoolExecutor

    accounts.add("zoé", Role.ANALYST, PASSWORD)

    def refused(_: int) -> type[Exception]:
        with pytest.raises((LoginNeeded, TooMany)) as found:
            accounts.log_in("zoé", "wrong", address="203.0.113.7")
        return found.type

    with ThreadPoolExecutor(8) as pool:
        assert sorted(one.__name__ for one in pool.map(refused, range(8))) == ["LoginNeeded"] * 5 + ["TooMany"] * 3
