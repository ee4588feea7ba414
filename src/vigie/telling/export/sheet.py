"""Sheets: CSV that no spreadsheet runs, Parquet with types, JSON Lines. Chooses nothing."""

from __future__ import annotations

import csv
import io
import json
from typing import IO, TYPE_CHECKING, Any

from vigie.errors import MissingExtra
from vigie.telling.export import pieces
from vigie.telling.records import document_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vigie.telling.desk import Desk
    from vigie.telling.export.wish import Wish

__all__ = ["COLUMNS", "as_csv", "write_csv", "write_jsonl", "write_parquet"]

_LISTS = frozenset({"who", "whom", "what", "people", "quotes", "origins", "documents", "types"})
_NUMBERS = frozenset({"number", "confidence"})
_COUNTS = frozenset({"moves", "claims"})
_FLAGS = frozenset({"contradicted"})
COLUMNS: dict[str, tuple[str, ...]] = {
    "moves": (
        "id", "type", "status", "contradicted", "when", "who", "whom", "what", "people", "origins", "documents", "claims", "quotes",
    ),
    "claims": (
        "id", "document", "title", "outlet", "published", "type", "status", "source", "when", "who", "whom", "what", "where",
        "number", "unit", "metric", "period", "quotes", "move", "confidence", "reader",
    ),
    "documents": ("id", "title", "outlet", "author", "url", "published", "capture", "text"),
    "network": (
        "first", "second", "moves", "types", "happened", "planned", "rumoured", "possible", "asked", "denied", "from", "to",
    ),
}  # fmt: skip
"""The columns of each sheet; they are there however little the ledger holds."""
_STATUS_COLUMNS = COLUMNS["network"][4:10]


def as_csv(records: Iterable[Mapping[str, Any]]) -> str:
    """Records as a sheet: the columns of all, lists joined by "; ". A cell that a spreadsheet would run is made text by a quote."""
    listed = list(records)
    columns = tuple(dict.fromkeys(name for record in listed for name in record))
    out = io.StringIO(newline="")
    _write(out, columns, listed)
    return "\ufeff" + out.getvalue()


def write_csv(desk: Desk, wish: Wish, out: IO[bytes]) -> None:
    """The sheet, with the mark by which spreadsheets know UTF-8."""
    out.write(b"\xef\xbb\xbf")
    text = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="", write_through=True)
    _write(text, COLUMNS[wish.what], (row for some in _rows(desk, wish) for row in some))
    text.detach()


def write_jsonl(desk: Desk, wish: Wish, out: IO[bytes]) -> None:
    """One record a line, in the shape in which the API gives it."""
    for some in _records(desk, wish):
        for record in some:
            out.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def write_parquet(desk: Desk, wish: Wish, out: IO[bytes]) -> None:
    """The sheet in columns; raises `MissingExtra` without pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtra("Parquet needs pyarrow: install vigie[parquet]", culprit="parquet") from error

    def kind(name: str) -> Any:
        if name in _COUNTS or name in _STATUS_COLUMNS:
            return pa.int64()
        if name in _LISTS:
            return pa.list_(pa.string())
        return pa.float64() if name in _NUMBERS else pa.bool_() if name in _FLAGS else pa.string()

    schema = pa.schema([(name, kind(name)) for name in COLUMNS[wish.what]])
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for some in _rows(desk, wish):
            writer.write_table(pa.Table.from_pylist([_sound(row) for row in some], schema=schema))


def _sound(row: Mapping[str, Any]) -> dict[str, Any]:
    """Text without halves of characters, which UTF-8 can't hold."""

    def sound(value: Any) -> Any:
        if isinstance(value, str):
            return value.encode("utf-8", "replace").decode("utf-8")
        return [sound(one) for one in value] if isinstance(value, list) else value

    return {name: sound(value) for name, value in row.items()}


def _rows(desk: Desk, wish: Wish) -> Iterator[list[dict[str, Any]]]:
    """The records flattened to the columns of the sheet."""
    flat = {"moves": _flat_move, "claims": _flat_claim}.get(wish.what, dict)
    for some in _records(desk, wish):
        yield [flat(record) for record in some]


def _records(desk: Desk, wish: Wish) -> Iterator[list[Any]]:
    view, wanted = desk.view, wish.moves
    if wish.what == "moves":
        yield from (desk.move_records(some) for some in pieces.moves(view, wanted))
    elif wish.what == "claims":
        yield from (list(desk.claim_records(some)) for some in pieces.document_ids(view, wanted))
    elif wish.what == "documents":
        yield from ([document_record(one) for one in view.documents(some)] for some in pieces.document_ids(view, wanted))
    else:
        yield [
            {
                "first": desk.names.name_of(first),
                "second": desk.names.name_of(second),
                "moves": tie.moves,
                "types": sorted(tie.types),
                **{status: tie.statuses[status] for status in _STATUS_COLUMNS},
                "from": tie.first_on,
                "to": tie.last_on,
            }
            for (first, second), tie in pieces.ties(desk, wanted).items()
        ]


def _flat_move(record: dict[str, Any]) -> dict[str, Any]:
    quotes = [f"{one['outlet'] or one['document']}: {quote}" for one in record["claims"] for quote in one["quotes"]]
    names = [one["name"] for one in record["origins"]]
    return {**_kept("moves", record), "origins": names, "claims": len(record["claims"]), "quotes": quotes}


def _flat_claim(record: dict[str, Any]) -> dict[str, Any]:
    value = record["value"] or dict.fromkeys(("number", "unit", "metric", "period"))
    return {**_kept("claims", record), **value}


def _kept(what: str, record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: record[name] for name in COLUMNS[what] if name in record}


def _write(out: Any, columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> None:
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, dict):
        text = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, list | tuple):
        text = "; ".join(json.dumps(one, ensure_ascii=False) if isinstance(one, dict) else str(one) for one in value)
    else:
        text = str(value)
    return "'" + text if text.lstrip(" \n")[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠") else text
