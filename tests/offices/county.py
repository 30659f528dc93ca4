"""A small county with every kind of case: who manages which post, who is attached where, who guides whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import count

from zugong.appointments.models import Appointment, Manages, Position, PositionState
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import NewRow, store_of
from zugong.kernel.facts.recording import Source, record, recording
from zugong.offices import actions
from zugong.offices.access import Access
from zugong.offices.models import Office, User
from zugong.organisations import actions as organisations
from zugong.organisations.models import Organisation, Unit
from zugong.people.models import Attached, Membership, Person, PersonState

FIRST, TODAY = date(2020, 1, 1), date(2024, 5, 1)
SOURCE = Source(kind="form", actor="tester", paper="组发〔2020〕1号")
_numbers = count(1)


def kind(code: str) -> RecordType:
    return installed_catalogue("jiangxian").types[code]


def organisation(name: str, parent: Organisation | None, *, of: str = "committee") -> Organisation:
    values = organisations.OrganisationValues(code=f"{next(_numbers):06d}", name=name, kind=of)
    return organisations.found_organisation(values=values, parent=parent, since=FIRST, source=SOURCE)


def village(name: str, territory: Organisation) -> Unit:
    values = organisations.UnitValues(code=f"{next(_numbers):06d}", name=name, kind="village", territory=territory)
    return organisations.found_unit(values=values, since=FIRST, source=SOURCE)


def member(name: str, branch: Organisation) -> Person:
    with recording(SOURCE) as entry:
        person = Person.objects.create()
        record(PersonState, entry=entry, anchor=person, name=name, since=FIRST)
        record(Membership, entry=entry, person=person, organisation=branch, category="full", since=FIRST)
    return person


def attached(person: Person, host: Organisation, *, of: str) -> Attached:
    with recording(SOURCE) as entry:
        return record(Attached, entry=entry, person=person, organisation=host, kind=of, since=FIRST)


def post(name: str, at: Organisation, matter: str, holder: Person, manager: Organisation | None = None) -> Position:
    with recording(SOURCE) as entry:
        position = Position.objects.create()
        values = {"name": name, "kind": "committee_secretary", "organisation": at, "matter": matter}
        record(PositionState, entry=entry, anchor=position, since=FIRST, **values)
        record(Appointment, entry=entry, person=holder, position=position, since=FIRST)
        if manager is not None:
            record(Manages, entry=entry, position=position, organisation=manager, kind="manages", since=FIRST)
    return position


def ledger(type_code: str, /, **values) -> int:
    """One row of a ledger; its anchor, or its id where it has none."""
    store = store_of(kind(type_code))
    with recording(SOURCE) as entry:
        anchor = store.new_anchors(1)[0] if store.kind.anchored else None
        ids = store.insert([NewRow(anchor, FIRST, None, values)], entry=entry)
    return anchor or ids[0]


def officer(
    name: str, acts_for: Organisation, usual: str, *, territory: Organisation | None = None, matter: str = ""
) -> User:
    user = actions.create_user(username=name, password="a long enough one", full_name=name, source=SOURCE)
    office = actions.create_office(name=f"{name}科", organisation=acts_for, since=FIRST, source=SOURCE)
    actions.seat(user=user, office=office, since=FIRST, source=SOURCE)
    where = territory or acts_for
    actions.grant_usual(office=office, kind=usual, territory=where, since=FIRST, source=SOURCE, matter=matter)
    return user


def office_of(user: User) -> Office:
    return user.seats.get().office


def access_of(user: User) -> Access:
    return Access.of(user, TODAY)


@dataclass
class County:
    """Province, city and county, two townships, their branches, a village each, members, posts."""

    province: Organisation = field(default_factory=lambda: organisation("省委", None, of="higher_committee"))

    def __post_init__(self) -> None:
        self.city = organisation("市委", self.province, of="higher_committee")
        self.county = organisation("县委", self.city, of="local_committee")
        self.bureau = organisation("农业农村局党组", self.county, of="leading_group")
        self.east, self.west = (organisation(f"{name}镇党委", self.county) for name in "东西")
        self.branch, self.other = organisation("东村支部", self.east, of="branch"), organisation("西村支部", self.west)
        self.village, self.farther = village("东村", self.east), village("西村", self.west)
        self.offices = organisation("机关支部", self.county, of="branch")
        self.farmer, self.neighbour = member("农民", self.branch), member("邻居", self.other)
        self.secretary = member("书记", self.offices)
        self.top_post = post("县委书记", self.county, "cadre", self.secretary, manager=self.city)
        self.town_post = post("东镇书记", self.east, "cadre", self.secretary, manager=self.county)
        self.village_post = post("东村支部书记", self.branch, "village", self.farmer)
