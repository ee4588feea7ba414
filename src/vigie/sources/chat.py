"""Asks an endpoint that speaks the OpenAI chat protocol. Knows nothing of documents or claims, keeps no answer, logs nothing.

The key travels in one header and nowhere else: no error sentence, no representation and no record holds it.
"""

from __future__ import annotations

import json
import math
import time
from typing import TYPE_CHECKING, Any

from vigie.errors import EndpointError
from vigie.model.chat import Answer, Question

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx2

__all__ = ["ChatEndpoint", "tokens_of"]

LONGEST_ANSWER = 1_000_000
"""Bytes of an HTTP answer; a longer one is refused."""
LONGEST_WAIT = 5.0
"""Seconds to wait at most before the one repetition, whatever ``Retry-After`` asks for: a round must not stand still."""
_REPEATED = (429, 500, 502, 503, 504)
_UNDERSTOOD_LESS = (400, 404, 415, 422, 501)
"""Statuses with which servers refuse ``response_format``; the question is put once more without it."""


def tokens_of(text: str) -> int:
    """A careful estimate: one token for each Han character, one for each three other characters (BPE needs fewer)."""
    han = sum("\u3040" <= c <= "\u9fff" for c in text)
    return han + math.ceil((len(text) - han) / 3)


class ChatEndpoint:
    """One model behind one address."""

    def __init__(
        self,
        url: str,
        model: str,
        *,
        key: str = "",
        timeout_s: float = 60.0,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """``url`` is the address up to and without ``/chat/completions``; ``timeout_s`` bounds one whole question."""
        self.name = model
        self._url = url.rstrip("/") + "/chat/completions"
        self._key = key
        self._timeout_s = timeout_s
        self._monotonic = monotonic
        self._pause = pause
        self._structured = True

    def __repr__(self) -> str:
        """Without the key."""
        return f"ChatEndpoint({self._url!r}, {self.name!r})"

    def ask(self, question: Question) -> Answer:
        """The answer; repeats once where the endpoint is busy, and once in simpler form where it knows no schemas.

        Raises `EndpointError` where it can't be reached, is too slow, answers too much, or not in the protocol.
        """
        status, content = self._send(question, structured=self._structured)
        if status in _UNDERSTOOD_LESS and self._structured:
            status, content = self._send(question, structured=False)
            self._structured = status in _UNDERSTOOD_LESS
        if not 200 <= status < 300:
            raise self._refusal(f"answers {status}{_reason(content)}")
        return self._answer(content, question)

    def _send(self, question: Question, *, structured: bool) -> tuple[int, bytes]:
        import httpx2

        body: dict[str, Any] = {
            "model": self.name,
            "messages": [{"role": "system", "content": question.system}, {"role": "user", "content": question.user}],
            "max_tokens": question.most_tokens,
            "stream": False,
        }
        if structured:
            named = {"name": "reading", "strict": True, "schema": dict(question.schema)}
            body |= {"temperature": 0, "response_format": {"type": "json_schema", "json_schema": named}}
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        ends = self._monotonic() + self._timeout_s
        asked = tokens_of(question.system + question.user)
        # The environment lends neither proxies nor passwords; redirects are not followed, so that the key stays with its endpoint.
        with httpx2.Client(timeout=self._timeout_s, trust_env=False, follow_redirects=False, headers=headers) as client:
            for last in (False, True):
                try:
                    status, content, wait = self._once(client, body, ends)
                except httpx2.ConnectError as error:
                    raise self._refusal("can't be reached") from error
                except httpx2.TimeoutException as error:
                    raise self._refusal(f"gave no answer within {self._timeout_s:g} seconds", tokens=asked) from error
                except (httpx2.HTTPError, httpx2.InvalidURL) as error:
                    raise self._refusal("broke the connection off", tokens=asked) from error
                if status not in _REPEATED or last or self._monotonic() + wait >= ends:
                    return status, content
                self._pause(wait)
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def _once(self, client: httpx2.Client, body: dict[str, Any], ends: float) -> tuple[int, bytes, float]:
        """Status, bytes and seconds to wait before a repetition."""
        pieces, size = [], 0
        with client.stream("POST", self._url, json=body) as response:
            for piece in response.iter_bytes():
                size += len(piece)
                if size > LONGEST_ANSWER:
                    raise self._refusal(f"answers more than {LONGEST_ANSWER // 1_000_000} MB", tokens=tokens_of(str(body)))
                if self._monotonic() > ends:
                    raise self._refusal(f"gave no whole answer within {self._timeout_s:g} seconds", tokens=tokens_of(str(body)))
                pieces.append(piece)
            return response.status_code, b"".join(pieces), _wait(response.headers.get("Retry-After"))

    def _answer(self, content: bytes, question: Question) -> Answer:
        asked = tokens_of(question.system + question.user)
        try:
            record = json.loads(content)
            choice = record["choices"][0]
            text = choice["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise self._refusal("answers something else than the chat protocol", tokens=asked) from error
        if not isinstance(text, str):
            raise self._refusal("answers without words", tokens=asked)
        usage = record.get("usage")
        reported = usage.get("total_tokens") if isinstance(usage, dict) else None
        tokens = asked + tokens_of(text)
        if isinstance(reported, int) and 0 < reported < 100_000_000:
            tokens = reported
        return Answer(text=text, tokens=tokens, whole=choice.get("finish_reason") != "length")

    def _refusal(self, what: str, *, tokens: int = 0) -> EndpointError:
        said = f"the second reader's endpoint '{self._url}' {what}"
        if self._key:
            said = said.replace(self._key, "…")
        return EndpointError(said, culprit=self._url, tokens=tokens)


def _wait(header: str | None) -> float:
    """Seconds that ``Retry-After`` asks for, bounded; one where it says nothing in seconds."""
    try:
        asked = float(header) if header is not None else 1.0
    except ValueError:
        asked = 1.0
    return min(max(asked, 0.0), LONGEST_WAIT) if math.isfinite(asked) else LONGEST_WAIT


def _reason(content: bytes) -> str:
    """What an endpoint says of its refusal, in one short line without control characters."""
    try:
        said = json.loads(content)["error"]
        words = said["message"] if isinstance(said, dict) else said
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    if not isinstance(words, str):
        return ""
    line = " ".join("".join(c if c.isprintable() else " " for c in words[:400]).split())
    return f": {line[:160]}" if line else ""
