"""Third-party HTML made safe to show: an allow-list of elements, no scripts, styles, forms, frames, images or event handlers.

Whoever shows what a source wrote, rather than a document's plain text, passes it through here first.
"""

from __future__ import annotations

__all__ = ["safe_html"]

_TAGS = {
    *(
        "p",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
    ),
    *(
        "b",
        "i",
        "u",
        "s",
        "sub",
        "sup",
        "q",
        "cite",
        "time",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "caption",
        "a",
        "article",
    ),
    *("section", "div", "span", "hr"),
}


def safe_html(html: str) -> str:
    """The same words with harmless markup only; links are kept where they are http(s), and marked as foreign."""
    import nh3

    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "time": {"datetime"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow ugc",
        strip_comments=True,
    )
