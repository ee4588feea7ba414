"""Alerts: which changes a watchlist is owed, when they go out, in which words, over which channel. Reads no text.

Decide (`decide`, `schedule`: pure), word (`words`), send (`send`); `outbox` orders them over a ledger.
"""

from vigie.telling.alerts.channels import CHANNEL_FIELDS, read_channels
from vigie.telling.alerts.decide import Decision, decide
from vigie.telling.alerts.outbox import Outbox, Sent
from vigie.telling.alerts.schedule import due_now
from vigie.telling.alerts.send import Message, send
from vigie.telling.alerts.words import AlertWords

__all__ = ["CHANNEL_FIELDS", "AlertWords", "Decision", "Message", "Outbox", "Sent", "decide", "due_now", "read_channels", "send"]
