"""Document in, reading out: who does what with whom, how surely, and who says so. No network, no database."""

from vigie.reading.reader import DefaultReader

__all__ = ["DefaultReader"]
