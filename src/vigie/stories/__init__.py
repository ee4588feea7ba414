"""Copies, origins, stories and moves: compare, judge, merge, undo. Reads no text and stores nothing itself."""
