"""Judgements, watchlists, search and briefs over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conftest import client_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from vigie.house import House

V1 = "/api/v1"


def test_a_judgement_splits_a_move_and_taking_it_back_makes_it_whole(own_house: House) -> None:
    api = client_of(own_house)
    moves = api.get(V1 + "/moves?limit=200").json()["items"]
    move = max(moves, key=lambda one: len(one["claims"]))
    documents = {one["document"]: one["id"] for one in move["claims"]}
    left, right = sorted(documents.values())[:2]
    said = api.post(V1 + "/judgements", json={"subject": "move", "left": left, "right": right, "verdict": "different"})
    assert said.status_code == 201
    assert (said.json()["author"], said.json()["verdict"]) == ("local", "different")
    told = [api.get(f"{V1}/claims/{one}").json()["move"] for one in (left, right)]
    assert told[0] != told[1]
    [standing] = api.get(V1 + "/judgements", params={"about": left, "by_persons": True}).json()["items"]
    assert standing["id"] == said.json()["id"]
    assert api.delete(f"{V1}/judgements/{standing['id']}").status_code == 204
    assert api.delete(f"{V1}/judgements/{standing['id']}").status_code == 404
    told = [api.get(f"{V1}/claims/{one}").json()["move"] for one in (left, right)]
    assert told == [move["id"]] * 2
    assert [one.what for one in own_house.accounts.deeds(most=9)] == ["judgement undone", "judged"]


def test_what_can_t_be_judged_is_refused(api: TestClient) -> None:
    for body in (
        {"subject": "move", "left": "c-1", "right": "c-2", "verdict": "same"},
        {"subject": "marriage", "left": "a", "right": "b", "verdict": "same"},
        {"subject": "move", "left": "a", "right": "b", "verdict": "perhaps"},
    ):
        answer = api.post(V1 + "/judgements", json=body)
        assert answer.status_code == 422
        assert answer.json()["detail"]


def test_a_watchlist_is_kept_shown_changed_and_removed(own_house: House) -> None:
    api = client_of(own_house)
    wish = {"title": "Renault and China", "actors": ["雷诺"], "types": ["meet"], "pace": "daily"}
    assert api.put(V1 + "/watchlists/china", json=wish).json()["actors"] == ["Renault"]
    assert api.get(V1 + "/watchlists/china").json()["pace"] == "daily"
    assert [one["name"] for one in api.get(V1 + "/watchlists").json()["items"]] == ["china"]
    for wrong in ({"actors": ["Nobody at all"]}, {"mood": "good"}, {"types": ["marry"]}, {"budget": "many"}):
        answer = api.put(V1 + "/watchlists/china", json=wrong)
        assert answer.status_code in (404, 422), wrong
        assert "china" in answer.json()["detail"] or "Nobody" in answer.json()["detail"]
    assert api.get(V1 + "/alerts?watchlist=china").json()["items"] == []
    assert api.get(V1 + "/alerts?watchlist=none").status_code == 404
    assert api.delete(V1 + "/watchlists/china").status_code == 204
    assert api.get(V1 + "/watchlists/china").status_code == 404
    assert [one.what for one in own_house.accounts.deeds(most=9)] == ["watchlist removed", "watchlist kept"]


def test_search_finds_names_in_every_script_and_counts_facets(api: TestClient) -> None:
    found = api.get(V1 + "/search", params={"q": "雷诺 Xiaomi"}).json()
    assert found["total"] >= 3
    assert {"en", "fr", "zh"} <= set(found["facets"]["langs"])
    assert any(one["marked"] for one in found["items"][0]["snippet"])
    quotes = api.get(V1 + "/search", params={"q": "Xiaomi", "what": "quotes", "type": "meet"}).json()
    assert quotes["items"]
    assert all(one["claim"]["type"] == "meet" for one in quotes["items"])
    moves = api.get(V1 + "/search", params={"q": "Xiaomi", "what": "moves", "limit": 2}).json()
    assert all(one["move"]["id"].startswith("m-") for one in moves["items"])
    assert api.get(V1 + "/search", params={"q": "Xiaomi", "what": "tea"}).status_code in (404, 422)


def test_a_brief_cites_every_sentence_and_changes_are_those_since(api: TestClient) -> None:
    brief = api.get(V1 + "/briefs", params={"since": "2024-07-31", "lang": "fr"}).json()
    numbers = {one["number"] for one in brief["references"]}
    sentences = [one for part in brief["sections"] for item in part["items"] for one in item["sentences"]]
    assert sentences
    assert all(one["cites"] and set(one["cites"]) <= numbers for one in sentences)
    changes = api.get(V1 + "/changes?since=2024-07-31&limit=200").json()["items"]
    assert {one["change"] for one in changes} == {"new"}
    assert api.get(V1 + "/changes?since=2024-08-01").json()["items"] == []
    assert api.get(V1 + "/briefs?watchlist=none").status_code == 404
    for form, head in (("md", b"<!-- vigie brief: "), ("html", b"<!doctype html"), ("pdf", b"%PDF-"), ("docx", b"PK")):
        made = api.get(V1 + "/briefs", params={"since": "2024-07-31", "format": form})
        assert made.content.startswith(head)
        assert made.headers["content-disposition"].endswith(f'vigie-brief.{form}"')
