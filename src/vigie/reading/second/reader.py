"""The second reader: decide, ask, check, agree. Keeps nothing: the caller records both readings and what they cost."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vigie.errors import EndpointError
from vigie.reading.models import shipped_models
from vigie.reading.second.agreeing import agree, set_aside
from vigie.reading.second.answer import parse
from vigie.reading.second.doubt import Policy, fits, request_for, tokens_at_most
from vigie.reading.second.grounding import Grounds, ground
from vigie.reading.second.prompt import question

if TYPE_CHECKING:
    from vigie.atlas import Atlas
    from vigie.model import Document, Reading
    from vigie.model.chat import Chat
    from vigie.reading.models import Models
    from vigie.reading.reader import DefaultReader
    from vigie.reading.second.agreeing import Agreed

__all__ = ["VERSION", "Opinion", "SecondReader"]

_ODD = re.compile(r"[^\w.:/@-]+")
VERSION = "second-1"
"""Version of the question, the checks and the way to agree; the model's name follows it in the name of the reader."""
GIVES_UP = 3
"""Failures of the endpoint in a row after which it is not asked again: a round must not wait for a dead machine again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What came of a second reader for one document."""

    reading: Reading
    """What stands: the first reading, or what both make together."""
    beside: tuple[Reading, ...] = ()
    """Both readings as they were, where there are two."""
    tokens: int = 0
    """What asking cost."""
    note: str | None = None
    """One sentence where it was wanted and could not be had, or was set aside."""
    refused: tuple[str, ...] = ()
    """One sentence for each of its claims that the document does not bear out."""
    agreed: Agreed | None = None


class SecondReader:
    """A language model behind the first reader. Counts failures in a row, and remembers nothing else."""

    def __init__(self, first: DefaultReader, atlas: Atlas, chat: Chat, policy: Policy, models: Models | None = None) -> None:
        """Stand behind ``first``; the shipped models judge certainty unless others are given."""
        self._models = models
        self._first = first
        self._atlas = atlas
        self._chat = chat
        self._policy = policy
        self._failures = 0
        self.name = f"{VERSION}/{_ODD.sub('-', chat.name)[:80]}"

    def try_again(self) -> None:
        """Ask again an endpoint that was given up: a new round has begun."""
        self._failures = 0

    def consider(self, document: Document, reading: Reading, *, spent: int) -> Opinion:
        """Ask where the first reader is unsure and the day's budget allows it; never raises for what an endpoint does.

        ``spent`` is what the day has cost so far, in tokens.
        """
        text = unicodedata.normalize("NFC", document.text)
        if text != document.text:
            document = replace(document, text=text)
        request = request_for(document, reading, self._policy)
        if request is None:
            return Opinion(reading=reading)
        asked = question(document, request, answer_tokens=self._policy.answer_tokens)
        if not fits(self._policy, spent=spent, tokens=tokens_at_most(asked.system + asked.user, self._policy)):
            return Opinion(reading=reading, note=f"'{document.id}' was not read a second time: the day's budget of tokens is spent")
        if self._failures >= GIVES_UP:
            return Opinion(reading=reading, note=f"'{document.id}' was not read a second time: the endpoint failed before")
        tokens = 0
        try:
            answer = self._chat.ask(asked)
            tokens = answer.tokens
            if not answer.whole:
                raise EndpointError("the second reader's answer was cut off at its longest")  # noqa: TRY301 - one door for all
            said, odd = parse(answer.text)
        except EndpointError as error:
            self._failures += 1
            return Opinion(reading=reading, tokens=max(tokens, error.tokens), note=f"'{document.id}' was read once only: {error}")
        self._failures = 0
        pages, cast, _ = self._first.lay_out(document)
        grounds = Grounds(
            document=document,
            pages=pages,
            cast=cast,
            atlas=self._atlas,
            stretches=request.stretches,
            models=self._models or shipped_models(),
        )
        grounded = ground(said, grounds, self.name)
        second = replace(
            reading, reader=self.name, claims=grounded.claims, entities=(*reading.entities, *grounds.entities.values())
        )
        agreed = agree(reading, second, request, grounded.grammar)
        note = None
        if grounded.obeyed:
            agreed = set_aside(reading)
            note = f"the second reading of '{document.id}' was set aside: the text gives orders to machines, and they were heeded"
        elif not agreed.believed:
            note = f"the second reading of '{document.id}' was set aside: it finds nothing of what the first is sure of"
        return Opinion(
            reading=agreed.reading,
            beside=(reading, second),
            tokens=tokens,
            note=note,
            refused=(*odd, *grounded.refused),
            agreed=agreed,
        )
