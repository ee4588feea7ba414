"""Every ledger that ships keeps what `vigie.checks.ledger` asks of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vigie.checks.accounts import ACCOUNT_CHECKS
from vigie.checks.alerts import ALERT_CHECKS
from vigie.checks.ledger import CHECKS
from vigie.checks.pages import PAGE_CHECKS
from vigie.checks.searching import SEARCH_CHECKS
from vigie.checks.visits import VISIT_CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.ledger import Ledger
    from vigie.model import Clock


ALL = [*CHECKS, *VISIT_CHECKS, *ACCOUNT_CHECKS, *ALERT_CHECKS, *PAGE_CHECKS, *SEARCH_CHECKS]


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.__name__.removeprefix("check_"))
def test_ledger(check: Callable[[Callable[[Clock], Ledger]], None], make_ledger: Callable[[Clock], Ledger]) -> None:
    check(make_ledger)
