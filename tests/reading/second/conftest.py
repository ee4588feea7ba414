"""The real first reader, made once: the atlas and the languages take a second to prepare."""

from __future__ import annotations

import pytest

from vigie.atlas import Atlas, load_atlas
from vigie.reading import DefaultReader


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return load_atlas()


@pytest.fixture(scope="session")
def first(atlas: Atlas) -> DefaultReader:
    return DefaultReader(atlas)
