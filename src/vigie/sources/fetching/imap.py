"""New messages of a mailbox on a server, over TLS; reads only, and marks nothing as read."""

from __future__ import annotations

import asyncio
import imaplib
import ssl
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from vigie.sources.fetching.answer import Answer, Fault, Item, Limits, Request
from vigie.sources.fetching.guard import PrivateAddressError, check_public_host

if TYPE_CHECKING:
    from vigie.model import Clock

__all__ = ["ask_mailbox"]

_AT_ONCE = 40
"""Messages taken in one visit; the next one goes on behind them."""


async def ask_mailbox(request: Request, *, clock: Clock, limits: Limits, secret: str | None) -> Answer:
    """Messages with numbers above the cursor, as items; the answer's cursor is ``UIDVALIDITY:UID`` of the last one."""
    answer = Answer(request=request, at=clock(), final_url=request.url)
    name, _, password = (secret or "").partition(":")
    if not password:
        answer.fault, answer.reason = Fault.CREDENTIAL, "its credential is missing: write name:password where 'auth' says"
        return answer
    parts = urlsplit(request.url)
    host, secure = parts.hostname or "", parts.scheme == "imaps"
    port = parts.port or (993 if secure else 143)
    try:
        # The address that was checked is the one that is connected to; the name is kept for the certificate.
        address = host if request.source.allow_private else (await check_public_host(host, port))[0]
        if not secure and not request.source.allow_private:
            answer.fault, answer.reason = Fault.SCHEME, "mail is fetched over imaps only, so that the password stays secret"
            return answer
        async with asyncio.timeout(limits.total_s):
            found = await asyncio.to_thread(_fetch, request, limits, (host, address, port, secure), (name, password))
        answer.items, answer.cursor = found
        answer.status = 304 if not answer.items else 200
    except PrivateAddressError as error:
        answer.fault, answer.reason = Fault.PRIVATE, str(error)
    except TimeoutError:
        answer.fault, answer.reason = Fault.TIMEOUT, f"it was not done within {limits.total_s:g} s"
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        answer.fault, answer.reason = Fault.CONNECTION, f"the mailbox refuses: {str(error).replace(password, '…')[:200]}"
    return answer


def _fetch(
    request: Request, limits: Limits, at: tuple[str, str, int, bool], login: tuple[str, str]
) -> tuple[tuple[Item, ...], str | None]:
    host, address, port, secure = at
    box: imaplib.IMAP4
    if secure:
        box = _CheckedIMAP(host, address, port, limits.connect_s)
    else:
        box = imaplib.IMAP4(address, port, timeout=limits.connect_s)
    try:
        box.login(*login)
        folder = unquote(urlsplit(request.url).path.strip("/")) or "INBOX"
        status, _ = box.select(f'"{folder}"', readonly=True)
        if status != "OK":
            raise ValueError(f"there is no folder '{folder}'")
        validity = _number(box.response("UIDVALIDITY")[1])
        known, _, last = (request.cursor or "").partition(":")
        start = int(last) + 1 if known == str(validity) and last.isdigit() else 1
        _, listed = box.uid("SEARCH", f"UID {start}:*")
        # A range that ends in * always names the last message, even below its start.
        numbers = sorted(n for n in map(int, (listed[0] or b"").split()) if n >= start)[:_AT_ONCE]
        items, size = [], request.source.size_limit or limits.size
        for number in numbers:
            _, sizes = box.uid("FETCH", str(number), "(RFC822.SIZE)")
            if _number(sizes, b"RFC822.SIZE") > size:
                continue
            _, answer = box.uid("FETCH", str(number), "(BODY.PEEK[])")
            content = next((part[1] for part in answer if isinstance(part, tuple)), None)
            if content:
                items.append(Item(url=f"{request.url};uid={validity}.{number}", content=content, media_type="message/rfc822"))
        cursor = f"{validity}:{numbers[-1]}" if numbers else request.cursor
        return tuple(items), cursor
    finally:
        try:
            box.logout()
        except (imaplib.IMAP4.error, OSError):
            box.shutdown()


class _CheckedIMAP(imaplib.IMAP4_SSL):
    """Connects to a checked address, with the certificate held against the host's name."""

    def __init__(self, host: str, address: str, port: int, timeout_s: float) -> None:
        self._name, self._address = host, address
        super().__init__(host, port, ssl_context=ssl.create_default_context(), timeout=timeout_s)

    def _create_socket(self, timeout: float | None) -> Any:
        import socket

        plain = socket.create_connection((self._address, self.port), timeout)
        return self.ssl_context.wrap_socket(plain, server_hostname=self._name)


def _number(answer: Any, after: bytes = b"") -> int:
    text = b" ".join(part if isinstance(part, bytes) else part[0] for part in answer if part)
    text = text.partition(after)[2] if after else text
    digits = bytes(c if 48 <= c <= 57 else 32 for c in text).split()
    return int(digits[0]) if digits else 0
