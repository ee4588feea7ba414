"""From the words of an answer to said claims, each checked for form. Knows no document; `grounding` holds them to it."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from vigie.errors import EndpointError
from vigie.model import Status
from vigie.taxonomy import claim_types

__all__ = ["Said", "parse"]

MOST_CLAIMS = 80
"""Entries of one answer; further ones are not looked at."""
_MOST_NAMES = 12
_LONGEST_NAME = 120
_LONGEST_QUOTE = 1500
_FENCE = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL | re.IGNORECASE)
_KEYS = frozenset(["type", "who", "whom", "things", "status", "source", "when", "number", "quote"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One claim as the endpoint said it: well-formed, not yet held to the text."""

    type: str
    who: tuple[str, ...]
    whom: tuple[str, ...]
    things: tuple[str, ...]
    status: Status
    source: str | None
    when: str | None
    number: float | None
    quote: str


def parse(text: str) -> tuple[list[Said], list[str]]:
    """The well-formed claims of an answer, and one sentence for each that is not.

    The object may stand alone, in a fence of three backticks, or after the thoughts of a model that shows them. Raises
    `EndpointError` where there is none.
    """
    record = _object(text)
    listed = record.get("claims") if isinstance(record, dict) else None
    if not isinstance(listed, list):
        raise EndpointError("the second reader's answer is no JSON object with a list of claims", culprit="claims")
    good: list[Said] = []
    odd: list[str] = []
    for number, raw in enumerate(listed[:MOST_CLAIMS], start=1):
        try:
            good.append(_said(raw))
        except ValueError as error:
            odd.append(f"claim {number} of the answer {error}")
    if len(listed) > MOST_CLAIMS:
        odd.append(f"the answer lists {len(listed)} claims, of which {MOST_CLAIMS} were looked at")
    return good, odd


def _object(text: str) -> Any:
    tail = text.rsplit("</think>", 1)[-1]
    places = [*reversed(_FENCE.findall(tail)), tail]
    decoder = json.JSONDecoder()
    for place in places:
        at = place.find("{")
        while at >= 0:
            try:
                found, _ = decoder.raw_decode(place, at)
            except (ValueError, RecursionError):
                at = place.find("{", at + 1)
                if at > 2000:
                    break
                continue
            if isinstance(found, dict) and "claims" in found:
                return found
            break
    return None


def _said(raw: Any) -> Said:
    """One entry; raises ``ValueError`` that completes "claim 3 of the answer …"."""
    if not isinstance(raw, dict):
        raise ValueError("is no object")  # noqa: TRY004 - one kind of error for one kind of fault: a claim that is odd
    missing = {"type", "who", "status", "quote"} - set(raw)
    if missing:
        raise ValueError(f"lacks {', '.join(sorted(missing))}")
    odd = sorted(str(key)[:40] for key in set(raw) - _KEYS)
    if odd:
        raise ValueError(f"has fields nobody asked for: {', '.join(odd[:5])}")
    kind, status, quote, number = raw["type"], raw["status"], raw["quote"], raw.get("number")
    if not isinstance(kind, str) or kind not in claim_types():
        raise ValueError(f"is of the unknown type '{str(kind)[:40]}'")
    if not isinstance(status, str) or status not in {known.value for known in Status}:
        raise ValueError(f"has the unknown status '{str(status)[:40]}'")
    if not isinstance(quote, str) or not 1 < len(quote.strip()) <= _LONGEST_QUOTE:
        raise ValueError("quotes nothing, or too much")
    if number is not None and (isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number)):
        raise ValueError("has a number that is none")
    who = _names(raw["who"], "who")
    if not who:
        raise ValueError("names nobody who does it")
    return Said(
        type=kind,
        who=who,
        whom=_names(raw.get("whom") or [], "whom"),
        things=_names(raw.get("things") or [], "things"),
        status=Status(status),
        source=_word(raw.get("source"), "source"),
        when=_word(raw.get("when"), "when"),
        number=None if number is None else float(number),
        quote=quote.strip(),
    )


def _names(raw: Any, field: str) -> tuple[str, ...]:
    if not isinstance(raw, list) or len(raw) > _MOST_NAMES:
        raise ValueError(f"has no short list of names as '{field}'")
    names = [_word(one, field) for one in raw]
    return tuple(dict.fromkeys(name for name in names if name))


def _word(raw: Any, field: str) -> str | None:
    if raw is None:
        return None
    if not isinstance(raw, str) or len(raw) > _LONGEST_NAME:
        raise ValueError(f"has something else than a name as '{field}'")
    return " ".join(raw.split()) or None
