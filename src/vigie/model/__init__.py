"""The domain's data types and protocols; standard library only. *Model* never means a predictor here."""

from vigie.model.claim import ANONYMOUS, Claim, Cue, Entity, Mention, Quote, Reading, Status, Value
from vigie.model.document import Capture, Document, Passage, PassageKind
from vigie.model.move import Conclusions, Copy, Judgement, Move, Origin, Story, Verdict
from vigie.model.protocols import Clock, Names, Reader
from vigie.model.when import When, bounds

__all__ = [
    "ANONYMOUS",
    "Capture",
    "Claim",
    "Clock",
    "Conclusions",
    "Copy",
    "Cue",
    "Document",
    "Entity",
    "Judgement",
    "Mention",
    "Move",
    "Names",
    "Origin",
    "Passage",
    "PassageKind",
    "Quote",
    "Reader",
    "Reading",
    "Status",
    "Story",
    "Value",
    "Verdict",
    "When",
    "bounds",
]
