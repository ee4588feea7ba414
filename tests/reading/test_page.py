"""A document laid out: sentences and clauses at their places, abbreviations whole, furniture left out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vigie.model import Document
from vigie.reading.language import languages
from vigie.reading.page import lay_out, tokens
from vigie.reading.passages import passages

if TYPE_CHECKING:
    from conftest import Lay
    from vigie.reading.page import Page

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).resolve().parents[1] / "cases" / "sentences" / "cases.yml").read_text(encoding="utf-8")
)


def page_of(text: str, lang: str) -> Page:
    language = languages()[lang]
    return lay_out(Document(id="d", text=text), language, passages(text, language, [], None), None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['lang']}: {case['text'][:20]}")
def test_sentences_end_where_they_end(case: dict[str, Any]) -> None:
    page = page_of(case["text"], case["lang"])
    assert [page.text[s.start : s.end] for s in page.sentences] == case["sentences"]


@pytest.mark.parametrize(("lang", "text"), [("fr", "Renault vend-il ?"), ("en", "Will it?"), ("de", "Kommt er?"), ("zh", "会吗？")])
def test_a_question_is_known_by_its_mark(lang: str, text: str) -> None:
    assert [s.question for s in page_of(text, lang).sentences] == [True]


def test_a_short_first_paragraph_is_the_headline() -> None:
    page = page_of("Renault meets Xiaomi\n\nThey met on Monday.", "en")
    assert [s.title for s in page.sentences] == [True, False]


def test_what_is_repeated_is_read_once() -> None:
    said = "Renault and Xiaomi met in Beijing on Saturday, a spokesman said."
    page = page_of(f"{said}\n\nNothing else happened.\n\n{said}", "en")
    assert [page.text[s.start : s.end] for s in page.sentences] == [said, "Nothing else happened."]


def test_a_clause_is_cut_at_stops_and_keeps_its_hits() -> None:
    page = page_of("Renault met Xiaomi in Beijing, and Ford will close its plant in Saarlouis.", "en")
    [sentence] = page.sentences
    assert len(sentence.clauses) == 2
    categories = [{hit.category for hit in clause.hits} for clause in sentence.clauses]
    assert "triggers.close" in categories[1] - categories[0]


def test_words_beside_a_place(lay: Lay) -> None:
    [page], _ = lay("Selon Renault, l'usine ferme.", "fr")
    at = page.text.index("Renault")
    assert (page.word_before(at), page.word_after(at + 7)) == ("selon", ",")
    [page], _ = lay("据雷诺称。", "zh")
    assert (page.word_before(1), page.word_after(3)) == ("据", "称")


@pytest.mark.parametrize(
    ("lang", "text", "quoted"),
    [
        ("fr", "« Nous verrons bien », dit-il.", "« Nous verrons bien »"),
        ("de", "„Wir werden sehen“, sagte er.", "„Wir werden sehen“"),
        ("en", "“We shall see,” he said.", "“We shall see,”"),
        ("zh", "“我们再看看。”他说。", "“我们再看看。”"),
    ],
)
def test_quotations_are_found(lang: str, text: str, quoted: str) -> None:
    page = page_of(text, lang)
    assert [text[start:end] for start, end in page.quotations] == [quoted]


any_text = st.text(st.sampled_from('ab Renault.,;:!?«»"“”„()—- \n0123é。，？！小米雷诺'), max_size=200) | st.text(max_size=80)


@given(any_text, st.sampled_from(["fr", "en", "de", "zh"]))
def test_sentences_and_clauses_keep_to_their_places(text: str, lang: str) -> None:
    page = page_of(text, lang)
    position = 0
    for sentence in page.sentences:
        assert position <= sentence.start < sentence.end <= len(text)
        assert text[sentence.start : sentence.end] == text[sentence.start : sentence.end].strip()
        position = sentence.end
        assert sentence.clauses[0].start == sentence.start
        for clause in sentence.clauses:
            assert sentence.start <= clause.start < clause.end <= sentence.end
            assert all(clause.start <= hit.start < clause.end for hit in clause.hits)
        for before, after in zip(sentence.clauses, sentence.clauses[1:], strict=False):
            assert before.end <= after.start


@given(any_text)
def test_tokens_are_stretches_in_order(text: str) -> None:
    position = 0
    for start, end in tokens(text, 0, len(text)):
        assert position <= start < end
        assert text[start:end].strip() == text[start:end]
        position = end
