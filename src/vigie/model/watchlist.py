"""The standing wish to be told, what came of it, and what is on its way. Data only: matches nothing, sends nothing."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - the ledger makes these values from JSON by their annotations
from dataclasses import dataclass
from enum import Enum

from vigie.model.claim import Status  # noqa: TC001 - as above

__all__ = ["Change", "Channel", "Delivery", "DeliveryState", "Following", "Notice", "Pace", "Told", "Watchlist"]


class Pace(Enum):
    """When alerts go out."""

    INSTANT = "instant"
    """One message for each change, as soon as it is known."""
    DAILY = "daily"
    """One message a day with all changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """Which moves somebody wants to hear of, how and where.

    A move is wanted where any of ``actors``, ``pairs``, ``countries`` and ``words`` finds it (or all four are empty), and
    ``types``, ``statuses`` and ``origins`` let it through.
    """

    name: str
    """Small letters, digits and hyphens."""
    title: str = ""
    actors: tuple[str, ...] = ()
    """Entity keys; each alone is enough."""
    pairs: tuple[tuple[str, str], ...] = ()
    """Entity keys that must both take part."""
    countries: tuple[str, ...] = ()
    """ISO 3166 codes in small letters; a party's home country."""
    words: tuple[str, ...] = ()
    """Words that stand in a title or a quote."""
    types: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    """A move that was told of is followed beyond them: its denial is told too."""
    origins: int = 1
    """Independent voices that are needed at least."""
    to: tuple[str, ...] = ()
    """Names of channels; none: the watchlist is for pages and briefs only."""
    pace: Pace = Pace.INSTANT
    at: str = "07:00"
    """Local time of the daily message, and of the digest of what went beyond the budget."""
    zone: str = "UTC"
    """IANA name of the time zone of ``at`` and of the budget's day."""
    budget: int = 20
    """Instant messages a day and channel; what goes beyond waits for the digest."""
    lang: str | None = None
    """Language of the messages; ``None``: that of the settings."""
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A name for an address that messages go to; the address is a credential, and stands where ``env`` or ``file`` says."""

    name: str
    env: str | None = None
    file: str | None = None
    private: bool = False
    """True where the address may lead to this machine or its network."""


class Change(Enum):
    """What of a happening is told."""

    NEW = "new"
    STATUS = "status"
    """Its status is another than the one told before."""
    CONTRADICTED = "contradicted"
    """Somebody denies what somebody else affirms, since it was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a watchlist knows of one happening: the state last told, or known when the watchlist was made."""

    watchlist: str
    root: str
    """Id under which the move was first met: moves change their ids when their claims do."""
    move_id: str
    type: str
    parties: tuple[str, ...]
    happened_on: str | None
    status: Status
    contradicted: bool
    claim_ids: tuple[str, ...]
    document_ids: tuple[str, ...]
    told: bool
    """False where it did not pass types, statuses and origins yet."""
    changes: int = 0
    """How many notices came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """Since when a watchlist is followed, in which form: after a change of form, what stands already is no news."""

    watchlist: str
    form: str
    """Digest over what the watchlist asks for."""
    since_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One change that one watchlist is owed."""

    id: str
    """Hash over watchlist, happening, and which change of it this is: the same change has the same id."""
    watchlist: str
    move_id: str
    change: Change
    status: Status
    was: Status | None
    """The status told or known before; ``None`` where the happening is new."""
    why: tuple[tuple[str, str], ...]
    """The lines of the watchlist that matched: field and value, such as ``("actors", "renault")``."""
    origins: int
    documents: int
    decided_at: dt.datetime
    delivered: bool = False
    """True once it is part of a delivery to every channel."""


class DeliveryState(Enum):
    """Where a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given up"
    """Tried for as long as the back-off goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one channel: written down before it is sent, marked after. It holds no address and no credential."""

    id: str
    """Idempotency key, sent along: a message that comes twice has the same."""
    watchlist: str
    channel: str
    digest: bool
    """True for the daily message or the digest of what went beyond the budget."""
    notice_ids: tuple[str, ...]
    subject: str
    text: str
    """Markdown."""
    recorded_at: dt.datetime
    next_at: dt.datetime | None
    """When it is to be sent; ``None`` once it is sent or given up."""
    state: DeliveryState = DeliveryState.WAITING
    tries: int = 0
    sent_at: dt.datetime | None = None
    fault: str = ""
    """Why the last try failed, without address or credential."""
