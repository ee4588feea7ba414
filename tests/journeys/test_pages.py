"""The analyst's day in a real browser: what changed, a rumour followed to its denial, a merge undone, a watch, a scenario."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest

from vigie.checks.receivers import HttpReceiver
from vigie.telling import Messages
from vigie.watch import open_outbox

if TYPE_CHECKING:
    from collections.abc import Callable

LOCALES = {"en": "en-GB", "fr": "fr-FR"}
_BEYOND = """[...document.querySelectorAll("main *")]
    .filter((one) => one.getBoundingClientRect().right > 391 && !one.closest(".scroll, .drawing"))
    .map((one) => `${one.tagName} ${one.className} ${one.innerText?.slice(0, 40)}`).slice(0, 5)"""
"""What stands out beyond a phone's right edge."""
VIEWS = (
    "/",
    "/search?q=Renault",
    "/actors",
    "/actor/renault",
    "/pair",
    "/pair/renault/xiaomi",
    "/network",
    "/stories",
    "/watchlists",
    "/scenario",
    "/scenario/renault-xiaomi-stake",
    "/scoreboard",
    "/sources",
)


@pytest.mark.slow
@pytest.mark.parametrize("lang", sorted(LOCALES))
def test_the_analysts_day(desk: Any, visit: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    say = Messages.load(lang)
    desk.read("01", "02", "04")
    analyst = visit(locale=LOCALES[lang])
    page = analyst.page

    # Yesterday's look, then two days of news.
    analyst.open("/")
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("#fresh .item").count() > 3
    desk.now[0] += dt.timedelta(days=2)

    # A watch is kept before the news comes, with a channel that leads to a receiver here.
    with HttpReceiver() as receiver:
        monkeypatch.setenv("VIGIE_TEST_DESK", receiver.address)
        desk.config.channels.write_text("desk: {env: VIGIE_TEST_DESK, private: true}\n", encoding="utf-8")
        analyst.open("/watchlists")
        page.get_by_label(say("web.watchlists.title"), exact=True).fill("Renault & Xiaomi")
        page.get_by_label(say("web.watchlists.pairs"), exact=True).fill("Renault × Xiaomi")
        page.get_by_label("desk").check()
        page.get_by_role("button", name=say("web.watchlists.keep")).click()
        page.locator("#renault-xiaomi").wait_for()
        outbox = open_outbox(desk.config, ledger=desk.ledger, atlas=desk.watch._atlas, clock=desk.clock)
        outbox.run()
        assert receiver.received == [], "what was known when the watch began is no news"

        desk.now[0] += dt.timedelta(hours=1)
        desk.read("03", "05", "06")
        outbox.run()
        told = [str(posted.body) for posted in receiver.received]
        assert any("Xiaomi" in one and say("status.denied") in one.lower() for one in told), told
    analyst.open("/watchlists")
    assert page.locator("#notices li").count() == len(told)

    # The rumour that was denied comes first; its history stands on its page.
    analyst.open("/")
    turned = page.locator("#turned .item").first
    assert turned.locator(".st-rumoured").count() == 1
    assert turned.locator(".st-denied").count() == 1
    turned.locator("a.open").press("Enter")
    page.wait_for_url("**/move/**")
    assert [step.strip().split("\n")[0] for step in page.locator(".steps .st").all_inner_texts()] == [
        say("status.rumoured"),
        say("status.denied"),
    ]
    move = page.url

    # The quote is read in its document, marked.
    page.locator("article", has_text="Quayside Newswire").get_by_role("link", name=say("web.in_text")).click()
    page.wait_for_url("**/document/**")
    marked = page.locator("mark:target")
    assert "Renault is not in talks with Xiaomi" in " ".join(page.locator("article.text mark").all_inner_texts())
    assert marked.is_visible()
    assert page.locator("article.text .cue[title]").count() > 0

    # A merge is undone, and the undoing too.
    page.goto(move)
    documents = page.locator("article.card").count()
    with page.expect_navigation():
        page.get_by_role("button", name=say("web.judge.different")).first.click()
    assert page.locator("article.card").count() < documents
    assert page.locator(".steps").count() == 0, "the rumour is another move now"
    with page.expect_navigation():
        page.get_by_role("button", name=say("web.judge.undo")).click()
    assert page.locator("article.card").count() == documents
    assert page.locator(".steps .st").count() == 2

    # A scenario is played: a lever moves, the numbers follow without another page.
    analyst.open("/scenario/renault-xiaomi-joint-venture")
    before = page.locator("#played .change b").first.inner_text()
    slider = page.locator("input[type=range]").nth(1)
    slider.focus()
    for _ in range(12):
        slider.press("ArrowRight")
    page.wait_for_function("before => document.querySelector('#played .change b').innerText !== before", arg=before)
    assert page.url.endswith("/scenario/renault-xiaomi-joint-venture")


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_has_a_serious_fault_for_those_who_see_or_point_badly(desk: Any, visit: Callable[..., Any], theme: str) -> None:
    desk.read("01", "02", "03", "04", "05", "06", "07", "08")
    move = desk.ledger.view().moves_of(["sample-en-renault-denial"])[0]
    story = desk.ledger.view().stories()[0]
    reader = visit(locale="en-GB", color_scheme=theme)
    found = {}
    for path in (*VIEWS, f"/move/{move.id}", f"/story/{story.id}", "/document/sample-en-renault-denial", "/nowhere"):
        if path == "/nowhere":
            continue
        reader.open(path)
        reader.page.wait_for_load_state("networkidle")
        faults = reader.accessible()
        if faults:
            found[path] = faults
    assert found == {}


@pytest.mark.slow
def test_every_view_fits_a_phone(desk: Any, visit: Callable[..., Any]) -> None:
    desk.read("01", "02", "03", "04", "05", "06", "07", "08")
    phone = visit(viewport={"width": 390, "height": 844}, locale="fr-FR", has_touch=True)
    wide = {}
    for path in VIEWS:
        phone.open(path)
        if phone.page.evaluate("document.documentElement.scrollWidth") > 390:
            wide[path] = phone.page.evaluate(_BEYOND)
    assert wide == {}


@pytest.mark.slow
def test_what_is_seen_can_be_reached_by_keyboard(desk: Any, visit: Callable[..., Any]) -> None:
    desk.read("01", "04")
    page = (analyst := visit(locale="en-GB")).page
    analyst.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("Xiaomi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=Xiaomi")
    page.locator("body").press("j")
    assert re.search(r"\bopen\b", page.evaluate("document.activeElement.className"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/move/**")
    page.locator("body").press("?")
    assert page.locator("dialog#keys").is_visible()


@pytest.mark.slow
def test_pages_work_without_script(desk: Any, visit: Callable[..., Any]) -> None:
    desk.read("01", "04")
    page = (reader := visit(java_script_enabled=False, locale="en-GB")).page
    reader.open("/scenario/renault-xiaomi-stake")
    assert page.locator("#played table").count() > 0
    page.get_by_role("button", name="Play").click()
    assert "/scenario/renault-xiaomi-stake?" in page.url
    reader.open("/pair/renault/xiaomi")
    page.get_by_role("link", name="Open the outlook").click()
    assert page.locator("h1").inner_text().startswith("Outlook")
