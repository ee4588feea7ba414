"""Bytes become text in the encoding they are in, or are refused by name."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.errors import UnreadableInput
from vigie.sources.charset import decode

FRENCH = "Le constructeur a présenté sa stratégie électrique à Genève ; l'équipe était très fière de ce résultat inespéré. " * 3
CHINESE = "雷军在北京车展向雷诺首席执行官介绍小米汽车的首款车型，双方就智能电动汽车交换了意见。" * 3
GERMAN = "Der Vorstand bestätigte, dass die Zölle für größere Modelle höher ausfallen können als ursprünglich befürchtet. " * 3


@pytest.mark.parametrize("text", [FRENCH, CHINESE, GERMAN, "Only ASCII here."])
def test_utf_8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode(), name="a.txt") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(FRENCH, "cp1252"), (GERMAN, "iso8859-1"), (CHINESE, "gb18030"), (CHINESE, "gbk"), (CHINESE, "gb2312")],
)
def test_usual_legacy_encodings_are_found(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), name="a.txt") == text


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(mark: str) -> None:
    assert decode(FRENCH.encode(mark), name="a.txt") == FRENCH


def test_a_page_that_declares_its_charset_is_believed() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body>{CHINESE}</body></html>'
    assert decode(page.encode("gbk"), name="a.html") == page


def test_a_few_broken_bytes_in_good_utf_8_become_replacement_characters() -> None:
    content = CHINESE.encode()
    broken = content[:60] + b"\xff" + content[60:]
    assert decode(broken, name="a.txt") == CHINESE[:20] + "\ufffd" + CHINESE[20:]


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 and so on",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"PK\x03\x04" + b"\x00" * 50,
        bytes(range(256)) * 20,
        b"\x00\x01\x02\x03 text \x00\x00\x00" * 20,
    ],
)
def test_a_binary_file_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(UnreadableInput, match=r"'a\.bin' is not text"):
        decode(content, name="a.bin")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1))
def test_whatever_is_written_in_utf_8_comes_back(text: str) -> None:
    if text.startswith("\ufeff") or text.encode().startswith((b"%PDF-", codecs.BOM_UTF8)) or "\ufffd" in text:
        return
    assert decode(text.encode(), name="a.txt") == text


@given(st.binary(max_size=300))
def test_any_bytes_are_either_text_or_refused(content: bytes) -> None:
    try:
        decode(content, name="a.bin").encode("utf-8")
    except UnreadableInput as refusal:
        assert "'a.bin'" in str(refusal)  # noqa: PT017 - either outcome is right
