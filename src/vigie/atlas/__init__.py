"""The car industry as data, and the look-up over it. Reads no document and decides nothing about a text."""

from vigie.atlas.load import parse, read_file, read_shipped
from vigie.atlas.lookup import Atlas, load_atlas
from vigie.atlas.record import Edition, Homonym, Post, Record, Stake

__all__ = ["Atlas", "Edition", "Homonym", "Post", "Record", "Stake", "load_atlas", "parse", "read_file", "read_shipped"]
