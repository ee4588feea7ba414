"""Takes a brief in Markdown apart again, whoever wrote it: its clauses, what each cites, and its references. Judges nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from vigie.telling.markdown import bare
from vigie.telling.messages import LANGUAGES, Messages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Cited", "Clause", "Parsed", "parse"]

_HEAD = re.compile(r"<!-- vigie brief: lang=(\w*) since=(\S*) until=(\S*) -->")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CITES = re.compile(r"(?:\s*\[\d{1,4}\])+")
_NUMBER = re.compile(r"\[(\d{1,4})\]")
_REFERENCE = re.compile(r"\s*(\d{1,4})[.)]\s+(.*)")
_CODE = re.compile(r"`([^`]+)`")
_MARKER = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_BADGE = re.compile(r"^\*\*([^*]+→[^*]+)\*\*\s*")
_COUNTED = re.compile(r"\s*\*?\((\d[^()]*)\)\*?\s*$")
_BREAK = re.compile(r"(?<=[.!?…])\s+(?=[«“\"]?\s?[^\W\d_a-zà-ÿ])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One sentence with what it cites; without marks of Markdown."""

    line: int
    text: str
    cites: tuple[int, ...]
    first: bool = True
    """False for a second sentence about the same move."""
    badge: str = ""
    """The change of status that stands before it."""
    counted: str = ""
    """The count of documents and origins that stands behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A reference as the text gives it."""

    line: int
    number: int
    text: str
    ids: tuple[str, ...]
    """The claim's, outlook's or source's id, and those after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A brief, taken apart."""

    lang: str
    since: str
    """ISO instant of the first line, or nothing."""
    until: str
    clauses: tuple[Clause, ...]
    references: dict[int, Cited]
    doubled: tuple[Cited, ...]
    """References whose number another has already."""


def parse(markdown: str, *, names: Sequence[str] = ()) -> Parsed:
    """Take a brief apart; ``names`` hold points that end no sentence.

    What is neither a clause, nor a reference, nor a sentence of the house word for word, comes back as a clause that cites nothing.
    """
    head = _HEAD.search(markdown)
    lang = head[1] if head is not None and head[1] in LANGUAGES else _language(markdown)
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), markdown)
    clauses: list[Clause] = []
    references: dict[int, Cited] = {}
    doubled = []
    among_references = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or set(line.strip()) <= {"-", "*", "_"}:
            continue
        words = line.strip()
        if words.startswith("#"):
            title = bare(words.lstrip("# ").strip())
            among_references = _evened(title) == _evened(Messages.load(lang)("brief.references"))
            if not among_references and not _ours(title, lang):
                clauses += _clauses(title, number, names)
            continue
        found = _REFERENCE.fullmatch(line) if among_references else None
        if found is not None:
            one = Cited(line=number, number=int(found[1]), text=bare(found[2]), ids=tuple(_CODE.findall(found[2])))
            if one.number in references:
                doubled.append(one)
            references.setdefault(one.number, one)
        elif not _ours(bare(words.strip("*_ ")), lang):
            among_references = False
            clauses += _clauses(_MARKER.sub("", line, count=1), number, names)
    return Parsed(
        lang=lang,
        since=head[2] if head is not None else "",
        until=head[3] if head is not None else "",
        clauses=tuple(clauses),
        references=references,
        doubled=tuple(doubled),
    )


def _clauses(words: str, line: int, names: Sequence[str]) -> Iterator[Clause]:
    """The sentences of one item; a sentence ends where it cites, or at a point before a capital."""
    badge = _BADGE.match(words)
    rest = words[badge.end() :] if badge is not None else words
    counted = _COUNTED.search(rest)
    if counted is not None and not _CITES.search(rest[counted.start() :]):
        rest = rest[: counted.start()]
    else:
        counted = None
    place, first = 0, True
    for cites in [*_CITES.finditer(rest), None]:
        said = rest[place : cites.start() if cites is not None else len(rest)]
        place = cites.end() if cites is not None else len(rest)
        numbers = tuple(int(one) for one in _NUMBER.findall(cites[0])) if cites is not None else ()
        sentences = [one for one in _sentences(bare(_plain(said)), names) if re.search(r"\w", one)]
        for one in sentences:
            last = one is sentences[-1]
            yield Clause(
                line=line,
                text=one.strip(),
                cites=numbers if last else (),
                first=first,
                badge=badge[1].rstrip(". ") if badge is not None and first else "",
                counted=counted[1] if counted is not None and first else "",
            )
            first = False


def _plain(text: str) -> str:
    """Without marks of emphasis, and with links as their words."""
    text = re.sub(r"(?<!\\)\[([^\]]+)\]\([^)]*\)", r"\1", text)
    return re.sub(r"(?<!\\)(\*\*|\*|__|`)", "", text)


def _sentences(text: str, names: Sequence[str]) -> list[str]:
    held = {name: name.replace(".", "\x00") for name in names if "." in name and name in text}
    for name, mark in held.items():
        text = text.replace(name, mark)
    return [one.replace("\x00", ".") for one in _BREAK.split(text)]


def _language(markdown: str) -> str:
    """The language whose headings stand in the text."""
    counted = {
        lang: sum(Messages.load(lang)(f"brief.section.{key}") in markdown for key in ("changed", "unsure", "denied"))
        for lang in LANGUAGES
    }
    return max(counted, key=lambda lang: counted[lang])


@cache
def _house(lang: str) -> re.Pattern[str]:
    """The sentences that the house itself writes around the clauses."""
    words = Messages.load(lang).words
    keys = [key for key in words if key.startswith(("brief.section.", "brief.none."))]
    keys += ["brief.title", "brief.title.for", "brief.period", "brief.period.all", "brief.left_out", "brief.left_out.many"]
    keys.append("brief.composed")
    slots = {"n": r"\d+", "name": r"[^.!?]{1,120}", "since": r"[\w\s:,.]{1,40}", "until": r"[\w\s:,.]{1,40}"}

    def pattern(sentence: str) -> str:
        parts = re.split(r"\{(\w+)\}", sentence)
        return "".join(slots[part] if index % 2 else re.escape(_evened(part)) for index, part in enumerate(parts))

    return re.compile("|".join(f"(?:{pattern(words[key])})" for key in keys))


def _ours(sentence: str, lang: str) -> bool:
    return _house(lang).fullmatch(_evened(sentence)) is not None


def _evened(text: str) -> str:
    """With plain spaces and curly apostrophes, as an editor may or may not have left them."""
    return re.sub(r"\s+", " ", text.replace("'", "’"))
