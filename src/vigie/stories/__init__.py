"""Copies, stories, moves: compare, judge, merge. Pure functions over model values; the order of arrival never matters.

`weigh` gives everything that follows from a set of documents and readings, `revise` what new ones or a person's word change in a
ledger. `meet` says what two documents have to do with each other: `copies` compares texts, `compare` claims, `gather` documents;
`marks` finds which documents are worth comparing, `settle` makes groups of judgements, `origins` counts independent voices;
`word` is what persons say, `record` how sources have done.
"""

from vigie.stories.record import SourceRecord, SourceShape, credibility, source_records, source_shape
from vigie.stories.revise import Revision, revise
from vigie.stories.weigh import weigh
from vigie.stories.word import merged, of_deed, spoken, taken_apart

__all__ = [
    "Revision",
    "SourceRecord",
    "SourceShape",
    "credibility",
    "merged",
    "of_deed",
    "revise",
    "source_records",
    "source_shape",
    "spoken",
    "taken_apart",
    "weigh",
]
