"""What the API answers with: JSON with an ETag, pages of lists with their marks, problems. Knows no noun."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response
from typing_extensions import TypedDict

from vigie.access.problem import PROBLEM_TYPE, problem
from vigie.errors import TooMany

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request

    from vigie.errors import VigieError

__all__ = ["ANSWERS", "CHANGES", "FOUND", "Page", "Problem", "answer", "page_of", "refuse"]

T = TypeVar("T")


class Problem(TypedDict, total=False):
    """An error as RFC 9457 describes it: ``detail`` is one sentence that names the culprit and the mend."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    culprit: str


class Page(TypedDict, Generic[T]):
    """Some things of a list, and the mark with which the next ones are asked for."""

    items: list[T]
    after: str | None


def _says(description: str) -> dict[str, Any]:
    return {"description": description, "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


ANSWERS: dict[int | str, dict[str, Any]] = {
    304: {"description": "Nothing changed since the ETag that was sent (If-None-Match)."},
    401: _says("Nobody knows who asks: a token or login is missing, wrong or over."),
    403: _says("The role of who asks does not allow it."),
    413: _says("More was sent than is taken."),
    422: _says("Something given can't be used."),
}
"""What any read may answer besides what was asked for."""
FOUND: dict[int | str, dict[str, Any]] = {**ANSWERS, 404: _says("There is nothing of that id or name.")}
CHANGES: dict[int | str, dict[str, Any]] = {
    **{status: said for status, said in FOUND.items() if status != 304},
    400: _says("What was sent can't be taken apart."),
    415: _says("What was sent is no JSON."),
}
"""What a write may answer besides."""


def answer(request: Request, content: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The content as JSON; 304 without it where the asker has it already."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    out = {"etag": etag, **(headers or {})}
    if request.method in ("GET", "HEAD") and _has(request, etag):
        return Response(status_code=304, headers=out)
    return Response(body, status, headers=out, media_type="application/json")


def page_of(request: Request, items: Iterable[object], after: str | None) -> Response:
    """A page of a list, with the address of the next one as a link."""
    headers = {}
    if after is not None:
        asked = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
        headers["link"] = f'<{request.url.path}?{urlencode([*asked, ("after", after)])}>; rel="next"'
    return answer(request, {"items": list(items), "after": after}, headers=headers)


def refuse(request: Request, error: VigieError) -> Response:
    """An error as its problem record."""
    headers = {"retry-after": str(error.seconds)} if isinstance(error, TooMany) else None
    record = problem(error, instance=request.url.path)
    return JSONResponse(record, status_code=error.http_status, headers=headers, media_type=PROBLEM_TYPE)


def _has(request: Request, etag: str) -> bool:
    given = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return etag in given or "*" in given
