"""Mutated feeds, pages, mails, PDFs and WARCs: whatever the bytes, no crash, no hang, no memory beyond the bound.

``VIGIE_TEST_MUTATIONS`` sets how many (the issue's number is 10,000; ``./vigie bench sources --fuzz 10000`` runs them too).
"""

from __future__ import annotations

import os
import resource

import pytest

from vigie.checks.mutations import KINDS, fuzz

MUTATIONS = int(os.environ.get("VIGIE_TEST_MUTATIONS", "400"))


@pytest.mark.slow
def test_mutated_bytes_break_nothing() -> None:
    before_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    done = fuzz(MUTATIONS, seed=4)
    assert set(done.by_kind) == set(KINDS)
    assert done.crashes == []
    assert done.slowest_s < 10.0, f"{done.slowest} took {done.slowest_s:.1f} s"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 < before_mb + 300


def test_the_samples_themselves_are_read() -> None:
    done = fuzz(len(KINDS) * 2, seed=1, mutate=False)
    assert {kind for kind, counts in done.by_kind.items() if counts.documents == 0} == set()
