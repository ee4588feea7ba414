"""Runs a folder of the checkout (``evals/NAME``, ``bench/NAME``) as a program: its ``__main__.py``, in this process."""

from __future__ import annotations

import runpy
import sys
from typing import TYPE_CHECKING

from vigie.cli.commands import checkout
from vigie.errors import InputError, UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["run_folder"]


def run_folder(folder: str, name: str | None, arguments: Sequence[str]) -> None:
    """Run ``folder/name/__main__.py`` with ``arguments``; list the names there are where ``name`` is ``None``.

    Raises ``InputError`` outside a checkout and ``UnknownName`` where there is no such program.
    """
    root = checkout()
    if root is None:
        raise InputError(f"'{folder}' is no part of an installed vigie: clone the repository and run ./vigie there")
    names = sorted(entry.parent.name for entry in (root / folder).glob("*/__main__.py"))
    if name is None:
        print("\n".join(names))
        return
    if name not in names:
        raise UnknownName(f"there is no {folder}/{name}: choose among {', '.join(names) or 'none yet'}", culprit=name)
    sys.argv = [f"vigie {'eval' if folder == 'evals' else 'bench'} {name}", *arguments]
    sys.path.append(str(root / folder))
    runpy.run_path(str(root / folder / name), run_name="__main__")
