"""E-mail messages to documents, and mailboxes to messages. Opens no attachment but text; follows no link."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.errors import MessageError
from typing import TYPE_CHECKING

from vigie.errors import UnreadableInput
from vigie.sources.charset import decode
from vigie.sources.dates import parse_date
from vigie.sources.formats.shape import Told, document_of, html_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from typing import IO

    from vigie.model import Document, Visit

__all__ = ["Letter", "adapt", "letters_in_mbox", "looks_like_mail", "parse"]

_HEADERS = re.compile(
    rb"^(?:From |(?:Return-Path|Received|Delivered-To|Message-ID|Date|Subject|From|To|MIME-Version|X-[\w-]+): )", re.IGNORECASE
)
_MULTIPART = re.compile(rb"^content-type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_MOST_MULTIPARTS = 50
"""The standard library looks for every enclosing boundary at every line."""
_MOST_PARTS = 200
_LARGEST = 30_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a message holds."""

    message_id: str | None
    subject: str | None
    author: str | None
    published: str | None
    text: str


def looks_like_mail(content: bytes) -> bool:
    """True for bytes that begin with a header of a message, or as an mbox does."""
    return bool(_HEADERS.match(content[:200])) and b"\n" in content[:2000]


def parse(content: bytes) -> Letter:
    """The message's words: its plain part, or the words of its HTML where that says more. Raises `UnreadableInput` for none."""
    if len(_MULTIPART.findall(content)) > _MOST_MULTIPARTS:
        raise UnreadableInput("it is a message of too many parts within parts")
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        return _letter(message)
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError, RecursionError, AssertionError) as error:
        # The standard library raises all of these on headers that break its grammar.
        raise UnreadableInput(f"it is a broken message: {type(error).__name__}") from error


def _letter(message: EmailMessage) -> Letter:
    plain: list[str] = []
    html: list[str] = []
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            break
        kind = part.get_content_type()
        if part.is_multipart() or kind not in ("text/plain", "text/html") or part.get_content_disposition() == "attachment":
            continue
        words = _words(part)
        (html if kind == "text/html" else plain).append(words)
    text = "\n\n".join(filter(None, plain)).strip()
    rich = "\n\n".join(html_text(one) for one in html).strip()
    # Many newsletters carry a plain part that only says to look at the other.
    if len(rich) > 2 * len(text):
        text = rich
    if not text and not message["subject"]:
        raise UnreadableInput("it is a message without words")
    return Letter(
        message_id=_header(message, "message-id"),
        subject=_header(message, "subject"),
        author=_header(message, "from"),
        published=_header(message, "date"),
        text=text,
    )


def _words(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    charset = part.get_content_charset()
    if charset:
        try:
            return raw.decode("gb18030" if charset in ("gb2312", "gbk") else charset)
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return decode(raw, name="message") if raw.strip() else ""
    except UnreadableInput:
        return raw.decode("utf-8", errors="replace")


def _header(message: EmailMessage, name: str) -> str | None:
    value = message.get(name)
    return " ".join(str(value).split())[:500] or None if value else None


def adapt(parsed: Letter, visit: Visit) -> Document:
    """A document named by its Message-ID, or by where it lay."""
    published = parse_date(parsed.published)
    author = re.sub(r"\s*<[^>]*>\s*$", "", parsed.author or "").strip("\"' ") or None
    key = f"mail:{parsed.message_id}" if parsed.message_id else visit.url
    told = Told(
        key=key,
        title=parsed.subject,
        text=parsed.text,
        author=author,
        published_on=published,
        date_found="message" if published else None,
    )
    return document_of(told, visit)


def letters_in_mbox(stream: IO[bytes]) -> Iterator[bytes]:
    """The messages of an mbox, one after another: each starts at a line ``From `` that follows an empty one or the start."""
    lines: list[bytes] = []
    size, empty = 0, True
    while True:
        line = stream.readline(1_000_000)
        if not line or (empty and line.startswith(b"From ")):
            if size and size <= _LARGEST:
                yield b"".join(lines)
            lines, size = [], 0
            if not line:
                return
            empty = False
            continue
        empty = line in (b"\n", b"\r\n")
        size += len(line)
        if size <= _LARGEST:
            # '>From ' is how an mbox writes a line that would look like the start of a message.
            lines.append(line[1:] if line.startswith(b">From ") else line)
        else:
            lines.clear()
