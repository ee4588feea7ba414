"""One visitor's look at one page: language, viewpoint, theme, and addresses that keep them. Shows nothing itself."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.datastructures import FormData

from vigie.access import Visitor
from vigie.access.policy import need_somebody
from vigie.errors import InputError
from vigie.model import Role, parse_as_of
from vigie.telling import LANGUAGES, Messages

if TYPE_CHECKING:
    import datetime as dt

    from starlette.requests import Request

    from vigie.house import House
    from vigie.house.shelf import Shelf
    from vigie.telling import Desk

__all__ = ["THEMES", "Look"]

THEMES = ("auto", "light", "dark")


class Look:
    """What a page is made for."""

    def __init__(self, request: Request, house: House, shelf: Shelf, fields: FormData | None = None) -> None:
        self.request, self.house, self.shelf = request, house, shelf
        self.fields = fields or FormData()
        """What was sent, where something was."""
        self.form = {name: value for name, value in self.fields.items() if isinstance(value, str)}
        """The same, one value of each name, files left out."""
        self.lang = _language(request, house.lang)
        self.say = Messages.load(self.lang)
        theme = request.query_params.get("theme") or request.cookies.get("theme", "")
        self.theme = theme if theme in THEMES else "auto"

    @cached_property
    def as_of(self) -> dt.datetime | None:
        """The viewpoint asked for; raises ``InputError`` where it is no date."""
        return parse_as_of(self.request.query_params.get("as_of") or None)

    def drop_bad_viewpoint(self) -> None:
        """Show the present where the viewpoint asked for is no date, so that the page that says so can be shown."""
        try:
            _ = self.as_of
        except InputError:
            self.as_of = None

    @cached_property
    def now(self) -> dt.datetime:
        """The viewpoint, or the present where none was asked for."""
        present = self.house.clock()
        return min(self.as_of, present) if self.as_of is not None else present

    @cached_property
    def desk(self) -> Desk:
        """The desk at the viewpoint."""
        return self.house.desk(self.as_of)

    @property
    def visitor(self) -> Visitor | None:
        """Who looks, as the guard before the pages found; ``None`` where there is no guard or nobody is known."""
        found = getattr(self.request.state, "visitor", None)
        return found if isinstance(found, Visitor) else None

    @property
    def writer(self) -> Visitor:
        """The visitor, who may write; raises ``AccessError`` where nobody is known or their role does not cover it."""
        visitor = need_somebody(self.visitor)
        visitor.need(Role.ANALYST)
        return visitor

    @property
    def address(self) -> str:
        """The address that the visitor comes from, as the guard found it."""
        if self.visitor is not None and self.visitor.address:
            return self.visitor.address
        return self.request.client.host if self.request.client else ""

    @property
    def secure(self) -> bool:
        """Whether the visitor came over TLS."""
        return bool(getattr(self.request.state, "secure", False))

    @property
    def form_key(self) -> str:
        """What a form of this visitor must carry."""
        return self.visitor.form_key if self.visitor is not None else ""

    def kind_of(self, key: str) -> str:
        """What somebody or something is: by the atlas, else as it was read, else a company."""
        record = self.desk.atlas.get(key)
        return record.kind if record is not None else self.desk.read.get(key, ("", "company"))[1]

    def ask(self, name: str, default: str = "") -> str:
        """One thing asked for in the address."""
        return self.request.query_params.get(name, default).strip()

    def here(self, **changes: object) -> str:
        """This page's address with something asked for changed, or left out with ``None``. Language and theme live in cookies."""
        kept = [(k, v) for k, v in self.request.query_params.multi_items() if k not in changes and k not in ("lang", "theme") and v]
        kept += [(k, str(v)) for k, v in changes.items() if v is not None and v != ""]
        return self.request.url.path + (f"?{urlencode(kept)}" if kept else "")

    @property
    def feed(self) -> str:
        """The address of the feed of what this page shows: its actors and its filter, where it has any."""
        named = [str(self.request.path_params[name]) for name in ("key", "first", "second") if name in self.request.path_params]
        kept = ("actor", "type", "status", "since", "until")
        asked = [(name, value) for name, value in self.request.query_params.multi_items() if name in kept and value]
        return f"/api/v1/exports/atom?{urlencode([*(('actor', one) for one in named), *asked, ('lang', self.lang)])}"

    def to(self, *parts: str, **asked: object) -> str:
        """The address of a page, the viewpoint kept: ``to("actor", "renault")`` is ``/actor/renault``."""
        wanted = {name: value for name, value in asked.items() if value not in (None, "")}
        if self.request.query_params.get("as_of"):
            wanted.setdefault("as_of", self.request.query_params["as_of"])
        query = urlencode(wanted, doseq=True)
        return "/" + "/".join(quote(part, safe="") for part in parts if part) + (f"?{query}" if query else "")


def _language(request: Request, default: str) -> str:
    """The first that speaks a language we do: the address, the cookie, the browser, the settings."""
    for wish in (request.query_params.get("lang", ""), request.cookies.get("lang", "")):
        if wish in LANGUAGES:
            return wish
    wishes = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            wishes.append((-float(weight or 1), place, name[:2].lower()))
        except ValueError:
            continue
    return next((name for _, _, name in sorted(wishes) if name in LANGUAGES), default)
