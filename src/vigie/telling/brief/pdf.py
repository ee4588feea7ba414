"""A brief as PDF, by typst. Foreign text stands in its source as strings, never as markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vigie.telling.brief.looks import TONES, dated
from vigie.telling.brief.markdown import badge, counted, period, title
from vigie.telling.messages import Messages
from vigie.telling.plain import MARKS, is_web, shown

if TYPE_CHECKING:
    from vigie.telling.brief.value import Brief, Item, Reference

__all__ = ["CHINESE_FONTS", "to_pdf", "to_typst"]

CHINESE_FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Serif SC", "Source Han Sans SC", "WenQuanYi Zen Hei")
"""Fonts with Chinese, the first that the machine has; without any, Chinese quotes print as boxes."""

_FONTS = ("Libertinus Serif", *CHINESE_FONTS, "DejaVu Serif")
"""The Latin font first: a Chinese one would draw French apostrophes a whole square wide. It comes with typst."""


def to_pdf(brief: Brief) -> bytes:
    """A PDF by typst: no system library is needed; fonts for Chinese are those of the machine."""
    import typst

    made = typst.compile(to_typst(brief).encode("utf-8", "replace"), format="pdf")
    assert isinstance(made, bytes)
    return made


def to_typst(brief: Brief) -> str:
    """The source of the PDF; foreign text stands in it as strings, never as markup."""
    say = Messages.load(brief.lang)
    fonts = ", ".join(f'"{font}"' for font in _FONTS)
    lines = [
        f"#set document(title: {_string(title(brief))})",
        '#set page(paper: "a4", margin: (x: 24mm, top: 24mm, bottom: 22mm), numbering: "1 / 1")',
        f'#set text(font: ({fonts}), size: 10.5pt, lang: "{brief.lang}", fallback: true)',
        "#set par(leading: 0.62em, justify: false)",
        "#show heading.where(level: 2): it => block(above: 1.6em, below: 0.8em, width: 100%,",
        "  stroke: (bottom: 0.7pt + luma(200)), inset: (bottom: 4pt), it.body)",
        f"#text(size: 21pt, weight: 600, {_string(title(brief))})",
        f"#block(above: 0.7em, below: 1.6em, text(size: 9pt, fill: luma(90), {_string(period(brief))}))",
    ]
    for section in brief.sections:
        lines.append(f"== #{_string(say(f'brief.section.{section.key}'))}")
        notes = [] if section.items else [say(f"brief.none.{section.key}")]
        if section.items and section.key == "unsure":
            notes.append(say("brief.section.unsure.why"))
        lines += [f"#text(size: 9pt, fill: luma(90), {_string(note)})" for note in notes]
        lines += [_typst_item(item, brief.lang) for item in section.items]
        if section.left_out:
            lines.append(f"#text(size: 9pt, fill: luma(90), {_string(say('brief.left_out', n=section.left_out))})")
    if brief.references:
        lines.append(f"== #{_string(say('brief.references'))}")
        lines += [_typst_reference(one, brief.lang) for one in brief.references]
    lines.append(f"#block(above: 2em, text(size: 8.5pt, fill: luma(90), {_string(say('brief.composed'))}))")
    return "\n".join(lines) + "\n"


def _typst_item(item: Item, lang: str) -> str:
    tone = f'rgb("#{TONES[item.status.value]}")' if item.status is not None else "luma(200)"
    parts = []
    if badge(item, lang):
        parts.append(f"#text(size: 8.5pt, weight: 600, fill: {tone}, {_string(badge(item, lang))}) \\\n")
    for one in item.sentences:
        marks = " ".join(f'#link(<r{number}>)[#super("{number}")]' for number in one.cites)
        parts.append(f"#{_string(one.text)}{marks} ")
    if item.documents:
        parts.append(f"\\\n#text(size: 8.5pt, fill: luma(90), {_string(counted(item, lang))})")
    body = "".join(parts)
    return (
        f"#block(breakable: false, above: 0.95em, below: 0.95em, inset: (left: 9pt, y: 2pt), stroke: (left: 2pt + {tone}))[{body}]"
    )


def _typst_reference(one: Reference, lang: str) -> str:
    marks = MARKS[lang]
    head = ", ".join(filter(None, (one.name, dated(one.on, lang))))
    parts = [f"#strong({_string(head)})"]
    if one.quote:
        language = f'lang: "{one.lang}", ' if re.fullmatch(r"[a-z]{2,3}", one.lang) else ""
        parts.append(f' \\\n#text({language}style: "italic", {_string(marks[0] + one.quote + marks[1])})')
    if one.title:
        told = _string(one.title)
        parts.append(f" \\\n#link({_string(one.url)}, {told})" if is_web(one.url) else f" \\\n#{told}")
    parts.append(f" #text(size: 7.5pt, fill: luma(110), {_string(one.id)})")
    body = "".join(parts)
    return (
        f"#block(breakable: false, above: 0.75em, below: 0.75em)[#text(size: 9pt)[#grid(columns: (18pt, 1fr), "
        f'[#text(fill: luma(90))[{one.number}.]], [{body}])] #label("r{one.number}")]'
    )


def _string(text: str) -> str:
    """A typst string: the only escapes are those of backslash and quotation mark."""
    return '"' + shown(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
