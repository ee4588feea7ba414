"""What is measured, each in a process of its own: ``python sides.py DO PLACE NUMBER``. Prints one JSON object."""

from __future__ import annotations

import datetime as dt
import gc
import json
import resource
import sqlite3
import sys
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import generated
import numpy as np

from vigie.atlas import load_atlas
from vigie.checks.fakes import ScriptedReader
from vigie.ledger import Gone, MoveFilter, Search, create_ledger, open_ledger, parse_query, place_of
from vigie.model import Source, SourceKind, SourceOutlet, Visit
from vigie.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vigie.ledger import Ledger, View
    from vigie.ledger.searching import What

ADDED = 10_000
AT_ONCE = 20
"""Documents that one visit brings."""
ASKED = 200
"""Pages of each kind that are asked for."""
_ADDRESS = "https://bench.example/feed"
_SOURCE = Source(
    id="bench",
    name="Bench",
    kind=SourceKind.FEED,
    url=_ADDRESS,
    language="en",
    outlet=SourceOutlet(name="Bench", owner="Bench", country="fr"),
)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def fill(place: str, number: int) -> dict[str, Any]:
    """Grow a ledger to that many documents, a block a transaction; goes on where it was cut off."""
    # Blocks hold no circles, and looking for some among a hundred thousand claims takes a third of the time.
    gc.disable()
    ledger = create_ledger(place_of(place), clock=_now)
    for made in _made(range(_blocks(ledger), number // generated.BLOCK)):
        with ledger.writer() as writer:
            writer.record_all([(document, reading, None) for document, reading in zip(made.documents, made.readings, strict=True)])
            writer.revise(made.conclusions, gone=Gone(), weighed=[document.id for document in made.documents])
    ledger.close()
    return {"documents": number}


def _made(numbers: range) -> Iterator[generated.Block]:
    """Those blocks in order, made by a process of its own while the one before is taken."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as maker:
        ahead = deque(maker.submit(generated.block, number) for number in numbers[:2])
        for number in numbers:
            if number + 2 in numbers:
                ahead.append(maker.submit(generated.block, number + 2))
            yield ahead.popleft().result()


def _blocks(ledger: Ledger) -> int:
    """How many blocks stand: the first whose last document is missing ends the search."""
    view, low, high = ledger.view(), 0, 1
    while view.document(f"d-{high * generated.BLOCK - 1}") is not None:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if view.document(f"d-{middle * generated.BLOCK - 1}") is not None else (low, middle)
    return low


def add(place: str, number: int) -> dict[str, Any]:
    """Add documents as they come in: visits of some documents each, through `Watch.keep`, and what weighing them concludes."""
    ledger = open_ledger(place_of(place), clock=_now)
    first = _blocks(ledger)
    made = [generated.block(index) for index in range(first, first + ADDED // generated.BLOCK)]
    readings = [reading for one in made for reading in one.readings]
    watch = Watch(reader=ScriptedReader(readings, name="rules-1"), atlas=load_atlas(), ledger=ledger, clock=_now)
    rates = []
    began, spent = time.perf_counter(), time.process_time()
    for one in made:
        started = time.perf_counter()
        for start in range(0, generated.BLOCK, AT_ONCE):
            documents = one.documents[start : start + AT_ONCE]
            content = "\n".join(document.text for document in documents).encode()
            visit = Visit(
                source=_SOURCE, url=_ADDRESS, final_url=_ADDRESS, capture_id=f"{documents[0].id}-{number}",
                captured_at=_now(), media_type="text/xml", kind="feed",
            )  # fmt: skip
            watch.keep(visit, content, found=documents)
        with ledger.writer() as writer:
            writer.revise(one.conclusions, gone=Gone(), weighed=[document.id for document in one.documents])
        rates.append(generated.BLOCK / (time.perf_counter() - started))
    whole, spent = time.perf_counter() - began, time.process_time() - spent
    ledger.close()
    return {
        "documents_per_second": round(ADDED / whole, 1),
        "documents_per_cpu_second": round(ADDED / spent, 1),
        "slowest_thousand": round(min(rates), 1),
        "megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def read(place: str, number: int) -> dict[str, Any]:
    """Ask for pages as readers do: of actors and words by how often they are written about."""
    ledger = open_ledger(place_of(place), clock=_now)
    view, rng = ledger.view(), np.random.default_rng(number)
    actors = [generated.actor(int(rank)) for rank in generated.zipf(rng, generated.ACTORS, 2 * ASKED)]
    langs = rng.choice([lang for lang, _ in generated.LANGUAGES], ASKED)
    sought = [_words(rng, str(lang)) for lang in langs]
    beginnings = [generated.words("en")[int(rank)][:4] for rank in generated.zipf(rng, len(generated.words("en")), ASKED)]
    pages: dict[str, Callable[[int], object]] = {
        "actor": lambda index: _actor(view, actors[index][0]),
        "pair": lambda index: _pair(view, actors[index][0], actors[ASKED + index][0]),
        "search": lambda index: view.search(Search(query=parse_query(sought[index])), most=20),
        "search_name": lambda index: view.search(_named(*actors[index]), most=20),
        "search_facets": lambda index: view.search(
            Search(query=parse_query(sought[index]), langs=(str(langs[index]),), types=("meet",), sort="time"), most=20
        ),
        "search_beginning": lambda index: view.search(Search(query=parse_query(f"{beginnings[index]}*")), most=20),
        "search_quotes": lambda index: view.search(Search(query=parse_query(sought[index]), what="quotes"), most=20),
        "search_moves": lambda index: view.search(_named(*actors[index], what="moves"), most=20),
    }
    found: dict[str, Any] = {}
    for name, page in pages.items():
        found |= _timed(name, page)
    ledger.close()
    return found


def _timed(name: str, page: Callable[[int], object]) -> dict[str, float]:
    """Median and 95th percentile of what a page takes, and of what this process computes for it, in milliseconds."""
    taken, spent = [], []
    for index in range(ASKED):
        started, began = time.perf_counter(), time.process_time()
        page(index)
        taken.append(1000 * (time.perf_counter() - started))
        spent.append(1000 * (time.process_time() - began))
    p50, p95, cpu = (round(float(np.quantile(times, share)), 1) for times, share in ((taken, 0.5), (taken, 0.95), (spent, 0.95)))
    return {f"{name}_p50_ms": p50, f"{name}_p95_ms": p95, f"{name}_p95_cpu_ms": cpu}


def _words(rng: np.random.Generator, lang: str) -> str:
    """One word to three; of Chinese, two characters that stand together now and then."""
    listed = generated.words(lang)
    ranks = generated.zipf(rng, len(listed), int(rng.integers(1, 4)))
    return ("" if lang == "zh" else " ").join(listed[rank] for rank in ranks)


def _named(key: str, name: str, what: What = "documents") -> Search:
    return Search(query=parse_query(name, lambda words: (key,) if words == name else ()), what=what)


def _actor(view: View, key: str) -> object:
    wanted = MoveFilter(actors=(key,))
    page = view.move_page(wanted, most=25)
    partners = view.partners(key, most=10)
    names = view.names({other for move in page.moves for other in move.keys} | {one.key for one in partners})
    return page, view.tally(wanted), partners, names


def _pair(view: View, first: str, second: str) -> object:
    wanted = MoveFilter(actors=(first, second) if first != second else (first,))
    page = view.move_page(wanted, most=25)
    return page, view.tally(wanted), list(view.documents([one for move in page.moves for one in move.document_ids[:2]]))


def plain_fill(place: str, number: int) -> dict[str, Any]:
    """Grow the peer's file to that many documents."""
    with sqlite3.connect(place) as connection:
        _plain_tables(connection)
        stand = connection.execute("select count(*) from documents").fetchone()[0]
        for index in range(stand // generated.BLOCK, number // generated.BLOCK):
            _plain_add(connection, generated.block(index))
            connection.commit()
    return {"documents": number}


def plain_add(place: str, number: int) -> dict[str, Any]:
    """Add to a plain SQLite file with a full-text index of its own: no provenance, no past, nothing compared, no moves."""
    del number
    connection = sqlite3.connect(place)
    first = connection.execute("select count(*) from documents").fetchone()[0] // generated.BLOCK
    made = [generated.block(index) for index in range(first, first + ADDED // generated.BLOCK)]
    began, spent = time.perf_counter(), time.process_time()
    for one in made:
        for start in range(0, generated.BLOCK, AT_ONCE):
            _plain_add(connection, one, start, start + AT_ONCE)
            connection.commit()
    whole, spent = time.perf_counter() - began, time.process_time() - spent
    connection.close()
    return {"documents_per_second": round(ADDED / whole, 1), "documents_per_cpu_second": round(ADDED / spent, 1)}


def plain_read(place: str, number: int) -> dict[str, Any]:
    """Search the peer as its documentation shows: the best 20 by bm25, with snippets."""
    connection, rng = sqlite3.connect(place), np.random.default_rng(number)
    langs = rng.choice([lang for lang, _ in generated.LANGUAGES], ASKED)
    sought = [" ".join(f'"{word}"' for word in _words(rng, str(lang)).split()) for lang in langs]
    query = "select rowid, snippet(words, 1, '<', '>', '…', 20) from words where words match ? order by rank limit 20"
    found: dict[str, Any] = _timed("search", lambda index: connection.execute(query, [sought[index]]).fetchall())
    connection.close()
    return found


def _plain_tables(connection: sqlite3.Connection) -> None:
    connection.execute("pragma journal_mode = wal")
    connection.execute("create table if not exists documents (id text primary key, title text, outlet text, day text, text text)")
    connection.execute("create table if not exists claims (id text primary key, document text, type text, status text, body text)")
    connection.execute("create index if not exists claims_document on claims (document)")
    connection.execute("create virtual table if not exists words using fts5(title, text, tokenize='unicode61 remove_diacritics 2')")


def _plain_add(connection: sqlite3.Connection, one: generated.Block, start: int = 0, end: int = generated.BLOCK) -> None:
    documents, readings = one.documents[start:end], one.readings[start:end]
    connection.executemany(
        "insert into documents values (?, ?, ?, ?, ?)", [(d.id, d.title, d.outlet, d.published_on, d.text) for d in documents]
    )
    connection.executemany("insert into words (title, text) values (?, ?)", [(d.title, d.text) for d in documents])
    connection.executemany(
        "insert into claims values (?, ?, ?, ?, ?)",
        [
            (c.id, c.document_id, c.type, c.status.value, json.dumps([c.who, c.whom, c.things, c.quotes[0].words]))
            for reading in readings
            for c in reading.claims
        ],
    )


DOES: dict[str, Callable[[str, int], dict[str, Any]]] = {
    one.__name__: one for one in (fill, add, read, plain_fill, plain_add, plain_read)
}


if __name__ == "__main__":
    print(json.dumps(DOES[sys.argv[1]](sys.argv[2], int(sys.argv[3]))))
