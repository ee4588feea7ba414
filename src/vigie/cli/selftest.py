"""``vigie selftest``: the checks and tests of a checkout, in the order in which they fail fastest."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Annotated

import typer

from vigie.cli.commands import checkout
from vigie.errors import InputError

__all__ = ["run"]


def run(
    tests: Annotated[list[str] | None, typer.Argument(metavar="[PYTEST ARGUMENT]...", help="Passed on to pytest.")] = None,
    *,
    workers: Annotated[int, typer.Option("--workers", "-n", help="Processes that run tests.", min=1)] = 2,
    only_tests: Annotated[bool, typer.Option("--only-tests", help="Leave out ruff, mypy and import-linter.")] = False,
) -> None:
    """Check and test this checkout: ruff, mypy, import-linter, then pytest, whose closing line comes last."""
    root = checkout()
    if root is None:
        raise InputError("'vigie selftest' needs a checkout of the repository: clone it and run ./vigie selftest there")
    steps: list[tuple[str, list[str]]] = []
    if not only_tests:
        steps += [
            ("ruff check", ["-m", "ruff", "check", "--quiet"]),
            ("ruff format", ["-m", "ruff", "format", "--check", "--quiet"]),
            ("mypy", ["-m", "mypy", "--no-error-summary"]),
            ("import-linter", ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]),
        ]
    steps.append(("pytest", ["-m", "pytest", "-q", "-n", str(workers), *(tests or [])]))
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    failed = []
    for name, arguments in steps:
        print(f"== {name}", flush=True)
        done = subprocess.run([sys.executable, *arguments], cwd=root, env=environment, check=False)  # noqa: S603 - fixed programs of our own environment
        if done.returncode:
            failed.append(name)
    if failed:
        if failed != ["pytest"]:
            sys.stderr.write(f"vigie: these failed: {', '.join(failed)}\n")
        raise typer.Exit(1)
