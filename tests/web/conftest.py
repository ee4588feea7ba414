"""The pages over the sample articles, asked in this process."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from vigie.atlas import load_atlas
from vigie.house import House
from vigie.ledger import create_ledger
from vigie.reading import DefaultReader
from vigie.samples import articles
from vigie.watch import Watch
from vigie.web import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.ledger import Ledger

NOW = dt.datetime(2024, 8, 1, 9, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger with the sample articles, weighed."""
    kept = create_ledger(tmp_path_factory.mktemp("web") / "samples.vigie", clock=lambda: NOW)
    watch = Watch(reader=DefaultReader(load_atlas()), atlas=load_atlas(), ledger=kept, clock=lambda: NOW)
    list(watch.take([str(articles())]))
    watch.weigh()
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def pages(ledger: Ledger) -> TestClient:
    """A visitor who follows no redirect."""
    return TestClient(
        create_app(House(ledger=ledger, atlas=load_atlas(), clock=lambda: NOW, lang="en", sources=tuple)), follow_redirects=False
    )
