"""What surrounds the classes: their courses, needs for the year to come, places for townships, hours of online academies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from zugong.demo.organisations import County
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Person

_ACADEMY = "干部网络学院"
_SHORT, _LONG = 12, 40
_PLACES = 4
_COURSES = {
    "main_class": (("党的创新理论", "theory"), ("党章党规", "theory"), ("案例研讨", "case")),
    "reading_class": (("原著选读", "theory"), ("重要文件解读", "policy"), ("交流研讨", "discussion")),
    "rural_leaders": (("抓党建促振兴", "theory"), ("村级集体经济", "skills"), ("先进村观摩", "field")),
    "members_school": (("党的创新理论", "theory"), ("党员义务和权利", "theory"), ("为民服务实务", "skills")),
    "affairs_staff": (("组织生活规范", "skills"), ("发展党员流程", "skills"), ("业务系统操作", "skills")),
    "practical_skill": (("果树管理", "skills"), ("防灾减灾", "skills"), ("田间教学", "field")),
}
_TEACHERS = (("党校教师", "party_school"), ("县委组织部负责同志", "leader"), ("本地技术能手", "local"))
_NEEDS = (
    ("村级集体经济项目运营", "village_official", "industry", 30), ("电子商务", "village_official", "skills", 20),
    ("发展党员业务", "affairs_staff", "party_affairs", 12), ("果树病虫害防治", "member", "skills", 60),
    ("基层治理案例", "section_level", "rural", 10),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A class as the courses need it: `status` tells whether it was held."""

    name: str
    series: str
    on: date
    status: str


def planning_ledgers(
    targets: Targets, county: County, officials: list[Person], classes: Iterable[Told]
) -> list[Ledger]:
    """Courses of the classes held, needs, places in the first class of the year to come, online hours of officials."""
    told, closed = list(classes), targets.closed_on
    return [
        Ledger(
            "training_course", closed,
            ("training_class", "number", "title", "teacher", "teacher_kind", "kind", "hours", "on"),
            [row for one in told if one.status == "held" for row in _courses(one)],
        ),
        Ledger(
            "training_need", closed,
            ("subject", "organisation", "year", "audience", "persons", "ability", "form", "state", "on"),
            list(_needs(targets, county)),
        ),
        Ledger(
            "training_quota", closed, ("training_class", "organisation", "persons", "on"),
            list(_quotas(targets, county, told)),
        ),
        Ledger(
            "online_training", closed,
            ("person.name", "person.identity_number", "organisation", "academy", "year", "hours", "counted", "on"),
            [_online(targets, one, place) for place, one in enumerate(officials)],
        ),
    ]  # fmt: skip


def _courses(one: Told) -> Iterator[tuple]:
    """Three courses of eight hours: the hours of every class of the county."""
    for number, ((title, kind), (teacher, teacher_kind)) in enumerate(
        zip(_COURSES[one.series], _TEACHERS, strict=True), 1
    ):
        yield (one.name, number, title, teacher, teacher_kind, kind, 8, one.on)


def _needs(targets: Targets, county: County) -> Iterator[tuple]:
    """Each township raises one need or two, late in the year."""
    for place, township in enumerate(county.townships):
        for offset in range(1 + place % 2):
            subject, audience, ability, persons = _NEEDS[(place + offset) % len(_NEEDS)]
            name = township.name_on(targets.closed_on)
            day = date(targets.year, 11, 5 + place % 20)
            yield (subject, name, targets.year + 1, audience, persons, ability, "on_site", "open", day)


def _quotas(targets: Targets, county: County, told: list[Told]) -> Iterator[tuple]:
    planned = next((one for one in told if one.status == "planned" and one.series == "members_school"), None)
    for township in county.townships if planned else ():
        yield (planned.name, township.name_on(targets.closed_on), _PLACES, planned.on)


def _online(targets: Targets, person: Person, place: int) -> tuple:
    branch = person.branch_on(targets.closed_on, rosters_apply_on=targets.closed_on)
    hours = _SHORT + place % (_LONG - _SHORT)
    return (
        person.name, person.identity_number, branch.name_on(targets.closed_on), _ACADEMY, targets.year, hours,
        "yes" if place % 9 else "no", date(targets.year, 12, 15),
    )  # fmt: skip
