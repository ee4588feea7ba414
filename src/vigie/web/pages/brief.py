"""The brief: what changed, with its citations, to read here or to take away. Composes no sentence itself."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from vigie.errors import InputError, UnknownName
from vigie.model import parse_as_of
from vigie.telling.brief import FORMATS, render
from vigie.web.page import Handed, Page, Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vigie.telling import Brief
    from vigie.web.look import Look

__all__ = ["PAGES"]

_DAYS = 7
LOOKED_AT = 1000
"""Changes, the latest, that the page is made of; it says where there are more. Nobody reads so many, and files are made of all."""


def show(look: Look) -> Shown:
    """The brief since a day, for everybody or for a watchlist."""
    brief = _brief(look, looked_at=LOOKED_AT)
    return Shown(
        template="brief.html",
        values={
            "brief": brief,
            "references": {one.number: one for one in brief.references},
            "since": brief.since.date() if brief.since else None,
            "watchlists": look.desk.view.watchlists(),
            "formats": list(FORMATS),
            "month": dt.timedelta(days=30),
        },
        records=_records(brief),
    )


def take(look: Look) -> Handed:
    """The brief as a file; raises ``UnknownName`` for a form that it has not."""
    form = look.request.path_params["form"]
    if form not in FORMATS:
        raise UnknownName(f"'{form}' is no form of a brief: choose among {', '.join(FORMATS)}", culprit=form)
    brief = _brief(look)
    return Handed(render(brief, form), FORMATS[form], f"vigie-{brief.until:%Y-%m-%d}.{form}")


def _brief(look: Look, *, looked_at: int | None = None) -> Brief:
    # To the hour, so that visitors of one hour share what is worked out.
    hour = look.now.replace(minute=0, second=0, microsecond=0)
    since = parse_as_of(look.ask("since") or None) or hour - dt.timedelta(days=_DAYS)
    if since >= look.now:
        raise InputError(f"'{look.ask('since')}' does not lie before the end of the brief: name an earlier day", culprit="since")
    name = look.ask("for")
    if name and all(one.name != name for one in look.desk.view.watchlists()):
        raise UnknownName(look.say("web.watchlists.unknown", name=name), culprit=name)

    def make() -> Brief:
        return look.house.brief(since=since, as_of=look.as_of, watchlist=name or None, lang=look.lang, looked_at=looked_at)

    if name:
        # A watchlist may change while the ledger does not.
        return make()
    return look.shelf.keep_while_unchanged(("brief", hour, since, look.as_of, look.lang, looked_at), make)


def _records(brief: Brief) -> list[Mapping[str, object]]:
    """One record for each sentence, with what it rests on."""
    cited = {one.number: one for one in brief.references}
    return [
        {
            "section": section.key,
            "sentence": sentence.text,
            "status": item.status.value if item.status else None,
            "move": item.move_id or None,
            "documents": [cited[number].document_id for number in sentence.cites],
            "quotes": [cited[number].quote for number in sentence.cites],
        }
        for section in brief.sections
        for item in section.items
        for sentence in item.sentences
    ]


PAGES = (Page(path="/brief", show=show), Page(path="/brief.{form}", show=take))
