"""Decompression gives every byte, a piece at a time, and stops at what is not compressed."""

from __future__ import annotations

import datetime as dt
import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.sources.fetching.headers import retry_after_seconds
from vigie.sources.fetching.inflate import PIECE, Inflater, NotCompressedError
from vigie.sources.fetching.robots import read_rules

NOW = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "": bytes,
    "identity": bytes,
}


@pytest.mark.parametrize("encoding", list(PACKERS))
@given(data=st.binary(max_size=5000), cut=st.integers(1, 700), times=st.integers(1, 60))
def test_every_byte_comes_out_however_it_is_cut(encoding: str, data: bytes, cut: int, times: int) -> None:
    data *= times
    packed = PACKERS[encoding](data)
    inflater = Inflater(encoding)
    pieces = [piece for start in range(0, len(packed), cut) for piece in inflater.feed(packed[start : start + cut])]
    assert b"".join(pieces) == data
    assert encoding in ("", "identity") or max(map(len, pieces), default=0) <= 2 * PIECE


def test_deflate_without_its_head_and_several_members_are_read() -> None:
    assert b"".join(Inflater("deflate").feed(raw_deflate(b"Renault" * 999))) == b"Renault" * 999
    assert b"".join(Inflater("gzip").feed(gzip.compress(b"one") + gzip.compress(b"two"))) == b"onetwo"
    assert b"".join(Inflater("gzip, br").feed(brotli.compress(gzip.compress(b"x" * 999)))) == b"x" * 999


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_bomb_comes_out_in_small_pieces_only(encoding: str) -> None:
    packed = PACKERS[encoding](b"\0" * 20_000_000)
    inflater, largest = Inflater(encoding), 0
    for piece in inflater.feed(packed):
        largest = max(largest, len(piece))
        if inflater.given > 3_000_000:
            break
    assert largest <= 2 * PIECE


def test_what_is_not_compressed_is_said() -> None:
    for encoding in ("gzip", "br", "deflate"):
        with pytest.raises(NotCompressedError):
            list(Inflater(encoding).feed(b"<html>" * 50))
    assert Inflater("zstd").unknown == "zstd"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Wed, 01 May 2024 00:02:00 GMT", 120),
        ("Tue, 30 Apr 2024 00:00:00 GMT", 0),
        ("99999999999", 7 * 86400),
        ("soon", None),
        ("", None),
        (None, None),
        ("-5", None),
    ],
)
def test_retry_after_is_read_as_number_or_date(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOW) == seconds


def test_robots_are_read_as_their_standard_says() -> None:
    rules = read_rules(
        200, b"User-agent: vigie\nDisallow: /*.php$\nCrawl-delay: 4\n\nUser-agent: *\nDisallow: /\n", "vigie/0.1 (x)"
    )
    assert rules.allowed("https://a.example/news")
    assert not rules.allowed("https://a.example/a.php")
    assert rules.delay_s == 4
    assert read_rules(404, b"", "vigie").allowed("https://a.example/x")
    assert not read_rules(503, b"", "vigie").allowed("https://a.example/x")
    assert not read_rules(429, b"", "vigie").allowed("https://a.example/x")
    assert read_rules(200, b"\xff\xfe\x00" * 50, "vigie").allowed("https://a.example/x")
