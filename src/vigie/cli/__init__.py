"""The command line: one file per command, loaded when it is called. Decides nothing about the subject.

`main` turns a `VigieError` into its sentence and exit code; DEVELOPERS.md lists both.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from vigie.cli.commands import program
from vigie.errors import VigieError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that ``arguments`` (or the process's own) name; leaves the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding shows a replacement character instead of ending the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        program().main(args=arguments, prog_name="vigie")
    except VigieError as error:
        sys.stderr.write(f"vigie: {error}\n")
        sys.exit(error.exit_code)
