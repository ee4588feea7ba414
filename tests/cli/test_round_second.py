"""``vigie round --second`` and ``vigie watch --second``: the second reader of what sources bring, within its budget."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from vigie.checks.endpoint import Asked, Reply, ScriptedEndpoint, completion
from vigie.checks.server import Asked as Visited
from vigie.checks.server import LocalServer
from vigie.checks.server import Reply as Given

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Vigie

QUOTE = "Ford may close its plant in Saarlouis"


class Site:
    """A feed of full entries, of which there are as many as ``number`` says."""

    number = 3

    def __call__(self, visited: Visited) -> Given:
        items = "".join(
            f"<item><title>Renault met Xiaomi, part {n}</title><link>/a/{n}</link><pubDate>2024-05-01T1{n}:00:00Z</pubDate>"
            f"<description>{QUOTE}, people familiar with the matter said on day {n} of the talks.</description></item>"
            for n in range(self.number)
        )
        body = f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()
        return Given(body=body, media_type="text/xml") if visited.path == "/feed" else Given(404)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    pages = Site()
    with LocalServer(pages) as server:
        record = {"id": "test", "name": "T", "kind": "feed", "url": server.url("/feed"), "outlet": {"name": "T"}, "language": "en"}
        record |= {"allow_private": True, "enabled": True, "text": "feed"}
        (tmp_path / "sources.yml").write_text(yaml.safe_dump([record]), encoding="utf-8")
        yield pages


def settings(folder: Path, url: str, **more: object) -> None:
    values = {
        "second_url": url,
        "second_model": "m",
        "second_sure": 1.0,
        "contact": "https://v.example/",
        "host_delay": 0.0,
        **more,
    }
    (folder / "vigie.toml").write_text("".join(f"{k} = {json.dumps(v)}\n" for k, v in values.items()), encoding="utf-8")


def answer(_asked: Asked) -> Reply:
    return completion({"type": "close", "who": ["Ford"], "status": "rumoured", "source": "anonymous", "quote": QUOTE}, tokens=5000)


def test_nobody_is_asked_unless_asked_for(vigie: Vigie, site: Site, tmp_path: Path) -> None:
    with ScriptedEndpoint(answer) as endpoint:
        settings(tmp_path, endpoint.url)
        assert vigie("round", "--json").records[0]["documents"] == site.number
    assert endpoint.asked == []


def test_what_a_round_brings_is_read_twice_and_the_log_says_the_cost(vigie: Vigie, site: Site, tmp_path: Path) -> None:
    with ScriptedEndpoint(answer) as endpoint:
        settings(tmp_path, endpoint.url)
        said = vigie("round", "--second", "--json", "--log", "log.jsonl")
        assert len(endpoint.asked) == site.number
        again = vigie("round", "--second", "--all", "--json")
        assert len(endpoint.asked) == site.number, "what stands is not asked about again"
    assert (said.records[0]["tokens"], again.records[0]["tokens"]) == (15_000, 0)
    assert "15000 tokens" in said.err
    [line] = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert line["tokens"] == 15_000


def test_the_budget_holds_among_the_documents_of_one_answer(vigie: Vigie, site: Site, tmp_path: Path) -> None:
    with ScriptedEndpoint(answer) as endpoint:
        settings(tmp_path, endpoint.url, second_tokens_a_day=9_000)
        said = vigie("round", "--second", "--json")
    assert 1 <= len(endpoint.asked) <= 2
    assert said.records[0]["documents"] == site.number
    assert "the day's budget of tokens is spent" in said.err


def test_an_endpoint_given_up_in_one_round_is_asked_in_the_next(site: Site, tmp_path: Path) -> None:
    from vigie.atlas import load_atlas
    from vigie.checks.rounds import Rounds
    from vigie.reading import DefaultReader
    from vigie.reading.second import Policy, SecondReader
    from vigie.sources import load_sources
    from vigie.sources.chat import ChatEndpoint
    from vigie.watch import Watch

    atlas, rounds, works = load_atlas(), Rounds(), False
    first = DefaultReader(atlas)
    site.number = 5
    with ScriptedEndpoint(lambda asked: answer(asked) if works else Reply(status=401)) as endpoint:
        second = SecondReader(
            first, atlas, ChatEndpoint(endpoint.url, "m", key="", timeout_s=5.0), Policy(sure=1.0, tokens_a_day=10**6)
        )
        rounds.watch = Watch(reader=first, atlas=atlas, ledger=rounds.ledger, clock=rounds.clock, second=second)
        sources = [one for one in load_sources(tmp_path / "sources.yml").values() if one.enabled]
        rounds.go(sources)
        asked = len(endpoint.asked)
        assert "the endpoint failed before" in str([one.note for step in rounds.steps for one in step.opinions])
        works, site.number = True, 7
        rounds.go(sources)
    assert len(endpoint.asked) > asked
    assert sum(one.tokens for step in rounds.steps for one in step.opinions) > 0
