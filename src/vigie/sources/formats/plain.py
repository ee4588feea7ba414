"""Plain text to a document. Keeps the words as they are; only line ends, Unicode form and blank lines are made one way."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from vigie.errors import UnreadableInput
from vigie.model import Document

if TYPE_CHECKING:
    from vigie.model import Capture

__all__ = ["Plain", "adapt", "clean", "name_for", "parse", "visible"]

_LONGEST_TITLE = 200
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of writing: a hostile text could steer a terminal with them."""

_SENTENCE_END = re.compile(r"[.。;；:：]\s*$")


@dataclass(frozen=True, slots=True)
class Plain:
    """What a text file holds."""

    title: str | None
    text: str


def visible(text: str) -> str:
    """Without byte-order mark, control characters and lone surrogates."""
    sound = text.encode("utf-8", errors="replace").decode("utf-8")
    return _UNSEEN.sub("", sound.removeprefix("\ufeff"))


def clean(text: str) -> str:
    """Visible characters in NFC, bare line feeds, no trailing blanks, one empty line between paragraphs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\x0c", "\n\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = unicodedata.normalize("NFC", visible(text))
    text = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def parse(text: str) -> Plain:
    """The text, and its title where the first paragraph looks like one: one short line without a full stop."""
    cleaned = clean(text)
    if "\n\n" not in cleaned and "\n" in cleaned:
        # One line is one paragraph where a file has no empty lines at all.
        cleaned = cleaned.replace("\n", "\n\n")
    first, _, rest = cleaned.partition("\n\n")
    looks_like_title = bool(rest) and "\n" not in first and len(first) <= _LONGEST_TITLE and not _SENTENCE_END.search(first)
    return Plain(title=first.lstrip("# ") if looks_like_title else None, text=cleaned)


def adapt(parsed: Plain, capture: Capture) -> Document | UnreadableInput:
    """A document named after its file and bytes."""
    if not parsed.text:
        return UnreadableInput(f"'{capture.origin_path}' holds no words to read", culprit=capture.origin_path)
    return Document(id=name_for(capture), text=parsed.text, title=parsed.title, capture_id=capture.id)


def name_for(capture: Capture, part: int | None = None) -> str:
    """The id of a document that brings none: its file's stem and the start of its bytes' hash: a changed file is another."""
    stem = "stdin" if capture.origin_path == "-" else PurePath(capture.origin_path).stem
    slug = re.sub(r"[^\w.-]+", "-", stem).strip("-") or "document"
    return f"{slug}-{capture.id[:8]}" + ("" if part is None else f"-{part}")
