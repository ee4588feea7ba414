"""Each format of a source becomes documents and links: feeds, mails, PDFs, archives, posts, GDELT."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from vigie.checks.mutations import KINDS, sample_pdf, sample_warc
from vigie.errors import UnreadableInput
from vigie.model import Document, Link, Source, SourceKind, SourceOutlet, Visit
from vigie.sources import findings
from vigie.sources.formats import feed, gdelt
from vigie.sources.formats.mail import letters_in_mbox
from vigie.sources.formats.warc import ArchivedPage, BrokenArchive, names_filter, pages

if TYPE_CHECKING:
    from pathlib import Path

AT = dt.datetime(2024, 5, 2, 12, tzinfo=dt.UTC)
LONG = "Renault et Xiaomi se sont rencontrés à Pékin, selon deux sources proches du dossier. " * 12


def visit(kind: str, content: bytes, **more: object) -> Visit:
    fields = {"text": "auto", "organisations": (), "themes": (), "match": None, "select": None, **more}
    source = Source(
        id="s",
        name="S",
        kind=SourceKind.FEED,
        url="https://s.example/feed",
        outlet=SourceOutlet(name="Le S"),
        language="fr",
        **fields,  # type: ignore[arg-type]
    )
    return Visit(
        source=source,
        url="https://s.example/feed",
        final_url="https://s.example/feed",
        capture_id=hashlib.sha256(content).hexdigest(),
        captured_at=AT,
        media_type="",
        kind=kind,
    )


def found(kind: str, content: bytes, **more: object) -> list[Document | Link | UnreadableInput]:
    return list(findings(visit(kind, content, **more), content))


def documents(kind: str, content: bytes, **more: object) -> list[Document]:
    return [one for one in found(kind, content, **more) if isinstance(one, Document)]


def rss(items: str, version: str = "2.0") -> bytes:
    return f'<?xml version="1.0"?><rss version="{version}"><channel><title>t</title>{items}</channel></rss>'.encode()


class TestFeeds:
    @pytest.mark.parametrize(
        "content",
        [
            rss(f"<item><title>T</title><link>/a?utm_source=rss</link><description>{LONG}</description></item>", "0.91"),
            rss(f"<item><title>T</title><link>/a</link><description>{LONG}</description></item>"),
            (
                '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>t</title>'
                f"</channel><item><title>T</title><link>https://s.example/a</link><description>{LONG}</description></item></rdf:RDF>"
            ).encode(),
            (
                '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>T</title><link href="/a"/>'
                f"<content>{LONG}</content></entry></feed>"
            ).encode(),
            json.dumps(
                {"version": "https://jsonfeed.org/version/1", "items": [{"id": 1, "url": "/a", "title": "T", "content_text": LONG}]}
            ).encode(),
        ],
        ids=["rss 0.91", "rss 2.0", "rss 1.0", "atom", "json feed"],
    )
    def test_every_kind_gives_its_full_entries_as_documents(self, content: bytes) -> None:
        [one] = documents("feed", content)
        assert (one.title, one.url, one.outlet, one.extra["source"]) == ("T", "https://s.example/a", "Le S", "s")
        assert one.text.startswith("T\n\nRenault et Xiaomi")

    def test_a_short_entry_is_a_link_and_text_says_otherwise(self) -> None:
        content = rss("<item><title>T</title><link>/a</link><description>Bref.</description></item>")
        [link] = found("feed", content)
        assert isinstance(link, Link)
        assert (link.url, link.summary) == ("https://s.example/a", "Bref.")
        [document] = found("feed", content, text="feed")
        assert isinstance(document, Document)

    def test_links_that_must_match_are_the_only_ones(self) -> None:
        content = rss("".join(f"<item><title>T</title><link>/{name}/1</link></item>" for name in ("auto", "sport")))
        assert [one.url for one in found("feed", content, match="/auto/") if isinstance(one, Link)] == ["https://s.example/auto/1"]

    def test_chinese_dates_are_not_misread(self) -> None:
        content = rss("<item><title>会面</title><link>/a</link><pubDate>2026年5月5日</pubDate></item>")
        [link] = found("feed", content)
        assert isinstance(link, Link)
        assert link.published_on == "2026-05-05"

    def test_entries_that_lead_to_one_page_are_told_apart(self) -> None:
        content = rss(
            "".join(
                f"<item><title>T{n}</title><link>/all</link><guid>{n}</guid><description>{n}</description></item>" for n in range(3)
            )
        )
        assert len({one.id for one in documents("feed", content)}) == 3

    def test_markup_is_not_text_and_scripts_are_not_words(self) -> None:
        body = f"&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;{LONG}&lt;/p&gt;&lt;p&gt;Fin.&lt;/p&gt;"
        [one] = documents("feed", rss(f"<item><title>A &amp;amp; B</title><description>{body}</description></item>"))
        assert "alert" not in one.text
        assert "<p>" not in one.text
        assert one.text.endswith("\n\nFin.")
        assert one.title == "A & B"

    def test_a_text_that_looks_like_an_address_or_path_is_not_opened(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret.xml"
        secret.write_bytes(rss("<item><title>SECRET</title></item>"))
        for content in (str(secret).encode(), secret.as_uri().encode(), b"http://127.0.0.1:1/"):
            with pytest.raises(UnreadableInput):
                feed.parse(content)

    def test_outside_entities_are_not_read(self) -> None:
        hostile = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(
            f"<item><title>&x;</title><description>&x; {LONG}</description></item>"
        ).removeprefix(b'<?xml version="1.0"?>')
        assert not any("root:" in str(one) for one in found("feed", hostile))


class TestPosts:
    EMBEDDED = (
        "<html lang='fr'><body><article><h1>Titre</h1><p>"
        + LONG
        + "</p><blockquote class='{kind}'><p>Nous avons rencontré Xiaomi.</p>"
        "— Luca de Meo (@lucademeo) <a href='#'>May 1, 2024</a></blockquote><p>" + LONG + "</p></article></body></html>"
    )

    @pytest.mark.parametrize("kind", ["twitter-tweet", "mastodon-embed", "bluesky-embed", "weibo-card"])
    def test_an_embedded_post_is_a_paragraph_with_its_own_signature(self, kind: str) -> None:
        [one] = documents("page", self.EMBEDDED.replace("{kind}", kind).encode())
        paragraphs = one.text.split("\n\n")
        place = paragraphs.index("Nous avons rencontré Xiaomi.")
        assert paragraphs[place + 1] == "— Luca de Meo (@lucademeo) 2024-05-01"

    def test_the_date_of_a_post_may_stand_in_its_markup(self) -> None:
        page = self.EMBEDDED.replace("{kind}", "mastodon-embed").replace(
            "— Luca de Meo (@lucademeo) <a href='#'>May 1, 2024</a>",
            "— Luca (@luca@m.example) <time datetime='2024-05-01T10:00:00Z'></time>",
        )
        [one] = documents("page", page.encode())
        assert "— Luca (@luca) 2024-05-01" in one.text

    def test_mastodon_and_bluesky_give_posts_with_author_and_day(self) -> None:
        status = {
            "url": "https://m.example/@l/1",
            "content": "<p>Renault <b>et</b> Xiaomi</p><p>Fin</p>",
            "created_at": "2024-05-01T10:00:00.000Z",
            "language": "fr",
            "account": {"acct": "luca", "display_name": "Luca"},
        }
        boost = {"url": "https://m.example/@x/9", "reblog": status, "account": {"acct": "x"}}
        [one] = {post.id: post for post in documents("mastodon", json.dumps([status, boost]).encode())}.values()
        assert (one.text, one.author, one.published_on, one.extra["genre"]) == (
            "Renault et Xiaomi\n\nFin",
            "Luca",
            "2024-05-01",
            "post",
        )
        post = {
            "uri": "at://did:plc:1/app.bsky.feed.post/3k",
            "author": {"handle": "luca.example", "displayName": "Luca"},
            "record": {"text": "Renault", "createdAt": "2024-05-01T10:00:00Z", "langs": ["fr"]},
        }
        [one] = documents("bluesky", json.dumps({"feed": [{"post": post}]}).encode())
        assert (one.url, one.author, one.published_on) == ("https://bsky.app/profile/luca.example/post/3k", "Luca", "2024-05-01")

    @pytest.mark.parametrize(
        "content",
        [
            (
                'window.YTD.tweets.part0 = [{"tweet": {"id_str": "7", "full_text": "Renault &amp; Xiaomi", '
                '"created_at": "Wed May 01 10:00:00 +0000 2024"}}]'
            ),
            (
                '{"data": [{"id": "7", "text": "Renault & Xiaomi", "created_at": "2024-05-01T10:00:00.000Z", "author_id": "1"}], '
                '"includes": {"users": [{"id": "1", "name": "Luca", "username": "luca"}]}}'
            ),
            '{"id": 7, "rawContent": "Renault & Xiaomi", "date": "2024-05-01T10:00Z", "user": {"username": "luca"}}\nbroken\n',
        ],
        ids=["archive", "second version", "collector"],
    )
    def test_exports_of_x_are_read(self, content: str) -> None:
        [one] = documents("x", content.encode())
        assert (one.text, one.published_on) == ("Renault & Xiaomi", "2024-05-01")
        assert one.url is not None
        assert one.url.endswith("/status/7")

    @pytest.mark.parametrize(
        "content",
        [
            (
                '{"statuses": [{"mid": "9", "text": "雷诺<br/>小米", "created_at": "Wed May 01 10:00:00 +0800 2024", '
                '"user": {"screen_name": "雷军", "id": 1}}]}'
            ),
            '{"user": {"screen_name": "雷军"}, "weibo": [{"id": 9, "text": "雷诺\\n小米", "created_at": "2024-05-01"}]}',
            "\ufeff微博id,微博正文,发布时间,用户昵称\n9,雷诺 小米,2024-05-01 10:00,雷军\n",
        ],
        ids=["site", "collector", "table"],
    )
    def test_exports_of_weibo_are_read(self, content: str) -> None:
        [one] = documents("weibo", content.encode())
        assert (one.author, one.published_on, one.lang) == ("雷军", "2024-05-01", "zh")
        assert one.text.split() == ["雷诺", "小米"]


class TestMail:
    def test_a_newsletter_is_a_document_named_by_its_message(self) -> None:
        content = KINDS["mail"][1]()
        [one] = documents("mail", content)
        assert (one.title, one.author, one.published_on) == ("Renault", "Rédaction", "2024-05-01")
        assert one.id == documents("mail", content.replace(b"--x--", b"--x--\r\n"))[0].id

    def test_an_unknown_charset_is_guessed(self) -> None:
        content = "Subject: x\r\nContent-Type: text/plain; charset=x-unknown\r\n\r\nRenault à Pékin, café.".encode()
        assert "café" in documents("mail", content)[0].text

    def test_html_says_more_than_a_plain_part_that_only_points_to_it(self) -> None:
        content = (
            "Subject: x\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
            f"Voir en ligne.\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>{LONG}</p><script>x()</script>\r\n--b--\r\n"
        ).encode()
        [one] = documents("mail", content)
        assert "Renault et Xiaomi" in one.text
        assert "x()" not in one.text

    def test_an_mbox_falls_apart_into_its_messages(self) -> None:
        letters = list(
            letters_in_mbox(io.BytesIO(b"From a\nSubject: 1\n\n>From the start\n\nFrom b\nSubject: 2\n\ntext\nFrom here on\n"))
        )
        assert letters == [b"Subject: 1\n\nFrom the start\n\n", b"Subject: 2\n\ntext\nFrom here on\n"]


class TestPdf:
    def test_a_press_release_gives_its_text_title_and_date(self) -> None:
        [one] = documents("pdf", sample_pdf())
        assert (one.title, one.published_on, one.extra["date_found"]) == ("A meeting in Beijing", "2024-05-01", "visible")
        assert "Renault met Xiaomi in Beijing." in one.text

    def test_words_cut_by_a_line_end_are_joined(self) -> None:
        lines = (
            "Renault and Xiaomi speak about a plat-",
            "form for electric cars and about noth-",
            "ing else, says a source near to both.",
        )
        assert "platform for electric cars and about nothing else" in documents("pdf", sample_pdf(lines))[0].text

    def test_what_is_no_pdf_is_refused(self) -> None:
        assert [str(one) for one in found("pdf", b"<html>")] == ["it is no PDF"]
        assert isinstance(found("pdf", b"%PDF-1.4\nbroken")[0], UnreadableInput)
        assert isinstance(found("pdf", sample_pdf(("",)))[0], UnreadableInput)


class TestArchives:
    @pytest.mark.filterwarnings("ignore:Unclosed file")  # warcio leaves its own behind
    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    def test_what_another_writer_wrote_is_read(self) -> None:
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=True)
        for number, status in enumerate(("200 OK", "404 Not Found", "200 OK")):
            head = StatusAndHeaders(status, [("Content-Type", "text/html")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                f"https://s.example/{number}", "response", io.BytesIO(b"<p>x</p>"), http_headers=head
            )
            writer.write_record(record)
        read = [one for one in pages(io.BytesIO(out.getvalue())) if isinstance(one, ArchivedPage)]
        assert [one.url for one in read] == ["https://s.example/0", "https://s.example/2"]
        assert read[0].content == b"<p>x</p>"
        assert read[0].captured_at is not None

    def test_reading_goes_on_where_it_was_left(self) -> None:
        archive = sample_warc([(f"https://s.example/{n}", b"<p>x</p>" * 99) for n in range(5)])
        first = [one for one in pages(io.BytesIO(archive)) if isinstance(one, ArchivedPage)]
        again = [one for one in pages(io.BytesIO(archive), start=first[3].offset) if isinstance(one, ArchivedPage)]
        assert [one.url for one in again] == [one.url for one in first[3:]]

    def test_a_broken_member_is_said_with_the_place_reached(self) -> None:
        archive = sample_warc([(f"https://s.example/{n}", b"<p>x</p>" * 99) for n in range(3)])
        broken = archive + b"\x1f\x8b\x08" + b"\xff" * 60
        read = list(pages(io.BytesIO(broken)))
        assert sum(isinstance(one, ArchivedPage) for one in read) == 3
        assert isinstance(read[-1], BrokenArchive)

    @pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
    @pytest.mark.parametrize("at", [3, 900], ids=["in its head", "in its body"])
    def test_behind_a_broken_record_reading_goes_on(self, packed: bool, at: int) -> None:
        page = "".join(hashlib.sha256(b"%d" % n).hexdigest() for n in range(60)).encode()
        archive = bytearray(sample_warc([(f"https://s.example/{n}", page + b"%d" % n) for n in range(5)], packed=packed))
        start = len(archive) // 5
        archive[start + at : start + at + 40] = b"\xff" * 40
        read = list(pages(io.BytesIO(bytes(archive))))
        urls = [one.url[-1] for one in read if isinstance(one, ArchivedPage)]
        assert [url for url in urls if url != "1"] == ["0", "2", "3", "4"]
        assert "1" in urls or any(isinstance(one, BrokenArchive) for one in read), "a page is missing and nobody says so"

    @pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
    @given(share=st.floats(0.02, 0.999))
    def test_an_archive_cut_off_anywhere_gives_its_whole_pages_and_says_so(self, packed: bool, share: float) -> None:
        bodies = [(f"https://s.example/{n}", hashlib.sha256(b"%d" % n).hexdigest().encode() * 50) for n in range(4)]
        archive = sample_warc(bodies, packed=packed)
        ends = [len(sample_warc(bodies[:n], packed=packed)) for n in range(1, 5)]
        cut = int(share * len(archive))
        read = list(pages(io.BytesIO(archive[:cut])))
        # The four bytes that close a plain record may be missing.
        whole = sum(cut >= end - (0 if packed else 4) for end in ends)
        assert [one.content for one in read if isinstance(one, ArchivedPage)] == [body for _, body in bodies[:whole]]
        if not any(end - (0 if packed else 4) <= cut <= end for end in ends):
            assert isinstance(read[-1], BrokenArchive)

    def test_an_archive_packed_as_a_whole_is_read(self) -> None:
        archive = gzip.compress(sample_warc([(f"https://s.example/{n}", b"<p>x</p>" * 99) for n in range(5)], packed=False))
        assert [type(one) for one in pages(io.BytesIO(archive))] == [ArchivedPage] * 5

    @pytest.mark.parametrize(
        ("content", "kept"),
        [
            (b"<p>Renault va</p>", True),
            (b"<p>RENAULT</p>", True),
            ("<p>Citroën</p>".encode("cp1252"), True),
            (b"<p>Citro&euml;n</p>", True),
            (b"<p>Citro&#235;n</p>", True),
            (b'{"t": "Citro\\u00ebn"}', True),
            ("雷诺与小米".encode("gb18030"), True),
            ("雷诺与小米".encode(), True),
            (b"<p>un VW neuf</p>", True),
            (b"<p>aVWb</p>", False),
            (b"<p>Renaultstrasse</p>", False),
            (b"<p>rien</p>", False),
            ("<p>Le véhicule d'un inconnu</p>".encode(), True),
            ("<p>一家车企</p>".encode("gb18030"), True),
        ],
    )
    def test_the_filter_lets_through_pages_that_name_somebody(self, content: bytes, kept: bool) -> None:
        assert names_filter(["Renault", "Citroën", "雷诺", "VW"])(content) is kept


class TestGdelt:
    LIST = b"1 a http://data.example/1.export.CSV.zip\n2 b http://data.example/2.gkg.csv.zip\n"

    def test_its_list_leads_to_the_graph_and_the_graph_to_pages(self) -> None:
        [link] = found("gdelt", self.LIST)
        assert isinstance(link, Link)
        assert (link.url, link.kind) == ("http://data.example/2.gkg.csv.zip", "gdelt")
        [page] = found("gdelt", KINDS["gdelt"][1](), organisations=("Renault",))
        assert isinstance(page, Link)
        assert (page.url, page.title, page.published_on, page.kind) == ("https://news.example/1", "T", None, "page")

    def test_only_pages_that_name_who_is_followed_are_taken(self) -> None:
        graph = KINDS["gdelt"][1]()
        assert found("gdelt", graph, organisations=("Toyota",)) == []
        assert found("gdelt", graph, themes=("SPORT",)) == []
        assert len(found("gdelt", graph, themes=("ECON",))) == 1

    def test_the_files_of_the_last_half_day_are_named_too_so_that_none_is_lost(self) -> None:
        listed = b"2 b http://data.example/gdeltv2/20240501001500.gkg.csv.zip\n"
        names = [one.url.rpartition("/")[2][:14] for one in found("gdelt", listed) if isinstance(one, Link)]
        assert (names[:3], len(names)) == (["20240501001500", "20240501000000", "20240430234500"], 48)

    def test_a_wish_is_met_by_whole_words_and_both_wishes_must_be(self) -> None:
        row = gdelt.Row(
            url="https://n.example/1",
            site="n.example",
            themes=frozenset({"ECON"}),
            organisations=frozenset({"ford motor company"}),
            title=None,
            published="20240501101500",
            lang="fr",
        )

        def links(**wish: tuple[str, ...]) -> list[Link]:
            return list(gdelt.adapt_graph(iter([row]), visit("gdelt", b"", **wish)))

        [link] = links(organisations=("Ford Motor",), themes=("ECON",))
        assert (link.lang, link.outlet, link.published_on) == ("fr", "n.example", "2024-05-01")
        assert not links(organisations=("Ford Mo",))
        assert not links(organisations=("Ford Motor",), themes=("SPORT",))

    def test_the_language_that_a_page_was_translated_from_is_its_own(self) -> None:
        cells = [""] * 27
        cells[2], cells[4], cells[25] = "1", "https://n.example/1", "srclc:zho;eng:GT-ZHO 1.0"
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("x.csv", "\t".join(cells) + "\n")
        [link] = found("gdelt", packed.getvalue())
        assert isinstance(link, Link)
        assert link.lang == "zh"


def test_a_sitemap_s_latest_pages_come_first_and_pictures_lend_no_title() -> None:
    image = "http://www.google.com/schemas/sitemap-image/1.1"
    places = "".join(
        f"<url><loc>/a/{n}</loc><lastmod>2024-04-0{n}</lastmod><i:image><i:loc>/p.jpg</i:loc><i:title>Image</i:title></i:image></url>"
        for n in (1, 3, 2)
    )
    content = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:i="{image}">{places}</urlset>'.encode()
    links = [one for one in found("sitemap", content) if isinstance(one, Link)]
    assert [one.url[-1] for one in links] == ["3", "2", "1"]
    assert {(one.title, one.published_on) for one in links} == {(None, None)}, (
        "when a page was changed is not when it was published"
    )


def test_a_listing_s_dates_stand_beside_its_links() -> None:
    cards = "".join(
        f"<li><div><time datetime='2024-04-0{n}'>hier</time></div><h3><a href='a/{n}'>Renault et Xiaomi, partie numéro {n}</a></h3>"
        f"<a href='a/{n}'>Lire</a></li>"
        for n in (1, 2)
    )
    head = "<head><base href='https://s.example/news/'></head>"
    page = f"<html>{head}<body><time datetime='2024-05-02'></time><ul>{cards}</ul></body></html>"
    links = [one for one in found("listing", page.encode()) if isinstance(one, Link)]
    assert [(one.url, one.published_on) for one in links] == [
        ("https://s.example/news/a/1", "2024-04-01"),
        ("https://s.example/news/a/2", "2024-04-02"),
    ]


def test_a_page_in_a_feed_s_place_tells_which_feed_it_names() -> None:
    head = "<link rel='stylesheet' href='/s.css'><link rel='alternate' type='application/rss+xml' href='/feed?a=1&amp;b=2'>"
    [refusal] = found("feed", f"<!doctype html><html><head>{head}</head></html>".encode())
    assert str(refusal) == "it is no feed: it is a page, which names this feed: /feed?a=1&b=2"


def test_what_is_only_passed_on_is_its_first_author_s() -> None:
    tweets = [
        {"id_str": "1", "full_text": "RT @leijun: Renault was here…", "user": {"screen_name": "fan"}},
        {
            "id_str": "2",
            "text": "RT @x: cut…",
            "retweeted_status": {"id_str": "9", "full_text": "Whole.", "user": {"screen_name": "x"}},
        },
        {"id_str": "3", "text": "Short…", "note_tweet": {"text": "Long words of a note."}, "user": {"screen_name": "y"}},
    ]
    posts = documents("x", json.dumps(tweets).encode())
    assert [(one.author, one.text) for one in posts] == [
        ("leijun", "Renault was here…"),
        ("x", "Whole."),
        ("y", "Long words of a note."),
    ]
    weibo = {"mid": "2", "text": "说得好", "user": {"screen_name": "粉丝"}}
    weibo["retweeted_status"] = {"mid": "1", "text": "雷诺来了", "user": {"screen_name": "雷军"}}
    posts = documents("weibo", json.dumps({"statuses": [weibo]}).encode())
    assert [(one.author, one.text) for one in posts] == [("雷军", "雷诺来了"), ("粉丝", "说得好")]


def test_a_packed_sitemap_is_read_and_a_bomb_refused() -> None:
    text = b"<urlset><url><loc>https://s.example/a</loc></url></urlset>"
    assert len(found("sitemap", gzip.compress(text))) == 1
    [refusal] = found("sitemap", gzip.compress(b"\0" * 80_000_000))
    assert isinstance(refusal, UnreadableInput)


def test_a_listing_without_selector_takes_headlines_of_its_own_site() -> None:
    page = (
        b"<html><body><nav><a href='/contact'>Contact</a></nav><a href='/a/1'>Renault et Xiaomi se rencontrent au salon</a>"
        b"<a href='https://other.example/x'>Un autre site parle aussi de Renault et Xiaomi</a>"
        b"<a href='/tag/renault'>Tout ce que nous savons sur Renault ici</a></body></html>"
    )
    assert [one.url for one in found("listing", page) if isinstance(one, Link)] == ["https://s.example/a/1"]


class TestEntities:
    """What a feed declares of its own is never expanded: a kilobyte would become megabytes, or a file of this machine."""

    BODY = "<rss version='2.0'><channel><title>t</title><item><title>A &b; B</title><link>/a</link></item></channel></rss>"
    TYPE = '<!DOCTYPE rss [<!ENTITY a "]>boom"><!-- "]" --><!ENTITY b "&a;&a;">]>'

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("head", ["", "<!-- <rss> -->\n<?x y?>"])
    def test_they_stay_as_they_are_written(self, encoding: str, head: str) -> None:
        text = f'<?xml version="1.0" encoding="{encoding[:6].rstrip("-")}"?>{head}{self.TYPE}{self.BODY}'
        [link] = [one for one in found("feed", text.encode(encoding)) if isinstance(one, Link)]
        assert link.title == "A &b; B"

    def test_a_document_type_without_entities_of_its_own_and_one_that_an_article_quotes_stay(self) -> None:
        told = b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x.example/rss.dtd">'
        quoted = rss(
            "<item><title>T</title><link>/a</link><description><![CDATA[<!DOCTYPE x [<!ENTITY a 'b'>]>]]></description></item>"
        )
        assert feed.without_entities(told + quoted) == told + quoted
        assert feed.without_entities(quoted) == quoted

    def test_one_that_has_no_end_is_refused(self) -> None:
        with pytest.raises(UnreadableInput, match="document type"):
            feed.parse(b"<!DOCTYPE rss [<!ENTITY a 'b'> <rss>")
