"""A transfer out of the small county, by a letter that the township issued."""

from __future__ import annotations

from datetime import date

from tests.web.county import SOURCE, County
from zugong.cases.actions import Begin, By, Doing, begin, take
from zugong.cases.rules import Act
from zugong.offices.access import Access

_TODAY = date(2020, 12, 31)
OUTSIDE = {"addressee": "中共某市某区委员会", "target": "某街道第一党支部"}


def transfer_there(county: County) -> int:
    """The transfer of 李国强, begun and sent; the same one each time."""
    if "transfer" not in county.records:
        by = By(SOURCE, Access.of(county.users["section"], _TODAY), _TODAY)
        asked = Act("asked", date(2020, 12, 1), "work", OUTSIDE)
        begun = Begin("transfer_out", county.persons["李国强"], county.organisation("oak"), asked)
        county.records["transfer"] = identity = begin(begun=begun, by=by)
        prepared = Act("prepared", date(2020, 12, 2), None, {"until_day": date(2020, 12, 31)})
        sent = Act("sent", date(2020, 12, 3), "letter", {"days": 30}, ("letter_stub",))
        for seen, act in enumerate((prepared, sent), start=1):
            take(doings=[Doing(identity, seen, act)], by=by)
    return county.records["transfer"]
