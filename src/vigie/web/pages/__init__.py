"""The views, one file each. A file gives its `Page` rows; this one lists them all."""

from vigie.web.page import Page
from vigie.web.pages import move, today

__all__ = ["PAGES"]

PAGES: tuple[Page, ...] = (*today.PAGES, *move.PAGES)
