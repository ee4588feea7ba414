"""An error as the record that RFC 9457 describes. Sends nothing."""

from __future__ import annotations

import inspect
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vigie.errors import VigieError

__all__ = ["PROBLEM_TYPE", "problem"]

PROBLEM_TYPE = "application/problem+json"


def problem(error: VigieError, *, instance: str) -> dict[str, Any]:
    """The record: ``type`` names the error's class, ``detail`` is its sentence, ``culprit`` what is at fault."""
    title = (inspect.getdoc(type(error)) or "").split("\n", maxsplit=1)[0].rstrip(".")
    if error.http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        # What went wrong within, with its paths, is for the log.
        return {
            "type": "about:blank",
            "title": "Internal error",
            "status": error.http_status,
            "detail": "vigie failed: its keeper finds the reason in its log",
            "instance": instance,
        }
    record = {
        "type": f"urn:vigie:error:{type(error).__name__}",
        "title": title,
        "status": error.http_status,
        "detail": str(error),
        "instance": instance,
    }
    return {**record, "culprit": error.culprit} if error.culprit else record
