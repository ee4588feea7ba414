"""Many addresses at once: a thread of its own that asks, and a queue of answers for whoever reads. Reads no bytes' meaning."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import traceback
from collections import deque
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from vigie.sources.fetching.answer import Answer, Fault, Limits, Request
from vigie.sources.fetching.client import Client
from vigie.sources.fetching.guard import Guard
from vigie.sources.fetching.imap import ask_mailbox
from vigie.sources.fetching.pace import Pace, host_of
from vigie.sources.fetching.trust import trusting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

    from vigie.model import Clock, Source

__all__ = ["Fetcher"]

_LOG = logging.getLogger(__name__)


class Fetcher:
    """Takes requests, gives answers in the order in which they come.

    One worker for each place at each host takes that host's requests in their order; a slow host holds up nobody else. At most
    ``limits.at_once`` answers are under way or waiting to be taken: a slow reader slows the fetching and fills no memory.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        limits: Limits,
        user_agent: str,
        secret: Callable[[Source], str | None],
        certificates: Path | None = None,
        guard: Guard | None = None,
    ) -> None:
        """``certificates`` is a file of authorities trusted besides the system's; raises `ConfigError` where it holds none."""
        self._trust = trusting(certificates)
        self._guard = guard or Guard()
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
        """Ask for an address; its answer comes out of `answers`. Raises ``ValueError`` for what is no address."""
        host = host_of(request.url)
        with self._changed:
            self._open += 1
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._enqueue, host, request)

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
        self._client = Client(
            clock=self._clock,
            limits=self._limits,
            user_agent=self._agent,
            pace=self._pace,
            secret=self._secret,
            guard=self._guard,
            trust=self._trust,
        )
        self._ready.set()
        await self._stop.wait()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.close()

    def _enqueue(self, host: str, request: Request) -> None:
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
            try:
                answer = await self._ask(host, request)
            except Exception as error:  # noqa: BLE001 - the boundary: a server found a fault of ours, which must not end the round
                reason = f"vigie itself failed on it: {type(error).__name__}"
                answer = Answer(request=request, at=self._clock(), fault=Fault.BROKEN, reason=reason, final_url=request.url)
                # The places only: the words of an error may hold a credential.
                _LOG.error("%s\n%s", reason, "".join(traceback.format_tb(error.__traceback__)))
            with self._changed:
                self._answers.append(answer)
                self._changed.notify()
        self._workers[host] -= 1

    async def _ask(self, host: str, request: Request) -> Answer:
        held, away = self._pace.held(host), self._pace.away(host)
        if held > self._limits.idle_s:
            return self._put_off(request, Fault.STATUS, f"its host asks to be left alone for {held:.0f} s more", held, status=429)
        if away:
            reason = f"its host did not answer three times in a row and is left alone for {away:.0f} s more"
            return self._put_off(request, Fault.CONNECTION, reason, away)
        if urlsplit(request.url).scheme not in ("imap", "imaps"):
            answer = await self._client.ask(request)
        else:
            secret = self._secret(request.source)
            async with self._pace.turn(host):
                answer = await ask_mailbox(
                    request, clock=self._clock, limits=self._limits, secret=secret, guard=self._guard, trust=self._trust
                )
        self._pace.note(host, answered=answer.fault not in (Fault.TIMEOUT, Fault.CONNECTION))
        return answer

    def _put_off(self, request: Request, fault: Fault, reason: str, wait_s: float, status: int | None = None) -> Answer:
        """The answer to what was not asked, since its host is better left alone."""
        return Answer(
            request=request,
            at=self._clock(),
            fault=fault,
            reason=reason,
            status=status,
            retry_after_s=wait_s,
            final_url=request.url,
        )
