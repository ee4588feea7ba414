"""The car industry as data, and the look-up over it. Reads no document and decides nothing about a text."""
