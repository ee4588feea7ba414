"""The guard lets known visitors with honest requests in, and nobody else."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

import pytest

from vigie.access import Accounts, Proxies
from vigie.access.guard import CSP
from vigie.model import Role

from .conftest import PASSWORD

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from .conftest import Door, HandClock

PROXIES = Proxies(networks=(ipaddress.ip_network("10.0.0.0/8"),), user_header="x-forwarded-user")


def test_a_machine_without_users_lets_its_own_visitors_in(door: Door) -> None:
    answer = door().get("/today")
    assert answer.json()["who"] == "local"
    assert answer.headers["content-security-policy"] == CSP
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_as_soon_as_there_is_a_user_nobody_looks_in_unknown(door: Door, accounts: Accounts) -> None:
    client = door()
    assert client.get("/").status_code == 200
    accounts.add("zoé", Role.ADMIN, PASSWORD)
    page = client.get("/pair/a/b?x=1", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/login?next=%2Fpair%2Fa%2Fb%3Fx%3D1")
    machine = client.get("/api/v1/moves")
    assert (machine.status_code, machine.headers["content-type"]) == (401, "application/problem+json")
    assert machine.headers["www-authenticate"].startswith("Bearer")
    assert client.get("/login").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "", "[::1", "localhost.evil.example"]
)
def test_another_host_than_this_machine_is_refused(door: Door, host: str) -> None:
    answer = door().get("/", headers={"host": host})
    assert answer.status_code == 421
    assert answer.json()["type"].startswith("urn:vigie:error:")


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "LOCALHOST", "vigie.example.org", "localhost."])
def test_names_of_this_machine_and_those_set_are_taken(door: Door, host: str) -> None:
    assert door(hosts=("vigie.example.org",)).get("/", headers={"host": host}).status_code == 200


def test_a_proxy_that_nobody_told_of_does_not_open_a_machine_without_users(door: Door) -> None:
    for header in ("x-forwarded-for", "forwarded", "x-real-ip"):
        answer = door().get("/", headers={header: "203.0.113.7"})
        assert answer.status_code == 403
        assert "proxies" in answer.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9000"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:8000"},
    ],
)
def test_a_page_of_another_site_writes_nothing(door: Door, headers: dict[str, str]) -> None:
    client = door()
    key = client.get("/").json()["key"]
    for path in ("/judge", "/api/v1/documents"):
        answer = client.post(path, json={}, headers={**headers, "x-form-key": key})
        assert answer.status_code == 403, answer.text


def test_a_form_without_its_key_is_refused_and_with_it_arrives_whole(door: Door) -> None:
    client = door()
    key = client.get("/").json()["key"]
    assert client.post("/judge", data={"verdict": "same"}).status_code == 403
    assert client.post("/judge", data={"verdict": "same", "form_key": "guessed"}).status_code == 403
    assert client.post("/judge").status_code == 403
    assert client.post("/judge", content=b"verdict=same", headers={"content-type": "text/plain"}).status_code == 403
    taken = client.post("/judge", data={"verdict": "same", "form_key": key})
    assert taken.json()["sent"] == len(f"verdict=same&form_key={key}")
    sent = client.post("/file", data={"form_key": key}, files={"file": ("a.txt", b"x" * 3000)})
    assert sent.json()["sent"] > 3000
    assert client.post("/judge", headers={"x-form-key": key}).status_code == 200


def test_what_a_browser_can_send_across_sites_is_no_json(door: Door) -> None:
    client = door()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = client.post("/api/v1/documents", content=b'{"text": "x"}', headers={"content-type": kind})
        assert (answer.status_code, answer.headers["content-type"]) == (415, "application/problem+json")
    assert client.post("/api/v1/documents", json={"text": "x"}).status_code == 200


def test_a_body_larger_than_is_taken_is_refused_however_it_is_sent(door: Door) -> None:
    client = door(body_limit=1000)
    assert client.post("/api/v1/documents", json={"text": "x" * 2000}).status_code == 413

    def pieces() -> object:
        for _ in range(5):
            yield b"x" * 300

    sent = client.post("/api/v1/documents", content=pieces(), headers={"content-type": "application/json"})  # type: ignore[arg-type]
    assert sent.status_code == 413
    wrong = client.post("/api/v1/x", content=b"{}", headers={"content-type": "application/json", "content-length": "-1"})
    assert wrong.status_code == 413


def _bearer(accounts: Accounts, name: str, role: Role | None = None) -> dict[str, str]:
    return {"authorization": f"Bearer {accounts.make_token(name, 'notebook', role=role)}"}


def test_a_token_reads_with_its_role_and_needs_no_form_key(door: Door, accounts: Accounts) -> None:
    client = door(host="0.0.0.0")
    accounts.add("amy", Role.ADMIN)
    accounts.add("rea", Role.READER)
    assert client.get("/", headers=_bearer(accounts, "amy")).json()["role"] == "admin"
    assert client.post("/api/v1/documents", json={}, headers=_bearer(accounts, "amy", Role.ANALYST)).status_code == 200
    for headers in (_bearer(accounts, "rea"), _bearer(accounts, "amy", Role.READER)):
        assert client.get("/", headers=headers).status_code == 200
        refused = client.post("/api/v1/documents", json={}, headers=headers)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:vigie:error:NotAllowed")
        assert client.post("/mcp", json={}, headers=headers).status_code == 200


@pytest.mark.parametrize("text", ["", "vigie", "vigie_", "vigie__", "vigie_a_b", "nothing", "vigie_" + "é" * 50, "x" * 9000])
def test_what_is_no_token_lets_nobody_in(door: Door, accounts: Accounts, text: str) -> None:
    accounts.add("amy", Role.ADMIN)
    for kind in ("Bearer", "Basic", "bearer"):
        assert door().get("/", headers={"authorization": f"{kind} {text}".encode()}).status_code == 401


def test_a_feed_reader_sends_its_token_in_place_of_a_password_and_no_password_is_taken(door: Door, accounts: Accounts) -> None:
    accounts.add("zoé", Role.ANALYST, PASSWORD)
    token = accounts.make_token("zoé", "feed", role=Role.READER)
    assert door().get("/api/v1/exports/atom", auth=("anybody", token)).json()["role"] == "reader"
    assert door().get("/api/v1/exports/atom", auth=("zoé", PASSWORD)).status_code == 401


def test_a_token_ends_with_its_time_its_user_and_by_hand(door: Door, accounts: Accounts, clock: HandClock) -> None:
    client = door()
    accounts.add("amy", Role.ADMIN)
    accounts.add("bo", Role.ANALYST)
    short = {"authorization": "Bearer " + accounts.make_token("bo", "short", days=1)}
    long, ended = _bearer(accounts, "bo"), _bearer(accounts, "bo")
    accounts.end_token(ended["authorization"].split("_")[1])
    assert [client.get("/", headers=one).status_code for one in (short, long, ended)] == [200, 200, 401]
    clock.go(days=1)
    assert [client.get("/", headers=one).status_code for one in (short, long)] == [401, 200]
    accounts.set_role("bo", Role.READER)
    assert client.get("/", headers=long).json()["role"] == "reader"
    accounts.disable("bo")
    assert client.get("/", headers=long).status_code == 401


def _logged_in(client: TestClient, accounts: Accounts) -> TestClient:
    client.cookies.set("vigie", accounts.log_in("zoé", PASSWORD, address="127.0.0.1"), domain="127.0.0.1")
    return client


def test_a_login_turns_its_secret_and_takes_the_old_one_a_minute_longer(door: Door, accounts: Accounts, clock: HandClock) -> None:
    accounts.add("zoé", Role.ANALYST, PASSWORD)
    client = _logged_in(door(), accounts)
    old = client.cookies["vigie"]
    first = client.get("/")
    assert (first.json()["how"], "set-cookie" in first.headers) == ("login", False)
    clock.go(minutes=61)
    turned = client.get("/")
    cookie = turned.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    fresh = client.cookies["vigie"]
    assert fresh != old
    assert turned.json()["key"] == first.json()["key"]
    late = door()
    late.cookies.set("vigie", old)
    again = late.get("/")
    assert (again.status_code, "set-cookie" in again.headers) == (200, False)
    clock.go(minutes=2)
    assert late.get("/").status_code == 401
    assert client.get("/").status_code == 200


def test_a_login_ends_when_nobody_uses_it_and_after_a_week_in_any_case(door: Door, accounts: Accounts, clock: HandClock) -> None:
    accounts.add("zoé", Role.ANALYST, PASSWORD)
    idle = _logged_in(door(), accounts)
    clock.go(hours=13)
    assert idle.get("/").status_code == 401
    busy = _logged_in(door(), accounts)
    for _ in range(20):
        clock.go(hours=8)
        assert busy.get("/").status_code == 200
    clock.go(hours=8)
    assert busy.get("/").status_code == 401


@pytest.mark.parametrize("how", ["logout", "disable", "password"])
def test_a_login_ends_at_once(door: Door, accounts: Accounts, how: str) -> None:
    accounts.add("amy", Role.ADMIN)
    accounts.add("zoé", Role.ANALYST, PASSWORD)
    client = _logged_in(door(), accounts)
    assert client.get("/").status_code == 200
    if how == "logout":
        accounts.log_out(client.cookies["vigie"], address="::1")
    elif how == "disable":
        accounts.disable("zoé")
    else:
        accounts.set_password("zoé", PASSWORD + "!")
    assert client.get("/").status_code == 401


def test_over_tls_the_cookie_is_bound_to_host_and_tls(door: Door, accounts: Accounts, clock: HandClock) -> None:
    accounts.add("zoé", Role.ANALYST, PASSWORD)
    client = door(peer="10.0.0.2", host="0.0.0.0", proxies=Proxies(networks=PROXIES.networks))
    headers = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.7"}
    headers["cookie"] = "__Host-vigie=" + accounts.log_in("zoé", PASSWORD, address="")
    clock.go(hours=2)
    answer = client.get("/", headers=headers)
    assert answer.headers["set-cookie"].startswith("__Host-vigie=")
    assert "; Secure" in answer.headers["set-cookie"]
    assert "strict-transport-security" in answer.headers
    assert answer.json()["address"] == "203.0.113.7"
    plain = {"cookie": headers["cookie"].removeprefix("__Host-")}
    assert client.get("/", headers={**headers, **plain}).status_code == 401


def test_a_believed_proxy_names_the_user_and_nobody_else_does(door: Door, accounts: Accounts) -> None:
    accounts.add("zoé@example.org", Role.ANALYST)
    named = {"x-forwarded-user": "Zoé@Example.org".encode(), "x-forwarded-for": b"198.51.100.9, 203.0.113.7, 10.0.0.3"}
    through = door(peer="10.0.0.2", host="0.0.0.0", proxies=PROXIES).get("/", headers=named)
    assert {**through.json(), "key": ""} == {
        "who": "zoé@example.org", "role": "analyst", "how": "proxy", "address": "203.0.113.7", "key": "", "sent": 0,
    }  # fmt: skip
    for peer in ("203.0.113.7", "11.0.0.2", "::1", "testclient"):
        assert door(peer=peer, host="0.0.0.0", proxies=PROXIES).get("/", headers=named).status_code == 401
    twice = [("x-forwarded-user", "zoe"), ("x-forwarded-user", "root")]
    assert door(peer="10.0.0.2", proxies=PROXIES).get("/", headers=twice).status_code == 403


def test_somebody_the_proxy_names_and_nobody_added_gets_the_role_that_is_set_or_none(door: Door, accounts: Accounts) -> None:
    strict = door(peer="::ffff:10.0.0.2", host="0.0.0.0", proxies=PROXIES)
    assert strict.get("/", headers={"x-forwarded-user": "new"}).status_code == 403
    assert accounts.all() == []
    open_house = Proxies(networks=PROXIES.networks, user_header=PROXIES.user_header, new_role=Role.READER)
    client = door(peer="10.0.0.2", host="0.0.0.0", proxies=open_house)
    assert client.get("/", headers={"x-forwarded-user": "new"}).json()["role"] == "reader"
    assert [(one.name, one.password) for one in accounts.all()] == [("new", "")]
    accounts.add("amy", Role.ADMIN)
    accounts.disable("new")
    assert client.get("/", headers={"x-forwarded-user": "new"}).status_code == 403
    for wrong in ("a b", "local", "x" * 99, "\t"):
        assert client.get("/", headers={"x-forwarded-user": wrong}).status_code in (401, 403)


def test_with_a_proxy_that_names_users_a_machine_without_users_is_not_open(door: Door) -> None:
    assert door(proxies=PROXIES).get("/").status_code == 401


def test_a_visitor_through_a_proxy_needs_the_form_key_too(door: Door, accounts: Accounts) -> None:
    accounts.add("zoe", Role.ANALYST)
    client = door(peer="10.0.0.2", proxies=PROXIES)
    headers = {"x-forwarded-user": "zoe"}
    key = client.get("/", headers=headers).json()["key"]
    assert client.post("/judge", data={"a": "b"}, headers=headers).status_code == 403
    assert client.post("/judge", data={"a": "b", "form_key": key}, headers=headers).status_code == 200


def test_a_refusal_shows_what_was_asked_as_text(door: Door, accounts: Accounts) -> None:
    accounts.add("rea", Role.READER)
    headers = {**_bearer(accounts, "rea"), "accept": "text/html"}
    page = door().post("/x", json={}, headers={**headers, "host": "<script>alert(1)</script>"})
    assert "<script>" not in page.text


def test_web_sockets_are_closed(door: Door) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), door().websocket_connect("/live"):
        pass


@pytest.mark.parametrize("address", ["/api/v1/moves?actor=a%00b", "/api/v1/documents/a%00b", "/x?%00"])
def test_a_zero_byte_in_an_address_is_refused_before_a_database_sees_it(door: Door, address: str) -> None:
    answer = door().get(address)
    assert answer.status_code == 422
    assert "zero byte" in answer.json()["detail"]
