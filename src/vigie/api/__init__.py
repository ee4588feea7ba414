"""The doors for programs: REST under ``/api/v1`` with its OpenAPI, and MCP for assistants. Shows the records of `telling`.

One router a noun. Who asks is the guard's business (`vigie.access`); behind it every route may be called.
"""

from vigie.api.app import create_api

__all__ = ["create_api"]
