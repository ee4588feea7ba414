"""Signing in and out, where there are users. Checks no password itself: `vigie.access.Accounts` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.access.guard import cookie_name, login_cookie
from vigie.errors import AccessError
from vigie.web.page import Page, Shown, Went

if TYPE_CHECKING:
    from vigie.web.look import Look

__all__ = ["PAGES"]


def show(look: Look) -> Shown | str:
    """The form; whoever is known already goes on."""
    if look.visitor is not None and look.visitor.how != "login":
        return _next(look.ask("next"))
    return Shown(template="login.html", values={"error": "", "next": _next(look.ask("next"))})


def enter(look: Look) -> Shown | Went:
    """Let somebody in who knows the password; say what is wrong otherwise."""
    try:
        plain = look.house.accounts.log_in(look.form.get("name", ""), look.form.get("password", ""), address=look.address)
    except AccessError as error:
        values = {"error": str(error), "next": _next(look.form.get("next", ""))}
        return Shown(template="login.html", values=values, status=error.http_status)
    return Went(_next(look.form.get("next", "")), {"set-cookie": login_cookie(plain, secure=look.secure)})


def leave(look: Look) -> Went:
    """End this browser's login."""
    plain = look.request.cookies.get(cookie_name(secure=look.secure), "")
    if plain:
        look.house.accounts.log_out(plain, address=look.address)
    return Went("/login", {"set-cookie": login_cookie("", secure=look.secure)})


def _next(asked: str) -> str:
    """Where to go then: a page of this house, never another's."""
    return asked if asked.startswith("/") and not asked.startswith(("//", "/\\")) and asked.isprintable() else "/"


PAGES = (
    Page(path="/login", show=show),
    Page(path="/login", show=enter, method="POST"),
    Page(path="/logout", show=leave, method="POST"),
)
