"""Posts embedded in pages, as each network's script leaves them: one paragraph each, signed with their own author and day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.atlas import load_atlas
from vigie.model import Document
from vigie.reading import DefaultReader
from vigie.sources.formats import page
from vigie.sources.formats.posts import plain_posts
from vigie.sources.formats.shape import html_text

X = (
    '<blockquote class="twitter-tweet"><p lang="{lang}" dir="ltr">{words}</p>&mdash; {author} <a href="https://x.example/l/1">{day}</a>'
    "</blockquote><script async src='https://x.example/widgets.js'></script>"
)
CASES = sorted((Path(__file__).parents[2] / "cases" / "posts").glob("*.html"))
"""Each begins with a comment that holds the lines it must give."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_post_is_a_paragraph_and_its_signature(case: Path) -> None:
    head, _, html = case.read_text(encoding="utf-8").partition("-->\n")
    lines = head.splitlines()[1:]
    assert [line for line in html_text(f"<p>Avant.</p>{html}<p>Après.</p>").split("\n\n") if line] == ["Avant.", *lines, "Après."]


def test_a_post_within_a_post_is_told_by_the_outer_one() -> None:
    inner = X.format(lang="fr", words="Dedans.", author="Un (@un)", day="April 26, 2024")
    html = f'<div class="fb-post"><p>Dehors.</p>{inner} Posted by <a>Deux</a> on <a>April 27, 2024</a></div>'
    lines = html_text(html).split("\n\n")
    assert (lines[0], len(lines), sum(line.startswith("—") for line in lines)) == ("Dehors. Dedans.", 2, 1)


def test_what_a_post_says_is_its_author_s_word_and_of_its_own_day() -> None:
    said = X.format(lang="fr", words="Renault a rencontré Xiaomi.", author="Luca de Meo (@lucademeo)", day="27 avril 2024")
    first = "<p>Le salon de Pékin a ouvert ses portes devant des visiteurs nombreux. Luca de Meo s'y est promené.</p>"
    last = "<p>Les organisateurs attendent encore plus de monde pendant le reste de la semaine, et jusqu'à la fermeture.</p>"
    meta = "<meta property='article:published_time' content='2024-05-01'>"
    html = (
        f"<html lang='fr'><head><title>Au salon</title>{meta}</head><body><article><h1>Au salon</h1>{first}{said}{last}"
        "</article></body></html>"
    )
    parsed = page.parse(html, captured_at=dt.datetime(2024, 5, 2, tzinfo=dt.UTC))
    document = Document(id="d", text=parsed.text, title=parsed.title, published_on=parsed.published_on, lang="fr")
    [claim] = [one for one in DefaultReader(load_atlas()).read(document).claims if one.type == "meet"]
    assert (claim.who, claim.whom, claim.source, claim.happened_on) == (("renault",), ("xiaomi",), "luca-de-meo", "2024-04-27")


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["twitter-tweet", "fb-post", "reddit-embed-bq", "weibo-card"]))
def test_whatever_an_embed_holds_it_is_turned(words: str, signature: str, kind: str) -> None:
    import html

    written = plain_posts(f'<p>a</p><blockquote class="{kind}"><p>{html.escape(words)}</p>{html.escape(signature)}</blockquote>')
    assert "blockquote" not in written.replace(html.escape(words), "").replace(html.escape(signature), "")


def test_an_embed_of_a_hundred_thousand_elements_is_no_trouble() -> None:
    deep = '<blockquote class="twitter-tweet">' + "<div>" * 20_000 + "mot" + "</div>" * 20_000 + "</blockquote>"
    assert "blockquote" not in plain_posts(deep)
