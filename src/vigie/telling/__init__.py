"""What is told, and in which words: messages, records for machines, answers. Sends nothing yet; asks no ledger by itself."""

from vigie.telling.messages import LANGUAGES, Messages
from vigie.telling.records import claim_record, entity_record, reading_record

__all__ = ["LANGUAGES", "Messages", "claim_record", "entity_record", "reading_record"]
