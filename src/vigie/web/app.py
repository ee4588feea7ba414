"""The web application: the pages, their files and errors. Lets nobody in by itself: `vigie serve` puts a guard before it.

``vigie.cli.serve`` mounts it below the API. Behind the guard, ``request.state.visitor`` is who looks; its ``form_key`` stands in
every form that writes.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from vigie.errors import UnknownName
from vigie.web.look import Look
from vigie.web.page import endpoint
from vigie.web.pages import PAGES
from vigie.web.words import templates

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Scope

    from vigie.house import House

__all__ = ["create_app"]


def create_app(house: House) -> Starlette:
    """An application that serves the pages over a house."""
    app = Starlette()
    environment, shelf = templates(), house.shelf
    for page in PAGES:
        app.router.routes.append(Route(page.path, endpoint(page, house, shelf, environment), methods=[page.method]))
    static = str(resources.files(__package__).joinpath("static"))
    app.router.routes.append(Mount("/static", _Files(directory=static), name="static"))

    async def not_found(request: Request, error: Exception) -> Response:
        look = Look(request, house, shelf)
        status = error.status_code if isinstance(error, HTTPException) else 500
        look.drop_bad_viewpoint()
        sentence = UnknownName(look.say("web.error.nothing_here", path=request.url.path), culprit=request.url.path)
        html = environment.get_template("error.html").render(look=look, say=look.say, error=sentence)
        return HTMLResponse(html, status, headers=getattr(error, "headers", None))

    app.add_exception_handler(404, not_found)
    app.add_exception_handler(405, not_found)
    return app


class _Files(StaticFiles):
    """Files that ship with this version, kept by browsers for a day."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "public, max-age=86400"
        return response
