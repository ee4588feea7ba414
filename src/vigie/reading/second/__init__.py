"""The second reader: a language model asked for what the first is unsure of. Touches no network; a `Chat` is handed in."""

from vigie.reading.second.doubt import Policy, Request, request_for
from vigie.reading.second.reader import Opinion, SecondReader

__all__ = ["Opinion", "Policy", "Request", "SecondReader", "request_for"]
