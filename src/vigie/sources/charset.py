"""Bytes to text: which encoding, and whether it is text at all. Guesses once, says so, and never drops bytes silently."""

from __future__ import annotations

import codecs
import re

from vigie.errors import UnreadableInput

__all__ = ["decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\x1f\x8b",
    b"SQLite format 3",
    b"\xd0\xcf\x11\xe0",
)
"""First bytes of PDF, ZIP (also DOCX, ODT), PNG, JPEG, GIF, ELF, gzip, SQLite and old Office files."""

_ODD_SHARE = 0.002
"""Share of control or replacement characters above which bytes are not called text."""


def decode(content: bytes, *, name: str) -> str:
    """The text of ``content``; raises `UnreadableInput` naming ``name`` where it is no text in any encoding known here.

    Order: a byte-order mark, strict UTF-8, UTF-8 with a few broken bytes (each becomes U+FFFD), the page's declared
    charset, then resiliparse's guess among legacy encodings, kept only if nothing in it is undecodable.
    """
    if content.startswith(_MAGIC):
        raise _refusal(name)
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _checked(content.decode(encoding, errors="replace"), name)
    try:
        return _checked(content.decode("utf-8"), name)
    except UnicodeDecodeError:
        pass
    repaired = content.decode("utf-8", errors="replace")
    multibyte = sum(1 for character in repaired if character > "\x7f" and character != "\ufffd")
    if multibyte > 4 * repaired.count("\ufffd"):
        # Mostly good UTF-8 with a few broken bytes: a legacy encoding would garble the good ones.
        return _checked(repaired, name, odd_share=0.02)
    for encoding in _candidates(content):
        try:
            return _checked(content.decode(encoding), name)
        except (UnicodeDecodeError, LookupError):
            continue
    raise _refusal(name)


def _candidates(content: bytes) -> list[str]:
    from resiliparse.parse.encoding import detect_encoding

    declared = _DECLARED.search(content[:4096])
    guesses = [declared[1].decode("ascii")] if declared else []
    guessed = detect_encoding(content[:200_000])
    if guessed:
        guesses.append(guessed)
    # GB 18030 contains GBK and GB 2312, under whose names it is often declared.
    return ["gb18030" if guess.lower().replace("-", "") in ("gbk", "gb2312") else guess for guess in guesses]


def _checked(text: str, name: str, odd_share: float = _ODD_SHARE) -> str:
    sample = text[:200_000]
    odd = sum(1 for c in sample if c == "\ufffd" or (c < " " and c not in "\t\n\r\f\x0b\x1b") or "\ud800" <= c <= "\udfff")
    if "\x00" in sample or odd > odd_share * len(sample) + 1:
        raise _refusal(name)
    return text


def _refusal(name: str) -> UnreadableInput:
    shown = "standard input" if name == "-" else f"'{name}'"
    return UnreadableInput(
        f"{shown} is not text: vigie reads plain text, HTML and JSON in UTF-8 or a usual legacy encoding", culprit=name
    )
