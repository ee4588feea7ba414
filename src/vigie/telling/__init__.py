"""Decide what to tell; render; send. Finds out nothing itself."""
