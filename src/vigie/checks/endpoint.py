"""A local endpoint that speaks the OpenAI chat protocol and answers what it was told to: for trying a second reader. No model."""

from __future__ import annotations

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

__all__ = ["Asked", "Reply", "ScriptedEndpoint", "completion", "said"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question as it arrived."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def system(self) -> str:
        """The instructions."""
        return str(self.body["messages"][0]["content"])

    @property
    def user(self) -> str:
        """The fenced document."""
        return str(self.body["messages"][1]["content"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer to give."""

    status: int = 200
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False
    """Gives nothing at all until the endpoint is closed."""
    drips: bool = False
    """Gives the content byte by byte, slowly."""
    breaks: bool = False
    """Promises more bytes than it sends."""


def said(text: str, *, tokens: int | None = 1000, finish: str = "stop") -> Reply:
    """A whole answer in the protocol around the model's words."""
    record: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}],
    }
    if tokens is not None:
        record["usage"] = {"prompt_tokens": tokens - 1, "completion_tokens": 1, "total_tokens": tokens}
    return Reply(content=json.dumps(record).encode(), headers={"Content-Type": "application/json"})


def completion(*claims: Mapping[str, Any], tokens: int | None = 1000) -> Reply:
    """The answer of a model that keeps to the schema; what a claim leaves out is empty."""
    blank: dict[str, Any] = {"whom": [], "things": [], "source": None, "when": None, "number": None}
    return said(json.dumps({"claims": [{**blank, **claim} for claim in claims]}, ensure_ascii=False), tokens=tokens)


class ScriptedEndpoint:
    """A server on a free port of this machine; used as a context. Replies are given in turn, the last one again and again."""

    def __init__(self, *replies: Reply | Callable[[Asked], Reply]) -> None:
        self.asked: list[Asked] = []
        """All questions, in order."""
        self._replies = deque(replies)
        self._closed = threading.Event()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                endpoint._give(self, Asked(path=self.path, headers=dict(self.headers), body=body))

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
                del format, args

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def url(self) -> str:
        """The address to give as ``second_url``."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        """Start to listen."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop, and let go of whoever hangs."""
        self._closed.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _give(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        self.asked.append(asked)
        reply = self._replies.popleft() if len(self._replies) > 1 else self._replies[0]
        if not isinstance(reply, Reply):
            reply = reply(asked)
        if reply.hangs:
            self._closed.wait()
            handler.close_connection = True
            return
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(reply.content) + 1000 * reply.breaks))
        handler.end_headers()
        try:
            if reply.drips:
                for i in range(len(reply.content)):
                    handler.wfile.write(reply.content[i : i + 1])
                    handler.wfile.flush()
                    if self._closed.wait(0.02):
                        break
            else:
                handler.wfile.write(reply.content)
        except OSError:
            # Whoever asked has gone away: that is what the slow replies are for.
            handler.close_connection = True
        if reply.breaks:
            handler.close_connection = True
