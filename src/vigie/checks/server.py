"""A real web server on loopback for checks: each of its hosts (127.0.x.y) behaves as it is told to, well or badly.

It speaks HTTP/1.1 over asyncio in a thread of its own, keeps count of what it was asked, and waits only where a behaviour is to be
slow. Shipped for whoever writes a source.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable
    from types import TracebackType

__all__ = ["Asked", "LocalServer", "Reply"]

_SIZE = 65_536


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    host: str
    """The host asked, without port."""
    path: str
    headers: dict[str, str]
    """Names in small letters."""
    count: int
    """How often this host and path were asked before."""


@dataclass(slots=True)
class Reply:
    """What the server answers."""

    status: int = 200
    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    stream: AsyncIterator[bytes] | None = None
    """Pieces sent instead of the body, without a length; the connection ends after them."""
    silent_s: float = 0.0
    """Seconds of silence before the first byte."""
    cut: bool = False
    """True: the connection ends in the middle of the body."""


class LocalServer:
    """Serves what ``answer`` says, on one port of every loopback address. A context manager; ``asked`` counts hosts and paths.

    With ``tls``, a context that holds a certificate, it speaks https.
    """

    def __init__(self, answer: Callable[[Asked], Reply], *, tls: ssl.SSLContext | None = None) -> None:
        self._answer = answer
        self._tls = tls
        self.asked: Counter[tuple[str, str]] = Counter()
        self.statuses: Counter[int] = Counter()
        self.port = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main()), daemon=True)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of a path on one of the hosts."""
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def __enter__(self) -> Self:
        """Start to serve."""
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End every connection."""
        assert self._loop is not None
        assert self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        tasks: set[asyncio.Task[None]] = set()

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.ensure_future(self._serve(reader, writer))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        server = await asyncio.start_server(connected, "0.0.0.0", 0, backlog=1024, ssl=self._tls)  # noqa: S104 - all loopback addresses
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
                while await self._exchange(reader, writer):
                    pass
        finally:
            # An abort, since a peer that no longer reads would keep a polite end waiting.
            writer.transport.abort()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; False where the connection ends after it."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
        path = head[0].split(" ")[1]
        asked = Asked(host, path, headers, self.asked[host, path])
        self.asked[host, path] += 1
        reply = self._answer(asked)
        self.statuses[reply.status] += 1
        if await self._write(writer, reply):
            return True
        if writer.can_write_eof():
            writer.write_eof()
        await writer.drain()
        # What is still on its way out is given time to leave.
        with contextlib.suppress(ConnectionError):
            await asyncio.wait_for(reader.read(), 5.0)
        return False

    async def _write(self, writer: asyncio.StreamWriter, reply: Reply) -> bool:
        if reply.silent_s:
            await asyncio.sleep(reply.silent_s)
        lines = [f"HTTP/1.1 {reply.status} X", f"Content-Type: {reply.media_type}"]
        lines += [f"{name}: {value}" for name, value in reply.headers.items()]
        if reply.stream is None:
            lines.append(f"Content-Length: {len(reply.body)}")
        else:
            lines.append("Connection: close")
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        if reply.stream is not None:
            async for piece in reply.stream:
                writer.write(piece)
                await writer.drain()
            return False
        body = reply.body[: len(reply.body) // 2] if reply.cut else reply.body
        for start in range(0, len(body), _SIZE):
            writer.write(body[start : start + _SIZE])
            await writer.drain()
        return not reply.cut
