"""Asks one address: hops, robots.txt, pauses, credentials, decompression and limits. Every failure becomes an `Answer`."""

from __future__ import annotations

import asyncio
import base64
import tempfile
import time
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import IO, TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import httpcore2
import httpx2

from vigie.model import SourceKind
from vigie.sources.fetching.answer import Answer, Fault, Limits, Request
from vigie.sources.fetching.guard import Guard, GuardedBackend, PrivateAddressError
from vigie.sources.fetching.headers import retry_after_seconds
from vigie.sources.fetching.inflate import ACCEPTED, Inflater, NotCompressedError
from vigie.sources.fetching.pace import host_of
from vigie.sources.fetching.robots import RobotsBook
from vigie.sources.identity import url_fault

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable

    from vigie.model import Clock, Source
    from vigie.sources.fetching.pace import Pace

__all__ = ["Client"]

_SPOOL = 262_144
"""Bytes of an answer held in memory; what is larger waits in a file."""
_RATIO_FROM = 2_000_000
_BOMB_RATIO = 40
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_KEPT_HEADERS = (
    "content-type",
    "content-language",
    "content-encoding",
    "etag",
    "last-modified",
    "date",
    "expires",
    "cache-control",
)
_NETWORK = (httpx2.HTTPError, httpx2.InvalidURL, httpcore2.ProtocolError, OSError, ValueError)
"""What a connection raises; ``ValueError`` for headers and addresses that httpx2 can't encode."""
_ROBOTS_S = 30.0
"""Longest time for a robots.txt: every address of its origin waits for it."""
_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, text/html, application/xhtml+xml, */*;q=0.5"


class _FailedError(Exception):
    def __init__(self, fault: Fault, reason: str, status: int | None = None, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.fault = fault
        self.reason = reason
        self.status = status
        self.retry_after_s = retry_after_s


class Client:
    """One for all hosts; `close` ends its connections. Lives in one event loop."""

    def __init__(
        self,
        *,
        clock: Clock,
        limits: Limits,
        user_agent: str,
        pace: Pace,
        secret: Callable[[Source], str | None],
        guard: Guard,
        trust: ssl.SSLContext,
    ) -> None:
        self._clock = clock
        self._limits = limits
        self._agent = user_agent
        self._pace = pace
        self._secret = secret
        self._guarded = self._make(trust, guard)
        self._open = self._make(trust, None)
        # Rules are written for a program's name, not for whoever runs it.
        self._robots = RobotsBook(agent=user_agent.partition("/")[0], keep_s=limits.robots_keep_s)

    def _make(self, trust: ssl.SSLContext, guard: Guard | None) -> httpx2.AsyncClient:
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=100, keepalive_expiry=5)
        transport = httpx2.AsyncHTTPTransport(verify=trust, limits=limits, trust_env=False)
        if guard is not None:
            # httpx2 hands no network backend through; a test holds that this attribute stays where it is.
            transport._pool._network_backend = GuardedBackend(guard)  # noqa: SLF001
        timeout = httpx2.Timeout(self._limits.idle_s, connect=self._limits.connect_s)
        # No site may set cookies: nobody is followed from one visit to the next, and no jar grows.
        cookies = CookieJar(DefaultCookiePolicy(allowed_domains=()))
        client = httpx2.AsyncClient(transport=transport, timeout=timeout, trust_env=False, follow_redirects=False, cookies=cookies)
        client.headers.clear()
        return client

    async def close(self) -> None:
        """End all connections."""
        await self._guarded.aclose()
        await self._open.aclose()

    async def ask(self, request: Request) -> Answer:
        """The answer, or what went wrong; never raises for what a server does."""
        started = time.monotonic()
        longest = self._limits.archive_s if _is_archive(request) else self._limits.total_s
        answer = Answer(request=request, at=self._clock(), final_url=request.url)
        secret = None
        try:
            secret = self._credential(request.source)
            async with asyncio.timeout(longest) as deadline:
                await self._hops(request, answer, secret, deadline)
        except _FailedError as failed:
            answer.fault, answer.reason = failed.fault, failed.reason
            answer.status, answer.retry_after_s = failed.status, failed.retry_after_s
        except TimeoutError:
            answer.fault, answer.reason = Fault.TIMEOUT, f"it was not done within {longest:g} s"
        except httpx2.TimeoutException:
            answer.fault, answer.reason = Fault.TIMEOUT, f"it said nothing for {self._limits.idle_s:g} s"
        except _NETWORK as error:
            answer.fault, answer.reason = Fault.CONNECTION, _said(error)
        finally:
            if answer.fault is not None:
                # Where it leads is believed once it has answered from there.
                answer.moved_to = None
                if answer.body is not None:
                    answer.body.close()
                    answer.body = None
        answer.seconds = time.monotonic() - started
        _scrub(answer, secret)
        return answer

    def _credential(self, source: Source) -> str | None:
        if source.auth is None:
            return None
        secret = self._secret(source)
        if not secret:
            where = f"the variable {source.auth.env}" if source.auth.env else f"the file '{source.auth.file}'"
            raise _FailedError(Fault.CREDENTIAL, f"its credential is missing: set {where}")
        return secret

    async def _hops(self, request: Request, answer: Answer, secret: str | None, deadline: asyncio.Timeout) -> None:
        url, visited, permanent = request.url, {request.url}, True
        for _ in range(self._limits.redirects + 1):
            fault = url_fault(url)
            if fault:
                raise _FailedError(Fault.SCHEME, f"the address '{url[:200]}' {fault}")
            await self._mind_robots(request.source, url)
            # The credential goes to the origin that was declared, wherever a feed's links or a move may lead.
            shown = secret if _same_origin(url, request.source.address) else None
            async with self._turn(url, deadline):
                target = await self._once(request, url, answer, shown)
            if target is None:
                answer.final_url = url
                return
            status, location = target
            url = urljoin(url, location)
            permanent = permanent and status in _PERMANENT
            if permanent:
                answer.moved_to = url
            if url in visited:
                raise _FailedError(Fault.REDIRECTS, "its redirects lead in a circle", status)
            visited.add(url)
        raise _FailedError(Fault.REDIRECTS, f"it redirects more than {self._limits.redirects} times", answer.status)

    @asynccontextmanager
    async def _turn(self, url: str, deadline: asyncio.Timeout) -> AsyncIterator[None]:
        """A turn at the host; waiting for it is politeness, and no time that the answer took."""
        when, before = deadline.when(), time.monotonic()
        if deadline.expired() or when is None:
            raise TimeoutError
        deadline.reschedule(None)
        async with self._pace.turn(host_of(url)):
            deadline.reschedule(when + time.monotonic() - before)
            yield

    async def _once(self, request: Request, url: str, answer: Answer, secret: str | None) -> tuple[int, str] | None:
        """One hop: ``None`` where the answer was filled, else the redirect's status and target."""
        headers = {"user-agent": self._agent, "accept": _ACCEPT, "accept-encoding": ACCEPTED}
        if request.etag:
            headers["if-none-match"] = request.etag
        if request.last_modified:
            headers["if-modified-since"] = request.last_modified
        asked = _with_secret(url, request.source, secret, headers)
        client = self._open if request.source.allow_private else self._guarded
        try:
            async with client.stream("GET", asked, headers=headers) as response:
                answer.status = response.status_code
                location = response.headers.get("location")
                if response.status_code in _REDIRECTS and location:
                    return response.status_code, location
                answer.headers = {name: response.headers[name][:500] for name in _KEPT_HEADERS if name in response.headers}
                if answer.unchanged:
                    return None
                if response.status_code != 200:
                    wait = retry_after_seconds(response.headers.get("retry-after"), self._clock())
                    if wait is not None and response.status_code in (429, 503):
                        self._pace.hold(host_of(url), wait)
                    reason = f"it answers with status {response.status_code}"
                    raise _FailedError(Fault.STATUS, reason, response.status_code, wait)
                await self._read(request, response, answer)
                return None
        except PrivateAddressError as error:
            raise _FailedError(Fault.PRIVATE, str(error)) from error

    async def _read(self, request: Request, response: httpx2.Response, answer: Answer) -> None:
        usual = self._limits.archive_size if _is_archive(request) else self._limits.size
        limit = request.size_limit or request.source.size_limit or usual
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > limit:
            raise _FailedError(Fault.TOO_LARGE, f"it announces {int(declared):,} bytes, more than {limit:,}", answer.status)
        body: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115 - it outlives this function
        answer.body = body
        inflater = Inflater(response.headers.get("content-encoding", ""))
        if inflater.unknown:
            sentence = f"it is compressed as '{inflater.unknown[:40]}', which nobody asked for"
            raise _FailedError(Fault.BROKEN, sentence, answer.status)
        plain = False
        async for raw in response.aiter_raw():
            try:
                for piece in (raw,) if plain else inflater.feed(raw):
                    body.write(piece)
                    answer.size += len(piece)
                    if inflater.given > _RATIO_FROM and inflater.given > self._limits.ratio * inflater.taken:
                        sentence = f"decompression enlarges it more than {self._limits.ratio} times"
                        raise _FailedError(Fault.BOMB, sentence, answer.status)
                    if answer.size > limit and inflater.given > _BOMB_RATIO * inflater.taken:
                        raise _FailedError(Fault.BOMB, f"it unpacks to more than {limit:,} bytes", answer.status)
                    if answer.size > limit:
                        raise _FailedError(Fault.TOO_LARGE, f"it is larger than {limit:,} bytes", answer.status)
            except NotCompressedError as error:
                if answer.size:
                    raise _FailedError(Fault.BROKEN, "its compression is broken", answer.status) from error
                # A server that says gzip and sends text: the bytes are taken as they are.
                plain = True
                body.write(raw)
                answer.size += len(raw)
        body.seek(0)

    async def _mind_robots(self, source: Source, url: str) -> None:
        rules = await self._robots.rules(url, lambda robots_url: self._robots_text(source, robots_url))
        if not rules.allowed(url):
            raise _FailedError(Fault.ROBOTS, rules.reason or "its robots.txt asks not to fetch it", None, rules.retry_after_s)
        if rules.delay_s:
            self._pace.slow(host_of(url), min(rules.delay_s, self._limits.longest_delay_s))

    async def _robots_text(self, source: Source, url: str) -> tuple[int, bytes] | Exception:
        try:
            async with asyncio.timeout(min(_ROBOTS_S, self._limits.total_s)):
                return await self._robots_hops(source, url)
        except _FailedError as failed:
            return failed
        except (TimeoutError, httpx2.TimeoutException):
            return _FailedError(Fault.TIMEOUT, "its robots.txt is not to be had in time")
        except _NETWORK as error:
            return _FailedError(Fault.CONNECTION, _said(error))

    async def _robots_hops(self, source: Source, url: str) -> tuple[int, bytes]:
        client = self._open if source.allow_private else self._guarded
        headers = {"user-agent": self._agent, "accept": "text/plain, */*;q=0.5", "accept-encoding": ACCEPTED}
        for _ in range(self._limits.redirects):
            if url_fault(url):
                return 404, b""
            try:
                async with self._pace.turn(host_of(url), free=True), client.stream("GET", url, headers=headers) as response:
                    location = response.headers.get("location")
                    if response.status_code in _REDIRECTS and location:
                        url = urljoin(url, location)
                        continue
                    return response.status_code, await _robots_body(response)
            except PrivateAddressError as error:
                raise _FailedError(Fault.PRIVATE, str(error)) from error
        return 404, b""


_ROBOTS_SIZE = 512_000
"""RFC 9309 asks to read at least 500 KiB."""


async def _robots_body(response: httpx2.Response) -> bytes:
    inflater, found = Inflater(response.headers.get("content-encoding", "")), bytearray()
    try:
        async for raw in response.aiter_raw():
            for piece in inflater.feed(raw):
                found += piece
                if len(found) > _ROBOTS_SIZE:
                    return bytes(found)
    except NotCompressedError:
        return b""
    return bytes(found)


def _is_archive(request: Request) -> bool:
    return request.source.kind is SourceKind.WARC and request.link is None


def _with_secret(url: str, source: Source, secret: str | None, headers: dict[str, str]) -> str:
    if secret is None or source.auth is None:
        return url
    how, name = source.auth.how, source.auth.name or ""
    if how == "basic":
        headers["authorization"] = "Basic " + base64.b64encode(secret.encode()).decode()
    elif how == "bearer":
        headers["authorization"] = f"Bearer {secret}"
    elif how == "header":
        headers[name.lower()] = secret
    elif how == "query":
        parts = urlsplit(url)
        pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != name]
        return urlunsplit(parts._replace(query=urlencode([*pairs, (name, secret)])))
    return url


def _scrub(answer: Answer, secret: str | None) -> None:
    """A server may hand a credential back within a redirect, a header or an error: it is blotted out."""
    if not secret:
        return
    blots = {secret, urlencode({"": secret})[1:], base64.b64encode(secret.encode()).decode()}

    def clean(text: str) -> str:
        for blot in blots:
            text = text.replace(blot, "…")
        return text

    answer.reason, answer.final_url = clean(answer.reason), clean(answer.final_url)
    answer.moved_to = clean(answer.moved_to) if answer.moved_to else None
    answer.headers = {name: clean(value) for name, value in answer.headers.items()}


def _same_origin(url: str, other: str) -> bool:
    left, right = urlsplit(url), urlsplit(other)
    return (left.scheme, left.netloc.lower()) == (right.scheme, right.netloc.lower())


def _said(error: Exception) -> str:
    words = str(error).strip().split("\n", 1)[0][:200]
    kind = {"ConnectError": "no connection", "ReadError": "the connection broke off", "RemoteProtocolError": "its answer is broken"}
    named = kind.get(type(error).__name__, "no answer")
    return f"{named}: {words}" if words else named
