"""Alerts: which changes a watchlist is owed, when they go out, in which words, over which channel. Reads no text."""
