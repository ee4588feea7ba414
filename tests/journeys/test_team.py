"""A team's day at the doors: users are added, the server listens, people log in, programs and assistants come with tokens."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSWORD = "a boat on the Seine"


def vigie(folder: Path, *arguments: str, told: str = "") -> subprocess.CompletedProcess[str]:
    """The command line, as a process of its own."""
    command = [sys.executable, "-m", "vigie", *arguments]
    return subprocess.run(command, cwd=folder, input=told, capture_output=True, text=True, check=False, timeout=120)


@contextlib.contextmanager
def served(folder: Path, *arguments: str, **settings: str) -> Iterator[str]:
    """`vigie serve` in a process of its own, listening; gives its address on this machine."""
    command = [sys.executable, "-u", "-m", "vigie", "serve", "--port", "0", *arguments]
    environment = {**os.environ, **settings}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            said = next((found for line in server.stdout if (found := re.search(r"http://\S+:(\d+)/", line))), None)
            assert said is not None, "the server did not start"
            yield f"http://127.0.0.1:{said[1]}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)


@pytest.mark.slow
def test_a_team_is_let_in_and_nobody_else(tmp_path: Path) -> None:
    vigie(tmp_path, "init")
    (tmp_path / "a.txt").write_text(
        "Notes\n\nThe heads of Renault and Xiaomi met in Beijing on 25 April 2024, both said.", encoding="utf-8"
    )
    vigie(tmp_path, "read", "--ledger", "ledger.vigie", "a.txt")
    refused = vigie(tmp_path, "serve", "--host", "0.0.0.0", "--port", "0")
    assert refused.returncode == 2
    assert "vigie users add" in refused.stderr
    assert vigie(tmp_path, "users", "add", "amy", "--role", "admin", "--password-stdin", told=PASSWORD + "\n").returncode == 0
    token = vigie(tmp_path, "users", "token", "amy", "--role", "reader", "--for", "notebook").stdout.strip()

    with served(tmp_path, "--host", "0.0.0.0") as address, httpx2.Client(base_url=address) as browser:
        page = browser.get("/", headers={"accept": "text/html"})
        assert (page.status_code, page.headers["location"]) == (303, "/login?next=%2F")
        assert browser.get("/api/v1/moves").status_code == 401
        assert browser.get("/openapi.json").status_code == 401
        assert browser.post("/login", data={"name": "amy", "password": "wrong"}).status_code == 401
        elsewhere = browser.post("/login", data={"name": "amy", "password": PASSWORD}, headers={"origin": "https://evil.example"})
        assert elsewhere.status_code == 403
        entered = browser.post("/login", data={"name": "Amy", "password": PASSWORD, "next": "/search"})
        assert (entered.status_code, entered.headers["location"]) == (303, "/search")
        cookie = entered.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        page = browser.get("/")
        assert page.status_code == 200
        assert "default-src 'none'" in page.headers["content-security-policy"]
        key = re.search(r'name="form_key" value="([^"]+)"', page.text)
        assert key is not None
        assert browser.post("/logout").status_code == 403

        program = {"authorization": f"Bearer {token}"}
        assert httpx2.get(address + "/api/v1/moves", headers=program).json()["items"]
        written = httpx2.post(address + "/api/v1/documents", headers=program, json={"text": "Renault met Geely."})
        assert written.status_code == 403
        assert anyio.run(asked_over_http, address + "/mcp", program)
        assert httpx2.post(address + "/mcp", json={}).status_code == 401

        assert browser.post("/logout", data={"form_key": key[1]}).status_code == 303
        assert browser.get("/api/v1/moves").status_code == 401
    done = [line["what"] for line in map(json.loads, vigie(tmp_path, "users", "log", "--json").stdout.splitlines())]
    assert done == ["logout", "login", "login refused", "token made", "user added"]


async def asked_over_http(address: str, headers: dict[str, str]) -> Any:
    """The moves, as an assistant gets them over the net."""
    async with httpx2.AsyncClient(headers=headers) as http, Client(streamable_http_client(address, http_client=http)) as client:
        result = await client.call_tool("moves", {"actors": ["Renault"]})
        return result.structured_content["items"]


@pytest.mark.slow
def test_a_proxy_lets_in_whom_it_names_and_direct_visitors_are_nobody(tmp_path: Path) -> None:
    vigie(tmp_path, "init")
    settings = {"VIGIE_PROXIES": "127.0.0.1", "VIGIE_PROXY_USER": "X-Forwarded-User", "VIGIE_PROXY_ROLE": "reader"}
    with served(tmp_path, **settings) as address:
        named = {"x-forwarded-user": "zoé@example.org".encode(), "x-forwarded-for": b"203.0.113.7"}
        assert httpx2.get(address + "/api/v1/me", headers=named).json() == {
            "name": "zoé@example.org",
            "role": "reader",
            "how": "proxy",
        }
        assert httpx2.get(address + "/api/v1/me").status_code == 401
    with served(tmp_path, VIGIE_PROXIES="10.9.9.9", VIGIE_PROXY_USER="X-Forwarded-User") as address:
        assert httpx2.get(address + "/api/v1/me", headers=named).status_code == 401
