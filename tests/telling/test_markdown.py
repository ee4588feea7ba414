"""Foreign text in Markdown: shown as it is, never markup, and read back as it was."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vigie.telling.markdown import bare, escaped, link


@given(st.text(max_size=80))
@example("[x](javascript:alert(1))")
@example("1. list")
@example("- item")
@example("# head")
@example("<b>bold</b> & *stars* `code`")
def test_escaped_text_is_one_paragraph_of_plain_words(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(escaped(text))
    kinds = {token.type for token in tokens}
    assert kinds <= {"paragraph_open", "inline", "paragraph_close"}
    inner = {child.type for token in tokens for child in token.children or ()}
    assert inner <= {"text", "text_special", "softbreak"}


@given(st.text(max_size=80))
def test_bare_gives_back_what_was_escaped(text: str) -> None:
    tidy = " ".join(escaped(text).split(" "))
    assert escaped(bare(tidy)) == tidy


def test_only_addresses_of_the_web_become_links() -> None:
    assert link("a [b]", "https://x.example/p_(1)?q=a b&c=d") == "[a \\[b\\]](https://x.example/p_%281%29?q=a%20b&c=d)"
    for address in ("javascript:alert(1)", "data:text/html,x", "", "http://", "//x.example", "https://[bad"):
        assert link("t", address) == "t"
    assert not re.search(r"[()<>\s]", link("t", "https://x.example/)(<>\n")[4:-1])
