"""Posts embedded in pages: each becomes paragraphs of its own, closed by a signature line with author and date.

The reader knows such a line (``— Author (@handle) May 1, 2024``) and takes the paragraph before it as a passage of that author and
day. Fetches nothing: what an embed does not carry itself is not there.
"""

from __future__ import annotations

import re
from typing import Any

from vigie.sources.dates import parse_date
from vigie.sources.formats.plain import visible

__all__ = ["plain_posts", "plain_posts_in"]

_CLASSES = (
    "twitter-tweet",
    "twitter-video",
    "instagram-media",
    "tiktok-embed",
    "mastodon-embed",
    "bluesky-embed",
    "weibo-embed",
    "weibo-card",
    "fb-post",
    "linkedin-post",
    "threads-post",
    "text-post-media",
    "reddit-embed-bq",
)
"""Classes that the embedding scripts of these networks, and the press systems that copy posts, give to a quoted post."""

_SIGNED = re.compile(r"^\s*(?:[—–-]{1,2}\s*)?(?P<author>[^\n(@]{2,60}?)\s*\((?P<handle>@?[\w.@-]+)\)[\s,·]*(?P<date>[^\n]{0,40})$")
_MARK = re.compile("|".join(_CLASSES), re.IGNORECASE)


def plain_posts(html: str) -> str:
    """The same HTML with its embedded posts as plain paragraphs; untouched where it holds none."""
    if _MARK.search(html) is None:
        return html
    from lxml import html as lxml_html
    from lxml.etree import ParserError

    try:
        tree = lxml_html.fragment_fromstring(html, create_parent="div")
    except (ParserError, ValueError):
        return html
    plain_posts_in(tree)
    written: str = lxml_html.tostring(tree, encoding="unicode")
    return written


def plain_posts_in(tree: Any) -> int:
    """Turn each embedded post of an lxml tree into paragraphs; returns how many there were."""
    found = [one for one in tree.iter("blockquote", "div", "figure", "section") if _is_post(one)]
    count = 0
    for quoted in found:
        # Posts within posts are quoted by the outer one, which is turned with all it holds.
        if any(_is_post(above) for above in quoted.iterancestors()):
            continue
        _turn(quoted)
        count += 1
    return count


def _is_post(element: Any) -> bool:
    if not isinstance(element.tag, str):
        return False
    classes = (element.get("class") or "").lower().split()
    return any(mark in classes for mark in _CLASSES)


def _turn(quoted: Any) -> None:
    from lxml.html import Element

    paragraphs = [p for p in quoted.iter("p") if _text(p)]
    words = [_text(p) for p in paragraphs]
    inside = {id(part) for p in paragraphs for part in p.iter()}
    rest = []
    if quoted.text and quoted.text.strip():
        rest.append(quoted.text.strip())
    for part in quoted.iterdescendants():
        if (
            id(part) not in inside
            and isinstance(part.tag, str)
            and part.tag not in ("script", "style")
            and (part.text or "").strip()
        ):
            rest.append(part.text.strip())
        if (part.tail or "").strip() and not (id(part) in inside and part.tag != "p"):
            rest.append(part.tail.strip())
    machine = next((t.get("datetime") for t in quoted.iter("time") if t.get("datetime")), None)
    signature = _signature(" ".join(rest), machine)
    if not words and rest:
        # A post without paragraphs: what comes before the signature is what it says.
        joined = " ".join(rest)
        cut = joined.rfind("—")
        words = [joined[:cut].strip()] if cut > 0 else [joined]
        signature = _signature(joined[cut:], machine) if cut > 0 else None
    for child in list(quoted):
        quoted.remove(child)
    quoted.text = None
    quoted.tag = "div"
    quoted.attrib.clear()
    for line in [*words, *([signature] if signature else [])]:
        paragraph = Element("p")
        # lxml refuses control characters, which the references of a page may spell out.
        paragraph.text = visible(line)
        quoted.append(paragraph)


def _signature(words: str, machine: str | None) -> str | None:
    """``— Author (@handle) date``, the form in which networks sign; the words themselves where they have another."""
    words = re.sub(r"\s+", " ", words).strip()
    if not words:
        return None
    found = _SIGNED.match(words)
    if found is None:
        return words
    date = found["date"].strip()
    if not date and machine:
        date = (parse_date(machine) or "")[:10]
    # The reader's form of a handle: a server's name behind it, or a hyphen in it, is left out.
    handle = re.sub(r"[^\w.]", "_", found["handle"].lstrip("@").partition("@")[0])
    return f"— {found['author'].strip()} (@{handle}) {date}".strip()


def _text(element: Any) -> str:
    return re.sub(r"\s+", " ", " ".join(element.itertext())).strip()
