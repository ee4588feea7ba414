"""Runs the command line in this process, as a person would, and gives what it printed."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from vigie.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """The JSON objects printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def flat(self) -> str:
        """The output with all white space as single spaces."""
        return " ".join(self.out.split())


class Vigie(Protocol):
    """Calls the command line with arguments."""

    def __call__(self, *arguments: object) -> Said: ...


@pytest.fixture
def vigie(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Vigie:
    def run(*arguments: object) -> Said:
        code = 0
        with contextlib.chdir(tmp_path):
            try:
                main([str(argument) for argument in arguments])
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
        out, err = capfdbinary.readouterr()
        return Said(code, out.decode(), err.decode())

    return run


@pytest.fixture(scope="session")
def articles() -> Path:
    """The folder of sample articles."""
    from pathlib import Path

    from vigie.samples import articles

    return Path(str(articles()))
