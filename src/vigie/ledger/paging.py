"""Where a page of a long list ends and the next begins, as a word that can travel in an address. Knows no list."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json

from vigie.errors import InputError

__all__ = ["instant", "mark_of", "micros", "place_of"]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def mark_of(*place: str | int) -> str:
    """The mark of a place: the values that the list is ordered by, of the last thing on the page."""
    packed = json.dumps(place, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def place_of(mark: str, *kinds: type) -> tuple[str | int, ...]:
    """The values behind a mark; raises `InputError` for anything that is no mark of such a list."""
    try:
        packed = base64.urlsafe_b64decode(mark.encode("ascii") + b"=" * (-len(mark) % 4))
        values = json.loads(packed.decode("utf-8", "surrogatepass"))
    except (binascii.Error, UnicodeError, ValueError, RecursionError) as error:
        raise _no_mark(mark) from error
    if not isinstance(values, list) or [type(value) for value in values] != list(kinds):
        raise _no_mark(mark)
    if any("\0" in value if isinstance(value, str) else not -(2**63) <= value < 2**63 for value in values):
        raise _no_mark(mark)
    return tuple(values)


def micros(at: dt.datetime) -> int:
    """Microseconds since 1970: an instant as part of a mark."""
    return (at - _EPOCH) // dt.timedelta(microseconds=1)


def instant(number: int) -> dt.datetime:
    """The instant of that many microseconds since 1970; raises `InputError` where there is none."""
    try:
        return _EPOCH + dt.timedelta(microseconds=number)
    except OverflowError as error:
        raise _no_mark(str(number)) from error


def _no_mark(mark: str) -> InputError:
    return InputError(f"'{mark[:40]}' marks no place in this list: take the mark that the page before gave", culprit=mark[:40])
