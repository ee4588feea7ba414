"""The ledger in a file: its form, its clocks, and what it says when it can't be used."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from vigie.checks import fakes
from vigie.checks.ledger import document_with_everything, reading_with_everything
from vigie.errors import LedgerCorrupt, LedgerTooNew, LedgerUnwritable
from vigie.ledger import MoveFilter, Search, create_ledger, open_ledger, parse_query
from vigie.ledger.sql import migrations
from vigie.ledger.sql.migrations.versions import r0007_neighbours
from vigie.ledger.sql.sealing import seal
from vigie.ledger.sql.store import FORM
from vigie.ledger.sql.tables import DERIVED, NOTEBOOK, Utc, metadata
from vigie.model import Conclusions

COMPARED = {"compare_type": True, "include_name": lambda name, *_: not (name or "").startswith("search_words")}
"""How alembic compares: the index of terms is of each database's own kind, and declared by its migration alone."""


@pytest.fixture
def clock() -> fakes.TickingClock:
    return fakes.TickingClock()


@pytest.fixture
def path(tmp_path: Path, clock: fakes.TickingClock) -> Path:
    path = tmp_path / "kept.vigie"
    create_ledger(path, clock=clock).close()
    return path


def test_migrations_make_exactly_the_tables_that_are_declared(path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts=COMPARED), metadata)
        form = connection.scalar(sa.text("select version_num from alembic_version"))
    engine.dispose()
    assert differences == []
    assert form == FORM


def test_every_log_table_has_both_clocks() -> None:
    joins = {"move_documents", "story_documents", "deeds"}
    others = {table.name for table in (*NOTEBOOK, *DERIVED)}
    for table in metadata.tables.values():
        if table.name not in joins | others:
            assert isinstance(table.c.recorded_at.type, Utc)
            assert not table.c.recorded_at.nullable
            assert table.c.retired_at.nullable


def test_instants_come_back_aware_and_naive_ones_are_refused() -> None:
    engine = sa.create_engine("sqlite://")
    table = sa.Table("t", sa.MetaData(), sa.Column("at", Utc))
    paris = dt.timezone(dt.timedelta(hours=2))
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(sa.insert(table), {"at": dt.datetime(2024, 5, 1, 14, tzinfo=paris)})
        assert connection.scalar(sa.select(table.c.at)) == dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
        with pytest.raises(sa.exc.StatementError, match="has no zone"):
            connection.execute(sa.insert(table), {"at": dt.datetime(2024, 5, 1)})  # noqa: DTZ001 - what must be refused
    engine.dispose()


def test_a_ledger_opens_again_with_what_was_kept(path: Path, clock: fakes.TickingClock) -> None:
    document = fakes.document("d1", "Renault met Xiaomi.")
    ledger = open_ledger(path, clock=clock)
    with ledger.writer() as writer:
        writer.record(document, fakes.reading(document, fakes.claim(document, "meet", ("renault",), ("xiaomi",))), None)
    ledger.close()

    again = open_ledger(path, clock=clock)
    assert again.view().document("d1") == document
    again.close()


def test_two_open_ledgers_see_each_others_work(path: Path, clock: fakes.TickingClock) -> None:
    first, second = open_ledger(path, clock=clock), open_ledger(path, clock=clock)
    assert list(second.view().documents()) == []
    for ledger, name in ((first, "d1"), (second, "d2")):
        document = fakes.document(name, "Renault met Xiaomi.")
        with ledger.writer() as writer:
            writer.record(document, fakes.reading(document), None)
    assert [d.id for d in first.view().documents()] == ["d1", "d2"]
    assert [d.id for d in second.view().documents()] == ["d1", "d2"]
    first.close()
    second.close()


def test_any_name_a_file_can_have_is_a_ledger_s_name(tmp_path: Path, clock: fakes.TickingClock) -> None:
    path = tmp_path / "a ? b%20#c 小.vigie"
    create_ledger(path, clock=clock).close()
    assert path.exists()
    open_ledger(path, clock=clock).close()


def test_a_missing_ledger_says_how_to_make_one(tmp_path: Path, clock: fakes.TickingClock) -> None:
    with pytest.raises(LedgerUnwritable, match=r"there is no ledger at '.*none\.vigie': run vigie init"):
        open_ledger(tmp_path / "none.vigie", clock=clock)


def test_a_missing_folder_is_named(tmp_path: Path, clock: fakes.TickingClock) -> None:
    with pytest.raises(LedgerUnwritable, match=r"the folder '.*absent' of the ledger does not exist"):
        create_ledger(tmp_path / "absent" / "a.vigie", clock=clock)


def test_a_folder_is_no_ledger(tmp_path: Path, clock: fakes.TickingClock) -> None:
    with pytest.raises(LedgerUnwritable, match="is a folder"):
        create_ledger(tmp_path, clock=clock)


def test_a_place_that_can_not_be_written_is_named(clock: fakes.TickingClock) -> None:
    with pytest.raises(LedgerUnwritable, match=r"'/proc/kept\.vigie' can't be opened for writing"):
        create_ledger(Path("/proc/kept.vigie"), clock=clock)


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to be looked at" * 20, b"SQLite format 3\x00" + b"\xff" * 4096]
)
def test_a_file_that_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, clock: fakes.TickingClock, content: bytes) -> None:
    path = tmp_path / "other.vigie"
    path.write_bytes(content)
    with pytest.raises(LedgerCorrupt, match=r"'.*other\.vigie' is no ledger, or a damaged one"):
        create_ledger(path, clock=clock)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path, clock: fakes.TickingClock) -> None:
    path = tmp_path / "other.vigie"
    with sqlite3.connect(path) as connection:
        connection.execute("create table recipes (name text)")
    connection.close()
    with pytest.raises(LedgerCorrupt, match="is an SQLite file, but no ledger of vigie"):
        create_ledger(path, clock=clock)


def test_damage_inside_is_found_when_it_is_read(path: Path, clock: fakes.TickingClock) -> None:
    ledger = open_ledger(path, clock=clock)
    document = fakes.document("d1", "Renault met Xiaomi. " * 2000)
    with ledger.writer() as writer:
        writer.record(document, fakes.reading(document), None)
    ledger.close()
    with sqlite3.connect(path) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        root = connection.execute("select rootpage from sqlite_master where name = 'documents'").fetchone()[0]
    connection.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xaa" * 4096
    path.write_bytes(content)

    damaged = open_ledger(path, clock=clock)
    with pytest.raises(LedgerCorrupt, match="a damaged one: restore it from a copy"):
        list(damaged.view().documents())
    damaged.close()


def test_a_ledger_of_a_later_version_is_refused_by_both_forms(path: Path, clock: fakes.TickingClock) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    with pytest.raises(LedgerTooNew, match=rf"written by a later vigie \(form 9999, this one knows {FORM}\)"):
        open_ledger(path, clock=clock)


def test_a_ledger_that_is_being_written_too_long_is_named(path: Path, clock: fakes.TickingClock) -> None:
    ledger = open_ledger(path, clock=clock, wait_seconds=0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(LedgerUnwritable, match=r"another program has been writing .* for too long"), ledger.writer():
        pass
    other.execute("rollback")
    other.close()
    ledger.close()


def test_the_check_finds_nothing_in_a_sound_ledger(path: Path, clock: fakes.TickingClock) -> None:
    ledger = open_ledger(path, clock=clock)
    assert ledger.check() == []
    ledger.close()


def test_a_ledger_of_the_first_form_is_brought_up_to_date_with_all_it_held(tmp_path: Path, clock: fakes.TickingClock) -> None:
    path = tmp_path / "old.vigie"
    engine = sa.create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    at, key = dt.datetime(2024, 5, 1), ["renault", "xiaomi"]  # noqa: DTZ001 - as SQLite kept it
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        old = sa.MetaData()
        old.reflect(connection)
        values: dict[str, dict[str, object]] = {
            "documents": {"id": "d1", "text": "Renault met Xiaomi.", "published_on": "2024-05-01", "extra": {}},
            "readings": {"document_id": "d1", "reader": "rules-1", "lang": "en", "mentions": [], "affiliations": {}},
            "entities": {"reading_row": 1, "position": 0, "key": "renault", "name": "Renault", "kind": "company", "aka": [],
                         "mentions": ["Renault"], "known": True},
            "claims": {"reading_row": 1, "position": 0, "id": "c1", "document_id": "d1", "type": "meet", "status": "happened",
                       "confidence": 0.5, "reader": "rules-1", "who": key[:1], "whom": key[1:], "things": [], "what": [],
                       "value": {}, "quotes": [{"start": 0, "end": 19, "words": "Renault met Xiaomi."}], "cues": []},
            "moves": {"id": "m1", "type": "meet", "status": "happened", "contradicted": False, "who": key[:1], "whom": key[1:],
                      "things": [], "people": [], "claim_ids": ["c1"], "document_ids": ["d1"], "origins": [], "digest": "x"},
        }  # fmt: skip
        for table, row in values.items():
            connection.execute(sa.insert(old.tables[table]), {**row, "recorded_at": at})
    engine.dispose()

    again = open_ledger(path, clock=clock)
    view = again.view()
    reading = view.reading("d1")
    assert reading is not None
    assert (reading.claims[0].whom, view.names(), view.waiting()) == (("xiaomi",), {"renault": ("Renault", "company")}, ["d1"])
    assert view.naming(key, since="2024-05-01", until="2024-05-01", parties=True) == {"renault": ["d1"], "xiaomi": ["d1"]}
    assert [move.id for move in view.move_page(MoveFilter(actors=("xiaomi", "renault")), most=9).moves] == ["m1"]
    assert view.tally(MoveFilter(actors=("xiaomi",))).types == {"meet": 1}
    assert view.beside("d1") == []
    assert view.tokens_spent(dt.date(2024, 5, 1)) == 0
    again.close()


def test_readings_kept_beside_come_through_the_change_of_their_form(path: Path, clock: fakes.TickingClock) -> None:
    document = document_with_everything()
    reading = replace(reading_with_everything(document), reader="second-1")
    ledger = open_ledger(path, clock=clock)
    with ledger.writer() as writer:
        writer.record(document, reading, None)
        writer.keep_beside(reading)
    ledger.close()
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        body = json.loads(connection.execute("select body from kept_readings").fetchone()[0])
        for claim in body["claims"]:
            claim["place"] = claim.pop("where")
        connection.execute("update kept_readings set digest = 'old', body = ?", [json.dumps(body)])
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        r0007_neighbours.keep_in_the_models_form(connection)
        seal(connection)
    engine.dispose()
    again = open_ledger(path, clock=clock)
    assert again.view().beside("d1") == [reading]
    with again.writer() as writer:
        assert not writer.keep_beside(reading)
    again.close()


def test_lists_and_sums_are_filled_when_a_ledger_of_an_earlier_form_is_opened(path: Path, clock: fakes.TickingClock) -> None:
    before = _of_form_0010(path, clock)
    again = open_ledger(path, clock=clock)
    found = again.view().search(Search(query=parse_query("fact*")), most=9)
    assert [hit.document_id for hit in found.hits] == ["d1"]
    assert list(again.faults()) == []
    again.close()
    assert _filled(path) == before


def _of_form_0010(path: Path, clock: fakes.TickingClock) -> dict[str, list[tuple[object, ...]]]:
    """Make a ledger as the version before beginnings left it; returns what later versions keep beside it."""
    ledger = create_ledger(path, clock=clock)
    document = fakes.document("d1", "Renault closed both factories, says 小米.", title="Fabriken")
    move = fakes.move("m1")
    for text in (document.text, document.text + " Again."):
        with ledger.writer() as writer:
            changed = replace(document, text=text)
            writer.record(changed, fakes.reading(changed), None)
            writer.conclude(Conclusions(moves=(replace(move, contradicted="Again" in text),)))
    ledger.close()
    kept = _filled(path)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        for name in kept:
            connection.execute(f"drop table {name}")
        connection.execute("update alembic_version set version_num = '0010'")
    return kept


def _filled(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        names = ("search_terms", "actor_sums", "pair_sums", "sizes")
        return {name: sorted(connection.execute(f"select * from {name}")) for name in names}
