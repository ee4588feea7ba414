"""A brief as DOCX, by python-docx. Composes nothing."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from vigie.telling.brief.looks import TONES, dated
from vigie.telling.brief.markdown import badge, counted, period, title
from vigie.telling.messages import Messages
from vigie.telling.plain import MARKS, is_web, shown

if TYPE_CHECKING:
    from vigie.telling.brief.value import Brief, Item, Reference

__all__ = ["to_docx"]

_SOFT, _LINK = RGBColor(0x5B, 0x67, 0x70), RGBColor(0x0B, 0x5A, 0x8A)


def to_docx(brief: Brief) -> bytes:
    """A document for word processors, with headings, and links between citations and references."""
    say = Messages.load(brief.lang)
    made = _blank(brief)
    made.add_heading(shown(title(brief)), level=0)
    made.add_paragraph(period(brief), style="Soft")
    for section in brief.sections:
        made.add_heading(say(f"brief.section.{section.key}"), level=1)
        if not section.items:
            made.add_paragraph(say(f"brief.none.{section.key}"), style="Soft")
        elif section.key == "unsure":
            made.add_paragraph(say("brief.section.unsure.why"), style="Soft")
        for item in section.items:
            _item(made.add_paragraph(style="List Bullet"), item, brief.lang)
        if section.left_out:
            made.add_paragraph(say("brief.left_out", n=section.left_out), style="Soft")
    if brief.references:
        made.add_heading(say("brief.references"), level=1)
    for one in brief.references:
        _reference(made.add_paragraph(), one, brief.lang)
    made.add_paragraph(say("brief.composed"), style="Soft")
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _blank(brief: Brief) -> Any:
    """An empty document with its styles."""
    made: Any = Document()
    made.core_properties.title, made.core_properties.author = shown(title(brief))[:255], "vigie"
    made.core_properties.language = brief.lang
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Georgia", Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    soft = made.styles.add_style("Soft", WD_STYLE_TYPE.PARAGRAPH)
    soft.base_style, soft.font.size, soft.font.color.rgb = normal, Pt(9), _SOFT
    return made


def _item(paragraph: Any, item: Item, lang: str) -> None:
    if badge(item, lang) and item.status is not None:
        run = paragraph.add_run(badge(item, lang) + ". ")
        run.bold, run.font.color.rgb = True, RGBColor.from_string(TONES[item.status.value].upper())
    for one in item.sentences:
        paragraph.add_run(shown(one.text) + " ")
        for number in one.cites:
            _linked(paragraph, f"[{number}]", anchor=f"r{number}")
        paragraph.add_run(" ")
    if item.documents:
        run = paragraph.add_run(f"({counted(item, lang)})")
        run.font.size, run.font.color.rgb = Pt(9), _SOFT


def _reference(paragraph: Any, one: Reference, lang: str) -> None:
    _bookmark(paragraph, f"r{one.number}", one.number)
    paragraph.add_run(f"{one.number}. ")
    paragraph.add_run(shown(", ".join(filter(None, (one.name, dated(one.on, lang)))))).bold = True
    if one.quote:
        paragraph.add_run(f" {MARKS[lang][0]}{shown(one.quote)}{MARKS[lang][1]}").italic = True
    if one.title:
        paragraph.add_run(" — ")
        if is_web(one.url):
            _linked(paragraph, shown(one.title), address=one.url)
        else:
            paragraph.add_run(shown(one.title))
    run = paragraph.add_run(f" {one.id}")
    run.font.size, run.font.color.rgb = Pt(8), _SOFT


def _linked(paragraph: Any, text: str, *, anchor: str = "", address: str = "") -> None:
    """A run that leads to a bookmark or to an address; python-docx has no public way to make one."""
    link: Any = OxmlElement("w:hyperlink")
    if anchor:
        link.set(qn("w:anchor"), anchor)
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    run.font.color.rgb = _LINK
    link.append(run._r)  # noqa: SLF001
    paragraph._p.append(link)  # noqa: SLF001


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark: Any = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        paragraph._p.append(mark)  # noqa: SLF001
