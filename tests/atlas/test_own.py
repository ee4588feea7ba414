"""A record joins a file of one's own by the rules of the shipped ones; a file is never left half written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vigie.atlas import Atlas, parse, read_file
from vigie.atlas.own import add_record, appended
from vigie.errors import DataError, InputError

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = list(parse("- {id: a, name: Alpha, kind: company}", "shipped.yml", None))
NEW = {"id": "b", "name": "Beta", "kind": "company", "names": {"zh": ["贝塔"]}}


def test_a_record_stands_behind_what_is_there_and_reads_back() -> None:
    own = "# comments stay\n- {id: z, name: Zeta, kind: company}"
    text, record = appended(SHIPPED, own, NEW, file="own.yml", over=False)
    assert text.startswith(own + "\n")
    assert list(parse(text, "own.yml", None))[-1] == record


def test_an_empty_file_is_a_beginning() -> None:
    text, record = appended(SHIPPED, "  \n", NEW, file="own.yml", over=False)
    assert list(parse(text, "own.yml", None)) == [record]


def test_a_contradiction_with_what_ships_is_refused_and_old_ones_are_no_hindrance() -> None:
    with pytest.raises(InputError, match="'b' was not added: 'Alpha' is claimed by a and b"):
        appended(SHIPPED, "", {**NEW, "name": "Alpha"}, file="own.yml", over=False)
    crooked = "- {id: z, name: Zeta, kind: model, maker: nobody}\n"
    _, record = appended(SHIPPED, crooked, NEW, file="own.yml", over=False)
    assert record.id == "b"


def test_over_lays_a_record_over_a_shipped_one() -> None:
    text, _ = appended(SHIPPED, "", {**NEW, "id": "a"}, file="own.yml", over=True)
    assert Atlas([*SHIPPED, *parse(text, "own.yml", None)]).record("a").name == "Beta"


def test_a_file_that_is_broken_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "own.yml"
    path.write_text("{not: a list}", encoding="utf-8")
    with pytest.raises(DataError, match="must be a list of records"):
        add_record(SHIPPED, path, NEW)
    assert path.read_text(encoding="utf-8") == "{not: a list}"


def test_nothing_lies_beside_the_file_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "own.yml"
    record = add_record(SHIPPED, path, NEW)
    assert read_file(path) == [record]
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"the atlas file '.*absent/own\.yml' can't be written"):
        add_record(SHIPPED, tmp_path / "absent" / "own.yml", NEW)
