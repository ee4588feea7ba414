"""Sources, round, watch and rebuild as a person calls them, against a real server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from vigie.checks.rounds import feed, page
from vigie.checks.server import Asked, LocalServer, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Vigie


class Site:
    def __init__(self) -> None:
        self.words = "Rien."

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/feed":
            tag = {"ETag": '"1"'}
            if asked.headers.get("if-none-match"):
                return Reply(304, headers=tag)
            return Reply(body=feed([("Renault chez Xiaomi", "/a/1")]), media_type="application/rss+xml", headers=tag)
        return Reply(body=page("Renault chez Xiaomi", self.words)) if asked.path == "/a/1" else Reply(404)


@pytest.fixture
def site() -> Iterator[tuple[LocalServer, Site]]:
    pages = Site()
    with LocalServer(pages) as server:
        yield server, pages


def declare(folder: Path, server: LocalServer) -> None:
    record = {
        "id": "test",
        "name": "Le Test",
        "kind": "feed",
        "url": server.url("/feed"),
        "outlet": {"name": "Le Test", "country": "fr"},
        "language": "fr",
        "allow_private": True,
        "enabled": True,
    }
    (folder / "sources.yml").write_text(yaml.safe_dump([record]), encoding="utf-8")
    (folder / "vigie.toml").write_text('contact = "https://vigie.example/contact"\nhost_delay = 0.0\n', encoding="utf-8")


def test_a_round_reads_what_is_new_and_the_next_one_nothing(vigie: Vigie, site: tuple[LocalServer, Site], tmp_path: Path) -> None:
    declare(tmp_path, site[0])
    assert vigie("sources", "--json").records[0]["state"] == "unvisited"
    [done] = vigie("round", "--json", "--log", "log.jsonl").records
    assert (done["documents"], done["failed"]) == (1, 0)
    log = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["source"], line["outcome"], line["link"]) for line in log] == [("test", "new", False), ("test", "new", True)]
    [state] = vigie("sources", "--json").records
    assert state["state"] in ("working", "silent")
    assert vigie("round", "--json").records[0]["asked"] == 0
    [again] = vigie("round", "--all", "--json").records
    assert (again["unchanged"], again["documents"]) == (1, 0)
    said = vigie("ask", "Renault", "Xiaomi")
    assert "Le Test" in said.out
    assert "working" in vigie("sources").out or "silent" in vigie("sources").out


def test_watch_goes_round_until_it_is_told_to_stop(vigie: Vigie, site: tuple[LocalServer, Site], tmp_path: Path) -> None:
    declare(tmp_path, site[0])
    said = vigie("watch", "--rounds", "1")
    assert (said.code, "1 new document" in said.out) == (0, True)


def test_a_file_of_sources_broken_while_watching_changes_nothing_until_it_is_mended(
    site: tuple[LocalServer, Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from vigie.cli.session import open_session
    from vigie.cli.visits import Declared
    from vigie.errors import ConfigError

    monkeypatch.chdir(tmp_path)
    declare(tmp_path, site[0])
    session, path = open_session(), tmp_path / "sources.yml"
    declared, whole = Declared(session, []), path.read_text(encoding="utf-8")
    path.write_text("- {id: test, colour: red}\n", encoding="utf-8")
    assert [one.id for one in declared()] == ["test"]
    assert "'colour'" in capsys.readouterr().err
    path.write_text(whole.replace("enabled: true", "enabled: false"), encoding="utf-8")
    assert declared() == []
    path.write_text("- [", encoding="utf-8")
    with pytest.raises(ConfigError):
        Declared(session, [])


def test_an_edited_article_shows_what_changed_and_rebuild_finds_nothing_else(
    vigie: Vigie, site: tuple[LocalServer, Site], tmp_path: Path
) -> None:
    server, pages = site
    declare(tmp_path, server)
    vigie("round")
    pages.words = "Le groupe a démenti."
    # The article is due again a day later; a ledger of its own stands for that day.
    record = yaml.safe_load((tmp_path / "sources.yml").read_text(encoding="utf-8"))[0]
    record |= {"id": "page", "kind": "page", "url": server.url("/a/1")}
    (tmp_path / "sources.yml").write_text(yaml.safe_dump([record]), encoding="utf-8")
    vigie("round", "page", "--ledger", "other.vigie")
    pages.words = "Le groupe a confirmé."
    vigie("round", "page", "--ledger", "other.vigie")
    from vigie.cli.session import now
    from vigie.ledger import open_ledger

    ledger = open_ledger(tmp_path / "other.vigie", clock=now)
    [document] = ledger.view().documents()
    ledger.close()
    said = vigie("show", document.id, "--ledger", "other.vigie")
    assert "2 versions" in said.out
    assert "confirmé" in said.out
    assert "démenti" in said.out
    [shown] = vigie("show", document.id, "--json", "--ledger", "other.vigie").records
    assert len(shown["versions"]) == 2
    [done] = vigie("rebuild", "--check", "--json", "--ledger", "other.vigie").records
    assert (done["documents"], done["same"], done["changed"]) == (1, 1, [])


def test_the_catalogue_is_listed_chosen_from_and_exported(vigie: Vigie, tmp_path: Path) -> None:
    listed = vigie("sources", "list", "zh", "newsroom", "--json").records
    assert listed
    assert all(one["language"] == "zh" for one in listed if one["role"] == "newsroom")
    assert "acea" in vigie("sources", "enable", "acea", "vda").out
    assert {one["id"] for one in vigie("sources", "--json").records} == {"acea", "vda"}
    assert vigie("sources", "disable", "vda").code == 0
    assert [one["id"] for one in vigie("sources", "--json").records] == ["acea"]
    assert vigie("sources", "export", "out.opml").code == 0
    assert "https://www.acea.auto/feed/" in (tmp_path / "out.opml").read_text(encoding="utf-8")
    assert vigie("sources", "export", "--all", "all.yml").code == 0
    assert vigie("sources", "import", "all.yml").code == 0


def test_sources_of_other_programs_are_taken_in(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "in.opml").write_text('<opml><body><outline text="Mon Blog" xmlUrl="https://b.example/f"/></body></opml>', "utf-8")
    assert "1 source" in vigie("sources", "import", "in.opml", "--language", "fr").out
    assert [one["id"] for one in vigie("sources", "--json").records] == ["mon-blog"]
    assert "0 source" in vigie("sources", "import", "in.opml").out


def test_a_source_of_one_s_own_is_added_and_checked(vigie: Vigie, site: tuple[LocalServer, Site], tmp_path: Path) -> None:
    said = vigie("sources", "add", site[0].url("/feed"), "--name", "Le Test", "--language", "fr")
    assert "le-test" in said.out
    refused = vigie("sources", "check", "le-test", "--json")
    assert (refused.code, refused.records[0]["state"]) == (1, "refused"), "loopback, which nobody allowed"
    text = (tmp_path / "sources.yml").read_text(encoding="utf-8")
    (tmp_path / "sources.yml").write_text(text + "  allow_private: true\n", encoding="utf-8")
    alive = vigie("sources", "check", "le-test", "--json")
    assert alive.records[0]["state"] in ("working", "silent")
    assert not (tmp_path / "ledger.vigie").exists(), "nothing is kept"
    assert vigie("sources", "add", "https://x.example/", "--id", "le-test").code == 2


def test_a_source_is_added_with_all_that_it_needs_and_no_credential(vigie: Vigie, tmp_path: Path) -> None:
    said = vigie(
        *(
            "sources",
            "add",
            "https://paid.example/news",
            "--id",
            "paid",
            "--kind",
            "listing",
            "--select",
            "h3 a",
            "--match",
            "/auto/",
        ),
        *("--auth", "header:X-Key", "--env", "PAID_KEY", "--private"),
    )
    assert said.code == 0
    [record] = yaml.safe_load((tmp_path / "sources.yml").read_text(encoding="utf-8"))
    assert (record["select"], record["match"], record["allow_private"]) == ("h3 a", "/auto/", True)
    assert record["auth"] == {"how": "header", "name": "X-Key", "env": "PAID_KEY"}
    refused = vigie("sources", "add", "https://b.example/f", "--id", "b", "--auth", "basic")
    assert (refused.code, "'auth'" in refused.err) == (2, True)


def test_what_can_not_be_is_said_in_one_sentence(vigie: Vigie, tmp_path: Path) -> None:
    assert "did you mean acea" in vigie("sources", "enable", "acae").err
    assert vigie("sources", "import", "none.opml").code == 2
    (tmp_path / "sources.yml").write_text("- {id: acea, colour: red}\n", encoding="utf-8")
    said = vigie("sources")
    assert (said.code, "'colour'" in said.err) == (2, True)


def test_without_sources_it_says_what_to_do(vigie: Vigie) -> None:
    assert "vigie sources list" in vigie("sources").out
    assert "vigie sources list" in vigie("round").err
