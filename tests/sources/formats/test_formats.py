"""Each format becomes documents; what is broken in it is named and the rest still read."""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePath

import pytest

from vigie.checks.fakes import TickingClock
from vigie.errors import UnreadableInput
from vigie.model import Capture, Document
from vigie.sources import documents
from vigie.sources.formats import MEDIA_TYPES


def capture(content: bytes | str, path: str = "news/a.txt") -> Capture:
    raw = content.encode() if isinstance(content, str) else content
    media_type = MEDIA_TYPES.get(PurePath(path).suffix, "application/octet-stream")
    return Capture(
        id=hashlib.sha256(raw).hexdigest(), origin_path=path, media_type=media_type, content=raw, captured_at=TickingClock()()
    )


def the_document(content: bytes | str, path: str = "news/a.txt") -> Document:
    [one] = documents(capture(content, path))
    assert isinstance(one, Document), one
    return one


def the_sentence(content: bytes | str, path: str = "news/a.txt") -> str:
    [one] = documents(capture(content, path))
    assert isinstance(one, UnreadableInput), one
    return str(one)


class TestPlainText:
    def test_the_first_short_line_is_the_title_and_stays_in_the_text(self) -> None:
        one = the_document("Renault chez Xiaomi\r\n\r\nLe patron s'est déplacé.   \r\n\r\n\r\n\r\nFin.\n")
        assert one.title == "Renault chez Xiaomi"
        assert one.text == "Renault chez Xiaomi\n\nLe patron s'est déplacé.\n\nFin."

    def test_a_sentence_is_no_title(self) -> None:
        assert the_document("Renault met Xiaomi.\n\nMore.").title is None
        assert the_document("雷诺会见小米。\n\n更多。").title is None

    def test_letters_and_their_accents_are_composed(self) -> None:
        assert the_document("Ge\u0301ne\u0301ral\n\nx").title == "Général"

    def test_lines_are_paragraphs_where_there_is_no_empty_line(self) -> None:
        assert the_document("First line\nSecond line.").text == "First line\n\nSecond line."

    def test_the_id_comes_from_the_name_and_the_bytes(self) -> None:
        one, other = the_document("Renault."), the_document("Renault!")
        assert one.id.startswith("a-")
        assert one.id != other.id
        assert one.capture_id == hashlib.sha256(b"Renault.").hexdigest()

    def test_standard_input_has_an_id_too(self) -> None:
        assert the_document("Renault met Xiaomi.", "-").id.startswith("stdin-")

    def test_a_file_of_a_byte_order_mark_alone_is_refused(self) -> None:
        assert the_sentence(b"\xef\xbb\xbf \n") == "'news/a.txt' holds no words to read"

    def test_characters_that_steer_a_terminal_or_turn_the_writing_are_left_out(self) -> None:
        assert the_document("Renault \x1b[31mmet\x1b[0m \u202eXiaomi\x07.").text == "Renault [31mmet[0m Xiaomi."
        assert the_document('{"text": "a", "title": "\\u001b]0;owned\\u0007T"}', "h.json").title == "]0;ownedT"

    def test_a_document_longer_than_any_article_is_refused(self) -> None:
        said = the_sentence("Renault met Xiaomi. " * 60_000)
        assert said.endswith("of 'news/a.txt' has 1,199,999 characters, more than 1,000,000: split it")


class TestJson:
    def test_known_fields_are_taken_and_further_plain_ones_kept(self) -> None:
        record = {
            "id": "x1",
            "url": "https://example.org",
            "title": "T",
            "text": "Renault.\n\nXiaomi.",
            "published": "2024-05-01",
            "outlet": "O",
            "author": "A",
            "lang": "fr",
            "genre": "wire",
            "claims": [1],
            "copy_of": None,
        }
        one = the_document(json.dumps(record), "a.json")
        assert (one.id, one.url, one.title, one.outlet, one.author, one.lang) == ("x1", "https://example.org", "T", "O", "A", "fr")
        assert (one.text, one.published_on, one.extra) == ("Renault.\n\nXiaomi.", "2024-05-01", {"genre": "wire"})

    def test_only_the_text_is_needed(self) -> None:
        one = the_document('{"text": "Renault."}', "b.json")
        assert (one.text, one.published_on, one.title) == ("Renault.", None, None)
        assert one.id.startswith("b-")

    def test_a_list_of_documents_is_taken_one_by_one(self) -> None:
        found = list(documents(capture('[{"id": "a", "text": "x"}, {"id": "b"}, {"id": "c", "text": "z"}]', "c.json")))
        assert [one.id for one in found if isinstance(one, Document)] == ["a", "c"]
        assert str(found[1]) == "document 2 of 'c.json' has no 'text': that field is the only one a document needs"

    def test_broken_json_on_line_3_is_named_and_the_rest_still_read(self) -> None:
        lines = ['{"id": "a", "text": "x"}', "", '{"id": "b", "text": "y"', '{"id": "c", "text": "z"}']
        first, broken, last = documents(capture("\n".join(lines), "d.jsonl"))
        assert isinstance(first, Document)
        assert isinstance(last, Document)
        assert str(broken).startswith("line 3 of 'd.jsonl' is broken JSON: expecting")
        assert broken.culprit == "d.jsonl:3"  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("[1]", "is no JSON object"),
            ('{"text": 3}', "has no 'text'"),
            ('{"text": "  "}', "has no 'text'"),
            ('{"text": "x", "title": ["t"]}', "has a 'title' that is no text"),
            ('{"text": "x", "published": "yesterday"}', "has a 'published' that is no ISO date: 'yesterday'"),
            ("[" * 100_000, "is broken JSON"),
        ],
    )
    def test_what_is_no_document_is_named(self, line: str, said: str) -> None:
        assert said in the_sentence(line, "e.jsonl")
        assert the_sentence(line, "e.jsonl").startswith("line 1 of 'e.jsonl' ")

    def test_a_broken_file_names_line_and_column(self) -> None:
        assert the_sentence('{\n "text": "x",\n}', "f.json").startswith("'f.json' is broken JSON: ")

    def test_half_a_character_becomes_a_question_mark(self) -> None:
        assert the_document('{"text": "a\\ud800b"}', "g.json").text == "a?b"

    def test_standard_input_is_told_by_its_first_character(self) -> None:
        assert the_document('{"id": "x", "text": "Renault."}\n', "-").id == "x"
        assert the_document("[Beijing] Renault met Xiaomi.", "-").text.startswith("[Beijing]")


PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Renault à Pékin | Le Test</title>
<meta property="og:title" content="Renault à Pékin"><meta property="og:site_name" content="Le Test">
<meta name="author" content="Jeanne Martin"><meta property="article:published_time" content="2024-04-29T10:00:00+02:00"></head>
<body><nav><a href="/">Accueil</a> <a href="/une">À la une</a></nav><article><h1>Renault à Pékin</h1>
<p>Luca de Meo s'est rendu au salon de Pékin pour y rencontrer plusieurs constructeurs chinois, et non des moindres.</p>
<blockquote class="twitter-tweet"><p lang="en">Glad to have Luca de Meo at our stand.
<a href="https://t.example/x">pic</a></p>&mdash; Lei Jun
(@leijun) <a href="https://example.org/1">April 27, 2024</a></blockquote>
<blockquote><p>Une citation ordinaire, assez longue pour que l'extraction la garde parmi les autres paragraphes.</p></blockquote>
<p>La suite de l'histoire reste à écrire pour les deux groupes, qui ne communiquent pas sur le sujet pour le moment.</p>
</article><footer>© Le Test</footer></body></html>"""


class TestPages:
    def test_the_article_is_read_without_its_furniture(self) -> None:
        one = the_document(PAGE, "a.html")
        assert one.text.startswith("Renault à Pékin\n\nLuca de Meo s'est rendu")
        assert "Accueil" not in one.text
        assert "©" not in one.text
        assert (one.title, one.outlet, one.lang, one.published_on) == ("Renault à Pékin", "Le Test", "fr", "2024-04-29")

    def test_an_embedded_post_is_paragraphs_of_its_own_with_its_signature(self) -> None:
        paragraphs = the_document(PAGE, "a.html").text.split("\n\n")
        place = paragraphs.index("— Lei Jun (@leijun) 2024-04-27")
        assert paragraphs[place - 1] == "Glad to have Luca de Meo at our stand. pic"

    def test_a_page_without_a_date_stays_undated(self) -> None:
        undated = PAGE.replace('<meta property="article:published_time" content="2024-04-29T10:00:00+02:00">', "")
        assert the_document(undated.replace("April 27, 2024", ""), "a.html").published_on is None

    def test_a_page_without_an_article_is_named(self) -> None:
        assert the_sentence("<html><body></body></html>", "b.html") == "'b.html' is a page without an article's text"

    @pytest.mark.parametrize(
        "broken", ["<html><body><p>Renault met Xiaomi in Beijing and both were pleased.", "<p>" * 3000 + "Renault"]
    )
    def test_broken_markup_is_no_trouble(self, broken: str) -> None:
        [one] = documents(capture(broken, "c.html"))
        assert isinstance(one, Document | UnreadableInput)

    def test_a_page_without_a_suffix_is_told_by_its_markup(self) -> None:
        assert the_document(PAGE, "download").outlet == "Le Test"
