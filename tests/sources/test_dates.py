"""Dates as feeds and pages write them, in four languages; what is none stays none."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import html

from vigie.sources.dates import Dated, date_doubt, from_url, page_date, parse_date

LATEST = dt.date(2025, 6, 1)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-05-01", "2024-05-01"),
        ("2024-05-01T10:00:00+02:00", "2024-05-01T10:00:00+02:00"),
        ("2024-05-01T10:00:00.123Z", "2024-05-01T10:00:00+00:00"),
        ("2024-05-01 10:00", "2024-05-01"),
        ("Wed, 01 May 2024 10:00:00 +0200", "2024-05-01T10:00:00+02:00"),
        ("Wed, 01 May 24 10:00:00 GMT", "2024-05-01T10:00:00+00:00"),
        ("Wed May 01 10:00:00 +0800 2024", "2024-05-01T10:00:00+08:00"),
        ("2024年5月1日", "2024-05-01"),
        ("2024 年 5 月 1 日 14:30", "2024-05-01"),
        ("发布时间：2024/5/1", "2024-05-01"),
        ("20240501120000", "2024-05-01"),
        ("1er mai 2024", "2024-05-01"),
        ("Paris, le 3 août 2024", "2024-08-03"),
        ("1. März 2024", "2024-03-01"),
        ("München, 14. Dezember 2024", "2024-12-14"),
        ("May 1, 2024", "2024-05-01"),
        ("1 May 2024", "2024-05-01"),
        ("01.05.2024", "2024-05-01"),
        ("31/12/2024", "2024-12-31"),
    ],
)
def test_dates_are_read_in_every_form_that_sources_use(text: str, iso: str) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    "text", [None, "", "bientôt", "31.02.2024", "2024-13-01", "00/00/0000", "1889-01-01", "demain", "12345", "9999-99-99"]
)
def test_what_is_no_date_is_none(text: str | None) -> None:
    assert parse_date(text) is None


def test_a_chinese_date_is_not_the_first_of_november() -> None:
    assert parse_date("2026年5月5日") == "2026-05-05"


@pytest.mark.parametrize(
    ("url", "iso"),
    [
        ("https://a.example/2024/05/01/renault.html", "2024-05-01"),
        ("https://a.example/news/2024-05-01/x", "2024-05-01"),
        ("https://a.example/a/renault-20240501.html", "2024-05-01"),
        ("https://a.example/a/123456789", None),
        ("https://a.example/2024/13/01/x", None),
        (None, None),
    ],
)
def test_addresses_carry_dates(url: str | None, iso: str | None) -> None:
    assert from_url(url) == iso


def found(head: str = "", body: str = "", url: str | None = None) -> Dated | None:
    return page_date(html.document_fromstring(f"<html><head>{head}</head><body>{body or 'x'}</body></html>"), url, latest_on=LATEST)


LD = (
    '<script type="application/ld+json">'
    '{"@graph":[{"@type":"Person"},{"@type":"NewsArticle","datePublished":"2024-05-01T08:00:00Z"}]}</script>'
)
META = '<meta property="article:published_time" content="2024-05-02T08:00:00Z">'
TIME = '<article><time datetime="2024-05-03T10:00">3 mai</time></article>'


def test_the_surest_way_comes_first() -> None:
    url = "https://a.example/2024/05/04/x"
    assert found(LD + META, TIME, url) == Dated("2024-05-01T08:00:00+00:00", "json-ld")
    assert found(META, TIME, url) == Dated("2024-05-02T08:00:00+00:00", "meta")
    assert found("", TIME, url) == Dated("2024-05-03", "time element")
    assert found("", "", url) == Dated("2024-05-04", "address")
    assert found() is None


def test_broken_json_ld_still_gives_its_date() -> None:
    broken = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"a "quote"","datePublished":"2024-05-01"}</script>'
    )
    assert found(broken) == Dated("2024-05-01", "json-ld")


def test_a_visible_date_is_found_and_never_the_day_of_reading() -> None:
    page = "<p class='date'>Publié le 2 mai 2024</p><p>Renault a rencontré Xiaomi.</p>"
    assert found(body=page) == Dated("2024-05-02", "visible")
    assert found(body="<p>Renault a rencontré Xiaomi aujourd'hui.</p>") is None


def test_doubt_is_named() -> None:
    captured = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
    assert date_doubt(None, captured) == "unknown"
    assert date_doubt("2024-05-04", captured) == "future"
    assert date_doubt("2024-05-02", captured) is None
    assert date_doubt("2019-01-01", captured) is None
