"""What a round over sources did, step by step and in sum: values for whoever watches, logs or tests. Does nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt

    from vigie.model import HealthState
    from vigie.reading.second import Opinion

__all__ = ["Step", "Visits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One address asked, or one file or archived page taken."""

    at: dt.datetime
    source_id: str
    url: str
    outcome: str
    """``new``, ``unchanged``, ``failed`` or ``given up``."""
    is_link: bool = False
    status: int | None = None
    fault: str = ""
    reason: str = ""
    size: int = 0
    """Bytes, decompressed."""
    seconds: float = 0.0
    documents: int = 0
    """Documents that the ledger did not hold so before."""
    links: int = 0
    """Links that were not known before."""
    state: HealthState | None = None
    """Of the source, after the step."""
    opinions: tuple[Opinion, ...] = ()
    """What came of the second reader, for each document that it was wanted for."""

    def record(self) -> dict[str, Any]:
        """The step as a line of the log; credentials never come this far."""
        return {
            "at": self.at.isoformat(),
            "source": self.source_id,
            "url": self.url,
            "outcome": self.outcome,
            "link": self.is_link,
            "status": self.status,
            "fault": self.fault,
            "reason": self.reason,
            "bytes": self.size,
            "seconds": round(self.seconds, 3),
            "documents": self.documents,
            "links": self.links,
            "tokens": sum(one.tokens for one in self.opinions),
            "state": self.state.value if self.state else None,
        }


@dataclass(slots=True)
class Visits:
    """A round in sum."""

    sources: int = 0
    """Sources visited."""
    asked: int = 0
    """Addresses asked and files looked at."""
    unchanged: int = 0
    failed: int = 0
    documents: int = 0
    links: int = 0
    size: int = 0
    tokens: int = 0
    """What the second reader cost."""
    changed: int = 0
    """Copies, stories, moves and judgements added or retired."""
    new_ids: list[str] = field(default_factory=list)
    """Ids of the documents that are new or changed."""

    def add(self, step: Step) -> None:
        """Count a step."""
        self.asked += 1
        self.sources += not step.is_link
        self.unchanged += step.outcome == "unchanged"
        self.failed += step.outcome in ("failed", "given up")
        self.documents += step.documents
        self.links += step.links
        self.size += step.size
        self.tokens += sum(one.tokens for one in step.opinions)
