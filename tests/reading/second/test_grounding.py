"""What a second reader says is held to the document: quotes, names, dates, numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.model import Document
from vigie.reading.models import shipped_models
from vigie.reading.second.answer import parse
from vigie.reading.second.grounding import Grounded, Grounds, ground, place_of

if TYPE_CHECKING:
    from vigie.atlas import Atlas
    from vigie.reading import DefaultReader

TEXT = """Renault und Xiaomi

Renault-Chef Luca de Meo traf am 27. April 2024 in Peking Vertreter von Xiaomi. „Wir lernen“, sagte er laut Reuters.

Der Zulieferer Hägele GmbH zahlte 12,5 Millionen Euro an Renault. Toyota schwieg.

Lesen Sie auch: Nissan plant ein neues Werk"""


def held(first: DefaultReader, atlas: Atlas, **change: Any) -> Grounded:
    document = Document(id="d1", text=TEXT, lang="de", published_on="2024-05-02", outlet="Die Probe")
    pages, cast, _ = first.lay_out(document)
    grounds = Grounds(document=document, pages=pages, cast=cast, atlas=atlas, models=shipped_models(), stretches=[(0, len(TEXT))])
    claim = {
        "type": "meet",
        "who": ["Luca de Meo"],
        "whom": ["Xiaomi"],
        "status": "happened",
        "quote": "Luca de Meo traf am 27. April 2024 in Peking Vertreter von Xiaomi",
        **change,
    }
    said, odd = parse(json.dumps({"claims": [claim]}))
    assert odd == []
    return ground(said, grounds, "second-1/test")


def test_a_claim_that_the_document_bears_out_is_linked_to_the_atlas(first: DefaultReader, atlas: Atlas) -> None:
    [claim] = held(first, atlas, when="2024-04-27", source="Reuters").claims
    assert (claim.who, claim.whom, claim.happened_on) == (("luca-de-meo",), ("xiaomi",), "2024-04-27")
    assert claim.source == "reuters"
    assert claim.quotes[0].words == TEXT[claim.quotes[0].start : claim.quotes[0].end]
    assert claim.reader == "second-1/test"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"quote": "Luca de Meo traf Xi Jinping"}, "quotes words that are not in the text"),
        ({"who": ["Volkswagen"]}, "names 'Volkswagen', whom the text does not name"),
        ({"whom": ["Xiao"]}, "names 'Xiao', whom the text does not name"),
        ({"source": "Bloomberg"}, "makes 'Bloomberg' responsible, whom the text does not name"),
        ({"who": ["Toyota"], "whom": []}, "names nobody who stands near its quote"),
    ],
)
def test_what_the_document_does_not_bear_out_is_refused(
    first: DefaultReader, atlas: Atlas, change: dict[str, Any], sentence: str
) -> None:
    grounded = held(first, atlas, **change)
    assert grounded.claims == ()
    assert grounded.refused == (f"a claim 'meet' of the second reader {sentence}",)


def test_furniture_bears_nothing_out(first: DefaultReader, atlas: Atlas) -> None:
    grounded = held(first, atlas, type="build", who=["Nissan"], whom=[], status="planned", quote="Nissan plant ein neues Werk")
    assert grounded.refused == ("a claim 'build' of the second reader rests on a repeat or on furniture of the page",)


@pytest.mark.parametrize(("when", "kept"), [("2024-04-27", "2024-04-27"), ("2024-04", "2024-04"), ("2023", None), ("soon", None)])
def test_a_date_is_kept_where_the_text_gives_it(first: DefaultReader, atlas: Atlas, when: str, kept: str | None) -> None:
    [claim] = held(first, atlas, when=when).claims
    assert claim.happened_on == kept


@pytest.mark.parametrize(("number", "kept"), [(12_500_000, 12_500_000.0), (12.5, None), (99, None)])
def test_a_number_is_kept_with_its_unit_where_the_quote_gives_it(
    first: DefaultReader, atlas: Atlas, number: float, kept: float | None
) -> None:
    quote = "Der Zulieferer Hägele GmbH zahlte 12,5 Millionen Euro an Renault."
    [claim] = held(first, atlas, type="invest", who=["Hägele GmbH"], whom=["Renault"], quote=quote, number=number).claims
    value = None if kept is None else (kept, "EUR")
    assert (None if claim.value is None else (claim.value.number, claim.value.unit)) == value


def test_the_outlet_itself_is_the_document_s_own_voice(first: DefaultReader, atlas: Atlas) -> None:
    [claim] = held(first, atlas, source="Die Probe").claims
    assert claim.source is None


def test_an_anonymous_source_needs_no_name(first: DefaultReader, atlas: Atlas) -> None:
    [claim] = held(first, atlas, source="anonymous").claims
    assert claim.source == "anonymous"


@pytest.mark.parametrize(
    "quote", ['"Wir lernen", sagte er', "„Wir lernen“,\n sagte er", "»Wir  lernen«, sagte er", "Wir lernen“, sagte er"]
)
def test_quotes_may_differ_in_white_space_and_in_the_form_of_quotation_marks(quote: str) -> None:
    found = place_of(quote, TEXT, [(0, len(TEXT))])
    assert found is not None
    assert found.words == TEXT[found.start : found.end]
    assert found.words.strip("„") == "Wir lernen“, sagte er"


def test_a_quote_outside_what_was_sent_is_not_found() -> None:
    assert place_of("Toyota schwieg", TEXT, [(0, 60)]) is None


@given(st.text(), st.text())
def test_a_quote_that_is_found_is_in_the_text(text: str, quote: str) -> None:
    found = place_of(quote, text, [(0, len(text))])
    if found is not None:
        assert text[found.start : found.end] == found.words
    if quote.split() and quote.strip() in text:
        assert found is not None
