"""Where documents come from: declared sources, what is known of visiting them, links yet to follow. Data only: fetches nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum

__all__ = [
    "Auth",
    "Health",
    "HealthState",
    "Healthy",
    "Link",
    "LinkState",
    "Source",
    "SourceKind",
    "SourceOutlet",
    "SourceState",
    "Visit",
]


class SourceKind(Enum):
    """How a source is fetched and read."""

    FEED = "feed"
    """RSS 0.9x, 1.0, 2.0, Atom or JSON Feed."""
    PAGE = "page"
    """One page that is itself the document."""
    LISTING = "listing"
    """A page that links to articles."""
    SITEMAP = "sitemap"
    """A sitemap, an index of sitemaps, or a news sitemap."""
    PDF = "pdf"
    """One PDF."""
    FOLDER = "folder"
    """Files in a folder, whatever vigie can read."""
    MAIL = "mail"
    """Newsletters in an mbox, a Maildir or a folder of .eml files."""
    IMAP = "imap"
    """Newsletters in a mailbox on a server."""
    WARC = "warc"
    """Archives of pages: .warc or .warc.gz, on disk or at an address."""
    MASTODON = "mastodon"
    """A public profile, tag or statuses address of a Mastodon server."""
    BLUESKY = "bluesky"
    """A public profile on Bluesky."""
    X_EXPORT = "x"
    """Files of posts exported from X."""
    WEIBO_EXPORT = "weibo"
    """Files of posts exported from Weibo."""
    GDELT = "gdelt"
    """GDELT's list of 15-minute files, as a way to find pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOutlet:
    """Who speaks in a source."""

    name: str
    owner: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2, small letters, or ``eu``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Healthy:
    """What a healthy visit finds."""

    entries: int = 1
    """At least so many entries, links or documents."""
    dated: float = 0.5
    """At least this share of documents with a date, whether the source or the page gives it; 0 asks for none."""
    complete: float = 0.5
    """At least this share of the links followed gives a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Auth:
    """How a source is asked with a credential; the credential itself never stands here."""

    how: str
    """``basic`` (name:password), ``bearer``, ``header``, ``query`` or ``login`` (IMAP, name:password)."""
    name: str | None = None
    """Name of the header or of the query's parameter."""
    env: str | None = None
    """Variable of the environment that holds the credential."""
    file: str | None = None
    """File that holds the credential."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A declared origin."""

    id: str
    name: str
    kind: SourceKind
    url: str | None = None
    path: str | None = None
    """Of a local kind: a file or folder."""
    outlet: SourceOutlet
    language: str
    role: str = "press"
    """``press``, ``business``, ``agency``, ``newsroom``, ``association``, ``authority`` or ``other``."""
    cadence: dt.timedelta = dt.timedelta(days=1)
    """How far apart its publications are expected."""
    healthy: Healthy = field(default_factory=Healthy)
    licence: str = ""
    """What is known of the terms on which it may be read."""
    text: str = "auto"
    """``feed``: the entry is the document; ``links``: its page is; ``auto``: the page where the entry is short."""
    select: str | None = None
    """CSS selector of the links (or of what holds them) on a listing."""
    match: str | None = None
    """Regular expression that a link must hold."""
    organisations: tuple[str, ...] = ()
    """GDELT: names of which a page must hold one."""
    themes: tuple[str, ...] = ()
    """GDELT: themes of which a page must hold one."""
    most: int = 60
    """Links followed in one round."""
    size_limit: int | None = None
    """Largest answer in bytes; ``None`` for the usual one of its kind."""
    allow_private: bool = False
    """Whether addresses of this machine and its network may be asked."""
    auth: Auth | None = None
    enabled: bool = False

    @property
    def address(self) -> str:
        """Its address or path."""
        return self.url or self.path or ""


class LinkState(Enum):
    """What became of a link."""

    WAITING = "waiting"
    READ = "read"
    GONE = "gone"
    """Given up; what the feed itself said of it was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that a source named, with what it said of it."""

    source_id: str
    url: str
    kind: str = "page"
    """How its bytes are read: ``page``, ``sitemap``, ``gdelt``, ``warc`` or ``feed``."""
    title: str | None = None
    author: str | None = None
    published_on: str | None = None
    date_found: str | None = None
    summary: str | None = None
    lang: str | None = None
    outlet: str | None = None
    """The outlet where it is another than the source's own."""
    state: LinkState = LinkState.WAITING
    found_at: dt.datetime
    next_at: dt.datetime | None = None
    """When it is asked (again)."""
    tries: int = 0
    """Failures one after another."""
    checks: int = 0
    """How often it was asked again after it was read."""
    etag: str | None = None
    last_modified: str | None = None
    capture_id: str | None = None
    reason: str = ""


class HealthState(Enum):
    """How a source is doing."""

    UNVISITED = "unvisited"
    WORKING = "working"
    EMPTY = "empty"
    """It answers, with fewer entries than a healthy visit finds."""
    UNDATED = "undated"
    """Too few of its entries carry a date."""
    PARTIAL = "partial"
    """Too few of its links give a text, or a part of its answer is broken or cut off."""
    MOVED = "moved"
    """It answers from another address for good."""
    SILENT = "silent"
    """Nothing new for longer than its own rhythm explains."""
    REFUSED = "refused"
    """It can't be fetched or read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A source's state, for how long, and why."""

    state: HealthState
    since_at: dt.datetime | None
    last_good_at: dt.datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What visiting a source has taught so far; changed by pure functions only."""

    source_id: str
    first_at: dt.datetime | None = None
    checked_at: dt.datetime | None = None
    next_at: dt.datetime | None = None
    interval: float | None = None
    """Seconds between visits, as adapted."""
    failures: int = 0
    """Failed visits one after another."""
    etag: str | None = None
    last_modified: str | None = None
    capture_id: str | None = None
    """Of the last bytes that it gave."""
    cursor: str | None = None
    """Where reading goes on, for mailboxes and archives."""
    moved_to: str | None = None
    state: HealthState = HealthState.UNVISITED
    reason: str = ""
    since_at: dt.datetime | None = None
    last_good_at: dt.datetime | None = None
    last_new_at: dt.datetime | None = None
    """When a visit last brought something new."""
    newest_at: dt.datetime | None = None
    """Publication of the newest entry seen, never later than the visit."""
    gaps: tuple[float, ...] = ()
    """Seconds between neighbouring publications, the latest last; at most 60."""
    entries: int = 0
    dated: int = 0
    followed: int = 0
    """Links followed lately, a fading count."""
    failed: int = 0
    """Those of them that gave no text."""
    undated: int = 0
    """Those of them whose text carries no date, nor did the source give one."""
    broken: str = ""
    """What was broken in its last bytes, where the rest could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """New bytes that came from an address: a line of the log from which all documents can be made again."""

    source: Source
    """As declared then."""
    url: str
    """The address or path asked."""
    final_url: str
    """The address that answered."""
    capture_id: str
    captured_at: dt.datetime
    media_type: str
    kind: str
    """How the bytes are read: a `SourceKind` value, or a link's kind."""
    headers: dict[str, str] = field(default_factory=dict)
    link: Link | None = None
    """What the source said of the page; ``None`` where the source itself was visited."""
