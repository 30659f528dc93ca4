"""What a demonstration tells of dues: the branches that keep them here, and money given for a purpose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zugong.demo.scheme_targets import Part


class KeptDues(Part):
    """The branches of the township at that place in the list keep their dues here from the month `since` on.

    `share` is how much in percent the township hands on of what it receives, `county_share` the county. `open_branches`
    have not closed the last month yet.
    """

    township: int = 0
    since: date
    share: int = 50
    open_branches: int = 3
    allocated_yuan: Decimal = Decimal(0)
    used_yuan: Decimal = Decimal(0)


class GivenMoney(Part):
    """Money given for a purpose: by branches in `given_on`'s month, handed up to the root, allocated, used, sent outside."""

    number: str
    name: str
    purpose: str
    paper: str
    since: date
    given_yuan: Decimal
    allocated_yuan: Decimal
    used_yuan: Decimal
    use: str
    outside: str
    outside_yuan: Decimal
    decision: str


class Dues(Part):
    """Either part may be left out."""

    kept: KeptDues | None = None
    given: GivenMoney | None = None
