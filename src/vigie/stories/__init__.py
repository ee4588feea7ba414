"""Copies, stories, moves: compare, judge, merge. Pure functions over model values; the order of arrival never matters.

`weigh` gives everything that follows from a set of documents and readings. `compare` says how alike two claims are and why,
`gather` does so for documents, `copies` for texts; `origins` counts independent voices.
"""

from vigie.stories.weigh import weigh

__all__ = ["weigh"]
