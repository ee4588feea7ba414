"""Stands before every page and the API: honest requests in, known visitors in, careful headers out. ASGI; shows no page.

In this order: the Host names this machine or what it is served as (against DNS rebinding); somebody is known, by token, proxy or
login, or because the machine has no users and only itself can reach it; nothing but a page of vigie's own makes a browser write;
whoever writes may; and the body is no larger than is taken.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from vigie.access import policy, secret
from vigie.access.accounts import LOCAL, Accounts
from vigie.access.policy import Proxies, Visitor
from vigie.access.problem import PROBLEM_TYPE, problem
from vigie.errors import AccessError, InputError, LoginNeeded, NotAllowed, TooLarge, TooMany, VigieError, WrongHost, WrongKind
from vigie.model import Role

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["COOKIE", "CSP", "Guard", "cookie_name", "login_cookie"]

COOKIE = "vigie"
FORM_KEY = "form_key"
"""Field of a form, and with ``X-`` and a hyphen the header, that carries a visitor's form key."""
_FORM_HEADER = "x-form-key"
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "x-forwarded-host")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_MACHINE = ("/api/", "/openapi.json", "/mcp")
"""Paths that programs ask: their refusals are problem records."""
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")
"""What a form can send across sites without asking first."""

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing from outside, nothing inline, no frame around."""
_HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With no-referrer browsers would send 'Origin: null' with the pages' own forms.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def cookie_name(*, secure: bool) -> str:
    """The cookie's name; over TLS the prefix ties it to this host and to the whole of it."""
    return f"__Host-{COOKIE}" if secure else COOKIE


def login_cookie(plain: str, *, secure: bool) -> str:
    """The Set-Cookie header of a login; an empty secret takes the cookie away."""
    life = int(policy.WHOLE.total_seconds()) if plain else 0
    tail = "; Secure" if secure else ""
    return f"{cookie_name(secure=secure)}={plain}; Path=/; Max-Age={life}; HttpOnly; SameSite=Lax{tail}"


@dataclass(slots=True)
class _Known:
    visitor: Visitor | None
    fresh: str | None = None


class Guard:
    """The middleware. Behind it, ``request.state.visitor`` is the `Visitor`, or ``None`` on ``public`` paths."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        accounts: Accounts,
        host: str,
        hosts: tuple[str, ...] = (),
        proxies: Proxies | None = None,
        public: tuple[str, ...] = ("/login", "/static/"),
        reader_posts: tuple[str, ...] = ("/logout", "/mcp"),
        body_limit: int = 20_000_000,
    ) -> None:
        """Guard ``app``, which listens at ``host``.

        ``hosts``: further names under which it is asked; ``public``: paths (those ending in / with all below) that nobody needs to
        be known for; ``reader_posts``: paths that readers may send to; ``body_limit``: bytes of the largest body.
        """
        self._app, self._accounts = app, accounts
        self._proxies = proxies or Proxies()
        self._loopback = policy.is_loopback(host)
        self._hosts = (
            frozenset(name.casefold() for name in hosts) | policy.LOOPBACK_NAMES if self._loopback or hosts else frozenset()
        )
        self._public, self._reader_posts = public, reader_posts
        self._body_limit = body_limit
        self._process_key = secret.new_secret()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            else:
                await send({"type": "websocket.close"})
            return
        headers = Headers(scope=scope)
        secure = self._is_secure(scope, headers)
        known = _Known(None)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    out.setdefault(name, value)
                if secure:
                    out.setdefault("strict-transport-security", "max-age=31536000")
                if not scope["path"].startswith("/static/"):
                    out.setdefault("cache-control", "private, no-cache")
                    out.add_vary_header("Cookie, Authorization")
                if known.fresh is not None:
                    out.append("set-cookie", login_cookie(known.fresh, secure=secure))
            await send(message)

        try:
            known = await self._admit(scope, headers, secure=secure)
            scope.setdefault("state", {})["visitor"] = known.visitor
            scope["state"]["secure"] = secure
            taken = await self._body(scope, receive, headers, known.visitor)
            await self._app(scope, taken, send_with_headers)
        except (AccessError, InputError) as error:
            await self._refuse(scope, headers, error)(scope, receive, send_with_headers)

    def _is_secure(self, scope: Scope, headers: Headers) -> bool:
        if self._proxies.believed(_peer(scope)):
            return headers.get("x-forwarded-proto", scope["scheme"]).split(",")[-1].strip() == "https"
        return bool(scope["scheme"] == "https")

    async def _admit(self, scope: Scope, headers: Headers, *, secure: bool) -> _Known:
        host = headers.get("host", "")
        if self._hosts and policy.host_name(host) not in self._hosts:
            raise WrongHost(f"vigie is not served as '{policy.host_name(host)}': see the setting 'hosts'", culprit=host)
        path, method = scope["path"], scope["method"]
        if "\0" in path or b"%00" in scope["query_string"]:
            # PostgreSQL holds no such text, and no name has one.
            raise InputError(f"the address asked for holds a zero byte: '{path[:100]!r}'", culprit="\\0")
        address = self._proxies.client(_peer(scope), headers.get("x-forwarded-for", ""))
        public = any(path.startswith(one) if one.endswith("/") else path == one for one in self._public)
        if public and method in _SAFE and path.startswith("/static/"):
            return _Known(None)
        known = await run_in_threadpool(self._known, scope, headers, address, secure)
        by_browser = known.visitor is None or known.visitor.how != "token"
        if method not in _SAFE:
            if by_browser:
                policy.own_origin(host=host, origin=headers.get("origin"), fetch_site=headers.get("sec-fetch-site"))
            if not public:
                visitor = policy.need_somebody(known.visitor)
                visitor.need(Role.READER if path in self._reader_posts else Role.ANALYST)
        elif not public:
            policy.need_somebody(known.visitor)
        return known

    def _known(self, scope: Scope, headers: Headers, address: str, secure: bool) -> _Known:
        kind, _, text = headers.get("authorization", "").partition(" ")
        if kind.casefold() == "bearer":
            return _Known(self._accounts.by_token(text.strip(), address=address))
        by_proxy = self._named_by_proxy(scope, headers, address)
        if by_proxy is not None:
            return _Known(by_proxy)
        if kind.casefold() == "basic":
            # Feed readers know no other way: the token stands where a password would, and no password is taken.
            return _Known(self._accounts.by_token(_basic_password(text), address=address))
        if kind:
            sentence = f"'{kind[:20]}' is no way to log in here: send 'Authorization: Bearer vigie_…'"
            raise LoginNeeded(sentence, culprit=kind[:20])
        plain = Request(scope).cookies.get(cookie_name(secure=secure))
        if plain:
            found = self._accounts.by_login(plain, address=address)
            if found is not None:
                return _Known(*found)
        if self._loopback and not self._proxies.user_header and not self._accounts.any():
            self._refuse_forwarded(scope, headers)
            return _Known(Visitor(name=LOCAL, role=Role.ADMIN, how="open", form_key=self._process_key, address=address))
        return _Known(None)

    def _named_by_proxy(self, scope: Scope, headers: Headers, address: str) -> Visitor | None:
        name = self._proxies.user_header
        if not name or not self._proxies.believed(_peer(scope)):
            return None
        given = headers.getlist(name)
        if not given or not given[0].strip():
            return None
        if len(given) > 1:
            raise NotAllowed(f"the header '{name}' comes twice: let the proxy remove what visitors send", culprit=name)
        try:
            user = given[0].encode("latin-1").decode("utf-8")
        except UnicodeDecodeError as error:
            raise NotAllowed(f"the header '{name}' is not UTF-8: let the proxy send it so", culprit=name) from error
        form_key = secret.digest_of(f"{self._process_key} {user}")
        return self._accounts.by_proxy(user, new_role=self._proxies.new_role, form_key=form_key, address=address)

    def _refuse_forwarded(self, scope: Scope, headers: Headers) -> None:
        """A proxy that nobody told of would make a machine without users open to whoever reaches the proxy."""
        if self._proxies.believed(_peer(scope)):
            return
        for name in _FORWARDED:
            if name in headers:
                raise NotAllowed(
                    f"a proxy forwards to vigie (header '{name}'), and nobody has to log in: add users, and name it in 'proxies'",
                    culprit=name,
                )

    async def _body(self, scope: Scope, receive: Receive, headers: Headers, visitor: Visitor | None) -> Receive:
        """The body, never more than is taken; a form is looked into for the visitor's key first."""
        declared = headers.get("content-length", "0")
        if not declared.isascii() or not declared.isdigit() or int(declared) > self._body_limit:
            raise self._too_large(scope)
        kind = headers.get("content-type", "").partition(";")[0].strip().casefold()
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._body_limit:
                raise self._too_large(scope)
            return message

        key = "" if visitor is None else visitor.form_key
        own = (
            scope["method"] != "POST" or not key or (kind and kind not in _FORMS) or secret.same(headers.get(_FORM_HEADER, ""), key)
        )
        if own and (scope["method"] in _SAFE or "content-length" in headers):
            # The server cuts off what goes beyond the length declared.
            return receive
        if not own and scope["path"].startswith(_MACHINE):
            raise WrongKind("programs send JSON here, with the header 'Content-Type: application/json'", culprit=kind)
        messages = [await counted()]
        while messages[-1].get("more_body", False):
            messages.append(await counted())
        if own:
            return _replay(messages, receive)
        given = ""
        if kind in _FORMS[:2]:
            form = await Request(scope, _replay(messages, receive)).form()
            value = form.get(FORM_KEY)
            given = value if isinstance(value, str) else ""
            await form.close()
        if not secret.same(given, key):
            raise _no_form_key()
        return _replay(messages, receive)

    def _too_large(self, scope: Scope) -> TooLarge:
        return TooLarge(
            f"what was sent to '{scope['path']}' is larger than {self._body_limit:_} bytes: send less", culprit=scope["path"]
        )

    def _refuse(self, scope: Scope, headers: Headers, error: VigieError) -> Response:
        path = scope["path"]
        if path.startswith(_MACHINE) or "text/html" not in headers.get("accept", ""):
            response: Response = JSONResponse(problem(error, instance=path), status_code=error.http_status, media_type=PROBLEM_TYPE)
        elif isinstance(error, LoginNeeded) and scope["method"] in _SAFE:
            asked = path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
            return RedirectResponse(f"/login?next={quote(asked, safe='')}", status_code=303)
        else:
            page = f"<!doctype html><html lang=en><meta charset=utf-8><title>vigie</title><p>{escape(str(error))}.</p></html>"
            response = HTMLResponse(page, status_code=error.http_status)
        if isinstance(error, LoginNeeded):
            response.headers["www-authenticate"] = 'Bearer realm="vigie"'
        if isinstance(error, TooMany):
            response.headers["retry-after"] = str(error.seconds)
        return response


def _no_form_key() -> NotAllowed:
    return NotAllowed("the form is no longer this page's own: load the page again and send it once more", culprit=FORM_KEY)


def _basic_password(text: str) -> str:
    """What stands after the colon; empty for what is no such pair."""
    try:
        return base64.b64decode(text.strip(), validate=True).decode("utf-8").partition(":")[2]
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _replay(messages: list[Message], receive: Receive) -> Receive:
    """What was received already, once more, then the rest."""
    left: list[Any] = list(messages)

    async def again() -> Message:
        return left.pop(0) if left else await receive()

    return again
