"""A source's credential goes to the origin that its declaration names, and nowhere else: not along links, moves or redirects."""

from __future__ import annotations

import json

import pytest

from vigie.checks.rounds import Rounds, feed, source
from vigie.checks.server import Asked, LocalServer, Reply
from vigie.model import Auth, HealthState


def test_a_credential_is_sent_and_appears_nowhere(rounds: Rounds) -> None:
    seen: list[str] = []
    secret = "s3cr3t/Wörd"

    def answer(asked: Asked) -> Reply:
        seen.append(asked.path + str(asked.headers))
        if asked.path == "/robots.txt":
            return Reply(404)
        if asked.path.startswith("/feed?key="):
            return Reply(302, headers={"Location": "/next?" + asked.path.partition("?")[2]})
        return Reply(body=feed([("A", "/a")]), media_type="application/rss+xml", headers={"ETag": '"' + asked.path + '"'})

    with LocalServer(answer) as server:
        rounds.secrets = {"test": secret, "head": secret}
        rounds.go(
            [
                source("test", server.url("/feed"), auth=Auth(how="query", name="key", env="X"), text="feed"),
                source("head", server.url("/other"), auth=Auth(how="bearer", env="X"), text="feed"),
            ]
        )
    assert any("s3cr3t" in one for one in seen), "the server never got the credential"
    view = rounds.ledger.view()
    kept = [str(one) for one in (*view.visits(), *view.source_states().values(), *view.documents())]
    told = [json.dumps(step.record()) for step in rounds.steps]
    assert not [one for one in kept + told if "s3cr3t" in one]


def test_a_credential_stays_at_its_own_host(rounds: Rounds) -> None:
    seen: list[tuple[str, str | None]] = []

    def answer(asked: Asked) -> Reply:
        seen.append((asked.host, asked.headers.get("authorization")))
        if asked.host == "127.0.0.1" and asked.path == "/feed":
            return Reply(302, headers={"Location": f"http://127.0.0.2:{server.port}/feed"})
        return Reply(404 if asked.path == "/robots.txt" else 200, body=feed([("A", "/a")]), media_type="text/xml")

    with LocalServer(answer) as server:
        rounds.secrets = {"test": "name:word"}
        rounds.go([source("test", server.url("/feed"), auth=Auth(how="basic", env="X"), text="feed")])
    assert [given for host, given in seen if host == "127.0.0.2" and given] == []
    assert [given for host, given in seen if host == "127.0.0.1" and given]


def test_a_feed_s_links_to_other_hosts_are_asked_without_its_credential(rounds: Rounds) -> None:
    seen: dict[tuple[str, str], str | None] = {}

    def answer(asked: Asked) -> Reply:
        seen[asked.host, asked.path] = asked.headers.get("authorization")
        if asked.path == "/feed":
            return Reply(body=feed([("A", "/a"), ("B", f"http://127.0.0.2:{server.port}/b")]), media_type="text/xml")
        return Reply(404)

    with LocalServer(answer) as server:
        rounds.secrets = {"test": "name:word"}
        rounds.go([source("test", server.url("/feed"), auth=Auth(how="basic", env="X"))])
    assert seen["127.0.0.1", "/a"], "its own pages are behind the same door"
    assert seen["127.0.0.2", "/b"] is None


def test_a_feed_that_moved_to_another_host_is_asked_there_without_its_credential(rounds: Rounds) -> None:
    seen: list[tuple[str, str | None]] = []

    def answer(asked: Asked) -> Reply:
        seen.append((asked.host, asked.headers.get("authorization")))
        if asked.path == "/robots.txt":
            return Reply(404)
        if asked.host == "127.0.0.1":
            return Reply(301, headers={"Location": f"http://127.0.0.2:{server.port}/feed"})
        return Reply(body=feed([("A", "/a")]), media_type="text/xml")

    with LocalServer(answer) as server:
        rounds.secrets = {"test": "name:word"}
        sources = [source("test", server.url("/feed"), auth=Auth(how="basic", env="X"), text="feed")]
        rounds.go(sources)
        state = rounds.ledger.view().source_states()["test"]
        assert (state.state, state.moved_to) == (HealthState.MOVED, f"http://127.0.0.2:{server.port}/feed")
        rounds.go(sources)
    assert ("127.0.0.2", None) in seen[-1:], "the second visit went to the new address"
    assert [given for host, given in seen if host == "127.0.0.2" and given] == []


@pytest.mark.parametrize("goal", ["imaps://127.0.0.2/INBOX", "http://127.0.0.2:99999/feed", "file:///etc/passwd", "http://[::1"])
def test_a_move_to_where_nothing_can_be_asked_is_not_believed_and_ends_no_round(rounds: Rounds, goal: str) -> None:
    with LocalServer(lambda _asked: Reply(301, headers={"Location": goal})) as server:
        rounds.secrets = {"test": "name:word"}
        sources = [source("test", server.url("/feed"), auth=Auth(how="basic", env="X"))]
        for _ in range(2):
            assert rounds.go(sources).failed == 1
            assert rounds.ledger.view().source_states()["test"].moved_to is None
