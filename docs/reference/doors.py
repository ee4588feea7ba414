"""The generated pages about the doors: the API, the exports, the tools for assistants. Writes no file; `generate` does."""

from __future__ import annotations

import asyncio
import datetime as dt

from vigie.api import create_api
from vigie.api.assistants import UNTRUSTED, create_server
from vigie.atlas import load_atlas
from vigie.house import House
from vigie.ledger import MemoryLedger
from vigie.telling.export import FORMATS
from vigie.telling.export.sheet import COLUMNS

__all__ = ["api", "assistants", "exports"]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _nothing_yet() -> House:
    """A house over an empty ledger, for what describes itself."""
    return House(ledger=MemoryLedger(clock=_now), atlas=load_atlas(), clock=_now)


def _now() -> dt.datetime:
    return dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def api() -> str:
    """Every operation of the API, from its OpenAPI."""
    rows = []
    for path, operations in create_api(_nothing_yet()).openapi()["paths"].items():
        for method, one in operations.items():
            asked = ", ".join(f"`{each['name']}`" for each in one.get("parameters", []) if each["in"] == "query")
            rows.append(f"| `{method.upper()} {path}` | {_cell(one['description'])} | {asked} |")
    return "\n".join(
        [
            "# The API\n",
            "Served by `vigie serve` under `/api/v1`; `/openapi.json` describes every operation with its shapes. How to use it:",
            "[Use the API](../guides/use-the-api.md).\n",
            "| operation | what it does | asked with |",
            "|---|---|---|",
            *rows,
            "",
            "## Answers\n",
            'JSON in UTF-8 with an `ETag`; `If-None-Match` with it is answered 304. Lists are `{"items": […], "after": …}`:',
            "`after` is given to the next request, and is null on the last page; the `Link` header holds the next address.",
            "Errors are [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) records: `detail` is one sentence, `culprit` what is",
            "at fault, `type` the [error](errors.md).\n",
        ]
    )


def exports() -> str:
    """Every format of `vigie export` and the columns of its sheets."""
    rows = [f"| `{one.name}` | {one.says} | {', '.join(one.whats)} | `{one.media_type}` |" for one in FORMATS.values()]
    columns = [f"| {what} | {' '.join(f'`{name}`' for name in names)} |" for what, names in COLUMNS.items()]
    return "\n".join(
        [
            "# Exports\n",
            "`vigie export --format FORMAT` and `GET /api/v1/exports/FORMAT` write the same. Both take a filter of moves (actors,",
            "types, statuses, days) and a viewpoint; a file is written whole or not at all.\n",
            "| format | what it is | holds | media type |",
            "|---|---|---|---|",
            *rows,
            "",
            "## Columns of CSV and Parquet\n",
            "| of | columns |",
            "|---|---|",
            *columns,
            "",
            "Lists are joined by `; ` in CSV and stay lists in Parquet. A cell that a spreadsheet would take for a formula begins",
            "with an apostrophe in CSV.\n",
            "## What each form says of a move\n",
            "| form | a move is | its status is in |",
            "|---|---|---|",
            "| FollowTheMoney | an `Event` with `involved` actors and `proof` articles, never a tie | `name`, `keywords` |",
            "| JSON-LD | an `Action` of schema.org with the `Claim`s about it | `actionStatus`, `disambiguatingDescription` |",
            "| GraphML, GEXF | part of the edge between two actors | counts by status on the edge |",
            "| RSS, Atom | an entry for each status that it came to have | title; the id ends with it |",
            "",
        ]
    )


def assistants() -> str:
    """Every tool and resource of the MCP server."""
    server = create_server(_nothing_yet())
    tools = []
    for tool in asyncio.run(server.list_tools()):
        asked = ", ".join(f"`{name}`" for name in tool.input_schema.get("properties", {}))
        tools.append(f"| `{tool.name}` | {_cell(tool.description or '')} | {asked} |")
    templates = [
        f"| `{one.uri_template}` | {_cell((one.description or '').partition('. ')[0])} |"
        for one in asyncio.run(server.list_resource_templates())
    ]
    return "\n".join(
        [
            "# Assistants (MCP)\n",
            "`vigie mcp` serves the ledger's reads to an assistant over standard input and output; `vigie serve` serves the same",
            "at `/mcp` (streamable HTTP, with a token). Nothing can be written. Every result holds, beside what was found,",
            "`untrusted`:",
            f"“{UNTRUSTED}”\n",
            "An assistant that starts programs is told so:\n",
            '    {"mcpServers": {"vigie": {"command": "vigie", "args": ["mcp", "--ledger", "/path/to/ledger.vigie"]}}}\n',
            "| tool | what it gives | asked with |",
            "|---|---|---|",
            *tools,
            "",
            "| resource | what it is |",
            "|---|---|",
            *templates,
            "| `vigie://ledger` | How much the ledger holds |",
            "",
        ]
    )
