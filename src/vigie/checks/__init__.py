"""Conformance checks and fakes, shipped for whoever writes a ledger, reader, source or sender of their own.

A check is a function that takes what makes the thing checked and raises ``AssertionError``, with a sentence, where it does not keep
the protocol; `ledger.CHECKS` and `reader.CHECKS` list them. Fakes keep the protocols without doing the work.
"""
