"""The desks for transfers that committees keep, so that the guide without an account has something to show."""

from __future__ import annotations

from zugong.demo.organisations import County
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation

_COLUMNS = ("organisation", "office", "phone", "address", "hours", "file_address")
_HOURS = "周一至周五 8:30–12:00，14:30–18:00"
#: No exchange answers to it.
_NUMBER = "000-8000{:03d}"
_KINDS = ("committee", "work_committee")


def desk_ledger(targets: Targets, county: County) -> Ledger:
    """One desk for each committee that takes members in, and one of the county for questions."""
    day = targets.opened_on
    committees = [one for one in county.committees if one.kind in _KINDS and one.exists_on(day)]
    rows = [_row(one, number, targets) for number, one in enumerate((county.root, *committees), start=1)]
    return Ledger("transfer_desk", day, _COLUMNS, rows)


def _row(committee: Organisation, number: int, targets: Targets) -> tuple:
    is_county = number == 1
    office = "组织部组织科" if is_county else "组织办公室"
    place = "县委组织部" if is_county else "便民服务中心组织关系窗口"
    return committee.name_on(targets.opened_on), office, _NUMBER.format(number), place, _HOURS, f"{place}（密封转递）"
