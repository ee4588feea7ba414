"""Many addresses at once: a thread of its own that asks, and a queue of answers for whoever reads. Reads no bytes' meaning."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from vigie.sources.fetching.answer import Answer, Fault, Limits, Request
from vigie.sources.fetching.client import Client
from vigie.sources.fetching.imap import ask_mailbox
from vigie.sources.fetching.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from vigie.model import Clock, Source

__all__ = ["Fetcher"]


class Fetcher:
    """Takes requests, gives answers in the order in which they come.

    One worker for each place at each host takes that host's requests in their order; a slow host holds up nobody else. At most
    ``limits.at_once`` answers are under way or waiting to be taken: a slow reader slows the fetching and fills no memory.
    """

    def __init__(self, *, clock: Clock, limits: Limits, user_agent: str, secret: Callable[[Source], str | None]) -> None:
        self._clock = clock
        self._limits = limits
        self._agent = user_agent
        self._secret = secret
        self._answers: deque[Answer] = deque()
        self._changed = threading.Condition()
        self._open = 0
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="vigie-fetching", daemon=True)
        self._waiting: dict[str, deque[Request]] = {}
        self._workers: dict[str, int] = {}

    def __enter__(self) -> Self:
        """Start the thread."""
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Drop what is under way and end the thread."""
        loop, stop = self._loop, self._stop
        if loop is not None and stop is not None and not loop.is_closed():
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(stop.set)
        self._thread.join()
        for answer in self._answers:
            if answer.body is not None:
                answer.body.close()

    def submit(self, request: Request) -> None:
        """Ask for an address; its answer comes out of `answers`."""
        with self._changed:
            self._open += 1
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._enqueue, request)

    def answers(self) -> Iterator[Answer]:
        """Answers as they come, until none is open; requests submitted meanwhile are answered too."""
        while True:
            with self._changed:
                while not self._answers and self._open and self._failure is None:
                    self._changed.wait()
                if self._failure is not None:
                    raise self._failure
                if not self._answers:
                    return
                answer = self._answers.popleft()
            yield answer
            with self._changed:
                self._open -= 1
            assert self._loop is not None
            self._loop.call_soon_threadsafe(self._slots.release)

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            with self._changed:
                self._failure = error
                self._changed.notify_all()
            self._ready.set()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self._slots = asyncio.Semaphore(self._limits.at_once)
        self._pace = Pace(self._limits)
        self._tasks: set[asyncio.Task[None]] = set()
        self._client = Client(clock=self._clock, limits=self._limits, user_agent=self._agent, pace=self._pace, secret=self._secret)
        self._ready.set()
        await self._stop.wait()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.close()

    def _enqueue(self, request: Request) -> None:
        host = urlsplit(request.url).netloc.lower()
        self._waiting.setdefault(host, deque()).append(request)
        if self._workers.get(host, 0) < self._limits.per_host:
            self._workers[host] = self._workers.get(host, 0) + 1
            task = asyncio.get_running_loop().create_task(self._work(host))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self, host: str) -> None:
        queue = self._waiting[host]
        while queue:
            request = queue.popleft()
            await self._slots.acquire()
            answer = await self._ask(request)
            with self._changed:
                self._answers.append(answer)
                self._changed.notify()
        self._workers[host] -= 1

    async def _ask(self, request: Request) -> Answer:
        held = self._pace.held(_place(request.url))
        if held > self._limits.idle_s:
            reason = f"its host asks to be left alone for {held:.0f} s more"
            return Answer(
                request=request,
                at=self._clock(),
                fault=Fault.STATUS,
                reason=reason,
                status=429,
                retry_after_s=held,
                final_url=request.url,
            )
        if urlsplit(request.url).scheme in ("imap", "imaps"):
            return await ask_mailbox(request, clock=self._clock, limits=self._limits, secret=self._secret(request.source))
        try:
            return await self._client.ask(request)
        except Exception as error:  # noqa: BLE001 - the boundary: a server found a fault of ours, which must not end the round
            reason = f"vigie itself failed on it: {type(error).__name__}: {error}"[:300]
            return Answer(request=request, at=self._clock(), fault=Fault.BROKEN, reason=reason, final_url=request.url)


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
