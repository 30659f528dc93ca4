"""Training classes and who attended: persons count once, and only classes that were held and completed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from zugong.demo.membership import Membership
from zugong.demo.organisations import County
from zugong.demo.targets import Targets
from zugong.demo.training_plan import Told, planning_ledgers
from zugong.demo.world import Ledger, Person

_CADRE_SERIES = ("main_class", "reading_class")
_ABILITY_SERIES = ("rural_leaders", "members_school", "affairs_staff")
_WORDS = {
    "main_class": "主体班", "reading_class": "读书班", "rural_leaders": "农村领头雁培训班",
    "members_school": "普通党员进党校培训班",
    "affairs_staff": "基层党务干部专题培训班", "practical_skill": "实用技术培训班",
}  # fmt: skip
_RANK_OF_SERIES = {"rural_leaders": "village_official", "members_school": "member", "affairs_staff": "affairs_staff"}
_TWICE = 5  # every fifth attends a second class


@dataclass(frozen=True, slots=True)
class TrainingClass:
    name: str
    series: str
    level: str
    on: date
    status: str

    @property
    def ended_on(self) -> date:
        return self.on + timedelta(days=3)


def training_ledgers(targets: Targets, county: County, membership: Membership, outsiders: list[Person]) -> list[Ledger]:
    """Classes and attendances. `outsiders` are applicants, who are no members and are trained as well."""
    random = Random(f"{targets.seed} training")
    classes = _classes(targets)
    attended = _cadres(targets, membership, classes, random) + _ability(targets, membership, outsiders, classes, random)
    attended += _decoys(targets, membership, classes, random)
    attended += _unfinished(targets, membership, classes, {row[2] for row in attended})
    rows = [
        (one.name, one.series, county.root.name, one.level, one.ended_on, 24, one.status, one.on) for one in classes
    ]
    columns = ("name", "series", "organisation", "level", "ended_on", "hours", "status", "on")
    told = [Told(one.name, one.series, one.on, one.status) for one in classes]
    attendance_columns = (
        "training_class", "person.name", "person.identity_number", "rank", "hours", "completed", "on",
    )  # fmt: skip
    return [
        Ledger("training_class", targets.closed_on, columns, rows),
        Ledger("training_attendance", targets.closed_on, attendance_columns, attended),
        *planning_ledgers(targets, county, _officials(targets, membership)[: targets.training.section_cadres], told),
    ]


def _classes(targets: Targets) -> list[TrainingClass]:
    year = targets.year
    level = targets.training.level
    classes = []
    for series, count in targets.training.classes.items():
        for number in range(1, count + 1):
            on = date(year, 1 + number * 11 // count, 3 + number % 24)
            classes.append(TrainingClass(f"{year}年{_WORDS[series]}第{number}期", series, level, on, "held"))
    for series in ("main_class", "rural_leaders", "members_school"):
        classes.append(
            TrainingClass(f"{year - 1}年{_WORDS[series]}第9期", series, level, date(year - 1, 11, 12), "held")
        )
        classes.append(TrainingClass(f"{year}年{_WORDS[series]}冬季期", series, level, date(year, 12, 18), "cancelled"))
        classes.append(
            TrainingClass(f"{year + 1}年{_WORDS[series]}第1期", series, level, date(year + 1, 1, 11), "planned")
        )
        classes.append(TrainingClass(f"{year + 1}年{_WORDS[series]}元旦班", series, level, targets.day_after, "held"))
    return classes


def _held(targets: Targets, classes: list[TrainingClass], *series: str) -> list[TrainingClass]:
    return [one for one in classes if one.series in series and one.status == "held" and one.on.year == targets.year]


def _row(one: TrainingClass, person: Person, rank: str, completed: bool = True) -> tuple:
    return (
        one.name, person.name, person.identity_number, rank, 24 if completed else 8, "yes" if completed else "no", one.on,
    )  # fmt: skip


def _attend(people: list[Person], rank: str, classes: list[TrainingClass]) -> list[tuple]:
    """Everybody completes one class; every fifth a second one, and fails to complete a third."""
    rows = []
    for place, person in enumerate(people):
        rows.append(_row(classes[place % len(classes)], person, rank))
        if place % _TWICE == 0 and len(classes) > 2:
            rows.append(_row(classes[(place + 1) % len(classes)], person, rank))
            rows.append(_row(classes[(place + 2) % len(classes)], person, rank, completed=False))
    return rows


def _officials(targets: Targets, membership: Membership) -> list[Person]:
    """Members of working age, those of the offices first."""
    order = {"agency": 0, "hospital": 1, "school": 1, "state_firm": 2}
    fit = [one for one in membership.staying() if one.age_on(targets.opened_on) < 60]
    return sorted(fit, key=lambda one: order.get(one.branch.sector, 3))


def _cadres(targets: Targets, membership: Membership, classes: list[TrainingClass], random: Random) -> list[tuple]:
    wanted = targets.training
    people = _officials(targets, membership)[: wanted.section_cadres + wanted.civil_servants]
    random.shuffle(people)
    held = _held(targets, classes, *_CADRE_SERIES)
    rows = _attend(people[: wanted.section_cadres], "section_level", held)
    return rows + _attend(people[wanted.section_cadres :], "civil_servant", held)


def _ability(
    targets: Targets, membership: Membership, outsiders: list[Person], classes: list[TrainingClass], random: Random
) -> list[tuple]:
    """Village leaders, ordinary members with some applicants, and Party staff: together the persons wanted."""
    fit = [one for one in membership.staying() if one.age_on(targets.opened_on) < 72]
    people = outsiders[: targets.training.ability_persons // 40]
    people += random.sample(fit, targets.training.ability_persons - len(people))
    rows, first = [], 0
    for series, share in zip(_ABILITY_SERIES, (0.2, 0.9, 1.0), strict=True):
        last = round(len(people) * share)
        rows += _attend(people[first:last], _RANK_OF_SERIES[series], _held(targets, classes, series))
        first = last
    return rows


def _decoys(targets: Targets, membership: Membership, classes: list[TrainingClass], random: Random) -> list[tuple]:
    """Others who did not complete, or only classes of another year, of another series, cancelled or planned ones."""
    others = _officials(targets, membership)[targets.training.section_cadres + targets.training.civil_servants :]
    others = random.sample(others, min(len(others), 120))
    held = _held(targets, classes, *_CADRE_SERIES)
    rows = []
    for place, person in enumerate(others):
        rank = "section_level" if place % 2 else "civil_servant"
        rows.append(_row(held[place % len(held)], person, rank, completed=False))
        for one in classes:
            counted = one in held or one.series in _ABILITY_SERIES
            if place % 3 == 0 and (not counted or (one.status != "held" and one.series == "main_class")):
                rows.append(_row(one, person, rank))
    seen = {row[2] for row in rows}
    fresh = [one for one in membership.staying() if one.identity_number not in seen][:60]
    for one in classes:
        if one.series in _ABILITY_SERIES and (one.status != "held" or one.on.year != targets.year):
            rows += [_row(one, person, "member", completed=one.status != "planned") for person in fresh]
    return rows


def _unfinished(
    targets: Targets, membership: Membership, classes: list[TrainingClass], attending: set[str]
) -> list[tuple]:
    """Some who attend nothing else and do not complete the one class they began."""
    one = _held(targets, classes, *_ABILITY_SERIES)[0]
    others = [person for person in membership.staying() if person.identity_number not in attending][:30]
    return [_row(one, person, "village_official", completed=False) for person in others]
