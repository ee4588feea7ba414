"""Which address is asked for a source or a link, and on which condition. Pure; asks nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from vigie.model import SourceKind
from vigie.sources.fetching import Request

if TYPE_CHECKING:
    from vigie.model import Link, Source, SourceState

__all__ = ["api_address", "request_for", "request_for_link"]

_BLUESKY = "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?filter=posts_no_replies&limit=50&actor="


def request_for(source: Source, state: SourceState) -> Request:
    """The request for a source: unconditional where its last bytes were not kept; at its new address where it moved for good."""
    url = state.moved_to or api_address(source)
    return Request(source=source, url=url, etag=state.etag, last_modified=state.last_modified, cursor=state.cursor)


def request_for_link(source: Source, link: Link) -> Request:
    """The request for a link."""
    return Request(source=source, url=link.url, link=link, etag=link.etag, last_modified=link.last_modified)


def api_address(source: Source) -> str:
    """The address that answers for a source: its own, or the public interface behind a profile's."""
    url = source.url or ""
    parts = urlsplit(url)
    if source.kind is SourceKind.BLUESKY and parts.hostname == "bsky.app":
        found = re.match(r"/profile/([^/]+)", parts.path)
        return _BLUESKY + quote(found[1]) if found else url
    if source.kind is SourceKind.MASTODON and re.fullmatch(r"/(?:@[^/]+|tags/[^/]+)", parts.path):
        # Every Mastodon server gives its public profiles and tags as RSS too.
        return f"{url}.rss"
    return url
