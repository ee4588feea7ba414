"""Who may look in through the doors, and what their requests must be like. Knows no page and no record.

`policy` decides over frozen values, `accounts` keeps users, tokens and logins in the ledger, `guard` stands before every page and
the API. It stands on the ledger alone, so that pages and API, which never import each other, share one way of letting people in.
"""

from vigie.access.accounts import Accounts
from vigie.access.guard import Guard
from vigie.access.policy import Proxies, Visitor, is_loopback, may_listen
from vigie.access.problem import problem

__all__ = ["Accounts", "Guard", "Proxies", "Visitor", "is_loopback", "may_listen", "problem"]
