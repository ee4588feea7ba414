"""Exports and feeds over the API are those of the command line."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import feedparser
import pytest

from vigie.telling import Messages
from vigie.telling.export import FORMATS, Wish, export_to

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from vigie.house import House

V1 = "/api/v1"


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("rss", "atom", "gexf", "parquet")])
def test_an_export_over_the_api_is_that_of_the_command_line(api: TestClient, house: House, name: str) -> None:
    form = FORMATS[name]
    for what in form.whats:
        sent = api.get(f"{V1}/exports/{name}", params={"what": what})
        assert sent.status_code == 200
        assert sent.headers["content-type"].partition(";")[0] == form.media_type.partition(";")[0]
        assert f"vigie-{what}" in sent.headers["content-disposition"]
        out = io.BytesIO()
        wish = Wish(what=what, say=Messages.load("en"), base="http://127.0.0.1", now=house.clock())
        export_to(out, house.desk(None), form, wish)
        assert sent.content == out.getvalue()


def test_a_feed_of_a_view_follows_its_filter_and_links_back(api: TestClient) -> None:
    everything = feedparser.parse(api.get(V1 + "/exports/atom").content)
    some = feedparser.parse(api.get(V1 + "/exports/atom?actor=Xiaomi&type=meet").content)
    assert 0 < len(some.entries) < len(everything.entries)
    assert all(entry.link.startswith("http://127.0.0.1/move/m-") for entry in some.entries)


def test_exports_are_listed_and_others_refused(api: TestClient) -> None:
    assert [one["format"] for one in api.get(V1 + "/exports").json()["items"]] == list(FORMATS)
    assert api.get(V1 + "/exports/xlsx").status_code == 404
    assert api.get(V1 + "/exports/rss?what=claims").status_code == 422
    assert api.get(V1 + "/exports/csv?actor=nobody%20at%20all").status_code == 404
