"""The ledger in the forms that other programs read: sheets, graphs, entities, feeds. Sends nothing; writes to what it is given.

`FORMATS` lists them; each is written piece by piece, so that a large ledger never stands in memory, but for graphs, which hold the
actors and pairs only.
"""

from vigie.telling.export.formats import FORMATS, Format, export_to, format_called
from vigie.telling.export.sheet import as_csv
from vigie.telling.export.wish import WHATS, Wish

__all__ = ["FORMATS", "WHATS", "Format", "Wish", "as_csv", "export_to", "format_called"]
