"""Foreign text made harmless in Markdown: names, titles, quotes and addresses stay what they are and never become markup."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

__all__ = ["bare", "escaped", "link", "quoted"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LINE_START = re.compile(r"^(\s*)([-+=>]|\d+[.)])(?=\s|$)")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def escaped(text: str) -> str:
    """A text in one line that Markdown shows as it is: without control characters or marks that turn the direction of writing."""
    line = " ".join(_CONTROLS.sub("", text).replace("\u202f", "\x00").replace("\u00a0", "\x01").split())
    line = _SPECIAL.sub(r"\\\1", line.replace("\x00", "\u202f").replace("\x01", "\u00a0"))
    return _LINE_START.sub(
        lambda found: f"{found[1]}\\{found[2]}" if not found[2][0].isdigit() else found[0][:-1] + "\\" + found[0][-1], line
    )


def bare(text: str) -> str:
    """The text that `escaped` made harmless, as it was."""
    return re.sub(r"\\([\\`*_{}\[\]<>#|~&\-+=.)])", r"\1", text)


def quoted(text: str, lang: str) -> str:
    """A quote in the quotation marks of the language around it."""
    return f"«\u00a0{escaped(text)}\u00a0»" if lang == "fr" else f"“{escaped(text)}”"


def link(text: str, url: str) -> str:
    """A link to an address of the web; to anything else, the text alone."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return escaped(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return escaped(text)
    return f"[{escaped(text)}]({quote(url.strip(), safe='/:?#@!$&*+,;=%~-._')})"
