"""A small county: two townships, three branches, a village, a bureau, seven people, and a user of every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zugong.complaints.actions import Written, file_complaint
from zugong.corrections.actions import Wrong, ask
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import NewRow, store_of
from zugong.kernel.facts.recording import Source, recording
from zugong.offices.actions import create_office, create_user, grant_usual, seat
from zugong.offices.models import User
from zugong.organisations.actions import OrganisationValues, found_organisation
from zugong.organisations.models import Organisation

SINCE = date(2020, 1, 1)
SOURCE = Source("import", "importer", paper="组发〔2020〕1号", note="党员名册.xlsx")
PASSWORD = "correct horse battery"
IDENTITY = "14999919800101002{}"


@dataclass
class County:
    """Anchors by a short name; rows of types without anchors by theirs."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    persons: dict[str, int] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    def organisation(self, name: str) -> int:
        return self.organisations[name].pk


def add(type_code: str, *rows: dict[str, Any], since: date = SINCE) -> list[int]:
    """Record rows of a type, as an import does; anchors of anchored types come back, else ids of rows."""
    kind = installed_catalogue("jiangxian").types[type_code]
    store = store_of(kind)
    with recording(SOURCE) as entry:
        anchors = list(store.new_anchors(len(rows))) if kind.anchored else [None] * len(rows)
        new = [NewRow(anchor, since, None, values) for anchor, values in zip(anchors, rows, strict=True)]
        ids = list(store.insert(new, entry=entry))
    return anchors if kind.anchored else ids


def build_county() -> County:
    """The county with everything in it."""
    county = County()
    _organisations(county)
    _people(county)
    _posts(county)
    _activities(county)
    _users(county)
    _letters(county)
    return county


def _organisations(county: County) -> None:
    def found(key: str, name: str, kind: str, parent: str | None = None) -> None:
        values = OrganisationValues(
            code=f"0{len(county.organisations) + 1}", name=name, kind=kind, phone="0359-0000000"
        )
        above = county.organisations[parent] if parent else None
        county.organisations[key] = found_organisation(values=values, parent=above, since=SINCE, source=SOURCE)

    found("county", "中共某县委员会", "local_committee")
    found("east", "中共东镇委员会", "committee", "county")
    found("west", "中共西镇委员会", "committee", "county")
    found("oak", "橡树村党支部", "branch", "east")
    found("elm", "榆树村党支部", "branch", "east")
    found("ash", "白蜡村党支部", "branch", "west")
    found("bureau", "县农业农村局党支部", "branch", "county")


def _people(county: County) -> None:
    people = [
        ("李国强", "oak"),
        ("王秀英", "oak"),
        ("张伟", "elm"),
        ("刘洋", "ash"),
        ("陈静", "ash"),
        ("赵敏", "bureau"),
    ]
    for number, (name, branch) in enumerate(people):
        values = {
            "identity_number": IDENTITY.format(number), "name": name, "sex": "male" if number % 2 else "female",
            "mobile_phone": f"1540000000{number}", "address": "某县某村",
        }  # fmt: skip
        [county.persons[name]] = add("person", values)
        row = {"person": county.persons[name], "organisation": county.organisation(branch), "category": "full"}
        [county.records[f"membership of {name}"]] = add("membership", row)


def _posts(county: County) -> None:
    [village] = add(
        "unit",
        {"code": "V1", "name": "橡树村", "kind": "village", "territory": county.organisation("east")},
    )
    county.records["village"] = village
    posts = [
        ("橡树村党支部书记", "village_secretary", "oak", "village", village),
        ("县委书记", "committee_secretary", "county", "cadre", None),
    ]
    for name, kind, organisation, matter, unit in posts:
        values = {
            "name": name,
            "kind": kind,
            "organisation": county.organisation(organisation),
            "matter": matter,
            "unit": unit,
        }
        [county.records[name]] = add("position", values)
    add("appointment", {"person": county.persons["李国强"], "position": county.records["橡树村党支部书记"]})
    add("appointment", {"person": county.persons["赵敏"], "position": county.records["县委书记"]})


def _activities(county: County) -> None:
    values = {
        "organisation": county.organisation("oak"), "series": "themed_day", "period": "2020-07", "theme": "清洁家园",
        "status": "held",
    }  # fmt: skip
    [county.records["themed day"]] = add("themed_day", values, since=date(2020, 7, 5))
    roll = {"themed_day": county.records["themed day"], "person": county.persons["王秀英"], "attendance": "present"}
    [county.records["roll"]] = add("themed_day_roll", roll, since=date(2020, 7, 5))


def _letters(county: County) -> None:
    """A complaint that somebody sent, and a correction that a member asks for."""
    filed = file_complaint(written=Written("complaint", "村务公开栏半年没有更新。", name="来信人"), address="192.0.2.1")
    county.records["complaint"] = filed.complaint
    person = county.persons["王秀英"]
    wrong = Wrong("person", person, "education", "大学专科", "以毕业证书为准")
    county.records["correction"] = ask(wrong=wrong, person=person, user=county.users["member"]).pk


#: Role → its office, what it acts for, its kind of office, its territory, and the matter of a lead bureau.
OFFICES = {
    "section": ("组织科", "county", "organisation_section", "county", ""),
    "township": ("东镇组织办", "east", "township_organisation", "east", ""),
    "secretary": ("橡树村党支部", "oak", "branch_secretary", "oak", ""),
    "bureau": ("农业农村局", "bureau", "lead_bureau", "county", "organisations"),
}


def _users(county: County) -> None:
    for role, (name, organisation, kind, territory, matter) in OFFICES.items():
        user = create_user(username=role, password=PASSWORD, full_name=name, source=SOURCE)
        office = create_office(name=name, organisation=county.organisations[organisation], since=SINCE, source=SOURCE)
        seat(user=user, office=office, since=SINCE, source=SOURCE)
        territory_of = county.organisations[territory]
        grant_usual(office=office, kind=kind, territory=territory_of, since=SINCE, source=SOURCE, matter=matter)
        county.users[role] = user
    county.users["member"] = create_user(
        username="member", password=PASSWORD, full_name="王秀英", source=SOURCE, person=county.persons["王秀英"]
    )
    county.users["nobody"] = create_user(username="nobody", password=PASSWORD, full_name="无", source=SOURCE)
    county.users["administrator"] = create_user(
        username="administrator", password=PASSWORD, full_name="管理员", source=SOURCE, administrator=True
    )


def add_cadre_section(county: County) -> None:
    """An office that acts on posts for the county committee, which manages the post of its own secretary here."""
    post = {"position": county.records["县委书记"], "organisation": county.organisation("county"), "kind": "manages"}
    add("manages", post)
    user = create_user(username="cadre", password=PASSWORD, full_name="干部科", source=SOURCE)
    top = county.organisations["county"]
    office = create_office(name="干部科", organisation=top, since=SINCE, source=SOURCE)
    seat(user=user, office=office, since=SINCE, source=SOURCE)
    grant_usual(office=office, kind="cadre_section", territory=top, since=SINCE, source=SOURCE)
    county.users["cadre"] = user
