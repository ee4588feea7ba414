"""New messages of a mailbox on a server, over TLS; reads only, and marks nothing as read."""

from __future__ import annotations

import asyncio
import base64
import imaplib
import re
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from vigie.sources.fetching.answer import Answer, Fault, Item, Limits, Request
from vigie.sources.fetching.guard import PrivateAddressError

if TYPE_CHECKING:
    import ssl

    from vigie.model import Clock
    from vigie.sources.fetching.guard import Guard

__all__ = ["ask_mailbox", "quoted_folder"]

_AT_ONCE = 40
"""Messages of one answer; where more are waiting the answer says so, and the next one goes on behind them."""


async def ask_mailbox(
    request: Request, *, clock: Clock, limits: Limits, secret: str | None, guard: Guard, trust: ssl.SSLContext
) -> Answer:
    """Messages with numbers above the cursor, as items; the answer's cursor is ``UIDVALIDITY:UID`` of the last one."""
    answer = Answer(request=request, at=clock(), final_url=request.url)
    name, _, password = (secret or "").partition(":")
    if not password:
        answer.fault, answer.reason = Fault.CREDENTIAL, "its credential is missing: write name:password where 'auth' says"
        return answer
    parts = urlsplit(request.url)
    host, secure = parts.hostname or "", parts.scheme == "imaps"
    port = parts.port or (993 if secure else 143)
    if not secure and not request.source.allow_private:
        answer.fault, answer.reason = Fault.SCHEME, "mail is fetched over imaps only, so that the password stays secret"
        return answer
    try:
        # The address that was checked is the one that is connected to; the name is kept for the certificate.
        address = host if request.source.allow_private else (await guard.checked(host, port))[0]
        place = _Place(host, address, port, trust if secure else None)
        async with asyncio.timeout(limits.total_s):
            found = await asyncio.to_thread(_fetch, request, limits, place, (name, password))
        answer.items, answer.cursor, answer.more, answer.reason = found
        answer.status = 200 if answer.items or answer.more else 304
    except PrivateAddressError as error:
        answer.fault, answer.reason = Fault.PRIVATE, str(error)
    except TimeoutError:
        answer.fault, answer.reason = Fault.TIMEOUT, f"it was not done within {limits.total_s:g} s"
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        answer.fault, answer.reason = Fault.CONNECTION, f"the mailbox refuses: {str(error).replace(password, '…')[:200]}"
    return answer


def _fetch(
    request: Request, limits: Limits, place: _Place, login: tuple[str, str]
) -> tuple[tuple[Item, ...], str | None, bool, str]:
    box = _CheckedIMAP(place, limits.connect_s)
    try:
        if "AUTH=PLAIN" in box.capabilities:
            box.authenticate("PLAIN", lambda _challenge: "\0".join(("", *login)).encode())
        else:
            box.login(*login)
        folder = unquote(urlsplit(request.url).path.strip("/")) or "INBOX"
        status, _ = box.select(quoted_folder(folder), readonly=True)
        if status != "OK":
            raise ValueError(f"there is no folder '{folder}'")
        validity = _number(box.response("UIDVALIDITY")[1])
        known, _, last = (request.cursor or "").partition(":")
        start = int(last) + 1 if known == str(validity) and last.isdigit() else 1
        _, listed = box.uid("SEARCH", f"UID {start}:*")
        # A range that ends in * always names the last message, even below its start.
        numbers = sorted(n for n in map(int, (listed[0] or b"").split()) if n >= start)
        taken, limit = numbers[:_AT_ONCE], request.source.size_limit or limits.size
        sizes = _sizes(box.uid("FETCH", ",".join(map(str, taken)), "(UID RFC822.SIZE)")[1]) if taken else {}
        fitting = [number for number in taken if sizes.get(number, 0) <= limit]
        items = []
        for number in fitting:
            _, answer = box.uid("FETCH", str(number), "(BODY.PEEK[])")
            content = next((part[1] for part in answer if isinstance(part, tuple)), None)
            if content:
                items.append(Item(url=f"{request.url};uid={validity}.{number}", content=content, media_type="message/rfc822"))
        cursor = f"{validity}:{taken[-1]}" if taken else request.cursor
        left_out = len(taken) - len(fitting)
        said = f"{left_out} of its messages are larger than {limit:,} bytes" if left_out else ""
        return tuple(items), cursor, len(numbers) > len(taken), said
    finally:
        try:
            box.logout()
        except (imaplib.IMAP4.error, OSError):
            box.shutdown()


def quoted_folder(name: str) -> str:
    """A folder's name as IMAP4rev1 writes it: UTF-7 of its own kind (RFC 3501, 5.1.3), in quotation marks.

    Raises ``ValueError`` for a name with control characters, which would end the command.
    """
    if any(ord(c) < 32 or ord(c) == 127 for c in name):
        raise ValueError("the folder's name holds control characters")
    written = re.sub(r"[^\x20-\x7e]+", _shifted, name.replace("&", "&-"))
    return '"' + written.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _shifted(found: re.Match[str]) -> str:
    coded = base64.b64encode(found[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
    return f"&{coded}-"


@dataclass(frozen=True, slots=True)
class _Place:
    host: str
    address: str
    port: int
    trust: ssl.SSLContext | None
    """``None`` for a connection without TLS, which only a declaration that allows private addresses gets."""


class _CheckedIMAP(imaplib.IMAP4):
    """Connects to a checked address, with the certificate held against the host's name."""

    def __init__(self, place: _Place, timeout_s: float) -> None:
        self._place = place
        super().__init__(place.host, place.port, timeout=timeout_s)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self._place.address, self._place.port), timeout)
        if self._place.trust is None:
            return plain
        return self._place.trust.wrap_socket(plain, server_hostname=self._place.host)


def _number(answer: Any) -> int:
    """The number in an untagged answer such as that to UIDVALIDITY; 0 where there is none."""
    found = re.search(rb"\d+", b" ".join(part for part in answer if isinstance(part, bytes)))
    return int(found[0]) if found else 0


def _sizes(answer: Any) -> dict[int, int]:
    """UID to size, in whichever order the server names the two."""
    lines = [line for line in answer if isinstance(line, bytes)]
    pairs = [(re.search(rb"\bUID (\d+)", line), re.search(rb"\bRFC822\.SIZE (\d+)", line)) for line in lines]
    return {int(uid[1]): int(size[1]) for uid, size in pairs if uid and size}
