"""Every format is read back by a program that others use, and holds what the ledger holds, however hostile it is."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import networkx as nx
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from vigie.errors import InputError, UnknownName
from vigie.ledger import MoveFilter
from vigie.model import Status
from vigie.telling.export import FORMATS, WHATS, as_csv, export_to, format_called
from vigie.telling.export.sheet import COLUMNS

from .conftest import HOSTILE, MANY, desk_of, ledger_of, wish_of

if TYPE_CHECKING:
    from vigie.telling import Desk

FTM = yaml.safe_load((Path(__file__).parents[2] / "cases/exports/followthemoney.yml").read_text(encoding="utf-8"))
EVERY = [(name, what) for name, form in FORMATS.items() for what in form.whats]


def written(desk: Desk, name: str, what: str | None = None, moves: MoveFilter | None = None, **more: Any) -> bytes:
    """What the export gives."""
    form, holds = format_called(name, what)
    out = io.BytesIO()
    export_to(out, desk, form, wish_of(holds, moves, **more))
    return out.getvalue()


def rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a sheet, as a spreadsheet would read them."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(("name", "what"), EVERY)
def test_an_empty_ledger_gives_a_sound_export(name: str, what: str) -> None:
    content = written(desk_of_nothing(), name, what)
    if name == "csv":
        assert rows(content) == []
        assert content.decode("utf-8-sig").strip() == ",".join(COLUMNS[what])
    elif name in ("rss", "atom"):
        assert feedparser.parse(content).bozo == 0
    elif name in ("graphml", "gexf"):
        assert len(read_graph(name, content)) == 0


def desk_of_nothing() -> Desk:
    """Over nothing."""
    from vigie.checks import fakes
    from vigie.ledger import MemoryLedger

    return desk_of(MemoryLedger(clock=fakes.TickingClock()))


@pytest.mark.parametrize("what", [what for what in WHATS if what != "network"])
def test_sheets_hold_everything_once_in_every_form(long_desk: Desk, what: str) -> None:
    sheet = rows(written(long_desk, "csv", what))
    lines = [json.loads(line) for line in written(long_desk, "jsonl", what).splitlines()]
    table = pq.read_table(io.BytesIO(written(long_desk, "parquet", what)))
    ids = [one["id"] for one in lines]
    assert len(set(ids)) == len(ids) == MANY + 2
    assert [row["id"] for row in sheet] == ids == table.column("id").to_pylist()
    assert tuple(sheet[0]) == COLUMNS[what] == tuple(table.column_names)


def test_a_sheet_of_claims_keeps_types_in_parquet_and_words_in_csv(desk: Desk) -> None:
    table = pq.read_table(io.BytesIO(written(desk, "parquet", "claims")))
    assert str(table.schema.field("who").type) == "list<element: string>"
    assert str(table.schema.field("confidence").type) == "double"
    [first, _] = rows(written(desk, "csv", "claims"))
    assert (first["who"], first["status"], first["move"]) == ("Renault", "happened", "m-d1")


FORMULA = ("=", "+", "-", "@", "\t", "\r")


def test_no_cell_is_run_by_a_spreadsheet(desk: Desk) -> None:
    for what in WHATS:
        for row in rows(written(desk, "csv", what)):
            assert not [cell for cell in row.values() if cell.startswith(FORMULA)], what
    assert rows(written(desk, "csv", "documents"))[0]["title"].startswith("'=cmd")


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["a", "b"]), st.one_of(st.text(), st.lists(st.text(), max_size=3)), max_size=2), max_size=4
    )
)
def test_whatever_stands_in_a_cell_comes_back_as_text(records: list[dict[str, Any]]) -> None:
    text = as_csv(records)
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        for cell in row:
            assert not cell.startswith(FORMULA)


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_a_feed_is_parsed_and_tells_the_latest_first(desk: Desk, name: str) -> None:
    content = written(desk, name)
    etree.fromstring(content)
    feed = feedparser.parse(content)
    assert feed.bozo == 0
    assert feed.version == {"rss": "rss20", "atom": "atom10"}[name]
    assert {entry.id for entry in feed.entries} == {"urn:vigie:m-d1:happened", "urn:vigie:m-d2:denied"}
    [denied] = [entry for entry in feed.entries if entry.id.endswith("denied")]
    assert "denied" in denied.title
    assert denied.link == "https://vigie.example.org/move/m-d2"
    assert denied.updated_parsed if name == "atom" else denied.published_parsed
    # Markup in the words of others is text: feedparser's own cleaning would otherwise have dropped it, words and all.
    [met] = [entry for entry in feed.entries if entry.id.endswith("happened")]
    assert "alert(1)" in met.summary
    assert met.summary_detail.type == "text/plain" if name == "atom" else "<script" not in met.summary.casefold()


def test_a_feed_ends_where_it_was_told_to_and_keeps_to_the_filter(long_desk: Desk) -> None:
    feed = feedparser.parse(written(long_desk, "atom", most=7))
    assert len(feed.entries) == 7
    denied = feedparser.parse(written(long_desk, "atom", moves=MoveFilter(statuses=(Status.DENIED,))))
    assert [entry.id for entry in denied.entries] == ["urn:vigie:m-d2:denied"]


def read_graph(name: str, content: bytes) -> Any:
    """The graph as networkx reads it."""
    return (nx.read_graphml if name == "graphml" else nx.read_gexf)(io.BytesIO(content))


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_a_graph_comes_back_with_its_actors_and_ties(long_desk: Desk, name: str) -> None:
    graph = read_graph(name, written(long_desk, name))
    assert graph.nodes["renault"]["kind"] == "company"
    assert graph.edges["geely", "renault"]["weight"] == MANY
    assert graph.edges["renault", "xiaomi"]["happened"] == 1
    denied = [facts for _, _, facts in graph.edges(data=True) if facts["denied"]]
    assert len(denied) == 1


def test_entities_are_valid_by_the_schema_of_followthemoney(desk: Desk) -> None:
    lines = [json.loads(line) for line in written(desk, "ftm").splitlines()]
    by_id = {line["id"]: line for line in lines}
    assert len(by_id) == len(lines)
    seen: set[str] = set()
    for line in lines:
        schema = FTM[line["schema"]]
        for name, rule in schema.items():
            assert "*" not in rule or line["properties"].get(name), f"{line['schema']} needs {name}"
        for name, values in line["properties"].items():
            kind, _, _ = schema[name].removesuffix(" *").partition(" ")
            assert values
            assert all(isinstance(value, str) and value for value in values)
            if kind == "entity":
                assert set(values) <= seen, f"{name} names an entity that does not come before"
            if kind == "date":
                assert all(len(value) in (4, 7, 10) and value.replace("-", "").isdigit() for value in values)
            if kind == "country":
                assert all(len(value) == 2 and value.islower() for value in values)
        seen.add(line["id"])
    events = {line["properties"]["recordId"][0]: line for line in lines if line["schema"] == "Event"}
    assert events["m-d2"]["properties"]["keywords"] == ["meet", "denied"]
    assert events["m-d1"]["properties"]["startDate"] == ["2024-04-01"]
    assert len(events["m-d1"]["properties"]["involved"]) == 3


def test_linked_data_never_makes_a_fact_of_a_doubt(desk: Desk) -> None:
    graph = {one["@id"]: one for one in json.loads(written(desk, "jsonld"))["@graph"]}
    assert graph["urn:vigie:m-d1"]["actionStatus"].endswith("/CompletedActionStatus")
    assert graph["urn:vigie:m-d2"]["actionStatus"].endswith("/FailedActionStatus")
    [claim] = graph["urn:vigie:m-d2"]["subjectOf"]
    assert claim["text"] == ["Renault denied a deal with Hostile."]
    assert claim["appearance"]["@type"] == "NewsArticle"


@pytest.mark.parametrize(("name", "what"), EVERY)
def test_a_filter_holds_in_every_format(long_desk: Desk, name: str, what: str) -> None:
    some = written(long_desk, name, what, MoveFilter(actors=("xiaomi",)))
    assert b"geely" not in some.lower()
    assert len(some) < len(written(long_desk, name, what))


def test_what_there_is_no_format_for_is_refused_by_name() -> None:
    with pytest.raises(UnknownName, match="'xlsx' is no format"):
        format_called("xlsx", None)
    with pytest.raises(UnknownName, match="'people' can't be exported"):
        format_called("csv", "people")
    with pytest.raises(InputError, match="'rss' can't hold claims"):
        format_called("rss", "claims")


def test_exports_stand_in_both_languages(desk: Desk) -> None:
    from vigie.telling import Messages

    form, what = format_called("atom", None)
    out = io.BytesIO()
    from dataclasses import replace

    export_to(out, desk, form, replace(wish_of(what), say=Messages.load("fr")))
    assert "démenti" in out.getvalue().decode()
    assert HOSTILE not in out.getvalue().decode()


def test_a_ledger_that_grows_while_it_is_written_gives_each_thing_once() -> None:
    ledger = ledger_of(250)
    desk = desk_of(ledger)
    form, what = format_called("jsonl", "documents")
    out = io.BytesIO()

    class Growing(io.BytesIO):
        grown = False

        def write(self, data: Any, /) -> int:
            if not self.grown:
                from vigie.checks import fakes

                self.grown = True
                document = fakes.document("zz", "Late.")
                with ledger.writer() as writer:
                    writer.record(document, fakes.reading(document), None)
            return out.write(data)

    export_to(Growing(), desk, form, wish_of(what))
    ids = [json.loads(line)["id"] for line in out.getvalue().splitlines()]
    assert len(ids) == len(set(ids)) >= 252
