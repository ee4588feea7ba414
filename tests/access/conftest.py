"""A ledger with users, a clock that is set by hand, and a small application behind the guard that says who asks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from vigie.access import Accounts, Guard
from vigie.ledger import Ledger, MemoryLedger

if TYPE_CHECKING:
    from starlette.requests import Request

PASSWORD = "a boat on the Seine"


class HandClock:
    """Says the instant that it was set to."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def go(self, **by: float) -> None:
        """Let time pass."""
        self.now += dt.timedelta(**by)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def ledger(clock: HandClock) -> Ledger:
    return MemoryLedger(clock=clock)


@pytest.fixture
def accounts(ledger: Ledger, clock: HandClock) -> Accounts:
    return Accounts(ledger, clock=clock)


async def _say(request: Request) -> JSONResponse:
    visitor = request.state.visitor
    body = await request.body()
    return JSONResponse(
        {
            "who": visitor and visitor.name,
            "role": visitor and visitor.role.value,
            "how": visitor and visitor.how,
            "address": visitor and visitor.address,
            "key": visitor and visitor.form_key,
            "sent": len(body),
        }
    )


class Door(Protocol):
    """Opens a client onto the guarded application."""

    def __call__(self, *, peer: str = "127.0.0.1", at: str = "http://127.0.0.1:8000", **guard: Any) -> TestClient: ...


@pytest.fixture
def door(accounts: Accounts) -> Door:
    app = Starlette(routes=[Route("/{path:path}", _say, methods=["GET", "POST", "PUT", "DELETE"])])

    def opened(*, peer: str = "127.0.0.1", at: str = "http://127.0.0.1:8000", **guard: Any) -> TestClient:
        guarded = Guard(app, accounts=accounts, **{"host": "127.0.0.1", **guard})
        return TestClient(guarded, base_url=at, client=(peer, 50000), follow_redirects=False)

    return opened
