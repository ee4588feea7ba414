"""What is asked of the network and what comes back, as values. Fetches nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from vigie.model import Link, Source

__all__ = ["Answer", "Fault", "Item", "Limits", "Request"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long, how large, how many. Times in seconds, sizes in bytes."""

    connect_s: float = 15.0
    idle_s: float = 20.0
    """Longest silence in the middle of an answer."""
    total_s: float = 90.0
    """Longest time for one address, redirects included: an answer that drips without end stops here."""
    size: int = 20_000_000
    """Largest answer after decompression."""
    archive_size: int = 2_000_000_000
    archive_s: float = 3 * 3600.0
    """Size and time for a WARC archive, which waits in a file: those of Common Crawl News hold 1 GB."""
    ratio: int = 200
    """Times by which decompression may enlarge what came, from 2 MB on; text seldom passes 20, a bomb reaches 1,000."""
    redirects: int = 6
    at_once: int = 200
    """Answers under way or waiting to be taken."""
    per_host: int = 2
    host_delay_s: float = 1.0
    """Pause between two requests to one host; a Crawl-delay in robots.txt lengthens it up to ``longest_delay_s``."""
    longest_delay_s: float = 30.0
    robots_keep_s: float = 24 * 3600.0
    """How long a robots.txt is believed: RFC 9309 asks for a day at most."""


class Fault(Enum):
    """Why there is no usable answer."""

    TIMEOUT = "timeout"
    TOO_LARGE = "too large"
    BOMB = "bomb"
    REDIRECTS = "redirects"
    PRIVATE = "private"
    """An address of this machine or its network, which the declaration does not allow."""
    SCHEME = "scheme"
    ROBOTS = "robots"
    STATUS = "status"
    CONNECTION = "connection"
    BROKEN = "broken"
    """Bytes that are not what they claim to be."""
    CREDENTIAL = "credential"
    MISSING = "missing"
    """A path that is not there."""

    @property
    def lasting(self) -> bool:
        """True where asking again soon is no use."""
        return self in (Fault.PRIVATE, Fault.SCHEME, Fault.ROBOTS, Fault.TOO_LARGE, Fault.BOMB)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One address to ask, for a source or for a link that it named."""

    source: Source
    url: str
    link: Link | None = None
    etag: str | None = None
    last_modified: str | None = None
    size_limit: int | None = None
    cursor: str | None = None
    """Where a mailbox goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing of an answer that brings several, such as a message of a mailbox."""

    url: str
    content: bytes
    media_type: str


@dataclass(slots=True, kw_only=True)
class Answer:
    """What came back; ``fault`` is ``None`` where something did, and ``reason`` then says what of it was left out."""

    request: Request
    at: dt.datetime
    status: int | None = None
    fault: Fault | None = None
    reason: str = ""
    body: IO[bytes] | None = None
    """The bytes, decompressed, from their start; ``None`` where there are none or they did not change."""
    size: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    """Names in small letters."""
    final_url: str = ""
    moved_to: str | None = None
    """Where permanent redirects lead, from the address asked on."""
    retry_after_s: float | None = None
    seconds: float = 0.0
    items: tuple[Item, ...] = ()
    cursor: str | None = None
    more: bool = False
    """True where more items wait behind the cursor."""

    @property
    def unchanged(self) -> bool:
        """True where the server says that nothing changed."""
        return self.status == 304

    @property
    def media_type(self) -> str:
        """The media type declared, without parameters, in small letters."""
        return self.headers.get("content-type", "").split(";", 1)[0].strip().lower()

    def take(self) -> bytes:
        """All bytes, at once; the file is closed."""
        if self.body is None:
            return b""
        with self.body as body:
            self.body = None
            return body.read()
