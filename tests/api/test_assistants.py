"""An assistant's own client looks through MCP, over stdio as a process of its own and in this one."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from mcp import Client, MCPError, StdioServerParameters

from vigie.api.assistants import UNTRUSTED, create_server

from .conftest import THEN, open_house

if TYPE_CHECKING:
    from pathlib import Path

    from vigie.house import House


def asked(house: House, tool: str, /, **arguments: Any) -> Any:
    """What a tool answers to a client in this process."""

    async def ask() -> Any:
        async with Client(create_server(house)) as client:
            return await client.call_tool(tool, arguments)

    return anyio.run(ask)


def found(house: House, tool: str, /, **arguments: Any) -> dict[str, Any]:
    """What a tool finds."""
    result = asked(house, tool, **arguments)
    assert not result.is_error, result.content
    content: dict[str, Any] = result.structured_content
    assert content["untrusted"] == UNTRUSTED
    return content


@pytest.mark.slow
def test_a_client_over_stdio_looks_and_is_told_in_a_sentence_what_can_t_be(tmp_path: Path) -> None:
    open_house(tmp_path).ledger.close()

    async def session() -> dict[str, Any]:
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "vigie", "mcp", "--ledger", str(tmp_path / "samples.vigie")], cwd=tmp_path
        )
        async with Client(server) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            moves = await client.call_tool("moves", {"actors": ["雷诺", "Xiaomi"], "types": ["meet"]})
            wrong = await client.call_tool("moves", {"actors": ["Renolt"]})
            first = moves.structured_content["items"][0]["id"]
            shown = await client.read_resource(f"vigie://move/{first}")
            templates = (await client.list_resource_templates()).resource_templates
            return {"tools": tools, "moves": moves, "wrong": wrong, "shown": shown, "templates": templates}

    got = anyio.run(session)
    assert all(tool.annotations.read_only_hint for tool in got["tools"].values())
    assert {"search", "moves", "move", "document", "actor", "outlook", "changes", "brief", "scenario"} <= set(got["tools"])
    assert "as_of" in got["tools"]["moves"].input_schema["properties"]
    [move, *_] = got["moves"].structured_content["items"]
    assert move["type"] == "meet"
    assert got["moves"].structured_content["untrusted"] == UNTRUSTED
    assert got["wrong"].is_error
    assert "did you mean Renault" in got["wrong"].content[0].text
    text = json.loads(got["shown"].contents[0].text)
    assert (text["id"], text["untrusted"]) == (move["id"], UNTRUSTED)
    assert {one.uri_template for one in got["templates"]} == {
        "vigie://move/{move_id}", "vigie://story/{story_id}", "vigie://document/{document_id}", "vigie://actor/{name}",
    }  # fmt: skip


def test_every_tool_answers_as_the_api_does(house: House) -> None:
    from .conftest import client_of

    api = client_of(house)

    def read(path: str) -> Any:
        return api.get(f"/api/v1{path}").json()

    moves = found(house, "moves", limit=3)
    assert moves["items"] == read("/moves?limit=3")["items"]
    assert found(house, "moves", limit=3, after=moves["after"])["items"] == read(f"/moves?limit=3&after={moves['after']}")["items"]
    move = moves["items"][0]
    document = move["documents"][0]
    for tool, arguments, path in (
        ("move", {"move_id": move["id"]}, f"/moves/{move['id']}"),
        ("document", {"document_id": document}, f"/documents/{document}"),
        ("claims", {"document_id": document}, f"/claims?document={document}"),
        ("actor", {"name": "小米"}, "/actors/小米"),
        ("changes", {"since": "2024-07-31"}, "/changes?since=2024-07-31&limit=20"),
        ("brief", {"since": "2024-07-31", "lang": "fr"}, "/briefs?since=2024-07-31&lang=fr"),
        ("scenarios", {}, "/scenarios"),
        ("scoreboard", {}, "/scoreboard"),
        ("sources", {}, "/sources"),
        ("watchlists", {}, "/watchlists"),
        ("ledger", {}, "/ledger"),
        ("ledger", {"as_of": "2020-01-01"}, "/ledger?as_of=2020-01-01"),
    ):
        expected = read(path)
        expected.pop("after", None)
        got = found(house, tool, **arguments)
        got.pop("untrusted")
        assert got == expected, tool
    story = read("/stories?limit=1")["items"][0]["id"]
    assert found(house, "story", story_id=story)["id"] == story
    assert found(house, "search", q="Xiaomi", what="quotes", limit=2)["items"]
    assert found(house, "outlook", first="Renault", second="Xiaomi")["ladder"]
    assert found(house, "next_partners", name="Renault", n=3)["items"]
    assert found(house, "scenario", deal="fca-psa")["figures"]


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("move", {"move_id": "m-none"}, "there is no move 'm-none'"),
        ("moves", {"as_of": "yesterday"}, "'yesterday' is no date"),
        ("moves", {"after": "zz"}, "'zz' marks no place"),
        ("scenario", {"deal": "../../etc/passwd"}, "there is no deal"),
        ("outlook", {"first": "Renault", "second": "Renault"}, "two different actors"),
        ("document", {"document_id": "x"}, "there is no document 'x'"),
    ],
)
def test_what_can_t_be_is_said_in_one_sentence(house: House, tool: str, arguments: dict[str, Any], words: str) -> None:
    result = asked(house, tool, **arguments)
    assert result.is_error
    assert words in result.content[0].text
    assert "Traceback" not in result.content[0].text


def test_an_assistant_has_no_tool_that_writes(house: House) -> None:
    before = house.ledger.view().counts()

    async def names() -> list[str]:
        async with Client(create_server(house)) as client:
            with pytest.raises(MCPError):
                await client.read_resource("vigie://document/..%2F..%2Fetc%2Fpasswd")
            return [tool.name for tool in (await client.list_tools()).tools]

    assert not [name for name in anyio.run(names) if name.startswith(("add", "keep", "judge", "send", "delete", "remove", "write"))]
    assert house.ledger.view().counts() == before
    assert house.ledger.view().first_recorded_at() == THEN
