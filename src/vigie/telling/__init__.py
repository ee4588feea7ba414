"""What is told, and in which words: answers, briefs, watchlists, alerts, records for machines, messages."""

from vigie.telling.answer import Answer, Telling, answer, tellings
from vigie.telling.brief import Brief, Item, Reference, Section, Sentence, Silence, compose
from vigie.telling.changes import Changed, changes_between
from vigie.telling.desk import Desk, ReadNames
from vigie.telling.difference import difference
from vigie.telling.messages import LANGUAGES, Messages
from vigie.telling.records import (
    brief_record,
    claim_record,
    delivery_record,
    document_record,
    entity_record,
    judgement_record,
    move_record,
    notice_record,
    reading_record,
    story_record,
    title_record,
)

__all__ = [
    "LANGUAGES",
    "Answer",
    "Brief",
    "Changed",
    "Desk",
    "Item",
    "Messages",
    "ReadNames",
    "Reference",
    "Section",
    "Sentence",
    "Silence",
    "Telling",
    "answer",
    "brief_record",
    "changes_between",
    "claim_record",
    "compose",
    "delivery_record",
    "difference",
    "document_record",
    "entity_record",
    "judgement_record",
    "move_record",
    "notice_record",
    "reading_record",
    "story_record",
    "tellings",
    "title_record",
]
