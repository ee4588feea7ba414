"""The world in: paths to captures, captures to documents. Reads no meaning, keeps nothing.

`captures` walks what was named; `documents` parses and adapts one capture. What can't be used comes back as a
`vigie.errors.UnreadableInput` value among the others, so that one bad file or line never stops the rest.
"""

from vigie.sources.capture import SIZE_LIMIT, captures
from vigie.sources.formats import documents

__all__ = ["SIZE_LIMIT", "captures", "documents"]
