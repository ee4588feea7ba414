"""The pages that people look at: server-made HTML over views, foresight, market and telling. Reads no table."""

from vigie.web.app import create_app

__all__ = ["create_app"]
