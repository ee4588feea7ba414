"""A real mailbox server on loopback for checks: IMAP4rev1 (RFC 3501) as far as reading new messages needs it, with or without TLS.

It holds folders of messages in memory, believes one login, and notes what a client did that changes a mailbox. Shipped for
whoever writes a source.
"""

from __future__ import annotations

import base64
import re
import socketserver
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from types import TracebackType

__all__ = ["Folder", "Mailbox"]

_WORD = re.compile(rb'"(?:[^"\\]|\\.)*"|\([^)]*\)|[^\s]+')


@dataclass(slots=True)
class Folder:
    """The messages of a folder by their number, and the number under which these numbers hold."""

    messages: dict[int, bytes] = field(default_factory=dict)
    validity: int = 1


@dataclass(slots=True)
class _Known:
    """What the threads of one server share."""

    login: tuple[str, str]
    folders: dict[str, Folder]
    plain: bool
    tls: ssl.SSLContext | None
    commands: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)


class Mailbox:
    """A server that knows ``folders`` by their names as IMAP writes them; ``url`` names one. A context manager.

    ``changes`` holds every command of a client that would have changed a mailbox, ``commands`` all of them without their
    credentials. With ``plain`` it offers AUTHENTICATE PLAIN (RFC 4616), else LOGIN alone.
    """

    def __init__(
        self, folders: dict[str, Folder], *, login: tuple[str, str], tls: ssl.SSLContext | None = None, plain: bool = True
    ) -> None:
        self._known = _Known(login, folders, plain, tls)
        self._server = _Server(self._known)
        self.port: int = self._server.server_address[1]

    @property
    def commands(self) -> list[str]:
        """What clients asked, in order."""
        return self._known.commands

    @property
    def changes(self) -> list[str]:
        """What clients asked that changes a mailbox."""
        return self._known.changes

    def url(self, folder: str = "INBOX", host: str = "127.0.0.1") -> str:
        """The address of a folder."""
        return f"{'imaps' if self._known.tls else 'imap'}://{host}:{self.port}/{folder}"

    def __enter__(self) -> Self:
        """Start to serve."""
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End the server."""
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, known: _Known) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.known = known

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up, or does not trust the certificate, is no error of the server."""


class _Session(socketserver.StreamRequestHandler):
    server: _Server
    disable_nagle_algorithm = True

    def setup(self) -> None:
        known = self.server.known
        if known.tls is not None:
            self.request = known.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def handle(self) -> None:
        self._known, self._folder, self._logged_in, self._readonly = self.server.known, Folder(), False, True
        self._say(f"* OK [CAPABILITY {self._capabilities()}] ready")
        for line in self.rfile:
            tag, *words = _WORD.findall(line.strip())
            if not words:
                self._say("* BAD a command has a name")
                continue
            verb = words[0].decode().upper()
            if verb == "UID":
                verb = f"UID {words[1].decode().upper()}"
                words = words[1:]
            self._known.commands.append(verb if verb in ("LOGIN", "AUTHENTICATE") else line.decode("utf-8", "replace").strip())
            self._say(f"{tag.decode()} {self._answer(verb, words[1:])}")
            if verb == "LOGOUT":
                return

    def _say(self, words: str, literal: bytes | None = None) -> None:
        tail = b"" if literal is None else b" {%d}\r\n%s)" % (len(literal), literal)
        self.wfile.write(words.encode() + tail + b"\r\n")

    def _capabilities(self) -> str:
        return "IMAP4rev1" + (" AUTH=PLAIN" if self._known.plain else "")

    def _answer(self, verb: str, words: list[bytes]) -> str:
        if verb == "CAPABILITY":
            self._say(f"* CAPABILITY {self._capabilities()}")
            return "OK done"
        if verb == "LOGOUT":
            self._say("* BYE")
            return "OK done"
        if verb == "LOGIN":
            return self._log_in(*(_plain(word) for word in words[:2]))
        if verb == "AUTHENTICATE" and self._known.plain and words[0].upper() == b"PLAIN":
            self._say("+ ")
            _, name, password = base64.b64decode(self.rfile.readline()).decode().split("\0")
            return self._log_in(name, password)
        if not self._logged_in:
            return "BAD log in first"
        if verb in ("SELECT", "EXAMINE"):
            return self._open(_plain(words[0]), readonly=verb == "EXAMINE")
        if verb == "UID SEARCH" and words[0].upper() == b"UID":
            start, _, end = words[1].decode().partition(":")
            found = self._range(int(start), end or start)
            self._say("* SEARCH " + " ".join(map(str, found)))
            return "OK done"
        if verb == "UID FETCH":
            return self._fetch([int(one) for one in words[0].split(b",")], words[1].decode().upper())
        if verb in ("UID STORE", "STORE", "EXPUNGE", "UID COPY", "UID MOVE", "APPEND", "DELETE"):
            self._known.changes.append(verb)
            return "NO nothing is changed here"
        return "OK done" if verb in ("NOOP", "CLOSE") else f"BAD {verb} is unknown here"

    def _log_in(self, name: str, password: str) -> str:
        self._logged_in = (name, password) == self._known.login
        return "OK welcome" if self._logged_in else "NO [AUTHENTICATIONFAILED] wrong name or password"

    def _open(self, name: str, *, readonly: bool) -> str:
        folder = self._known.folders.get(name)
        if folder is None:
            return "NO [NONEXISTENT] no such folder"
        self._folder, self._readonly = folder, readonly
        self._say(f"* {len(folder.messages)} EXISTS")
        self._say("* FLAGS (\\Seen)")
        self._say(f"* OK [UIDVALIDITY {folder.validity}] valid")
        return f"OK [{'READ-ONLY' if readonly else 'READ-WRITE'}] done"

    def _range(self, start: int, end: str) -> list[int]:
        """The numbers in a range, whose ends may stand in any order; ``*`` is the last one there is."""
        last = max(self._folder.messages, default=0)
        low, high = sorted((start, last if end == "*" else int(end)))
        return [number for number in sorted(self._folder.messages) if low <= number <= high]

    def _fetch(self, numbers: list[int], what: str) -> str:
        listed = sorted(self._folder.messages)
        for number in numbers:
            if number not in self._folder.messages:
                continue
            message, place = self._folder.messages[number], 1 + listed.index(number)
            if "RFC822.SIZE" in what:
                self._say(f"* {place} FETCH (UID {number} RFC822.SIZE {len(message)})")
            elif "BODY.PEEK[]" in what or "BODY[]" in what:
                if "PEEK" not in what and not self._readonly:
                    self._known.changes.append("seen")
                self._say(f"* {place} FETCH (UID {number} BODY[]", message)
            else:
                return "BAD nothing that this server can give"
        return "OK done"


def _plain(word: bytes) -> str:
    """A word without its quotation marks."""
    text = word.decode("utf-8")
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text[:1] == '"' else text
