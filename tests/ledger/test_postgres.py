"""The ledger in PostgreSQL: what it makes of a database, and what it says where it can't."""

from __future__ import annotations

import importlib.util

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from vigie.checks import fakes
from vigie.errors import ConfigError, LedgerCorrupt, LedgerError, LedgerTooNew, LedgerUnwritable, MissingExtra
from vigie.ledger import create_ledger, open_ledger, place_of
from vigie.ledger.sql.tables import metadata
from vigie.model import Conclusions

COMPARED = {"compare_type": True, "include_name": lambda name, *_: not (name or "").startswith("search_words")}
"""How alembic compares: the index of terms is of each database's own kind, and declared by its migration alone."""
CLOCK = fakes.TickingClock()


def test_migrations_make_exactly_the_tables_that_are_declared(database: str) -> None:
    create_ledger(place_of(database), clock=CLOCK).close()
    engine = sa.create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts=COMPARED), metadata)
        query = (
            "select distinct collation_name from information_schema.columns where data_type = 'text' and table_schema = 'public'"
        )
        orders = connection.execute(sa.text(query))
        assert list(orders.scalars()) == ["C"]
    engine.dispose()
    assert differences == []


def test_a_ledger_opens_again_with_what_was_kept(database: str) -> None:
    document = fakes.document("d1", "Renault a rencontré 小米.")
    ledger = create_ledger(place_of(database), clock=CLOCK)
    with ledger.writer() as writer:
        writer.record(document, fakes.reading(document), None)
    ledger.close()
    again = open_ledger(place_of(database), clock=CLOCK)
    assert again.view().document("d1") == document
    assert again.check() == []
    again.close()


def test_an_empty_database_is_no_ledger_and_another_program_s_is_left_alone(database: str) -> None:
    with pytest.raises(LedgerCorrupt, match="is empty, so no ledger"):
        open_ledger(place_of(database), clock=CLOCK)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("create table recipes (name text)")
    with pytest.raises(LedgerCorrupt, match="is a PostgreSQL database, but no ledger of vigie"):
        create_ledger(place_of(database), clock=CLOCK)


def test_a_ledger_of_a_later_version_is_refused(database: str) -> None:
    create_ledger(place_of(database), clock=CLOCK).close()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(LedgerTooNew, match="written by a later vigie"):
        open_ledger(place_of(database), clock=CLOCK)


def test_a_database_that_can_not_hold_every_name_is_refused(postgres: str) -> None:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("drop database if exists latin")
        connection.execute("create database latin encoding 'LATIN1' template template0")
    with pytest.raises(LedgerUnwritable, match="keeps text as LATIN1, which can't hold every name: make one with createdb -E UTF8"):
        create_ledger(place_of(postgres.replace("/vigie?", "/latin?")), clock=CLOCK)


def test_a_missing_database_and_a_server_that_is_not_there_are_named_without_the_password(postgres: str) -> None:
    socket = postgres.partition("host=")[2]
    for address, words in (
        (f"postgresql://postgres:s3cret@/nothing?host={socket}", "there is no database"),
        (f"postgresql://nobody:s3cret@/vigie?host={socket}", "lets this user not in"),
        (f"postgresql://postgres:s3cret@/vigie?host={socket}/absent", "can't be reached"),
        ("postgresql://postgres:s3cret@127.0.0.1:1/vigie?password=s3cret", "can't be reached"),
    ):
        with pytest.raises(LedgerError, match=words) as caught:
            open_ledger(place_of(address), clock=CLOCK)
        assert "s3cret" not in str(caught.value)
        assert ":***@" in str(caught.value)


@pytest.mark.parametrize("address", ["postgresql://", "postgresql://h:port/d", "postgres://[x/d"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises((ConfigError, LedgerError)):
        open_ledger(place_of(address), clock=CLOCK)


def test_a_writer_that_waits_too_long_says_so(database: str) -> None:
    first = create_ledger(place_of(database), clock=CLOCK)
    second = open_ledger(place_of(database), clock=CLOCK, wait_seconds=0.05)
    with first.writer(), pytest.raises(LedgerUnwritable, match="another program has been writing"), second.writer():
        pass
    for ledger in (first, second):
        ledger.close()


def test_a_zero_character_is_refused_whole(database: str) -> None:
    ledger = create_ledger(place_of(database), clock=CLOCK)
    documents = [fakes.document("d1", "Renault."), fakes.document("d2", "Renault \0.")]
    with pytest.raises(LedgerError, match="zero character"), ledger.writer() as writer:
        writer.record_all([(one, fakes.reading(one), None) for one in documents])
    assert ledger.view().counts().documents == 0
    ledger.close()


def test_a_view_goes_on_after_the_server_ended_its_connection(database: str) -> None:
    ledger = create_ledger(place_of(database), clock=CLOCK)
    assert ledger.view().counts().documents == 0
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vigie'")
    with pytest.raises(LedgerError):
        ledger.view().counts()
    assert ledger.view().counts().documents == 0
    ledger.close()


def test_without_the_extra_the_mend_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r"pip install 'vigie\[postgres\]'"):
        open_ledger(place_of("postgresql://localhost/vigie"), clock=CLOCK)


def test_lists_and_sums_are_filled_when_a_ledger_of_an_earlier_form_is_opened(database: str) -> None:
    document = fakes.document("d1", "Renault closed both factories, says 小米.", title="Fabriken")
    ledger = create_ledger(place_of(database), clock=CLOCK)
    with ledger.writer() as writer:
        writer.record(document, fakes.reading(document), None)
        writer.conclude(Conclusions(moves=(fakes.move("m1"),)))
    ledger.close()
    names = ("search_terms", "actor_sums", "pair_sums", "sizes")
    with psycopg.connect(database, autocommit=True) as connection:
        before = [sorted(connection.execute(f"select * from {name}").fetchall()) for name in names]  # type: ignore[arg-type]
        for name in names:
            connection.execute(f"drop table {name}")  # type: ignore[arg-type]
        connection.execute("update alembic_version set version_num = '0010'")
    again = open_ledger(place_of(database), clock=CLOCK)
    assert list(again.faults()) == []
    again.close()
    with psycopg.connect(database) as connection:
        after = [sorted(connection.execute(f"select * from {name}").fetchall()) for name in names]  # type: ignore[arg-type]
    assert after == before
    assert all(before)
