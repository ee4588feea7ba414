"""``vigie atlas``: looked into, held against its rules, and added to in a file of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Vigie


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "vigie.toml").write_text('atlas = "own.yml"\n', encoding="utf-8")
    return tmp_path / "own.yml"


def test_check_finds_nothing_in_what_ships(vigie: Vigie) -> None:
    said = vigie("atlas", "check")
    assert said.code == 0
    assert "no contradiction" in said.out


def test_check_ends_with_3_and_a_table_where_something_contradicts_itself(vigie: Vigie, own: Path) -> None:
    own.write_text(
        "- {id: a-parts, name: A Parts, kind: company, founded: 2020, owners: [{owner: nobody-knows, from: 2010}]}\n"
        "- {id: a_motors, name: A Motors, kind: company}\n",
        encoding="utf-8",
    )
    said = vigie("atlas", "check")
    assert said.code == 3
    assert "3 contradictions." in said.out
    records = vigie("atlas", "check", "--json").records
    assert [(one["rule"], one["record"]) for one in records] == [("id", "a_motors"), ("owner", "a-parts"), ("reference", "a-parts")]


def test_a_record_is_shown_by_any_name_in_any_script(vigie: Vigie) -> None:
    assert [one["id"] for one in vigie("atlas", "show", "雷诺", "--json").records] == ["renault"]
    said = vigie("atlas", "show", "renault")
    assert said.code == 0
    assert "雷诺" in said.out


def test_an_unknown_name_is_answered_with_the_mend(vigie: Vigie) -> None:
    said = vigie("atlas", "show", "Nobody Motors")
    assert said.code == 2
    assert said.err == "vigie: the atlas knows nothing called 'Nobody Motors': vigie atlas list WORD looks for parts of names\n"


def test_records_are_listed_by_kind_role_country_and_parts_of_names(vigie: Vigie) -> None:
    listed = vigie("atlas", "list", "geely", "--kind", "company", "--country", "CN", "--json").records
    assert "geely" in [one["id"] for one in listed]
    assert {(one["kind"], one["country"]) for one in listed} == {("company", "cn")}
    assert "geely" in vigie("atlas", "list", "吉利", "--role", "carmaker").out


def test_a_record_is_added_by_options_and_then_read_everywhere(vigie: Vigie, own: Path, tmp_path: Path) -> None:
    own.touch()
    text = "Renault signed a contract with Quorvex Klingen."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    before = vigie("read", "a.txt", "--json").records[0]["entities"]
    said = vigie("atlas", "add", "--name", "Quorvex Klingen", "--kind", "company", "--role", "supplier", "--alias", "zh:科尔维克斯")
    assert (said.code, said.err) == (0, "")
    assert "quorvex-klingen was added" in said.out
    assert "科尔维克斯" in own.read_text(encoding="utf-8")
    after = vigie("read", "a.txt", "--json").records[0]["entities"]
    assert [one for one in before if one["name"] == "Quorvex Klingen" and one["known"]] == []
    assert [one["name"] for one in after if one["known"]] == ["Renault", "Quorvex Klingen"]
    assert [one["id"] for one in vigie("atlas", "list", "--own", "--json").records] == ["quorvex-klingen"]


def test_a_record_is_added_as_yaml_behind_those_that_are_there(vigie: Vigie, own: Path) -> None:
    own.write_text("# mine\n- {id: a-parts, name: A Parts, kind: company}", encoding="utf-8")
    said = vigie(
        "atlas", "add", "{id: b-parts, name: B Parts, kind: company, owners: [{owner: a-parts, share: 51, from: 2024-01}]}"
    )
    assert said.code == 0
    assert own.read_text(encoding="utf-8").startswith("# mine\n- {id: a-parts, name: A Parts, kind: company}\n- ")
    assert vigie("atlas", "check").code == 0
    assert vigie("atlas", "show", "B Parts", "--json").records[0]["owners"] == [
        {"owner": "a-parts", "share": 51.0, "from": "2024-01"}
    ]


def test_one_s_own_record_is_laid_over_a_shipped_one_only_where_asked(vigie: Vigie, own: Path) -> None:
    record = "{id: renault, name: Renault, kind: company, role: carmaker, country: fr, names: {any: [Our Renault]}}"
    said = vigie("atlas", "add", record)
    assert (said.code, own.exists()) == (2, False)
    assert "the shipped atlas has a record 'renault': take another id, or --over to lay yours over it" in said.err
    assert vigie("atlas", "add", record, "--over").code == 0
    assert [one["id"] for one in vigie("atlas", "show", "Our Renault", "--json").records] == ["renault"]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["{id: q, name: Q}"], 3, "has kind 'None'; choose among company"),
        (["{id: q, name: Q, kind: company, colour: red}"], 3, "has keys nobody reads: colour"),
        (["{id: q, name: Q, kind: company, founded: soon}"], 3, "can't be read"),
        (["{id: Q q, name: Q, kind: company}"], 2, "'Q q' was not added: 'Q q' is no slug"),
        (["{id: q, name: Q, kind: company, owners: [{owner: zzz}]}"], 2, "names 'zzz' as owner, and no record has that id"),
        (["{id: q, name: Volkswagen Group, kind: company}"], 2, "is claimed by"),
        (["{id: q, name: Q"], 2, "the record is no YAML"),
        (["just words"], 2, "the record must be one mapping"),
        (["--name", "Q"], 2, "a record needs at least --name and --kind"),
        (["--name", "小米零件", "--kind", "company"], 2, "no id can be made of '小米零件'"),
        (["--name", "Q", "--kind", "company", "--alias", "Nom"], 2, "'Nom' is no alias"),
        (["{id: q, name: Q, kind: company}", "--kind", "company"], 2, "as YAML or by options, not both"),
    ],
)
def test_what_breaks_the_rules_is_refused_and_nothing_written(
    vigie: Vigie, own: Path, arguments: list[str], code: int, sentence: str
) -> None:
    said = vigie("atlas", "add", *arguments)
    assert said.code == code
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert not own.exists()


def test_the_same_record_is_not_added_twice(vigie: Vigie, own: Path) -> None:
    vigie("atlas", "add", "{id: q-parts, name: Q Parts, kind: company}")
    before = own.read_text(encoding="utf-8")
    said = vigie("atlas", "add", "{id: q-parts, name: Q Parts, kind: company}")
    assert (said.code, own.read_text(encoding="utf-8")) == (2, before)
    assert "'own.yml' has a record 'q-parts' already: change it there" in said.err


def test_without_the_setting_the_mend_is_told(vigie: Vigie) -> None:
    said = vigie("atlas", "add", "--name", "Q", "--kind", "company")
    assert said.code == 2
    assert 'write atlas = "atlas.yml" in vigie.toml' in said.err


def test_a_file_that_is_not_there_is_named(vigie: Vigie, own: Path) -> None:
    said = vigie("atlas", "list")
    assert said.code == 2
    assert f"the setting 'atlas' names '{own}', which can't be read" in said.err
