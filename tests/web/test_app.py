"""What every page has in common."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from vigie.telling.export import as_csv

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_language_comes_from_the_address_then_the_cookie_then_the_browser(pages: TestClient) -> None:
    assert '<html lang="en"' in pages.get("/").text
    assert '<html lang="fr"' in pages.get("/", headers={"accept-language": "de, fr;q=0.8, en;q=0.5"}).text
    asked = pages.get("/?lang=fr")
    assert '<html lang="fr"' in asked.text
    assert "lang=fr" in asked.headers["set-cookie"]
    assert '<html lang="fr"' in pages.get("/", headers={"accept-language": "en"}).text
    pages.cookies.clear()


def test_what_is_not_there_is_said_in_one_sentence(pages: TestClient) -> None:
    missing = pages.get("/nowhere")
    assert missing.status_code == 404
    assert "there is no page" in missing.text
    assert pages.get("/move/m-nothing").status_code == 404


@pytest.mark.parametrize("query", ["as_of=yesterday", "format=xml"])
def test_what_can_t_be_asked_for_is_refused(pages: TestClient, query: str) -> None:
    assert pages.get(f"/?{query}").status_code == 422


def test_a_view_gives_what_it_shows_as_json_and_csv(pages: TestClient) -> None:
    records = pages.get("/?format=json").json()
    rows = list(csv.DictReader(io.StringIO(pages.get("/?format=csv").text.removeprefix("\ufeff"))))
    assert len(records) == len(rows) > 5
    assert [one["id"] for one in records] == [row["id"] for row in rows]


def test_a_spreadsheet_runs_no_cell() -> None:
    text = as_csv([{"a": "=1+1", "b": ["@x", "y"], "c": -3}])
    assert text == "\ufeffa,b,c\r\n'=1+1,'@x; y,-3\r\n"


def test_every_view_names_the_feed_of_what_it_shows(pages: TestClient) -> None:
    for path, feed in (
        ("/", "/api/v1/exports/atom?lang=en"),
        ("/actor/renault", "/api/v1/exports/atom?actor=renault&amp;lang=en"),
        ("/pair/renault/xiaomi", "/api/v1/exports/atom?actor=renault&amp;actor=xiaomi&amp;lang=en"),
        ("/search?q=x&type=meet&status=denied", "/api/v1/exports/atom?type=meet&amp;status=denied&amp;lang=en"),
    ):
        page = pages.get(path)
        assert page.status_code == 200
        assert f'type="application/atom+xml" title="vigie" href="{feed}"' in page.text
