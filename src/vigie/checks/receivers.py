"""Where alerts arrive in tests: an HTTP receiver and a mail server on loopback that keep what they are sent."""

from __future__ import annotations

import email
import email.policy
import json
import socketserver
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from email.message import EmailMessage
    from types import TracebackType

__all__ = ["HttpReceiver", "MailReceiver", "Posted"]


@dataclass(frozen=True, slots=True)
class Posted:
    """One request that came."""

    path: str
    headers: dict[str, str]
    """Names in small letters."""
    body: Any
    """The JSON that it carried."""


@dataclass
class _Receiver:
    """A server in a thread of its own, from ``with`` to the end of its block."""

    port: int = 0
    _server: socketserver.BaseServer = field(init=False, repr=False)
    _thread: threading.Thread = field(init=False, repr=False)

    def _make(self) -> socketserver.BaseServer:
        raise NotImplementedError

    def __enter__(self) -> Self:
        """Listen on a free port, or on ``port``."""
        self._server = self._make()
        address = self._server.server_address
        assert isinstance(address, tuple)
        self.port = int(address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@dataclass
class HttpReceiver(_Receiver):
    """Keeps the JSON that is posted to it; answers with ``statuses`` in turn, then 200."""

    statuses: list[int] = field(default_factory=list)
    location: str = ""
    """Where an answer of 3xx leads to."""
    received: list[Posted] = field(default_factory=list)

    @property
    def address(self) -> str:
        """As apprise writes it."""
        return f"json://127.0.0.1:{self.port}/hook"

    def _make(self) -> socketserver.BaseServer:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.received.append(Posted(self.path, headers, json.loads(body)))
                status = receiver.statuses.pop(0) if receiver.statuses else 200
                self.send_response(status)
                if receiver.location:
                    self.send_header("location", receiver.location)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base
                pass

        return ThreadingHTTPServer(("127.0.0.1", self.port), Handler)


@dataclass
class MailReceiver(_Receiver):
    """Takes mail by SMTP without a password, and keeps it."""

    received: list[EmailMessage] = field(default_factory=list)

    def _make(self) -> socketserver.BaseServer:
        receiver = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 checks\r\n")
                while line := self.rfile.readline():
                    word = line[:4].upper()
                    if word == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        lines = []
                        while (data := self.rfile.readline()) not in (b".\r\n", b""):
                            lines.append(data.removeprefix(b".") if data.startswith(b"..") else data)
                        receiver.received.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
                        self.wfile.write(b"250 kept\r\n")
                    elif word == b"QUIT":
                        self.wfile.write(b"221 bye\r\n")
                        return
                    else:
                        self.wfile.write(b"250 fine\r\n")

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        return Server(("127.0.0.1", self.port), Handler)
