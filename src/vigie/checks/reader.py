"""What every reader must keep, as checks over a function that makes one. Judges no quality: that is what evals are for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vigie.model import ANONYMOUS, Document, Reader, Reading, bounds
from vigie.taxonomy import claim_types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["CHECKS", "TEXTS"]

TEXTS = {
    "french": "Renault et Xiaomi vont-ils s'allier ?\n\nLuca de Meo a rencontré Lei Jun samedi au Salon de Pékin, selon Les Échos.",
    "english": "Ford will close its Saarlouis plant in 2025, a spokesman said.\n\nSales fell 12.5 percent to 1.2 million cars.",
    "german": "Volkswagen steigt bei Xpeng ein. Der Konzern habe, so heißt es, 700 Millionen Dollar gezahlt.",
    "chinese": "据知情人士透露，小米或将与雷诺合作。小米SU7起售价21.59万元。",
    "nothing": "Nothing happened.",
    "empty": "",
    "signs": "… — 🚗🚗 \u200b\u00a0 12,5 % « » „“ 。！？",
    "numbers": "1.234.567 1,234,567 1 234 567 12.34.56 2024-13-45 99e999",
    "one word": "Renault" * 2000,
    "unclosed": '« Renault a dit "que „Xiaomi “(et Geely [et Dongfeng {…',
}
"""Texts by name: the languages that are read, and what should trouble no reader."""

DATES = (None, "2024-05-01")
_VERSIONED = re.compile(r"[a-z][a-z0-9.+-]*-\d+(\.\d+)*")


def _documents() -> Iterator[Document]:
    for name, text in TEXTS.items():
        for day in DATES:
            yield Document(id=f"{name}-{day}", text=text, published_on=day)


def _readings(make: Callable[[], Reader]) -> Iterator[tuple[Document, Reading]]:
    reader = make()
    for document in _documents():
        yield document, reader.read(document)


def check_it_keeps_the_protocol_and_is_named_with_its_version(make: Callable[[], Reader]) -> None:
    """The name is stored with every claim, so that it must say which version read."""
    reader = make()
    assert isinstance(reader, Reader), "the reader lacks a name or a method of vigie.model.Reader"
    assert _VERSIONED.fullmatch(reader.name), f"'{reader.name}' is no name and version such as rules-1"


def check_every_reading_is_of_its_document_by_this_reader(make: Callable[[], Reader]) -> None:
    """Document, reader and claims refer to each other."""
    name = make().name
    for document, reading in _readings(make):
        assert (reading.document_id, reading.reader) == (document.id, name), (
            f"the reading of '{document.id}' is not marked as its own"
        )
        for claim in reading.claims:
            assert claim.document_id == document.id, f"a claim of '{document.id}' says it is of '{claim.document_id}'"


def check_the_same_document_gives_the_same_reading(make: Callable[[], Reader]) -> None:
    """From call to call, and from reader to reader."""
    one, other = make(), make()
    for document in _documents():
        first = one.read(document)
        assert first == one.read(document) == other.read(document), f"'{document.id}' is read differently the second time"


def check_quotes_mentions_and_cues_are_stretches_of_the_text(make: Callable[[], Reader]) -> None:
    """What a claim rests on is in the text, word for word, at the place given."""
    for document, reading in _readings(make):
        for claim in reading.claims:
            assert claim.quotes, f"a claim of '{document.id}' rests on no words"
            pieces = [(quote.start, quote.end, quote.words) for quote in claim.quotes]
            pieces += [(cue.start, cue.end, cue.words) for cue in claim.cues]
            for start, end, words in pieces:
                found = document.text[start:end]
                assert found == words, f"'{document.id}' has '{found}' where '{words}' is quoted"
        for mention in reading.mentions:
            assert 0 <= mention.start < mention.end <= len(document.text), f"a mention of '{document.id}' lies outside its text"


def check_every_key_is_an_entity_of_the_reading(make: Callable[[], Reader]) -> None:
    """Parties, things, sources and mentions are entities; each entity stands once."""
    for document, reading in _readings(make):
        keys = [entity.key for entity in reading.entities]
        assert len(keys) == len(set(keys)), f"an entity of '{document.id}' stands twice"
        for claim in reading.claims:
            sources = () if claim.source in (None, ANONYMOUS) else (claim.source,)
            named = {*claim.who, *claim.whom, *claim.things, *sources}
            assert named <= set(keys), f"a claim of '{document.id}' names {sorted(named - set(keys))}, no entities of the reading"
        assert {mention.key for mention in reading.mentions} <= set(keys), f"a mention of '{document.id}' stands for no entity"


def check_claims_are_of_known_types_with_dates_that_are_dates(make: Callable[[], Reader]) -> None:
    """Types are the taxonomy's, dates ISO expressions, confidence between 0 and 1, ids single."""
    for document, reading in _readings(make):
        ids = [claim.id for claim in reading.claims]
        assert len(ids) == len(set(ids)), f"a claim id of '{document.id}' stands twice"
        for claim in reading.claims:
            assert claim.type in claim_types(), f"'{claim.type}' is no claim type"
            assert 0.0 <= claim.confidence <= 1.0, f"a confidence of '{document.id}' is {claim.confidence}"
            if claim.happened_on is not None:
                bounds(claim.happened_on)


def check_an_unknown_date_stays_unknown(make: Callable[[], Reader]) -> None:
    """No date is made up where the document gives none."""
    for document, reading in _readings(make):
        if document.published_on is None and document.id.split("-")[0] in ("nothing", "empty", "signs"):
            assert reading.published_on is None, f"'{document.id}' was given a date of publication"


CHECKS = (
    check_it_keeps_the_protocol_and_is_named_with_its_version,
    check_every_reading_is_of_its_document_by_this_reader,
    check_the_same_document_gives_the_same_reading,
    check_quotes_mentions_and_cues_are_stretches_of_the_text,
    check_every_key_is_an_entity_of_the_reading,
    check_claims_are_of_known_types_with_dates_that_are_dates,
    check_an_unknown_date_stays_unknown,
)
"""All checks; each takes a function that makes a reader."""
