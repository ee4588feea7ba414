"""The quick reading of plain feeds gives exactly what feedparser gives, or leaves a feed to it."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.checks.mutations import KINDS, mutated
from vigie.sources.formats.feed import thorough_feed
from vigie.sources.formats.feed_quick import quick_feed

if TYPE_CHECKING:
    from vigie.sources.formats.entry import Entry, Feed

HEAD = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:slash="http://x.example/slash/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:dcterms="http://purl.org/dc/terms/"><channel><title>t</title>'
    '<language>fr-fr</language><atom:link href="/feed" rel="self"/>'
)
RSS_PARTS = [
    "<title>Renault &amp; Xiaomi</title>",
    "<title><![CDATA[<b>Gras</b> &amp; co]]></title>",
    "<title>  Deux\n lignes </title>",
    "<link>https://s.example/a?b=1&amp;c=2</link>",
    "<link> /relative </link>",
    '<atom:link href="https://s.example/self" rel="self"/>',
    '<atom:link href="https://s.example/alt"/>',
    '<guid isPermaLink="false">x1</guid>',
    "<guid>https://s.example/guid</guid>",
    "<guid>no address</guid>",
    "<description>Bref &lt;p&gt;oui&lt;/p&gt;.</description>",
    "<description><![CDATA[<p>Un texte</p>]]></description>",
    "<description></description>",
    "<content:encoded><![CDATA[<p>Tout le texte</p>]]></content:encoded>",
    "<pubDate>Wed, 01 May 2024 10:00:00 +0200</pubDate>",
    "<pubDate>2026年5月5日</pubDate>",
    "<dc:date>2024-05-01T10:00:00Z</dc:date>",
    "<dc:creator>Jeanne Martin</dc:creator>",
    "<author>jeanne@s.example (Jeanne Martin)</author>",
    "<author>Jeanne Martin</author>",
    '<media:content url="https://s.example/p.jpg"><media:title>Image</media:title></media:content>',
    '<media:thumbnail url="https://s.example/p.jpg"/>',
    "<media:description>Une image</media:description>",
    "<itunes:summary>Autre</itunes:summary>",
    "<dcterms:created>2024-04-30</dcterms:created>",
    '<enclosure url="https://s.example/p.mp3" type="audio/mpeg" length="1"/>',
    "<category>Auto</category>",
    "<slash:comments>3</slash:comments>",
    "<comments>https://s.example/c</comments>",
    "<!-- rien -->",
]
ATOM_PARTS = [
    "<title>Renault</title>",
    '<title type="html">&lt;b&gt;Renault&lt;/b&gt; &amp;amp; Xiaomi</title>',
    '<link href="https://s.example/a"/>',
    '<link rel="alternate" type="text/html" href="/b"/>',
    '<link rel="enclosure" href="https://s.example/c.mp3"/>',
    '<link rel="via" href="https://s.example/via"/>',
    "<id>tag:s.example,2024:1</id>",
    "<summary>Bref</summary>",
    '<content type="html">&lt;p&gt;Tout&lt;/p&gt;</content>',
    '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Tout</p></div></content>',
    "<author><name>Jeanne</name></author>",
    "<author><name>Jeanne</name><email>j@s.example</email></author>",
    "<published>2024-05-01T10:00:00Z</published>",
    "<updated>2024-05-02T10:00:00Z</updated>",
    "<rights>©</rights>",
]


def essence(found: Feed) -> tuple[list[Entry], str]:
    """The feed as adapters see it: of content and summary the longer one counts, and an entry may speak the feed's language."""
    entries = [
        replace(
            entry,
            content=max(entry.content or "", entry.summary or "", key=len),
            summary=None,
            lang=(entry.lang or found.lang or "")[:2],
        )
        for entry in found.entries
    ]
    return entries, (found.lang or "")[:2]


def compared(content: bytes) -> bool:
    quick = quick_feed(content, most=2000)
    if quick is None:
        return False
    assert essence(quick) == essence(thorough_feed(content))
    return True


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(RSS_PARTS), min_size=1, max_size=7, unique=True), max_size=3))
def test_rss_is_read_the_same(items: list[list[str]]) -> None:
    written = "".join("<item>" + "".join(parts) + "</item>" for parts in items)
    compared(f"{HEAD}{written}</channel></rss>".encode())


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(ATOM_PARTS), min_size=1, max_size=7, unique=True), max_size=3), st.booleans())
def test_atom_is_read_the_same(items: list[list[str]], lang: bool) -> None:
    entries = "".join(f"<entry>{''.join(parts)}</entry>" for parts in items)
    language = ' xml:lang="fr"' if lang else ""
    compared(f'<feed xmlns="http://www.w3.org/2005/Atom"{language}><title>t</title>{entries}</feed>'.encode())


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_plain_samples_are_read_quickly(kind: str) -> None:
    assert compared(KINDS[kind][1]())


def test_broken_feeds_are_read_the_same_or_left() -> None:
    chance, samples = random.Random(3), [KINDS[kind][1]() for kind in ("rss", "atom")]
    quick = sum(compared(mutated(samples[number % 2], samples[1 - number % 2], chance)) for number in range(300))
    assert quick > 10


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><item><title>&a;</title></item></channel></rss>",
        b"<rss xml:base='https://s.example/'><channel><item><link>/a</link></item></channel></rss>",
        b"<rss><channel><item><title>&nbsp;</title></item></channel></rss>",
        b"<rss><channel><item><title>a</title><title>b</title></item></channel></rss>",
        b"<rss><channel><item><description>a <b>c</b></description></item></channel></rss>",
        "<?xml version='1.0' encoding='gb2312'?><rss><channel><item><title>会</title></item></channel></rss>".encode("gb2312"),
        b"<html><body/></html>",
        b"",
    ],
)
def test_what_is_not_plain_is_left_to_feedparser(content: bytes) -> None:
    assert quick_feed(content, most=2000) is None
