"""The market check: sums hold, printed figures stand beside the table, conflicts are listed."""

from vigie.market.facts import load_facts
from vigie.market.reconcile import check


def test_sums_hold_and_differences_are_shown_with_their_reason() -> None:
    found = check(load_facts(), draws=200)

    assert found.sums_hold
    assert any(one.inside for one in found.reconciled)
    assert all(one.why for one in found.reconciled if not one.inside and one.fact != "world-byd-2024")


def test_kept_conflicts_and_lookalikes_are_listed() -> None:
    found = check(load_facts(), draws=60)
    conflicts = {fact.id for group in found.conflicts for fact in group}
    alike = {fact.id for group, _ in found.lookalikes for fact in group}

    assert {"eu27-bev-2024", "eu27-bev-2024-outlets"} <= conflicts
    assert {"europe-byd-2025", "europe-byd-2025-dataforce", "eu27-byd-2025"} <= alike
