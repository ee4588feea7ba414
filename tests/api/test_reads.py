"""What the API reads: every noun, as of any instant, in pages, with ETags and problem records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from vigie.ledger import MoveFilter

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from vigie.house import House

V1 = "/api/v1"


def pages(api: TestClient, path: str, **asked: Any) -> list[dict[str, Any]]:
    """Everything in a list, page by page."""
    found: list[dict[str, Any]] = []
    after = None
    for _ in range(1000):
        answer = api.get(V1 + path, params={**asked, **({"after": after} if after else {})})
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        after = answer.json()["after"]
        assert (after is None) == ("link" not in answer.headers)
        if after is None:
            return found
    raise AssertionError("the list has no end")


def test_lists_hold_everything_once_whatever_the_size_of_their_pages(api: TestClient, house: House) -> None:
    view = house.ledger.view()
    expected = {
        "/documents": sorted(one.id for one in view.documents()),
        "/stories": sorted(one.id for one in view.stories()),
        "/moves": sorted(one.id for one in view.moves(MoveFilter())),
        "/claims": sorted(one.id for reading in view.readings() for one in reading.claims),
        "/actors": sorted(view.names()),
        "/outlets": sorted(one.id for one in house.atlas.records if one.kind == "outlet"),
    }
    for path, ids in expected.items():
        for limit in (3, 200):
            found = [one["id"] for one in pages(api, path, limit=limit)]
            assert sorted(found) == ids, path


def test_each_thing_of_a_list_is_found_by_its_id(api: TestClient) -> None:
    for path in ("/documents", "/stories", "/moves", "/claims", "/actors", "/outlets"):
        one = pages(api, path)[0]
        answer = api.get(f"{V1}{path}/{quote(one['id'], safe='')}")
        assert answer.status_code == 200
        assert answer.json()["id"] == one["id"]
        missing = api.get(f"{V1}{path}/nothing-of-that-name")
        assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")
        assert "nothing-of-that-name" in missing.json()["detail"]


def test_the_link_of_a_page_leads_to_the_next_one(api: TestClient) -> None:
    first = api.get(V1 + "/moves?limit=2&actor=Renault")
    link = first.headers["link"].partition(">")[0].removeprefix("<")
    second = api.get(link)
    assert second.json()["items"]
    assert {one["id"] for one in first.json()["items"]}.isdisjoint(one["id"] for one in second.json()["items"])


def test_before_the_first_record_nothing_is_known(api: TestClient) -> None:
    for path in ("/documents", "/stories", "/moves", "/claims"):
        assert pages(api, path, as_of="2024-07-31") == []
        assert pages(api, path, as_of="2024-08-01T10:00:00Z") != []
    before = api.get(V1 + "/ledger?as_of=2024-07-31").json()
    assert (before["documents"], before["claims"], before["moves"]) == (0, 0, 0)
    assert api.get(V1 + "/ledger").json()["documents"] == 12


def test_moves_are_filtered_as_the_command_line_filters_them(api: TestClient) -> None:
    met = pages(api, "/moves", actor=["雷诺", "xiaomi"], type="meet")
    assert met
    assert all({"Renault", "Xiaomi"} <= {*one["who"], *one["whom"]} and one["type"] == "meet" for one in met)
    assert pages(api, "/pairs/Renault/小米/moves", type="meet") == met
    statuses = api.get(V1 + "/actors/Renault").json()["statuses"]
    for status, number in statuses.items():
        assert len(pages(api, "/actors/renault/moves", status=status)) == number
    since = pages(api, "/moves", since="2024-07")
    assert since
    assert all(one["when"] for one in since)


def test_a_claim_carries_its_words_its_document_and_its_move(api: TestClient) -> None:
    move = pages(api, "/moves", actor="Renault")[0]
    told = move["claims"][0]
    claim = api.get(f"{V1}/claims/{told['id']}").json()
    document = api.get(f"{V1}/documents/{claim['document']}").json()
    assert claim["move"] == move["id"]
    assert all(quote in document["text"] for quote in claim["quotes"])
    assert claim["id"] in [one["id"] for one in document["reading"]["claims"]]
    assert pages(api, "/claims", document=document["id"]) == pages(api, "/claims", document=document["id"], limit=1)


def test_what_the_asker_has_already_is_not_sent_again(api: TestClient) -> None:
    for path in ("/moves", "/ledger", "/documents?limit=2"):
        etag = api.get(V1 + path).headers["etag"]
        for given in (etag, f'"x", W/{etag}', "*"):
            again = api.get(V1 + path, headers={"if-none-match": given})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == etag
        assert api.get(V1 + path, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("path", "culprit"),
    [
        ("/moves?limit=0", "limit"),
        ("/moves?limit=x", "limit"),
        ("/moves?as_of=yesterday", "yesterday"),
        ("/moves?as_of=9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59-14:00"),
        ("/moves?after=bogus", "bogus"),
        ("/documents?after=WyJhIiwiYiJd", "WyJhIiwiYiJd"),
        ("/moves?type=marry", "marry"),
        ("/moves?status=true", "true"),
        ("/moves?since=2024-13", "2024-13"),
        ("/moves?actor=Renolt", "Renolt"),
        ("/pairs/Renault/Nobody%20at%20all/outlook", "Nobody at all"),
        ("/scenarios/no-deal", "no-deal"),
    ],
)
def test_what_can_t_be_asked_is_refused_by_name(api: TestClient, path: str, culprit: str) -> None:
    answer = api.get(V1 + path)
    assert answer.status_code in (404, 422)
    problem = answer.json()
    assert (problem["status"], problem["culprit"]) == (answer.status_code, culprit)
    assert culprit in problem["detail"]
    assert problem["instance"].startswith(V1)
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_is_not_served_says_so(api: TestClient) -> None:
    assert api.get("/api/v2/moves").status_code == 404
    answer = api.delete(V1 + "/moves")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert api.put(V1 + "/documents", json={}).headers["allow"] == "GET, POST"


def test_an_outlook_tells_its_ladder_and_a_scenario_its_figures(api: TestClient) -> None:
    outlook = api.get(V1 + "/pairs/Renault/Xiaomi/outlook?by=2025-08-01").json()
    assert [rung["rung"] for rung in outlook["ladder"]] == ["talks", "agreement", "equity"]
    deals = [one["deal"] for one in pages(api, "/scenarios")]
    played = api.get(f"{V1}/scenarios/{deals[0]}?draws=50").json()
    assert played["deal"] == deals[0]
    assert played["figures"]


def test_a_failure_within_tells_the_asker_nothing_of_the_machine(own_house: House, tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    from vigie.api import create_api

    client = TestClient(create_api(own_house), raise_server_exceptions=False)
    own_house.ledger.close()
    path = tmp_path / "samples.vigie"
    path.unlink()
    path.with_name(path.name + "-wal").unlink(missing_ok=True)
    path.mkdir()
    answer = client.get(V1 + "/moves")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert path.name not in answer.text
