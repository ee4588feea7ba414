"""The program as a whole: cheap to start, every command listed, documented and helpful, errors in one sentence."""

from __future__ import annotations

import ast
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import vigie
from vigie.cli.commands import COMMANDS, checkout
from vigie.errors import VigieError

if TYPE_CHECKING:
    from conftest import Vigie

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("numpy", "scipy", "sklearn", "sqlalchemy", "alembic", "trafilatura", "pydantic", "yaml", "lxml", "httpx2", "rich.table")
NAMES = [row.name for row in COMMANDS]


def test_version_costs_less_than_300_ms_and_imports_nothing_heavy() -> None:
    script = (
        "import sys, json, resource\n"
        "from vigie.cli import main\n"
        "try:\n    main(['--version'])\n"
        "except SystemExit: pass\n"
        "usage = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(json.dumps([usage.ru_utime + usage.ru_stime, sorted(sys.modules)]))\n"
    )
    runs = [subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout for _ in range(3)]
    results = [json.loads(run.splitlines()[1]) for run in runs]
    assert runs[0].splitlines()[0] == f"vigie {vigie.__version__}"
    assert min(seconds for seconds, _ in results) < 0.3
    assert [name for name in HEAVY if name in results[0][1]] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_command_s_file_imports_only_what_is_light(name: str) -> None:
    spec = importlib.util.find_spec(f"vigie.cli.{name}")
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    imported = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)}
    ours = {module for module in imported if module.startswith("vigie.")}
    assert ours <= {"vigie.cli.options", "vigie.cli.commands", "vigie.cli.checkout", "vigie.errors"}
    assert not {module.split(".")[0] for module in imported} & {heavy.split(".")[0] for heavy in HEAVY}


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help(name: str, vigie: Vigie) -> None:
    said = vigie(name, "--help")
    assert said.code == 0
    assert f"vigie {name}" in said.flat


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_documented(name: str) -> None:
    text = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert f"## `vigie {name}`" in text


def test_the_help_lists_every_command_of_a_checkout(vigie: Vigie) -> None:
    said = vigie("--help")
    assert [name for name in NAMES if name not in said.out] == []


def test_no_arguments_give_the_help(vigie: Vigie) -> None:
    assert "Commands" in vigie().out + vigie().err


def test_an_unknown_command_is_answered_with_the_likest(vigie: Vigie) -> None:
    said = vigie("reed")
    assert said.code == 2
    assert "reed" in said.err


def test_every_error_is_listed_with_its_exit_code_in_developers_md() -> None:
    text = (ROOT / "DEVELOPERS.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(): line for line in text.splitlines() if line.startswith("| ")}

    def tree(kind: type[VigieError]) -> list[type[VigieError]]:
        return [kind, *(below for child in kind.__subclasses__() for below in tree(child))]

    for kind in tree(VigieError):
        assert f"`{kind.__name__}`" in rows[str(kind.exit_code)], f"{kind.__name__} is not in the row of exit code {kind.exit_code}"


def test_this_is_a_checkout() -> None:
    assert checkout() == ROOT
