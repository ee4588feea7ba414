"""The table of commands, and the program made of it. A command's module is imported only when it is called.

To add a command: write ``vigie/cli/NAME.py`` with a function ``run`` (its parameters are the options, its docstring the
help) or, for a command with subcommands, a ``typer.Typer`` called ``app``; then add its line to `COMMANDS`.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

import vigie

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["COMMANDS", "Row", "checkout", "program"]


@dataclass(frozen=True, slots=True)
class Row:
    """One command: its name is also its module's."""

    name: str
    checkout_only: bool = False
    """True where it needs the repository around it; a wheel does not list it."""


COMMANDS = (
    Row("read"),
    Row("ask"),
    Row("moves"),
    Row("search"),
    Row("show"),
    Row("judge"),
    Row("outlets"),
    Row("explain"),
    Row("atlas"),
    Row("outlook"),
    Row("backtest"),
    Row("scoreboard"),
    Row("init"),
    Row("doctor"),
    Row("demo"),
    Row("sources"),
    Row("round"),
    Row("watch"),
    Row("rebuild"),
    Row("brief"),
    Row("ledger"),
    Row("watchlist"),
    Row("alerts"),
    Row("scenario"),
    Row("market"),
    Row("export"),
    Row("serve"),
    Row("mcp"),
    Row("users"),
    Row("selftest", checkout_only=True),
    Row("eval", checkout_only=True),
    Row("bench", checkout_only=True),
)


def checkout() -> Path | None:
    """The root of the repository that this package runs from, or ``None`` in an installed wheel."""
    root = Path(vigie.__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").is_file() and (root / "evals").is_dir() else None


class _LazyGroup(TyperGroup):
    """Lists the rows that apply here and imports a command's module when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order of the table."""
        del ctx
        return [row.name for row in _applicable(COMMANDS)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or ``None``."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"vigie.cli.{cmd_name}")
        app = getattr(module, "app", None)
        if app is None:
            app = typer.Typer(add_completion=False)
            app.command(cmd_name)(module.run)
        command = get_command(app)
        command.name = cmd_name
        return command


def _applicable(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if not row.checkout_only or checkout() is not None]


def _version(asked: bool) -> None:
    if asked:
        print(f"vigie {vigie.__version__}")
        raise typer.Exit


def _top(
    *,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """A lookout for the car industry: who does what with whom, how surely, and who says so."""
    del version


def program() -> Any:
    """The whole command line as one object with a ``main`` method."""
    app = typer.Typer(
        cls=_LazyGroup, add_completion=False, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}
    )
    app.callback()(_top)
    return get_command(app)
