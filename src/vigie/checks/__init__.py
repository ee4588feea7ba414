"""Conformance checks and fakes for whoever writes a reader, a source, a ledger or a forecaster."""
