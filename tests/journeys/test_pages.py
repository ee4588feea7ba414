"""The analyst's day in a real browser: what changed, a rumour followed to its denial, a merge undone, a watch, a scenario."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vigie.atlas import load_atlas
from vigie.checks.receivers import HttpReceiver
from vigie.telling import Messages
from vigie.watch import open_outbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

LOCALES = {"en": "en-GB", "fr": "fr-FR"}
_BEYOND = """[...document.querySelectorAll("main *")]
    .filter((one) => one.getBoundingClientRect().right > 391 && !one.closest(".scroll, .drawing"))
    .map((one) => `${one.tagName} ${one.className} ${one.innerText?.slice(0, 40)}`).slice(0, 5)"""
"""What stands out beyond a phone's right edge."""
VIEWS = (
    "/",
    "/brief",
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
    "/exports",
)


@pytest.mark.slow
@pytest.mark.parametrize("lang", sorted(LOCALES))
def test_the_analysts_day(desk: Any, visit: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    desk.read("01", "02", "04")
    analyst = visit(locale=LOCALES[lang])
    analyst.open("/")
    assert analyst.page.locator("html").get_attribute("lang") == lang
    assert analyst.page.locator("#fresh .item").count() > 3
    desk.now[0] += dt.timedelta(days=2)
    day = Day(desk, analyst, Messages.load(lang))
    day.keeps_watch_and_is_told(monkeypatch)
    move = day.follows_the_rumour_to_its_denial()
    day.reads_the_quote_in_its_document()
    day.undoes_a_merge(move)
    day.plays_a_scenario()
    day.takes_the_brief_along()


@dataclass
class Day:
    """What an analyst does, one after the other."""

    desk: Any
    visit: Any
    say: Messages

    @property
    def page(self) -> Page:
        return self.visit.page  # type: ignore[no-any-return]

    def keeps_watch_and_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A watch is kept before the news comes, over a channel that leads to a receiver here."""
        with HttpReceiver() as receiver:
            monkeypatch.setenv("VIGIE_TEST_DESK", receiver.address)
            self.desk.config.channels.write_text("desk: {env: VIGIE_TEST_DESK, private: true}\n", encoding="utf-8")
            self.visit.open("/watchlists")
            self.page.get_by_label(self.say("web.watchlists.title"), exact=True).fill("Renault & Xiaomi")
            self.page.get_by_label(self.say("web.watchlists.pairs"), exact=True).fill("Renault × Xiaomi")
            self.page.get_by_label("desk").check()
            self.page.get_by_role("button", name=self.say("web.watchlists.keep")).click()
            self.page.locator("#renault-xiaomi").wait_for()
            outbox = open_outbox(self.desk.config, ledger=self.desk.ledger, atlas=load_atlas(), clock=self.desk.clock)
            outbox.run()
            assert receiver.received == [], "what was known when the watch began is no news"
            self.desk.now[0] += dt.timedelta(hours=1)
            self.desk.read("03", "05", "06")
            outbox.run()
            outbox.run()
            told = [str(posted.body) for posted in receiver.received]
        assert any("Xiaomi" in one and self.say("status.denied") in one.lower() for one in told), told
        self.visit.open("/watchlists")
        assert self.page.locator("#notices li").count() == len(told)

    def follows_the_rumour_to_its_denial(self) -> str:
        """What changed its status comes first on Today; its history stands on its page, whose address is given."""
        self.visit.open("/")
        turned = self.page.locator("#turned .item").first
        assert turned.locator(".st-rumoured").count() == 1
        assert turned.locator(".st-denied").count() == 1
        turned.locator("a.open").press("Enter")
        self.page.wait_for_url("**/move/**")
        steps = [self.say("status.rumoured"), self.say("status.denied")]
        assert [step.strip() for step in self.page.locator(".steps .st").all_inner_texts()] == steps
        return self.page.url

    def reads_the_quote_in_its_document(self) -> None:
        telling = self.page.locator("article", has_text="Quayside Newswire")
        telling.get_by_role("link", name=self.say("web.in_text")).click()
        self.page.wait_for_url("**/document/**")
        assert "Renault is not in talks with Xiaomi" in " ".join(
            " ".join(self.page.locator("article.text mark").all_inner_texts()).split()
        )
        assert self.page.locator("mark:target").is_visible()
        assert self.page.locator("article.text .cue[title]").count() > 0

    def undoes_a_merge(self, move: str) -> None:
        """A document is said to be about something else, and that is taken back: all is as before."""
        self.page.goto(move)
        documents = self.page.locator("article.card").count()
        with self.page.expect_navigation():
            rumour = self.page.locator("article.card", has=self.page.locator(".st-rumoured"))
            rumour.get_by_role("button", name=self.say("web.judge.out")).click()
        assert self.page.locator("article.card").count() < documents
        assert self.page.locator("article.card .st-rumoured").count() == 0, "the rumour is another move now"
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=self.say("web.judge.undo")).first.click()
        assert self.page.locator("article.card").count() == documents
        assert self.page.locator(".steps .st").count() == 2

    def plays_a_scenario(self) -> None:
        """A lever moves, the numbers follow without another page."""
        self.visit.open("/scenario/renault-xiaomi-joint-venture")
        before = self.page.locator("#played .change b").first.inner_text()
        slider = self.page.locator("input[type=range]").nth(1)
        slider.focus()
        for _ in range(12):
            slider.press("ArrowRight")
        self.page.wait_for_function("before => document.querySelector('#played .change b').innerText !== before", arg=before)
        assert self.page.url.endswith("/scenario/renault-xiaomi-joint-venture")

    def takes_the_brief_along(self) -> None:
        """Every sentence on the page leads to what it rests on; the file says the same."""
        self.visit.open("/brief")
        cited = self.page.locator(".brief li")
        assert cited.count() > 3
        assert all(line.locator("a.cite").count() for line in cited.all())
        for form, opens in (("PDF", b"%PDF"), ("DOCX", b"PK"), ("MD", b"<!--")):
            with self.page.expect_download() as taken:
                self.page.get_by_role("link", name=form, exact=True).click()
            content = Path(taken.value.path()).read_bytes()
            assert content.startswith(opens)
        assert "Xiaomi" in content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_has_a_serious_fault_for_those_who_see_or_point_badly(desk: Any, visit: Callable[..., Any], theme: str) -> None:
    desk.read("01", "02", "03", "04", "05", "06", "07", "08")
    move = desk.ledger.view().moves_of(["sample-en-renault-denial"])[0]
    story = desk.ledger.view().stories()[0]
    reader = visit(locale="en-GB", color_scheme=theme)
    found = {}
    for path in (*VIEWS, f"/move/{move.id}", f"/story/{story.id}", "/document/sample-en-renault-denial"):
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
    page.wait_for_url("**/document/**")
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
