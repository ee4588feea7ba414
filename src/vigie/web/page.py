"""From a request to an answer: runs a page's function and gives what it shows as HTML, JSON or CSV. Knows no page."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.errors import InputError, VigieError
from vigie.telling.export import as_csv
from vigie.web.look import THEMES, Look

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from jinja2 import Environment
    from starlette.requests import Request

    from vigie.house import House
    from vigie.house.shelf import Shelf

__all__ = ["EACH", "Handed", "Page", "Shown", "Went", "endpoint"]

FORMATS = ("html", "json", "csv")
EACH = 4
"""Documents of each move that lists read: enough for its most telling words, while a move told by hundreds costs no more."""
_YEAR_S = 365 * 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows: a template with its values, and the same as records."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    records: Iterable[Mapping[str, Any]] = ()
    """What the view shows, for ``?format=json`` and ``?format=csv``; made only where it is asked for."""
    status: int = 200
    cookies: Mapping[str, str] = field(default_factory=dict)
    """What the browser is to remember for a year."""


@dataclass(frozen=True, slots=True)
class Went:
    """Where to go after something was done, with what the browser is told besides."""

    address: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Handed:
    """A file to take away."""

    content: bytes
    media_type: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One view: where it is, and what shows it."""

    path: str
    show: Callable[[Look], Shown | Went | Handed | str]
    """Gives what is shown, a file, or the address to go to instead."""
    method: str = "GET"


def endpoint(page: Page, house: House, shelf: Shelf, templates: Environment) -> Callable[[Request], Awaitable[Response]]:
    """What the router calls for a page."""

    def answer(look: Look) -> Response:
        asked = look.ask("format", "html")
        if asked not in FORMATS:
            raise InputError(f"'{asked}' is no format of a page: choose among {', '.join(FORMATS)}", culprit=asked)
        shown = page.show(look)
        if isinstance(shown, str):
            shown = Went(shown)
        if isinstance(shown, Went):
            return RedirectResponse(shown.address, status_code=303, headers=dict(shown.headers))
        if isinstance(shown, Handed):
            headers = {"content-disposition": f'attachment; filename="{shown.name}"'}
            return Response(shown.content, media_type=shown.media_type, headers=headers)
        if asked == "json":
            text = json.dumps(list(shown.records), ensure_ascii=False, indent=1)
            return Response(text.encode("utf-8", "replace"), media_type="application/json")
        if asked == "csv":
            name = page.path.strip("/").split("/")[0] or "today"
            headers = {"content-disposition": f'attachment; filename="vigie-{name}.csv"'}
            return Response(as_csv(shown.records).encode("utf-8", "replace"), media_type="text/csv; charset=utf-8", headers=headers)
        response = HTMLResponse(
            templates.get_template(shown.template).render(look=look, say=look.say, **shown.values), shown.status
        )
        for name, value in shown.cookies.items():
            response.set_cookie(name, value, max_age=_YEAR_S, samesite="lax", httponly=True)
        return response

    async def respond(request: Request) -> Response:
        form = await request.form() if request.method == "POST" else None
        look = Look(request, house, shelf, form)
        try:
            response = await run_in_threadpool(answer, look)
        except VigieError as error:
            if look.ask("format") in ("json", "csv"):
                record = {"error": str(error), "culprit": error.culprit}
                return Response(json.dumps(record), status_code=error.http_status, media_type="application/json")
            look.drop_bad_viewpoint()
            html = templates.get_template("error.html").render(look=look, say=look.say, error=error)
            response = HTMLResponse(html, error.http_status)
        return _remember(look, response)

    return respond


def _remember(look: Look, response: Response) -> Response:
    """Keep the language and the theme that were asked for."""
    if look.request.query_params.get("lang") == look.lang:
        response.set_cookie("lang", look.lang, max_age=_YEAR_S, samesite="lax")
    if look.request.query_params.get("theme") in THEMES:
        response.set_cookie("theme", look.theme, max_age=_YEAR_S, samesite="lax")
    return response
