"""``vigie users``: who may look in through the doors, with which rights, and what they did."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import AsJson, Lang, NeededLedger
from vigie.errors import InputError, UnknownName

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from vigie.access import Accounts
    from vigie.cli.session import Session
    from vigie.ledger.place import Place
    from vigie.model import Role

__all__ = ["app"]

app = typer.Typer(add_completion=False, help="The users of the pages and the API: add, disable, tokens, and the log of deeds.")

_Name = Annotated[str, typer.Argument(metavar="NAME", help="The user's name; capitals make no difference.")]
_RoleOption = Annotated[
    str, typer.Option("--role", metavar="ROLE", help="reader (looks), analyst (judges, adds documents) or admin (sees users, log).")
]
_FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Take the password from standard input, without asking twice.")]


@contextmanager
def _accounts(ledger: Place | None, lang: str | None = None) -> Iterator[tuple[Session, Accounts]]:
    from vigie.access import Accounts
    from vigie.cli.session import now, open_session

    session = open_session(lang=lang)
    kept = session.ledger(ledger)
    try:
        yield session, Accounts(kept, clock=now)
    finally:
        kept.close()


def _role(name: str) -> Role:
    from vigie.model import Role

    if name not in {one.value for one in Role}:
        raise UnknownName(f"'{name}' is no role: choose among {', '.join(one.value for one in Role)}", culprit=name)
    return Role(name)


def _password(name: str, *, from_stdin: bool) -> str:
    """The password, from standard input or typed twice without being shown."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InputError(f"there is no terminal to ask for the password of '{name}': give it with --password-stdin", culprit=name)
    return str(typer.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True))


@app.callback(invoke_without_command=True)
def shown(context: typer.Context, *, ledger: NeededLedger = None, as_json: AsJson = False, lang: Lang = None) -> None:
    """Show the users with role, password and state."""
    if context.invoked_subcommand is None:
        _show(ledger, as_json=as_json, lang=lang)


@app.command("list")
def listed(*, ledger: NeededLedger = None, as_json: AsJson = False, lang: Lang = None) -> None:
    """Show the users, as vigie users does."""
    _show(ledger, as_json=as_json, lang=lang)


def _show(ledger: Place | None, *, as_json: bool, lang: str | None) -> None:
    from vigie.access.record import user_record
    from vigie.cli.picture import plain_table
    from vigie.cli.session import print_json

    with _accounts(ledger, lang) as (session, accounts):
        users = accounts.all()
        if as_json:
            print_json(user_record(one) for one in users)
            return
        say = session.messages
        if not users:
            session.console.print(say("users.none"), markup=False, soft_wrap=True)
            return
        table = plain_table(*(say(f"users.column.{name}") for name in ("name", "role", "password", "added", "disabled")))
        for one in users:
            password = say("users.password" if one.password else "users.no_password")
            table.add_row(one.name, one.role.value, password, _minute(one.added_at), _minute(one.disabled_at))
        session.console.print(table)


@app.command()
def add(
    name: _Name,
    *,
    role: _RoleOption = "reader",
    no_password: Annotated[
        bool, typer.Option("--no-password", help="The user comes through a proxy that names them, or with tokens only.")
    ] = False,
    password_stdin: _FromStdin = False,
    ledger: NeededLedger = None,
) -> None:
    """Add a user. From the first one on, nobody looks in without being known."""
    with _accounts(ledger) as (session, accounts):
        chosen = _role(role)
        password = None if no_password else _password(name, from_stdin=password_stdin)
        user = accounts.add(name, chosen, password)
        session.console.print(session.messages("users.added", name=user.name, role=user.role.value), markup=False)


@app.command()
def role(name: _Name, role: Annotated[str, typer.Argument(metavar="ROLE")], *, ledger: NeededLedger = None) -> None:
    """Give a user another role; it holds at once."""
    with _accounts(ledger) as (session, accounts):
        user = accounts.set_role(name, _role(role))
        session.console.print(session.messages("users.role", name=user.name, role=user.role.value), markup=False)


@app.command()
def password(name: _Name, *, password_stdin: _FromStdin = False, ledger: NeededLedger = None) -> None:
    """Give a user another password; whoever is logged in under the name is logged out."""
    with _accounts(ledger) as (session, accounts):
        user = accounts.user(name)
        accounts.set_password(user.name, _password(user.name, from_stdin=password_stdin))
        session.console.print(session.messages("users.new_password", name=user.name), markup=False)


@app.command()
def disable(name: _Name, *, ledger: NeededLedger = None) -> None:
    """Let a user in no more: logins end, tokens are refused; what they judged stays."""
    with _accounts(ledger) as (session, accounts):
        accounts.disable(name)
        session.console.print(session.messages("users.disabled", name=name), markup=False)


@app.command()
def enable(name: _Name, *, ledger: NeededLedger = None) -> None:
    """Let a disabled user in again."""
    with _accounts(ledger) as (session, accounts):
        accounts.enable(name)
        session.console.print(session.messages("users.enabled", name=name), markup=False)


@app.command()
def token(
    name: _Name,
    *,
    label: Annotated[str, typer.Option("--for", metavar="WORDS", help="What the token is for, to know it again.")] = "",
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help="A lesser role than the user's own.")] = None,
    days: Annotated[
        int | None, typer.Option("--days", metavar="N", help="How long it holds; without it, until it is ended.")
    ] = None,
    ledger: NeededLedger = None,
) -> None:
    """Make a token for a program and print it, this once: the ledger keeps its digest only."""
    with _accounts(ledger) as (_, accounts):
        print(accounts.make_token(name, label, role=None if role is None else _role(role), days=days))


@app.command()
def tokens(*, ledger: NeededLedger = None, as_json: AsJson = False, lang: Lang = None) -> None:
    """Show the tokens with what they are for, rights and state; never the tokens themselves."""
    from vigie.access.record import token_record
    from vigie.cli.picture import plain_table
    from vigie.cli.session import print_json

    with _accounts(ledger, lang) as (session, accounts):
        found = accounts.tokens()
        if as_json:
            print_json(token_record(one) for one in found)
            return
        say = session.messages
        table = plain_table(*(say(f"users.column.{name}") for name in ("id", "name", "for", "role", "made", "until", "ended")))
        for one in found:
            instants = (_minute(at) for at in (one.made_at, one.expires_at, one.ended_at))
            table.add_row(one.id, one.user, one.label, one.role.value, *instants)
        session.console.print(table)


@app.command("end-token")
def end_token(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="As vigie users tokens shows it.")], *, ledger: NeededLedger = None
) -> None:
    """End a token: it is refused from now on."""
    with _accounts(ledger) as (session, accounts):
        accounts.end_token(token_id)
        session.console.print(session.messages("users.token_ended", id=token_id), markup=False)


@app.command()
def log(
    *,
    most: Annotated[int, typer.Option("-n", "--most", metavar="N", min=1, help="How many of the latest deeds.")] = 50,
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Show what was done through the doors: logins, refused ones, users, tokens, documents, judgements; the latest first."""
    from vigie.access.record import deed_record
    from vigie.cli.picture import plain_table
    from vigie.cli.session import print_json

    with _accounts(ledger, lang) as (session, accounts):
        deeds = accounts.deeds(most=most)
        if as_json:
            print_json(deed_record(one) for one in deeds)
            return
        say = session.messages
        table = plain_table(*(say(f"users.column.{name}") for name in ("at", "who", "what", "about", "address")))
        for one in deeds:
            details = " ".join(f"{key}={value}" for key, value in one.details.items())
            table.add_row(f"{one.at:%Y-%m-%d %H:%M:%S}", one.who, one.what, f"{one.about} {details}".strip(), one.address)
        session.console.print(table)


def _minute(at: dt.datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d %H:%M}"
