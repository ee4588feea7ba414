"""Posts embedded in pages: each becomes one paragraph, closed by a signature line with author and date.

The reader knows such a line (``— Author (@handle) 2024-05-01``) and takes the paragraph before it as a passage of that author and
day. A post always gets its line, so that its words are never taken for the page's own. Fetches nothing: what an embed does not
carry itself is not there.
"""

from __future__ import annotations

import re
from typing import Any

from vigie.sources.dates import parse_date
from vigie.sources.formats.plain import visible

__all__ = ["plain_posts", "plain_posts_in"]

_NETWORKS = {
    "twitter-tweet": "x.com",
    "twitter-video": "x.com",
    "instagram-media": "instagram.com",
    "tiktok-embed": "tiktok.com",
    "mastodon-embed": "mastodon",
    "bluesky-embed": "bsky.app",
    "weibo-embed": "weibo.com",
    "weibo-card": "weibo.com",
    "fb-post": "facebook.com",
    "linkedin-post": "linkedin.com",
    "threads-post": "threads.net",
    "text-post-media": "threads.net",
    "reddit-embed-bq": "reddit.com",
}
"""Classes that the embedding scripts of these networks, and the press systems that copy posts, give to a quoted post."""

_MARK = re.compile("|".join(_NETWORKS), re.IGNORECASE)
_UNSEEN = frozenset({"script", "style", "svg", "template", "noscript"})
_PICTURE = re.compile(r"\[image or embed\]|\bpic\.twitter\.com/\w+|\bhttps?://t\.co/\w+")
"""What stands in a post's words for its picture or link."""
_SHARED = re.compile(
    r"^(?:view this post on instagram|voir cette publication sur instagram|sieh dir diesen beitrag auf instagram an)?\W*"
    r"(?:a post shared by|une publication partagée par|ein beitrag geteilt von|posted by|publi(?:é|ée) par|gepostet von)\b\s*",
    re.IGNORECASE,
)
"""How the scripts of Instagram and Facebook lead in to the author, where others write a dash."""
_NAMED = re.compile(r"^(?:[—–-]{1,2}\s*)?(?P<author>[^\n(@]{2,60}?)\s*\(\s*(?P<handle>@?[\w.@-]+)\s*\)")
_HANDLE = re.compile(r"(?<![\w.])@(?P<handle>\w[\w.-]{1,30})")
_REDDIT = re.compile(r"^(?P<words>.+?)\s+by\s*u/(?P<handle>[\w-]+)\s+in\b", re.DOTALL)
_EMPTY = re.compile(r"^(?:post by\s+@\S+\s*)?(?:view|voir|auf)\s.{0,20}\b(?:mastodon|threads|instagram|bluesky)\W*$", re.IGNORECASE)
"""An embed whose script fetches its words: nothing of the post is in the page."""


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
    found = [(one, network) for one in tree.iter("blockquote", "div", "figure", "section") if (network := _network(one))]
    count = 0
    for quoted, network in found:
        # Posts within posts are quoted by the outer one, which is turned with all it holds.
        if any(_network(above) for above in quoted.iterancestors()):
            continue
        _turn(quoted, network)
        count += 1
    return count


def _network(element: Any) -> str | None:
    if not isinstance(element.tag, str):
        return None
    classes = (element.get("class") or "").lower().split()
    return next((_NETWORKS[one] for one in classes if one in _NETWORKS), None)


def _turn(quoted: Any, network: str) -> None:
    from lxml.html import Element

    paragraphs, rest = _parts(quoted)
    words, signature = _read(paragraphs, rest, network)
    stamp = next((t.get("datetime") for t in quoted.iter("time") if t.get("datetime")), None)
    on = (parse_date(stamp) or parse_date(_tail(signature)) or "")[:10]
    for child in list(quoted):
        quoted.remove(child)
    quoted.text = None
    quoted.tag = "div"
    quoted.attrib.clear()
    if not words:
        return
    for line in (words, f"— {_signed(signature, network)} {on}".strip()):
        paragraph = Element("p")
        # lxml refuses control characters, which the references of a page may spell out.
        paragraph.text = visible(line)
        quoted.append(paragraph)


def _parts(quoted: Any) -> tuple[list[str], list[str]]:
    """The words of the paragraphs, and the pieces of text outside them, each in the order of the page."""
    from lxml.etree import iterwalk

    paragraphs: list[str] = []
    rest: list[str] = []
    walk = iterwalk(quoted, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag == "p":
                paragraphs.append(_text(element))
            elif element.tag not in _UNSEEN and not element.get("datetime"):
                rest.append(element.text or "")
                continue
            walk.skip_subtree()
        elif element is not quoted:
            rest.append(element.tail or "")
    return [one for one in paragraphs if one], [one for piece in rest if (one := " ".join(piece.split()))]


def _read(paragraphs: list[str], rest: list[str], network: str) -> tuple[str, str]:
    """The post's words in one line, and what says who wrote it and when."""
    outside = " ".join(rest)
    shared = [one for one in paragraphs if _SHARED.match(one)]
    said = [one for one in paragraphs if one not in shared]
    if said:
        words, signature = " ".join(said), " ".join(shared) or outside
    elif network == "reddit.com" and (reddit := _REDDIT.match(outside)):
        words, signature = reddit["words"], f"@{reddit['handle']}"
    elif (cut := outside.rfind("—")) > 0:
        # A post without paragraphs: what comes before the signature is what it says.
        words, signature = outside[:cut], outside[cut:]
    else:
        words, signature = ("" if shared or _EMPTY.match(outside) else outside), " ".join(shared)
    return " ".join(_PICTURE.sub("", words).split()), signature


def _signed(signature: str, network: str) -> str:
    """``Author (@handle)``; the network's name stands for a handle or author that the embed does not tell."""
    words = _SHARED.sub("", signature)
    named = _NAMED.match(words)
    if named is not None:
        # The reader's form of a handle: a server's name behind it, or a hyphen in it, is left out.
        handle = re.sub(r"[^\w.]", "_", named["handle"].lstrip("@").partition("@")[0])
        return f"{named['author'].strip()} (@{handle})"
    handle_only = _HANDLE.search(words)
    if handle_only is not None:
        handle = re.sub(r"[^\w.]", "_", handle_only["handle"])
        return f"{handle} (@{handle})"
    author = re.split(r"\s+(?:on|le|am|um)\b|\d|[(@]", words.lstrip("—–- "), maxsplit=1)[0].strip(" ,·")
    return f"{author if 2 <= len(author) <= 60 else network} ({network})"


def _tail(signature: str) -> str:
    """What follows the author: a date there is the post's."""
    return signature.rpartition(")")[2] or signature


def _text(element: Any) -> str:
    return re.sub(r"\s+", " ", " ".join(element.itertext())).strip()
