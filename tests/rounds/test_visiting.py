"""A round over sources: what is due is asked, links are followed, everything is kept once."""

from __future__ import annotations

import datetime as dt

import pytest

from vigie.checks.mutations import KINDS
from vigie.checks.rounds import START, Rounds, feed, page, source
from vigie.checks.server import Asked, LocalServer, Reply
from vigie.model import HealthState, LinkState, SourceKind
from vigie.rounds import rebuild
from vigie.sources import Limits


class Site:
    """A site with one feed of articles, whose pages can be changed."""

    def __init__(self, number: int = 3) -> None:
        self.number = number
        self.words: dict[str, str] = {}
        self.gone: set[str] = set()
        self.extra: dict[str, Reply] = {}

    def __call__(self, asked: Asked) -> Reply:
        path = asked.path
        if path in self.extra:
            return self.extra[path]
        if path == "/robots.txt":
            return Reply(404)
        if path == "/feed":
            tag = f'"{self.number}"'
            if asked.headers.get("if-none-match") == tag:
                return Reply(304)
            body = feed([(f"Article {n}", f"/a/{n}") for n in range(self.number)])
            return Reply(body=body, media_type="application/rss+xml", headers={"ETag": tag})
        if path in self.gone:
            return Reply(404)
        if path.startswith("/a/"):
            return Reply(body=page(f"Article {path[3:]}", self.words.get(path, "Rien.")))
        return Reply(404)


def test_articles_are_taken_once_and_nothing_is_asked_for_again(rounds: Rounds) -> None:
    with LocalServer(Site()) as server:
        sources = [source("test", server.url("/feed"))]
        first, second = rounds.go(sources), rounds.go(sources)
        assert (first.documents, first.links, first.failed) == (3, 3, 0)
        assert (second.documents, second.asked, second.unchanged) == (0, 1, 1)
        assert server.asked["127.0.0.1", "/a/0"] == 1
    documents = list(rounds.ledger.view().documents())
    assert {one.title for one in documents} == {"Article 0", "Article 1", "Article 2"}
    assert {(one.outlet, one.lang, one.published_on, one.extra["date_found"]) for one in documents} == {
        ("Le Test", "fr", "2024-05-01", "meta")
    }


def test_what_is_new_in_a_feed_is_all_that_is_asked_for(rounds: Rounds) -> None:
    site = Site()
    with LocalServer(site) as server:
        sources = [source("test", server.url("/feed"))]
        rounds.go(sources)
        site.number = 5
        assert (rounds.go(sources).documents, server.asked["127.0.0.1", "/a/4"], server.asked["127.0.0.1", "/a/0"]) == (2, 1, 1)


def test_a_source_that_is_not_due_is_left_alone(rounds: Rounds) -> None:
    with LocalServer(Site()) as server:
        sources = [source("test", server.url("/feed"))]
        assert rounds.go(sources, everything=False).sources == 1
        assert rounds.go(sources, everything=False).sources == 0
        rounds.later(hours=12)
        assert rounds.go(sources, everything=False).sources == 1


def test_an_article_edited_later_is_a_new_version_of_the_same_document(rounds: Rounds) -> None:
    site = Site(1)
    with LocalServer(site) as server:
        sources = [source("test", server.url("/feed"))]
        rounds.go(sources)
        site.words["/a/0"] = "Le groupe a corrigé ce passage."
        rounds.later(hours=25)
        assert rounds.go(sources).documents == 1
    [document] = rounds.ledger.view().documents()
    old, new = rounds.ledger.view().versions(document.id)
    assert "corrigé" not in old[1].text
    assert "corrigé" in new[1].text


def test_a_page_whose_bytes_change_but_whose_words_do_not_is_no_new_version(rounds: Rounds) -> None:
    site = Site(1)
    with LocalServer(site) as server:
        sources = [source("test", server.url("/feed"))]
        rounds.go(sources)
        site.extra["/a/0"] = Reply(body=page("Article 0", "Rien.").replace(b"<body>", b"<body><!-- visit 2 -->"))
        rounds.later(hours=25)
        assert rounds.go(sources).documents == 0
    [document] = rounds.ledger.view().documents()
    assert len(rounds.ledger.view().versions(document.id)) == 1


def test_a_page_that_is_gone_leaves_what_the_feed_said(rounds: Rounds) -> None:
    site = Site(1)
    site.gone.add("/a/0")
    with LocalServer(site) as server:
        rounds.go([source("test", server.url("/feed"))])
        url = server.url("/a/0")
    [document] = rounds.ledger.view().documents()
    assert (document.title, document.text, document.extra["text"]) == ("Article 0", "Article 0\n\nBref.", "summary")
    assert document.published_on == "2024-05-01"
    assert rounds.ledger.view().links([url])[url].state is LinkState.GONE


def test_a_page_that_fails_is_asked_again_later_and_then_read(rounds: Rounds) -> None:
    site = Site(1)
    site.extra["/a/0"] = Reply(500)
    with LocalServer(site) as server:
        sources = [source("test", server.url("/feed"))]
        assert rounds.go(sources).documents == 0
        assert rounds.go(sources).asked == 1, "it is not asked again at once"
        del site.extra["/a/0"]
        rounds.later(hours=2)
        assert rounds.go(sources).documents == 1


def test_a_link_that_leads_to_the_front_page_is_no_article(rounds: Rounds) -> None:
    site = Site(1)
    site.extra = {"/a/0": Reply(302, headers={"Location": "/"}), "/": Reply(body=page("Accueil"))}
    with LocalServer(site) as server:
        rounds.go([source("test", server.url("/feed"))])
    [document] = rounds.ledger.view().documents()
    assert document.extra["text"] == "summary"


def test_an_article_that_two_sources_name_is_the_first_ones(rounds: Rounds) -> None:
    with LocalServer(Site(1)) as server:
        sources = [source("one", server.url("/feed")), source("two", server.url("/feed"))]
        rounds.go(sources[:1])
        rounds.go(sources[1:])
    assert [one.extra["source"] for one in rounds.ledger.view().documents()] == ["one"]


def test_dates_in_the_future_and_unknown_ones_are_kept_and_marked(rounds: Rounds) -> None:
    site = Site(2)
    site.extra = {
        "/feed": Reply(body=feed([("Futur", "/f"), ("Sans", "/s")], published=""), media_type="application/rss+xml"),
        "/f": Reply(body=page("Futur", published="2031-01-01")),
        "/s": Reply(body=page("Sans", published=None)),
    }
    with LocalServer(site) as server:
        rounds.go([source("test", server.url("/feed"))])
    found = {one.title: (one.published_on, one.extra.get("date_doubt")) for one in rounds.ledger.view().documents()}
    assert found == {"Futur": ("2031-01-01", "future"), "Sans": (None, "unknown")}


def test_a_listing_and_a_sitemap_lead_to_articles(rounds: Rounds) -> None:
    site = Site(2)
    sitemap = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        "<url><loc>/a/1</loc><news:news><news:publication><news:name>X</news:name><news:language>fr</news:language></news:publication>"
        "<news:publication_date>2024-05-01</news:publication_date><news:title>Article 1</news:title></news:news></url></urlset>"
    )
    site.extra = {
        "/list": Reply(
            body=b'<html><body><div class="n"><a href="/a/0">Court</a></div><a href="/about">Ailleurs</a></body></html>'
        ),
        "/index.xml": Reply(body=b"<sitemapindex><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>", media_type="text/xml"),
        "/news.xml": Reply(body=sitemap.encode(), media_type="text/xml"),
    }
    with LocalServer(site) as server:
        done = rounds.go(
            [
                source("list", server.url("/list"), SourceKind.LISTING, select="div.n a"),
                source("map", server.url("/index.xml"), SourceKind.SITEMAP),
            ]
        )
    assert done.documents == 2
    assert {one.title for one in rounds.ledger.view().documents()} == {"Article 0", "Article 1"}


@pytest.mark.parametrize("hangs", ["/robots.txt", "/a/"], ids=["its robots.txt hangs", "its pages hang"])
def test_a_host_that_does_not_answer_is_left_alone_after_three_times(hangs: str) -> None:
    rounds = Rounds(limits=Limits(host_delay_s=0.0, total_s=0.6, idle_s=0.3, connect_s=0.3))
    links = [(f"Article {n}", f"http://127.0.0.9:{{port}}/a/{n}") for n in range(40)]

    def answer(asked: Asked) -> Reply:
        if asked.path.startswith(hangs) and asked.host == "127.0.0.9":
            return Reply(silent_s=60.0)
        body = feed([(title, url.format(port=server.port)) for title, url in links])
        return Reply(body=body, media_type="text/xml") if asked.path == "/feed" else Reply(404)

    with LocalServer(answer) as server:
        done = rounds.go([source("test", server.url("/feed"))])
        asked = sum(count for (host, _), count in server.asked.items() if host == "127.0.0.9")
        first = links[-1][1].format(port=server.port)
        waiting = rounds.ledger.view().links([first])[first]
    assert (done.failed, asked <= 6) == (40, True)
    assert (waiting.state, waiting.next_at is not None) == (LinkState.WAITING, True), "it is asked again later"
    reasons = " ".join(step.reason for step in rounds.steps)
    assert ("robots.txt is not to be had" if hangs == "/robots.txt" else "left alone for") in reasons


def test_gdelt_s_files_are_followed_from_the_first_visit_on_and_none_is_left_out(rounds: Rounds) -> None:
    site, graph = Site(0), KINDS["gdelt"][1]()
    stamps = ["20240502114500", "20240502123000"]

    def give(asked: Asked) -> Reply:
        if asked.path == "/lastupdate.txt":
            return Reply(body=f"1 a {server.url(f'/v2/{stamps[0]}.gkg.csv.zip')}\n".encode(), media_type="text/plain")
        return Reply(body=graph) if asked.path.startswith("/v2/") else site(asked)

    with LocalServer(give) as server:
        sources = [source("gdelt", server.url("/lastupdate.txt"), SourceKind.GDELT, organisations=("Renault",))]
        rounds.go(sources)
        stamps.pop(0)
        rounds.later(hours=1)
        rounds.go(sources)
        files = sorted(path for _, path in server.asked if path.startswith("/v2/"))
    assert [one[4:18] for one in files] == ["20240502114500", "20240502120000", "20240502121500", "20240502123000"]


def test_a_moved_source_is_asked_at_its_new_address_and_said_to_have_moved(rounds: Rounds) -> None:
    site = Site(1)
    site.extra["/old"] = Reply(301, headers={"Location": "/feed"})
    with LocalServer(site) as server:
        sources = [source("test", server.url("/old"))]
        rounds.go(sources)
        state = rounds.ledger.view().source_states()["test"]
        assert (state.state, state.moved_to) == (HealthState.MOVED, server.url("/feed"))
        rounds.go(sources)
        assert (server.asked["127.0.0.1", "/old"], server.asked["127.0.0.1", "/feed"]) == (1, 2)
    assert rounds.ledger.view().source_states()["test"].state is HealthState.MOVED


def test_robots_are_obeyed(rounds: Rounds) -> None:
    site = Site(2)
    site.extra["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /a/1$\n", media_type="text/plain")
    with LocalServer(site) as server:
        rounds.go([source("test", server.url("/feed"))])
        assert (server.asked["127.0.0.1", "/a/0"], server.asked["127.0.0.1", "/a/1"]) == (1, 0)
        assert server.asked["127.0.0.1", "/robots.txt"] == 1
    assert {one.fault for one in rounds.steps} == {"", "robots"}


def test_without_permission_nothing_of_this_machine_is_asked(rounds: Rounds) -> None:
    with LocalServer(Site()) as server:
        rounds.go([source("test", server.url("/feed"), allow_private=False)])
        assert sum(server.asked.values()) == 0
    [step] = rounds.steps
    assert (step.fault, step.state) == ("private", HealthState.REFUSED)


def test_all_captures_read_again_give_exactly_what_stands(rounds: Rounds) -> None:
    site = Site(4)
    site.gone.add("/a/2")
    with LocalServer(site) as server:
        sources = [source("test", server.url("/feed")), source("full", server.url("/feed?full"), text="feed")]
        site.extra["/feed?full"] = Reply(body=feed([("Plein", "/p")]), media_type="application/rss+xml")
        rounds.go(sources)
        site.words["/a/0"] = "Corrigé."
        rounds.later(hours=25)
        rounds.go(sources)
    done = rebuild(rounds.watch, record=False)
    assert (done.documents, done.same, done.changed, done.from_text) == (5, 5, [], 0)


def test_bytes_that_were_dropped_leave_documents_and_claims(rounds: Rounds) -> None:
    with LocalServer(Site(2)) as server:
        rounds.go([source("test", server.url("/feed"))])
    assert rounds.watch.drop_contents(START + dt.timedelta(days=1)) == 3
    done = rebuild(rounds.watch, record=False)
    assert (done.documents, done.same, done.from_text) == (2, 2, 2)
