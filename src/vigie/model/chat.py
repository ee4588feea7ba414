"""What a second reader asks of a language model, and what comes back. Implements nothing; the endpoint is a source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Answer", "Chat", "Question"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, complete in itself."""

    system: str
    """The instructions: ours, never a document's."""
    user: str
    """What the instructions are to be applied to."""
    schema: Mapping[str, Any]
    """JSON schema that the answer is to follow."""
    most_tokens: int
    """Upper bound of the answer's length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an endpoint answered, unchecked."""

    text: str
    tokens: int
    """What question and answer cost together, as reported by the endpoint or else estimated by its length."""
    whole: bool = True
    """False where the endpoint cut the answer off at its longest."""


class Chat(Protocol):
    """Asks a language model."""

    name: str
    """The model, for the name of the reader."""

    def ask(self, question: Question) -> Answer:
        """The answer; raises `vigie.errors.EndpointError` where there is none."""
        ...
