"""Foreign text made harmless in Markdown: names, titles, quotes and addresses stay what they are and never become markup."""

from __future__ import annotations

import re
from urllib.parse import quote

from vigie.telling.plain import MARKS, is_web, shown

__all__ = ["bare", "escaped", "link", "quoted"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LINE_START = re.compile(r"^(\s*)([-+=>]|\d+[.)])(?=\s|$)")


def escaped(text: str) -> str:
    """A text in one line that Markdown shows as it is: without control characters or marks that turn the direction of writing."""
    line = _SPECIAL.sub(r"\\\1", shown(text))
    return _LINE_START.sub(
        lambda found: f"{found[1]}\\{found[2]}" if not found[2][0].isdigit() else found[0][:-1] + "\\" + found[0][-1], line
    )


def bare(text: str) -> str:
    """The text that `escaped` made harmless, as it was."""
    return re.sub(r"\\([\\`*_{}\[\]<>#|~&\-+=.)])", r"\1", text)


def quoted(text: str, lang: str) -> str:
    """A quote in the quotation marks of the language around it."""
    before, after = MARKS[lang]
    return f"{before}{escaped(text)}{after}"


def link(text: str, url: str) -> str:
    """A link to an address of the web; to anything else, the text alone."""
    address = quote(url.strip(), safe="/:?#@!$&*+,;=%~-._")
    return f"[{escaped(text)}]({address})" if is_web(address) else escaped(text)
