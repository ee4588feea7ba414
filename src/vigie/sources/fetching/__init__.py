"""Bytes from the network: politely, within limits, and never from this machine's own network unless a declaration allows it.

`fetcher.Fetcher` takes requests and gives answers; every failure is an answer too, with a `Fault` and a sentence. Reads no bytes'
meaning. The fetcher is imported from its module, so that whoever reads files does not load an HTTP client.
"""

from vigie.sources.fetching.answer import Answer, Fault, Item, Limits, Request

__all__ = ["Answer", "Fault", "Item", "Limits", "Request"]
