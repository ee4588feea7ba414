"""PDF press releases to documents: text by pypdfium2, words cut by a line end joined again. Runs no script."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.errors import UnreadableInput
from vigie.sources.dates import parse_date
from vigie.sources.formats.plain import clean, name_for
from vigie.sources.formats.shape import Told, document_of

if TYPE_CHECKING:
    from vigie.model import Capture, Visit

from vigie.model import Document

__all__ = ["Paper", "adapt", "adapt_capture", "parse"]

_MOST_PAGES = 300
_MOST_CHARACTERS = 900_000
_SOFT = re.compile(r"(?<=[^\W\d_])[-\xad\u2010\ufffe\x02]\s*\n\s*(?=[a-zà-öø-ÿß-ÿ])")
"""A hyphen at the end of a line before a small letter; pdfium writes U+FFFE or U+0002 for one that the typesetter put in."""
_SHORT = 0.6
_MARKS = (("\r\n", "\n"), ("\r", "\n"), ("\xa0", " "), ("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi"), ("ﬄ", "ffl"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a PDF holds."""

    text: str
    title: str | None = None
    author: str | None = None
    created: str | None = None
    cut: bool = False
    """True where only the first pages were read."""


def parse(content: bytes) -> Paper:
    """Text, title and date of a PDF; raises `UnreadableInput` where it is broken, locked or holds only pictures."""
    import pypdfium2
    from pypdfium2 import PdfiumError

    try:
        document = pypdfium2.PdfDocument(content)
    except PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadableInput("it is a PDF locked by a password" if locked else "it is a broken PDF") from error
    try:
        pages, size = [], 0
        count = len(document)
        for number in range(min(count, _MOST_PAGES)):
            try:
                page = document[number]
                text_page = page.get_textpage()
                words = text_page.get_text_bounded()
                text_page.close()
                page.close()
            except PdfiumError:
                continue
            pages.append(words)
            size += len(words)
            if size > _MOST_CHARACTERS:
                break
        said = {key: document.get_metadata_value(key) for key in ("Title", "Author", "CreationDate")}
    except (PdfiumError, ValueError) as error:
        raise UnreadableInput("it is a broken PDF") from error
    finally:
        document.close()
    text = _paragraphs(_without_furniture(pages))
    if not re.search(r"\w{2}", text):
        raise UnreadableInput("it is a PDF of pictures: it holds no text")
    return Paper(
        text=text,
        title=said["Title"].strip() or None,
        author=said["Author"].strip() or None,
        created=said["CreationDate"].removeprefix("D:")[:8] or None,
        cut=count > len(pages),
    )


def _without_furniture(pages: list[str]) -> str:
    """All pages without the lines that head or close at least half of three pages or more, such as a company's name."""
    lines = [[line.strip() for line in page.replace("\r\n", "\n").replace("\r", "\n").split("\n")] for page in pages]
    ends: Counter[str] = Counter()
    for page in lines:
        ends.update({re.sub(r"\d+", "#", line) for line in (*page[:2], *page[-2:]) if line})
    often = {line for line, times in ends.items() if len(pages) >= 3 and times * 2 >= len(pages)}
    return "\n".join("\n".join(line for line in page if re.sub(r"\d+", "#", line) not in often) for page in lines)


def _paragraphs(text: str) -> str:
    """Lines joined to paragraphs: one ends at an empty line, or at a short line that closes a sentence."""
    text = _SOFT.sub("", clean_marks(text))
    lines = [line.strip() for line in text.split("\n")]
    longest = sorted(len(line) for line in lines if line)
    usual = longest[int(0.8 * len(longest))] if longest else 0
    paragraphs: list[str] = [""]
    for line in lines:
        if not line:
            paragraphs.append("")
            continue
        joiner = "" if not paragraphs[-1] or (_han(paragraphs[-1][-1]) and _han(line[0])) else " "
        paragraphs[-1] += joiner + line
        if len(line) < _SHORT * usual and (re.search(r"[.!?。！？:»”\"]$", line) or len(paragraphs[-1]) == len(line)):
            paragraphs.append("")
    return clean("\n\n".join(filter(None, paragraphs)))


def clean_marks(text: str) -> str:
    """Line ends made one way, ligatures and odd blanks written out."""
    for mark, written in _MARKS:
        text = text.replace(mark, written)
    return text


def _han(character: str) -> bool:
    return "\u3000" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"


def _title(parsed: Paper) -> str | None:
    first = parsed.text.partition("\n\n")[0]
    if (
        parsed.title
        and len(parsed.title) > 8
        and not re.search(r"\.(?:docx?|indd|pdf|qxp)$|^microsoft word", parsed.title, re.IGNORECASE)
    ):
        return parsed.title
    return first if len(first) <= 200 else None


def _date(parsed: Paper) -> tuple[str | None, str | None]:
    """A date among the first words, as releases carry one; else the day on which the file was made."""
    visible = parse_date(parsed.text[:120]) or next(filter(None, map(parse_date, parsed.text[:600].split("\n\n"))), None)
    if visible:
        return visible, "visible"
    made = parse_date(parsed.created)
    return made, "file" if made else None


def adapt(parsed: Paper, visit: Visit) -> Document:
    """The document of a PDF that a source named or is."""
    link = visit.link
    published, found = _date(parsed)
    if link is not None and link.published_on and found != "visible":
        published, found = link.published_on, link.date_found
    told = Told(
        key=visit.url,
        url=visit.final_url,
        title=(link.title if link else None) or _title(parsed),
        text=parsed.text,
        author=parsed.author,
        published_on=published,
        date_found=found,
        lang=link.lang if link else None,
        outlet=link.outlet if link else None,
        extra=(("cut", f"only the first {_MOST_PAGES} pages were read"),) if parsed.cut else (),
    )
    return document_of(told, visit)


def adapt_capture(parsed: Paper, capture: Capture) -> Document:
    """The document of a PDF file that was named by its path."""
    published, found = _date(parsed)
    extra = {"date_found": found} if found else {}
    return Document(
        id=name_for(capture), text=parsed.text, title=_title(parsed), published_on=published, capture_id=capture.id, extra=extra
    )
