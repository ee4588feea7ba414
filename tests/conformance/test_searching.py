"""Whatever is written in texts and search boxes, every store finds the same, and none fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from vigie.checks import fakes
from vigie.ledger import MemoryLedger, Search, create_ledger, parse_query, place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vigie.ledger import Ledger

WORDS = [
    "renault",
    "usine",
    "usines",
    "l'usine",
    "小米",
    "汽车",
    "小",
    "naïve",
    "co-op",
    "1,5",
    "a",
    "ß",
    "İ",
    "k:",
    "all:",
    "AND",
    "NOT",
]
SYNTAX = [
    '"',
    "*",
    "-",
    "(",
    ")",
    ":",
    "^",
    "'",
    "\\",
    "|",
    "&",
    "!",
    "<->",
    "{",
    "}",
    "NEAR",
    "OR",
    "%",
    "\n",
    "\u3000",
    "é",
    "é",
    "\ufffe",
]
MESSES = st.lists(st.one_of(st.sampled_from(WORDS + SYNTAX), st.text(max_size=6)), max_size=8)
TEXTS = st.lists(st.sampled_from([*WORDS, ".", "，", "-"]), min_size=1, max_size=12)


def _joined(pieces: list[str]) -> str:
    return " ".join(pieces).encode("utf-8", "replace").decode()


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory, make_database: Callable[[], str]) -> Iterator[list[Ledger]]:
    clock = fakes.TickingClock()
    places = (place_of(tmp_path_factory.mktemp("search") / "a.vigie"), place_of(make_database()))
    made: list[Ledger] = [MemoryLedger(clock=clock), *(create_ledger(place, clock=clock) for place in places)]
    yield made
    for ledger in made:
        ledger.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=3), queries=st.lists(MESSES, min_size=1, max_size=6))
@example(texts=[["小米汽车"], ["l'usine"]], queries=[["-"], ['""'], ["*"], ["-*"], ['-"小米"'], ["k:1234"], ["x" * 900]])
def test_every_store_finds_the_same_in_the_same_order(
    stores: list[Ledger], texts: list[list[str]], queries: list[list[str]]
) -> None:
    documents = [fakes.document(f"d{number}", _joined(text), title=_joined(text[:2])) for number, text in enumerate(texts)]
    named = {"小米": ("xiaomi",), "renault": ("renault",)}
    found = []
    for ledger in stores:
        with ledger.writer() as writer:
            # Documents of examples before this one say nothing any more.
            said = [(one, fakes.reading(one, entities=(fakes.entity("xiaomi"),), lang="fr"), None) for one in documents]
            rest = [fakes.document(f"d{number}", ".") for number in range(len(documents), 3)]
            writer.record_all([*said, *((one, fakes.reading(one), None) for one in rest)])
        view = ledger.view()
        searches = [Search(query=parse_query(_joined(query), lambda name: named.get(name, ()))) for query in queries]
        found.append([[hit.document_id for hit in view.search(search, most=9).hits] for search in searches])
    assert found[0] == found[1], "SQLite finds or ranks otherwise than the memory"
    assert found[0] == found[2], "PostgreSQL finds or ranks otherwise than the memory"


@given(text=st.text(max_size=500))
def test_every_string_is_a_query_of_bounded_size(text: str) -> None:
    query = parse_query(text)
    assert len(query.wanted) <= 32
    assert sum(len(one.phrases) for one in query.wanted) <= 32 * 16
