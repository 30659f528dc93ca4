"""What returns every month, quarter and year beside the themed days: meetings, checks, excuses, statements, supervision."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from zugong.demo.life import Day
from zugong.demo.membership import Membership
from zugong.demo.organisations import County
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation
from zugong.kernel.time import months_after

_COMMITTEE_SHARE, _MEETING_SHARE, _LIFE_SHARE, _CHECK_SHARE = 0.97, 0.985, 0.96, 0.975
_QUARTER_MONTHS = (3, 6, 9, 12)
_CHECKED_ON = 22
_EXCUSED = 12
_SUPERVISED = ("支委会记录不完整", "党员大会未按期召开", "流动党员联系电话失效", "组织生活会问题清单未公开")
_MEETING_LINE, _MOBILE_LINE = "branch_life.members_meeting", "mobile_members.quarterly_check"


def duty_ledgers(targets: Targets, county: County, membership: Membership) -> list[Ledger]:
    """Nearly everybody does nearly everything in time, as in life; what is missing is there to be found."""
    random = Random(f"{targets.seed} duties")
    going_on = [one for one in county.leaves if one.exists_on(targets.opened_on) and not one.ended_on]
    excused = random.sample(going_on, min(_EXCUSED, len(going_on)))
    return [
        _meetings(targets, county, excused, random),
        _checks(targets, membership, random),
        _delegate_checks(targets, county, membership),
        _excuses(targets, excused),
        _statements(targets, county),
        _supervised(targets, county, random),
    ]


def _meetings(targets: Targets, county: County, excused: list[Organisation], random: Random) -> Ledger:
    days: list[Day] = []
    for branch in county.leaves:
        for month in range(1, 13):
            days += _held(
                branch, "committee_meeting", date(targets.year, month, random.randint(3, 26)), random, _COMMITTEE_SHARE
            )
        for month in _QUARTER_MONTHS:
            on = date(targets.year, month, random.randint(4, 24))
            if branch in excused and month == _QUARTER_MONTHS[0]:
                continue
            days += _held(branch, "members_meeting", on, random, _MEETING_SHARE)
        on = date(targets.year, 12, random.randint(2, 27))
        days += _held(branch, "organisation_life", on, random, _LIFE_SHARE)
    columns = ("organisation", "series", "period", "theme", "status", "on")
    rows = [(*day.key(), day.theme, day.status, day.on) for day in days]
    return Ledger("themed_day", targets.day_after, columns, rows, title=f"{targets.year}年支部会议")


_MEETINGS = {
    "committee_meeting": "研究支部工作",
    "members_meeting": "支部党员大会",
    "organisation_life": "年度组织生活会",
}


def _held(branch: Organisation, series: str, on: date, random: Random, share: float) -> list[Day]:
    if random.random() > share or not branch.exists_on(on):
        return []
    return [Day(branch, series, f"{on.year}年{on.month}月", _MEETINGS[series], "held", on)]


def _checks(targets: Targets, membership: Membership, random: Random) -> Ledger:
    """The register of mobile members, person by person, each quarter."""
    rows = []
    for month in _QUARTER_MONTHS:
        on = date(targets.year, month, _CHECKED_ON)
        for person in membership.mobile:
            if random.random() < _CHECK_SHARE and person.is_member_on(on):
                branch = person.branch_on(on, rosters_apply_on=targets.closed_on)
                outcome = random.choices(("unchanged", "updated", "unreached"), (80, 17, 3))[0]
                rows.append(("mobile_register", branch.name_on(on), person.name, person.identity_number, outcome, on))
    columns = ("kind", "organisation", "person.name", "person.identity_number", "outcome", "on")
    return Ledger("member_check", targets.day_after, columns, rows, title=f"{targets.year}年流动党员台账核对")


def _delegate_checks(targets: Targets, county: County, membership: Membership) -> Ledger:
    """Whoever keeps delegates looks through them each quarter; branches with members away send them news in autumn."""
    days = [date(targets.year, month, _CHECKED_ON) for month in _QUARTER_MONTHS]
    keepers = [county.root, *county.committees]
    rows = [("delegates", one.name_on(on), "unchanged", on) for on in days for one in keepers if one.exists_on(on)]
    told_on = date(targets.year, 11, 18)
    away = {one.branch.name_on(told_on): one.branch for one in membership.mobile}
    if targets.members.mobile_news:
        rows += [("mobile_news", name, "unchanged", told_on) for name, one in away.items() if one.exists_on(told_on)]
    return Ledger("periodic_check", targets.day_after, ("kind", "organisation", "outcome", "on"), rows)


def _excuses(targets: Targets, excused: list[Organisation]) -> Ledger:
    """Some branches on duty at the checkpoints held no meeting in the first quarter, with consent."""
    until = months_after(targets.opened_on, 3)
    rows = [
        (
            _MEETING_LINE,
            one.name_on(targets.opened_on),
            targets.work.excuse,
            targets.opened_on,
            until,
        )
        for one in excused
    ]
    return Ledger("not_required", targets.day_after, ("line", "organisation", "reason", "since", "until"), rows)


def _statements(targets: Targets, county: County) -> Ledger:
    rows = [(one.line, county.root.name_on(one.on), "done", one.text, one.paper, one.on) for one in targets.statements]
    return Ledger(
        "progress_statement", targets.day_after, ("line", "organisation", "state", "text", "paper", "on"), rows
    )


def _supervised(targets: Targets, county: County, random: Random) -> Ledger:
    """Problems that the supervision of programmes has found, with the day by which they are to be closed."""
    rows = []
    branches = random.sample([one for one in county.leaves if one.exists_on(targets.closed_on)], len(_SUPERVISED) * 2)
    for place, branch in enumerate(branches):
        text = _SUPERVISED[place % len(_SUPERVISED)]
        line = _MOBILE_LINE if "流动党员" in text else _MEETING_LINE
        listed_on = date(targets.year, 11, 20) + timedelta(days=4 * place)
        status = "solved" if place % 3 == 0 else "open"
        number = f"DB{targets.year}{place + 1:04d}"
        due_on = min(listed_on + timedelta(days=30), targets.closed_on)
        rows.append((number, "supervision", text, branch.name_on(targets.closed_on), listed_on, status, line, due_on))
    columns = ("number", "source", "text", "organisation", "listed_on", "status", "line", "due_on")
    return Ledger("problem", targets.closed_on, columns, rows, title=f"{targets.year}年计划督办问题")
