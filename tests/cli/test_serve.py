"""``vigie serve`` does not let everybody in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Vigie


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.4"])
def test_it_refuses_to_listen_elsewhere_without_users(vigie: Vigie, host: str) -> None:
    vigie("init")
    said = vigie("serve", "--host", host)
    assert said.code == 2
    assert f"'{host}' can be reached by others" in said.err
    assert "vigie users add" in said.err


def test_a_proxy_s_address_that_is_none_is_refused(vigie: Vigie, monkeypatch: pytest.MonkeyPatch) -> None:
    vigie("init")
    monkeypatch.setenv("VIGIE_PROXIES", "10.0.0.0/8, gateway")
    said = vigie("serve", "--host", "0.0.0.0")
    assert said.code == 2
    assert "gateway" in said.err
    assert "proxies" in said.err
