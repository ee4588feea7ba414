"""The domain's data types and protocols; standard library and errors only. *Model* never means a predictor here."""

from vigie.model.claim import ANONYMOUS, Claim, Cue, Entity, Mention, Quote, Reading, Status, Value
from vigie.model.document import Capture, Document, Passage, PassageKind
from vigie.model.move import Conclusions, Copy, Judgement, Move, Origin, Story, Verdict
from vigie.model.outlook import Outlook
from vigie.model.protocols import Clock, Names, Reader
from vigie.model.source import (
    Auth,
    Health,
    HealthState,
    Healthy,
    Link,
    LinkState,
    Source,
    SourceKind,
    SourceOutlet,
    SourceState,
    Visit,
)
from vigie.model.user import Deed, Login, Role, Token, User
from vigie.model.watchlist import Change, Channel, Delivery, DeliveryState, Following, Notice, Pace, Told, Watchlist
from vigie.model.when import When, bounds, parse_as_of

__all__ = [
    "ANONYMOUS",
    "Auth",
    "Capture",
    "Change",
    "Channel",
    "Claim",
    "Clock",
    "Conclusions",
    "Copy",
    "Cue",
    "Deed",
    "Delivery",
    "DeliveryState",
    "Document",
    "Entity",
    "Following",
    "Health",
    "HealthState",
    "Healthy",
    "Judgement",
    "Link",
    "LinkState",
    "Login",
    "Mention",
    "Move",
    "Names",
    "Notice",
    "Origin",
    "Outlook",
    "Pace",
    "Passage",
    "PassageKind",
    "Quote",
    "Reader",
    "Reading",
    "Role",
    "Source",
    "SourceKind",
    "SourceOutlet",
    "SourceState",
    "Status",
    "Story",
    "Token",
    "Told",
    "User",
    "Value",
    "Verdict",
    "Visit",
    "Watchlist",
    "When",
    "bounds",
    "parse_as_of",
]
