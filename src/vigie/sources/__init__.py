"""The world in: declarations to captures, captures to documents. Reads no meaning, keeps nothing.

`captures` walks paths that were named, `fetching` asks addresses, `documents` and `findings` parse and adapt one capture. What
can't be used comes back as a `vigie.errors.UnreadableInput` value among the others: one bad file or line never stops the rest.
When a source is visited and how it is doing is decided by the pure functions of `schedule` and `health`.
"""

from vigie.sources.capture import SIZE_LIMIT, captures
from vigie.sources.declarations import load_catalogue, load_sources, record_of
from vigie.sources.fetching.answer import Answer, Fault, Limits, Request
from vigie.sources.formats import documents, findings, told_content
from vigie.sources.health import health
from vigie.sources.schedule import Report

__all__ = [
    "SIZE_LIMIT",
    "Answer",
    "Fault",
    "Limits",
    "Report",
    "Request",
    "captures",
    "documents",
    "findings",
    "health",
    "load_catalogue",
    "load_sources",
    "record_of",
    "told_content",
]
