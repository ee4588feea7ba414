"""Every view over the sample articles: in both languages, as HTML, JSON and CSV, and as of a day."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from vigie.access import Guard
from vigie.api import create_api
from vigie.atlas import load_atlas
from vigie.checks import fakes
from vigie.house import House
from vigie.ledger import create_ledger
from vigie.telling.export import FORMATS
from vigie.telling.watchlists import read_watchlists
from vigie.web import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from vigie.ledger import Ledger

VIEWS = (
    "/",
    "/brief",
    "/search",
    "/search?q=Xiaomi",
    "/search?q=partenariat&what=quotes",
    "/search?q=Renault&what=moves",
    "/actors",
    "/actor/renault",
    "/actor/luca-de-meo",
    "/pair",
    "/pair/renault/xiaomi",
    "/pair/renault/xiaomi/outlook",
    "/network?size=100",
    "/stories",
    "/watchlists",
    "/scenario",
    "/scenario/renault-xiaomi-joint-venture",
    "/scoreboard",
    "/sources",
    "/exports",
)


def ids(ledger: Ledger) -> dict[str, str]:
    """The addresses of a move, a story and a document."""
    view = ledger.view()
    [denied] = [one for one in view.moves_of(["sample-en-renault-denial"]) if one.status.value == "denied"]
    return {
        "move": f"/move/{denied.id}",
        "story": f"/story/{view.stories_of(['sample-en-renault-denial'])[0].id}",
        "document": "/document/sample-en-renault-denial",
    }


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("path", [*VIEWS, "move", "story", "document"])
def test_a_view_speaks_the_language_and_leads_nowhere_else(pages: TestClient, ledger: Ledger, path: str, lang: str) -> None:
    shown = pages.get(ids(ledger).get(path, path), headers={"accept-language": lang})
    assert shown.status_code == 200
    assert f'<html lang="{lang}"' in shown.text
    # Scripts, styles and pictures are this house's; only a document's own address leads out, and only when it is followed.
    assert re.findall(r'(?:src|data-hx-get|action)="(?!/)[^"]*"', shown.text) == []
    assert re.findall(r"<style|style=|<script(?! src=\"/static/)| on[a-z]+=", shown.text) == []
    assert len(re.findall(r"<h1", shown.text)) == 1


@pytest.mark.parametrize("path", [*VIEWS, "move", "story", "document"])
def test_a_view_gives_its_records(pages: TestClient, ledger: Ledger, path: str) -> None:
    address = ids(ledger).get(path, path)
    records = pages.get(address, params={"format": "json"} | _asked(address)).json()
    assert isinstance(records, list)
    sheet = pages.get(address, params={"format": "csv"} | _asked(address))
    assert sheet.headers["content-type"].startswith("text/csv")
    assert sheet.text.startswith("\ufeff")
    assert records or path in ("/watchlists", "/sources", "/scoreboard")


def _asked(address: str) -> dict[str, str]:
    return dict(part.split("=") for part in address.partition("?")[2].split("&") if part)


@pytest.mark.parametrize("path", ["/", "/actor/renault", "/pair/renault/xiaomi", "/network", "/search", "/stories"])
def test_the_past_knows_nothing_that_came_later(pages: TestClient, path: str) -> None:
    shown = pages.get(path, params={"as_of": "2024-07-01"})
    assert shown.status_code == 200
    assert 'class="past"' in shown.text
    assert '<article class="item"' not in shown.text
    # The one way back to the present is the banner's.
    inside = re.sub(r'<p class="past".*?</p>', "", shown.text, flags=re.DOTALL)
    links = re.findall(r'href="(/(?:actor|pair|move|search)[^"]*)"', inside)
    assert all("as_of=2024-07-01" in link or link in ("/search", "/search?q=") for link in links), (
        "the viewpoint is lost on the way"
    )


def test_a_name_leads_to_its_key(pages: TestClient) -> None:
    assert pages.get("/actor/小米").headers["location"] == "/actor/xiaomi"
    assert pages.get("/pair?first=Renault&second=小米").headers["location"] == "/pair/renault/xiaomi"
    assert pages.get("/actors?name=Groupe Renault").headers["location"] == "/actor/renault"


def test_nobody_of_that_name_is_said_with_a_guess(pages: TestClient) -> None:
    missing = pages.get("/actor/Renaul")
    assert missing.status_code == 404
    assert "did you mean Renault" in missing.text


def test_quotes_and_cue_words_are_marked_where_they_stand(pages: TestClient, ledger: Ledger) -> None:
    text = pages.get("/document/sample-en-renault-denial").text
    body = re.search(r'<article class="text".*?</article>', text, re.DOTALL)
    assert body is not None
    plain = html.unescape(re.sub(r"<[^>]+>", "", body[0]))
    document = ledger.view().document("sample-en-renault-denial")
    assert document is not None
    assert " ".join(plain.split()) == " ".join(document.text.split()), "marks change the text"
    assert re.search(r'<mark id="c-[0-9a-f]+" data-claims="', body[0])
    assert re.search(r'class="cue cue-status" title="', body[0])


def test_a_lever_changes_what_follows(pages: TestClient) -> None:
    def profit(**levers: str) -> list[float]:
        [record] = pages.get("/scenario/renault-xiaomi-joint-venture", params={"format": "json", **levers}).json()
        figures: list[dict[str, Any]] = record["figures"]
        return [one["change"]["median"] for one in figures if one["what"] == "profit" and one["market"] == "all"]

    assert profit() == profit(**{"l1.price": "38.0"}), "a lever where the deal has it changes something"
    assert profit() != profit(**{"l1.price": "45"})
    assert pages.get("/scenario/renault-xiaomi-joint-venture?l1.price=1e9").status_code == 422
    assert pages.get("/scenario/renault-xiaomi-joint-venture?l1.price=nan").status_code == 422
    assert pages.get("/scenario/nothing").status_code == 404


def test_a_part_of_a_page_is_given_by_itself(pages: TestClient) -> None:
    part = pages.get("/scenario/renault-xiaomi-stake", headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert "<table" in part


def test_the_network_keeps_its_places_when_the_years_change(pages: TestClient) -> None:
    def places(query: str) -> dict[str, str]:
        text = pages.get(f"/network?{query}").text
        return dict(re.findall(r'<a href="/actor/([^"]+)"><circle class="who[^"]*" (cx="\d+" cy="\d+")', text))

    late, early = places(""), places("until=2024")
    assert early
    assert set(early) < set(late) or set(early) == set(late)
    assert all(late[key] == place for key, place in early.items())


def test_each_export_that_is_offered_is_made(pages: TestClient, ledger: Ledger) -> None:
    api = TestClient(create_api(House(ledger=ledger, atlas=load_atlas(), clock=fakes.TickingClock())))
    rows = pages.get("/exports", params={"format": "json", "actor": "Renault"}).json()
    assert {row["format"] for row in rows} == set(FORMATS)
    assert all("actor=renault" in row["address"] for row in rows), "the filter is lost on the way"
    for row in rows:
        made = api.get(row["address"])
        assert made.status_code == 200, row
        assert made.headers["content-type"].startswith(row["media_type"])


def test_an_outlet_bears_its_grade_where_it_speaks(pages: TestClient) -> None:
    records = {one["name"]: one for one in pages.get("/sources?format=json").json() if one["what"] == "outlet"}
    document = pages.get("/document/sample-en-renault-denial")
    outlet = re.search(r'<p class="lead">([^·<]+?) ·', document.text)
    assert outlet is not None
    record = records[html.unescape(outlet[1]).strip()]
    assert record["grade"] == "F", "with so few rumours nobody has earned a letter"
    assert f"{record['came_true']} of {record['resolved']} rumours" in document.text


def test_a_watchlist_of_a_file_is_shown_and_left_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "china.yml").write_text("title: East\nactors: [Renault]", encoding="utf-8")
    ledger = create_ledger(tmp_path / "w.vigie", clock=fakes.TickingClock())
    house = House(
        ledger=ledger, atlas=load_atlas(), clock=fakes.TickingClock(), declared=lambda find: read_watchlists(tmp_path, find)
    )
    visitor = TestClient(Guard(create_app(house), accounts=house.accounts, host="127.0.0.1"), base_url="http://127.0.0.1")
    shown = visitor.get("/watchlists").text
    assert "East" in shown
    assert "<code>china.yml</code>" in shown
    assert 'action="/watchlists"' in shown, "somebody who may write is asked about"
    assert 'action="/watchlists/remove"' not in shown
    assert visitor.get("/watchlists?format=json").json()[0]["file"] == "china.yml"
    (tmp_path / "broken.yml").write_text("actors: [", encoding="utf-8")
    assert "broken.yml" in visitor.get("/watchlists").text
    ledger.close()


def test_a_paragraph_of_ten_megabytes_is_shown_in_part(tmp_path: Path) -> None:
    ledger = create_ledger(tmp_path / "long.vigie", clock=fakes.TickingClock())
    document = fakes.document("long", "Renault met Xiaomi. " * 500_000)
    with ledger.writer() as writer:
        writer.record(document, fakes.reading(document), None)
    house = House(ledger=ledger, atlas=load_atlas(), clock=fakes.TickingClock())
    shown = TestClient(create_app(house)).get("/document/long")
    ledger.close()
    assert shown.status_code == 200
    assert len(shown.content) < 400_000
    assert "9,800,000" in shown.text


def test_writing_needs_somebody_who_may(pages: TestClient) -> None:
    before = pages.get("/watchlists").text
    assert 'method="post"' not in before
    assert pages.post("/watchlists", data={"title": "x"}).status_code == 401
    assert pages.post("/judge", data={"subject": "move", "left": "a", "right": "b", "verdict": "same"}).status_code == 401
