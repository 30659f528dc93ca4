"""Themed Party days: the days that the branches hold, who was there, and what came of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from random import Random

from zugong.demo.membership import Membership
from zugong.demo.organisations import County
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation, Person

_RESULT_TEXTS = {
    "lecture": ("支部书记讲党课", "学习新思想专题党课", "脱贫攻坚专题党课", "疫情防控专题党课"),
    "deliberation": ("商议道路硬化", "商议低保评议", "商议集体收入使用", "商议环境整治", "商议换届准备"),
    "open_affair": ("公开财务收支", "公开惠农补贴", "公开党费收缴", "公开工程招标"),
    "volunteer_service": ("环境卫生清扫", "防疫值守", "帮扶孤寡老人", "义务植树", "秸秆禁烧巡查"),
    "service_matter": ("修复饮水管道", "安装路灯", "代办社保手续", "帮销农产品", "修缮危旧房"),
    "opinion": ("建议增设垃圾点", "建议改善灌溉", "建议开设夜班车", "建议增加文化活动"),
    "viewing": ("观看警示教育片", "观看先进事迹片"),
}
_VENUES = ("党群服务中心", "支部活动室", "多功能会议室", "红色教育基地", "田间地头")
_OTHER_SERIES = ("members_meeting", "committee_meeting")
_ALWAYS_EXCUSED_AGE = 80
_PRESENT_SHARE = 0.86


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one branch."""

    branch: Organisation
    series: str
    period: str
    theme: str
    status: str
    on: date

    def key(self) -> tuple[str, str, str]:
        """The columns that name the day."""
        return self.branch.name_on(self.on), self.series, self.period


@dataclass
class Life:
    """`days` are the themed days held in the year, `outside_days` those of temporary branches, `decoys` all others."""

    days: list[Day]
    outside_days: list[Day]
    decoys: list[Day]
    never_present: set[str]
    rolls: Ledger
    results: Ledger

    def ledgers(self, targets: Targets) -> list[Ledger]:
        """The days, their results and their rolls. The last day of the ledger is in January after the year."""
        columns = ("organisation", "series", "period", "theme", "venue", "status", "on")
        rows = [
            (*day.key(), day.theme, _VENUES[number % len(_VENUES)], day.status, day.on)
            for number, day in enumerate([*self.days, *self.outside_days, *self.decoys])
        ]
        return [Ledger("themed_day", _as_of(targets), columns, rows), self.results, self.rolls]


def _as_of(targets: Targets) -> date:
    return date(targets.year + 1, 1, 31)


def build_life(targets: Targets, county: County, membership: Membership) -> Life:
    """The themed days of the year with rolls and results that meet the targets, and days that must not count."""
    random = Random(f"{targets.seed} life")
    leaves = county.leaves
    days = _held_days(targets, leaves, random)
    first = days[0]
    outside = [Day(one, "themed_day", first.period, first.theme, "held", first.on) for one in county.outside]
    decoys = _decoy_days(targets, leaves, random)
    never = _never_present(targets, membership, random)
    rolls = _rolls(targets, membership, days, decoys, never, random)
    results = _results(targets, days, decoys, random)
    return Life(days, outside, decoys, never, rolls, results)


def _held_days(targets: Targets, leaves: list[Organisation], random: Random) -> list[Day]:
    themes = targets.themed_days.themes
    days = []
    for number in range(targets.themed_days.periods):
        month = number * 12 // targets.themed_days.periods + 1
        for branch in leaves:
            on = date(targets.year, month, random.randint(5, 25))
            if branch.exists_on(on):
                period, theme = f"{targets.year}年第{number + 1}期", themes[number % len(themes)]
                days.append(Day(branch, "themed_day", period, theme, "held", on))
    return days


def _decoy_days(targets: Targets, leaves: list[Organisation], random: Random) -> list[Day]:
    """Days of other years, planned and cancelled days, meetings of other kinds."""
    year, theme = targets.year, targets.themed_days.themes[0]
    going_on = [leaf for leaf in leaves if leaf.ended_on is None and not leaf.renamed_on]
    some = random.sample(going_on, max(3, len(going_on) // 12))
    extra = f"{year}年第{targets.themed_days.periods + 1}期"
    days = [Day(one, "themed_day", f"{year - 1}年第12期", theme, "held", date(year - 1, 12, 20)) for one in some]
    days += [Day(one, "themed_day", f"{year + 1}年第1期", theme, "held", date(year + 1, 1, 15)) for one in some]
    days += [Day(one, "themed_day", extra, theme, "planned", date(year, 12, 30)) for one in some]
    days += [Day(one, "themed_day", f"{extra}（补）", theme, "cancelled", date(year, 12, 28)) for one in some[:9]]
    for place, series in enumerate(_OTHER_SERIES):
        period = f"{year}年第{place + 1}次"
        days += [Day(one, series, period, "支部会议", "held", date(year, 4 + place, 8)) for one in some]
    return days


def _never_present(targets: Targets, membership: Membership, random: Random) -> set[str]:
    """Who was at no themed day of the year: some of the oldest, and all who left otherwise than by moving out."""
    count = targets.members.never_present
    oldest = sorted(membership.staying(), key=lambda one: one.born_on)[: count * 2]
    gone = [one for one in membership.leavers if one.left_how != "transferred_out"]
    return {one.identity_number for one in (*random.sample(oldest, count), *gone)}


def _rolls(
    targets: Targets, membership: Membership, days: list[Day], decoys: list[Day], never: set[str], random: Random
) -> Ledger:
    rows: list[tuple] = []
    seen: set[str] = set()
    mobile = {one.identity_number for one in membership.mobile}
    periods = sorted({(day.period, day.on.month) for day in days}, key=lambda one: one[1])
    for period, month in periods[-targets.themed_days.months_with_rolls :]:
        of_period = {day.branch: day for day in days if day.period == period}
        present = _members_by_branch(targets, membership, date(targets.year, month, 4))
        for branch, day in of_period.items():
            key, on = day.key(), day.on
            for person in present[branch]:
                if person.is_member_on(on):
                    state = _attendance(person, never, mobile, seen, random)
                    rows.append((*key, person.name, person.identity_number, state, on))
    _make_sure(rows, membership, never, seen)
    rows += _decoy_rolls(targets, membership, decoys, never)
    columns = (
        "themed_day.organisation", "themed_day.series", "themed_day.period", "person.name", "person.identity_number",
        "attendance", "on",
    )  # fmt: skip
    return Ledger("themed_day_roll", _as_of(targets), columns, rows)


def _members_by_branch(targets: Targets, membership: Membership, day: date) -> dict[Organisation, list[Person]]:
    """The members of each branch in the month that begins about `day`; no branch ends within the days of a month."""
    found: dict[Organisation, list[Person]] = defaultdict(list)
    for person in membership.everybody:
        if person.left_on is None or person.left_on > day:
            found[person.branch_on(day, rosters_apply_on=targets.closed_on)].append(person)
    return found


def _attendance(person: Person, never: set[str], mobile: set[str], seen: set[str], random: Random) -> str:
    number = person.identity_number
    if number in never:
        return "excused"
    chance = random.random()
    if number in mobile:
        chance = 1 - chance * 0.5
    if chance < _PRESENT_SHARE:
        seen.add(number)
        return "present"
    if person.born_on.year < 1940:
        return "excused"
    return "leave" if chance < 0.96 or number in mobile else "absent"


def _make_sure(rows: list[tuple], membership: Membership, never: set[str], seen: set[str]) -> None:
    """Whoever is not one of the never present was there at least once: else the last day becomes that once."""
    wanting = {one.identity_number for one in membership.everybody} - never - seen
    for place in range(len(rows) - 1, -1, -1):
        if rows[place][4] in wanting:
            wanting.discard(rows[place][4])
            rows[place] = (*rows[place][:5], "present", rows[place][6])
            if not wanting:
                return


def _decoy_rolls(targets: Targets, membership: Membership, decoys: list[Day], never: set[str]) -> list[tuple]:
    """The never present are present on days that do not count: of other years, planned, or of another series."""
    members: dict[Organisation, list[Person]] = defaultdict(list)
    for person in membership.staying():
        members[person.branch].append(person)
    rows = []
    for day in decoys:
        for person in members[day.branch]:
            planned = day.status != "held" or person.identity_number in never or person.age_on(day.on) < 75
            state = "present" if planned else "excused"
            rows.append((*day.key(), person.name, person.identity_number, state, day.on))
    return rows


def _results(targets: Targets, days: list[Day], decoys: list[Day], random: Random) -> Ledger:
    wanted = targets.themed_days
    counts = {
        "lecture": wanted.lectures, "deliberation": wanted.deliberations, "open_affair": wanted.open_affairs,
        "volunteer_service": wanted.volunteer_services, "service_matter": wanted.service_matters,
        "opinion": wanted.opinions, "viewing": max(1, len(days) // 9),
    }  # fmt: skip
    numbers: dict[tuple, int] = defaultdict(int)
    rows = [
        _result(random.choice(days), kind, "done", numbers, random)
        for kind, count in counts.items()
        for _ in range(count)
    ]
    rows += [_result(random.choice(days), kind, "planned", numbers, random) for kind in counts for _ in range(40)]
    rows += [_result(day, kind, "done", numbers, random) for day in decoys for kind in counts if kind != "viewing"]
    rows.sort(key=lambda row: (row[6], row[0], row[3]))
    columns = (
        "themed_day.organisation", "themed_day.series", "themed_day.period", "number", "kind", "text", "on", "status",
    )  # fmt: skip
    return Ledger("themed_day_result", _as_of(targets), columns, rows)


def _result(day: Day, kind: str, status: str, numbers: dict[tuple, int], random: Random) -> tuple:
    key = day.key()
    numbers[key] += 1
    return (*key, numbers[key], kind, random.choice(_RESULT_TEXTS[kind]), day.on, status)
