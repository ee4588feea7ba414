"""One address, one name: which form addresses have, how they are cleaned, what a document from one is called. Fetches nothing."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

__all__ = ["clean_url", "document_id", "url_fault"]

_SLUG = 60
_LONGEST_URL = 4000


def url_fault(url: str) -> str | None:
    """What is wrong with the form of an address, as the end of a sentence; ``None`` where it can be asked."""
    if len(url) > _LONGEST_URL or any(ord(c) < 33 or ord(c) == 127 for c in url):
        return "is too long or holds blanks"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "is no address"
    if parts.scheme.lower() not in ("http", "https"):
        return "is no http or https address"
    if not parts.hostname:
        return "names no host"
    if parts.username is not None or parts.password is not None:
        return "holds a name or password: give it under 'auth'"
    if port == 0:
        return "names the port 0"
    return None


def clean_url(url: str, base: str | None = None) -> str | None:
    """The address without trackers, fragment, port by default and capitals in its host; ``None`` where it can't be asked."""
    import courlan

    text = "".join(url.split()) if url.strip() else ""
    if not text:
        return None
    try:
        joined = urljoin(base, text) if base else text
        if url_fault(joined):
            return None
        cleaned = courlan.normalize_url(joined)
        parts = urlsplit(cleaned)
    except (ValueError, UnicodeError):
        return None
    # '#!' addresses of old single-page sites are other pages, all other fragments are places on the same one.
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    final = urlunsplit(parts._replace(fragment=fragment, path=parts.path or "/"))
    return None if url_fault(final) else final


def document_id(key: str) -> str:
    """The id of the document whose address (or other lasting name) is ``key``: words of it that people recognise, and its hash."""
    try:
        path = unquote(urlsplit(key).path) if "://" in key else key
    except ValueError:
        path = key
    words = re.sub(r"[^\w-]+", "-", re.sub(r"\.\w{2,5}$", "", path.rstrip("/").rsplit("/", 1)[-1])).strip("-_")
    slug = words[:_SLUG].strip("-_").lower() or "document"
    return f"{slug}-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:12]}"
