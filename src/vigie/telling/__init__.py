"""What is told, and in which words: answers, records for machines, messages. Sends nothing yet; opens no ledger."""

from vigie.telling.answer import Answer, Telling, answer, tellings
from vigie.telling.desk import Desk
from vigie.telling.difference import difference
from vigie.telling.messages import LANGUAGES, Messages
from vigie.telling.records import (
    claim_record,
    document_record,
    entity_record,
    judgement_record,
    move_record,
    reading_record,
    story_record,
)

__all__ = [
    "LANGUAGES",
    "Answer",
    "Desk",
    "Messages",
    "Telling",
    "answer",
    "claim_record",
    "difference",
    "document_record",
    "entity_record",
    "judgement_record",
    "move_record",
    "reading_record",
    "story_record",
    "tellings",
]
