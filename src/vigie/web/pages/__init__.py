"""The views, one file each. A file gives its `Page` rows; this one lists them all."""

from vigie.web.page import Page
from vigie.web.pages import (
    actor,
    brief,
    document,
    exports,
    judge,
    login,
    move,
    network,
    pair,
    scenario,
    scoreboard,
    search,
    sources,
    story,
    today,
    watchlists,
)

__all__ = ["PAGES"]

_ALL = (
    *(today, brief, search, actor, pair, move, story, document, network, watchlists, scenario, scoreboard, sources, exports),
    *(judge, login),
)
PAGES: tuple[Page, ...] = tuple(page for view in _ALL for page in view.PAGES)
