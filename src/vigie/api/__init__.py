"""REST and MCP. None yet."""
