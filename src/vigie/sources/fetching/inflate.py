"""Decompresses an answer piece by piece, never more than a piece at a time, and stops a bomb. Knows gzip, deflate and brotli."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol

import brotli

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ACCEPTED", "Inflater", "NotCompressedError"]

ACCEPTED = "gzip, deflate, br"
PIECE = 65_536


class NotCompressedError(Exception):
    """The bytes are not compressed as the server says."""


class _Step(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...


class _Zlib:
    """gzip or deflate; whatever follows the end of a gzip member is another member, or is left out."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._object = zlib.decompressobj(31 if encoding == "gzip" else 15)
        self._first = True
        self._done = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while not self._done:
            try:
                piece = self._object.decompress(data, PIECE)
            except zlib.error as error:
                if self._first and self._encoding == "deflate":
                    # Some servers send deflate without its zlib head.
                    self._object, self._first = zlib.decompressobj(-15), False
                    continue
                raise NotCompressedError(str(error)) from error
            self._first = False
            if piece:
                yield piece
            if self._object.eof:
                data = self._object.unused_data
                if self._encoding == "gzip" and data[:2] == b"\x1f\x8b":
                    self._object = zlib.decompressobj(31)
                    continue
                self._done = True
            else:
                data = self._object.unconsumed_tail
                if not data and len(piece) < PIECE:
                    return


class _Brotli:
    def __init__(self) -> None:
        self._object = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        try:
            piece = self._object.process(data, output_buffer_limit=PIECE)
            while piece or not self._object.can_accept_more_data():
                if piece:
                    yield piece
                if self._object.is_finished():
                    return
                piece = self._object.process(b"", output_buffer_limit=PIECE)
        except brotli.error as error:
            raise NotCompressedError(str(error)) from error


class Inflater:
    """Turns the raw pieces of an answer into its bytes, by the ``Content-Encoding`` that the server gave.

    Raises `NotCompressedError` at a piece that is not compressed so. ``taken`` and ``given`` count bytes in and out;
    ``unknown`` names an encoding that nobody asked for.
    """

    def __init__(self, content_encoding: str) -> None:
        self.given = 0
        self.taken = 0
        self.unknown: str | None = None
        self._steps: list[_Step] = []
        for name in reversed([one.strip().lower() for one in content_encoding.split(",") if one.strip()]):
            if name in ("gzip", "x-gzip"):
                self._steps.append(_Zlib("gzip"))
            elif name == "deflate":
                self._steps.append(_Zlib("deflate"))
            elif name == "br":
                self._steps.append(_Brotli())
            elif name not in ("identity", "none", "utf-8", "utf8"):
                self.unknown = name

    def feed(self, raw: bytes) -> Iterator[bytes]:
        """The bytes that a raw piece gives, in pieces of at most `PIECE`."""
        self.taken += len(raw)
        for piece in self._through(raw, 0):
            self.given += len(piece)
            yield piece

    def _through(self, data: bytes, index: int) -> Iterator[bytes]:
        if index == len(self._steps):
            yield data
            return
        for piece in self._steps[index].feed(data):
            yield from self._through(piece, index + 1)
