"""``vigie bench``: runs ``bench/NAME`` of a checkout. Knows no measurement by name."""

from __future__ import annotations

from typing import Annotated

import typer

from vigie.cli.checkout import run_folder

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": ["--help"]})
def bench(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="Which one.")] = None,
) -> None:
    """Measure speed and memory: bench/NAME of this checkout, with its own arguments; without NAME, list them."""
    run_folder("bench", name, context.args)
