"""Briefs as files: whole, standing alone, and harmless whatever the documents contain."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import docx
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.telling import compose
from vigie.telling.brief import FORMATS, render
from vigie.telling.brief.files import to_html
from vigie.telling.brief.pdf import to_typst

if TYPE_CHECKING:
    from vigie.atlas import Atlas
    from vigie.telling import Brief

HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "\u202egpj.exe", '#import "x"', "$sum_0^1$",
    "@label <r1> *bold* _it_ `code` \\ // /* */", '"); #panic("x', "{{ 7*7 }}{% raw %}", "a" * 5000, "\x00\x1b[31m",
    "小米 “x” « y »",
)  # fmt: skip


@pytest.fixture
def brief(desk: Any, atlas: Atlas) -> Brief:
    return compose(desk.ledger.view(), None, atlas, lang="fr", since=None, until=desk.now)


def harmed(brief: Brief, words: str) -> Brief:
    references = tuple(replace(one, name=words, title=words, quote=words, url=words) for one in brief.references)
    return replace(brief, references=references, watchlist=words)


@pytest.mark.parametrize("form", list(FORMATS))
def test_every_form_is_made(brief: Brief, form: str) -> None:
    made = render(brief, form)
    assert made.startswith({"pdf": b"%PDF", "docx": b"PK", "html": b"<!doctype html>", "md": b"<!-- vigie"}[form])


def test_the_page_stands_alone(brief: Brief) -> None:
    html = to_html(brief)
    assert "<script" not in html
    assert "url(" not in html
    assert "src=" not in html
    assert '<html lang="fr">' in html
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html
    assert all(f'id="r{one.number}"' in html for one in brief.references)


def test_the_document_says_what_the_value_says_with_links(brief: Brief) -> None:
    made = docx.Document(io.BytesIO(render(brief, "docx")))
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert all(said.text in text for section in brief.sections for item in section.items for said in item.sentences)
    anchors = [
        link.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}anchor")
        for link in made.element.iter()
        if link.tag.endswith("}hyperlink")
    ]
    names = {
        mark.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}name")
        for mark in made.element.iter()
        if mark.tag.endswith("}bookmarkStart")
    }
    assert {one for one in anchors if one} <= names


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_documents_are_text(brief: Brief, words: str) -> None:
    html = to_html(harmed(brief, words))
    assert "<script" not in html
    assert "<img" not in html
    assert "\u202e" not in html
    assert 'href="javascript' not in html
    assert render(harmed(brief, words), "docx").startswith(b"PK")
    assert render(harmed(brief, words), "pdf").startswith(b"%PDF")


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_the_pdf(words: str) -> None:
    from vigie.telling.brief.pdf import _string

    typst.compile(f"#{_string(words)}".encode("utf-8", "replace"), format="svg")


def test_the_latin_font_stands_before_the_chinese_one(brief: Brief) -> None:
    source = to_typst(brief)
    assert source.index("Libertinus Serif") < source.index("CJK")
