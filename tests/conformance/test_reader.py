"""Every reader that ships keeps what `vigie.checks.reader` asks of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vigie.atlas import load_atlas
from vigie.checks.fakes import ScriptedReader
from vigie.checks.reader import CHECKS
from vigie.reading import DefaultReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.model import Reader

READERS = {"default": lambda: DefaultReader(load_atlas()), "scripted": ScriptedReader}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
def test_reader(check: Callable[[Callable[[], Reader]], None], name: str) -> None:
    check(READERS[name])
