"""Sends one message over one channel through apprise. What went wrong is told without the address: addresses are credentials."""

from __future__ import annotations

import logging
import re
import socket
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Message", "send"]

_STATUS = re.compile(r"error=(\d{3})\b")
_HOSTED = "{host}"
"""Stands in the templates of those of apprise's services whose server is the user's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is to be sent."""

    key: str
    """Idempotency key: goes along as a header where the channel has any, and stands at the end of the text."""
    subject: str
    text: str
    """Markdown."""


def send(message: Message, address: str, *, private: bool, is_public: Callable[[str], bool]) -> str:
    """Send a message; returns why it could not be sent, or nothing.

    ``address`` is one of apprise's. Where its server is the user's own, ``private`` must allow it to lead to an address that
    ``is_public`` refuses; redirects are not followed.
    """
    import apprise

    logger = logging.getLogger("apprise")
    lines = _Lines()
    # Apprise tells by its log alone what went wrong; none of it goes further than here, for it may hold credentials.
    before, logger.propagate = logger.propagate, False
    logger.addHandler(lines)
    try:
        asset = apprise.AppriseAsset(async_mode=False)
        asset.app_id, asset.app_desc, asset.app_url = "vigie", "vigie", ""
        asset.http_redirects = False
        with warnings.catch_warnings():
            # One of apprise's plugins imports what Python 3.13 has no more, and mends that itself.
            warnings.filterwarnings("ignore", "'imghdr' is deprecated")
            service = apprise.Apprise.instantiate(address.strip(), asset=asset, suppress_exceptions=True)
        if service is None:
            return "its address is none that can be sent to"
        templates: tuple[str, ...] = tuple(service.templates)
        if not private and any(_HOSTED in one for one in templates):
            refusal = _refusal(getattr(service, "smtp_host", None) or service.host or "", is_public)
            if refusal:
                return refusal
        headers = getattr(service, "headers", None)
        if isinstance(headers, dict):
            headers["Idempotency-Key"] = message.key
        text = f"{message.text}\n\n`{message.key}`"
        told = service.notify(body=text, title=message.subject, body_format=apprise.NotifyFormat.MARKDOWN)
        return "" if told else _fault(lines.said)
    finally:
        logger.removeHandler(lines)
        logger.propagate = before


class _Lines(logging.Handler):
    """Keeps the warnings of one sending."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: Any) -> None:
        """Keep one line."""
        self.said.append(record.getMessage())


def _refusal(host: str, is_public: Callable[[str], bool]) -> str:
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return "the name of its server can't be resolved"
    if not all(is_public(one) for one in found):
        return "its server is this machine or its network, which the channel does not allow: declare it 'private: true'"
    return ""


def _fault(said: list[str]) -> str:
    """Why it failed, out of apprise's log: the status that a server answered, and no word more."""
    for line in said:
        status = _STATUS.search(line)
        if status is not None:
            return f"its server answered {status[1]}"
    return "its server can't be reached, or refuses the message"
