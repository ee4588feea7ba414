"""Settings: one order, one frozen value, and sentences for what can't be."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from vigie.config import Config, find_file, load_config, template
from vigie.errors import ConfigError
from vigie.ledger import Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def said_with(folder: Path, variables: Mapping[str, str]) -> str:
    """What another process with those variables takes for its settings."""
    script = "from pathlib import Path\nfrom vigie.config import load_config\nprint(load_config(Path.cwd()).model_dump_json())"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    return done.stdout or done.stderr.splitlines()[-1]


def test_without_file_and_variables_the_defaults_hold(tmp_path: Path) -> None:
    config = load_config(tmp_path)
    assert (config.ledger, config.lang, config.atlas, config.size_limit) == (
        Place(tmp_path / "ledger.vigie"),
        "en",
        None,
        200_000_000,
    )


def test_the_nearest_file_above_is_read_and_its_paths_are_its_folder_s(tmp_path: Path) -> None:
    (tmp_path / "vigie.toml").write_text('ledger = "kept/cars.vigie"\natlas = "mine.yml"\nlang = "fr"\n', encoding="utf-8")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    config = load_config(below)
    assert (config.ledger, config.atlas, config.lang) == (Place(tmp_path / "kept/cars.vigie"), tmp_path / "mine.yml", "fr")
    assert find_file(below) == tmp_path / "vigie.toml"


def test_a_variable_stands_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "vigie.toml").write_text('lang = "en"\n', encoding="utf-8")
    assert '"lang":"fr"' in said_with(tmp_path, {"VIGIE_LANG": "fr"})


def test_a_variable_that_can_not_be_is_named(tmp_path: Path) -> None:
    assert "the variable VIGIE_LANG sets 'lang' to what can't be" in said_with(tmp_path, {"VIGIE_LANG": "eo"})


def test_settings_can_not_be_changed(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        load_config(tmp_path).lang = "fr"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lang = ", "can't be read as settings"),
        ('language = "fr"', "sets 'language' to what can't be: there is no setting of that name; there are ledger"),
        ('lang = "eo"', "sets 'lang' to what can't be: input should be 'en' or 'fr'"),
        ("size_limit = -1", "sets 'size_limit' to what can't be: input should be greater than 0"),
    ],
)
def test_a_file_that_can_not_be_is_named_with_its_setting(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "vigie.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_config(tmp_path)
    assert said in str(error.value)
    assert str(tmp_path / "vigie.toml") in str(error.value)


def test_the_template_holds_every_setting_at_its_default(tmp_path: Path) -> None:
    text = template()
    (tmp_path / "vigie.toml").write_text(
        "\n".join(line.removeprefix("# ") if " = " in line else line for line in text.splitlines()), encoding="utf-8"
    )
    placed = {"ledger": Place(tmp_path / "ledger.vigie"), "sources": tmp_path / "sources.yml"}
    placed |= {"watchlists": tmp_path / "watchlists", "channels": tmp_path / "channels.yml"}
    assert load_config(tmp_path) == Config().model_copy(update=placed)
    assert all(f"# {name} = " in text for name in Config.model_fields)


def test_a_ledger_may_be_a_database_whose_password_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "vigie.toml").write_text(
        'ledger = "postgresql://ann:s3cret@db.example/cars?password=s3cret&x=1"\n', encoding="utf-8"
    )
    place = load_config(tmp_path).ledger
    assert (place.path, place.exists()) == (None, True)
    assert "s3cret" in place.address
    assert str(place) == repr(place) == "postgresql://ann:***@db.example/cars?password=***&x=1"
    assert "s3cret" not in repr(load_config(tmp_path))
