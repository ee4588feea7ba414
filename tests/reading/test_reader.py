"""The reader as a whole: exact places, the same bytes every time, no text that breaks it. Its quality is measured in evals."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import unicodedata
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vigie.checks.reader import TEXTS
from vigie.model import Document, Reading

if TYPE_CHECKING:
    from vigie.reading import DefaultReader

SCRIPT = """
import hashlib, json, sys
from dataclasses import asdict
from vigie.atlas import load_atlas
from vigie.checks.reader import TEXTS
from vigie.model import Document
from vigie.reading import DefaultReader
reader = DefaultReader(load_atlas())
readings = [asdict(reader.read(Document(id=name, text=text, published_on="2024-05-02"))) for name, text in TEXTS.items()]
print(hashlib.sha256(json.dumps(readings, default=str, ensure_ascii=False).encode()).hexdigest())
"""


def check_places(document: Document, reading: Reading) -> None:
    for claim in reading.claims:
        for piece in (*claim.quotes, *claim.cues):
            assert document.text[piece.start : piece.end] == piece.words
            assert piece.words
    for mention in reading.mentions:
        assert 0 <= mention.start < mention.end <= len(document.text)
        assert document.text[mention.start : mention.end] in reading.entity(mention.key).mentions or mention.how in (
            "noun",
            "pronoun",
        )


def test_readings_are_the_same_bytes_in_every_process() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(digests) == 1


@pytest.mark.parametrize("name", TEXTS)
def test_every_quote_and_cue_is_where_it_says(small_reader: DefaultReader, name: str) -> None:
    document = Document(id=name, text=TEXTS[name], published_on="2024-05-02")
    check_places(document, small_reader.read(document))


LATIN = (
    "Renault Xiaomi met closed si falls if ? . « » “ 27 avril 2024 12,5 % Mr Varlow GmbH said selon laut — (@x) Luca de Meo $ € 's"
)
HAN = "小米 雷诺 据悉 或将 ， 。 ” 万元 否认 1.234.567 Bruxelles l' not nicht"
words = st.sampled_from([*LATIN.split(), *HAN.split(), "\n\n"])
any_text = st.lists(words, max_size=40).map(" ".join) | st.lists(words, max_size=40).map("".join) | st.text(max_size=120)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(any_text, st.sampled_from([None, "fr", "en", "de", "zh", "xx"]), st.sampled_from([None, "2024-05-02", "2024", "soon"]))
def test_no_text_breaks_it_and_reading_twice_gives_the_same(
    small_reader: DefaultReader, text: str, lang: str | None, published: str | None
) -> None:
    document = Document(id="d", text=text, lang=lang, published_on=published)
    first, second = small_reader.read(document), small_reader.read(document)
    digests = [hashlib.sha256(json.dumps(asdict(r), default=str).encode()).hexdigest() for r in (first, second)]
    assert digests[0] == digests[1]
    if unicodedata.is_normalized("NFC", text):
        check_places(document, first)


def test_no_reading_depends_on_the_one_before(small_reader: DefaultReader) -> None:
    documents = [Document(id=name, text=text, published_on="2024-05-02") for name, text in TEXTS.items()]
    forward = {document.id: small_reader.read(document) for document in documents}
    backward = {document.id: small_reader.read(document) for document in reversed(documents)}
    assert forward == backward


DAYS = ["610137661295214592", "0001-01-01", "9999-12-31", "2024-13-45", "gestern", "2024-02-30", ""]
"""What a feed may give as the day of publication and no calendar or no press has."""


@pytest.mark.parametrize("published", DAYS)
def test_an_impossible_day_of_publication_is_unknown_and_stops_nothing(small_reader: DefaultReader, published: str) -> None:
    text = "Lundi, à Pékin.\n\nAu Salon de Pékin, Renault a rencontré Xiaomi mardi dernier. Geely a lancé la SU7 en mars."
    reading = small_reader.read(Document(id="d", text=text, lang="fr", published_on=published or None))
    unknown = small_reader.read(Document(id="d", text=text, lang="fr", published_on=None))
    assert reading.claims == unknown.claims != ()
