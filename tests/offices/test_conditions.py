"""The condition in SQL and the id sets let through the same rows, for every record type and kind of user."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.offices.county import FIRST, SOURCE, TODAY, County, access_of, attached, kind, ledger, officer, village
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import Depth, RecordType
from zugong.dictionary.store import StoredRow, store_of
from zugong.kernel.facts.recording import change, recording
from zugong.kernel.scope import RowRights
from zugong.offices.access import Access
from zugong.offices.conditions import row_condition
from zugong.organisations import actions as organisations
from zugong.organisations.models import UnitState
from zugong.people.models import Membership

pytestmark = pytest.mark.django_db
TYPES = installed_catalogue("jiangxian").types


@pytest.fixture
def county(settings) -> County:
    """With rows of every way in which a row has its place, some of them moved, merged or nowhere."""
    settings.ZUGONG_CADRE = True
    county = County()
    county.nowhere = village("无属地村", county.east)
    with recording(SOURCE) as entry:
        change(UnitState.objects.believed().get(anchor=county.nowhere), on=TODAY, entry=entry, territory=None)
        change(UnitState.objects.believed().get(anchor=county.farther), on=TODAY, entry=entry, territory=county.east)
    organisations.set_serves(organisation=county.branch, unit=county.village, since=FIRST, source=SOURCE)
    attached(county.farmer, county.west, of="outside_branch")
    _rows_of_ledgers(county)
    ended = organisations.OrganisationValues(code="ended", name="北镇党委", kind="committee")
    north = organisations.found_organisation(values=ended, parent=county.county, since=FIRST, source=SOURCE)
    ledger("plan_item", organisation=north.pk)
    organisations.merge_organisations(ended=north, successor=county.east, on=TODAY, source=SOURCE)
    return county


def _rows_of_ledgers(county: County) -> None:
    for unit in (county.village, county.farther, county.nowhere):
        ledger("village_income", unit=unit.pk, year=2023)
    for organisation in (county.branch, county.other, county.county):
        ledger("plan_item", organisation=organisation.pk, name=str(organisation.pk))
        facility = ledger("facility", organisation=organisation.pk, name=str(organisation.pk))
        ledger("sign", facility=facility, name="党支部")
    ledger("sign", facility=None, name="无处")


def placed_at(kind: RecordType, path: str, row: StoredRow) -> int | None:
    """The organisation where a row stands, one step after another."""
    first, _, rest = path.partition(".")
    value = row.anchor if first == "this" else row.values[first]
    if not rest or value is None:
        return value
    other = TYPES[kind.fields[first].of]
    states = [found for found in store_of(other).believed(anchor=value) if found.since <= TODAY]
    return placed_at(other, rest, max(states, key=lambda found: found.since))


def home_of(person: int) -> int | None:
    memberships = Membership.objects.believed().filter(person=person, since__lte=TODAY).order_by("since")
    return memberships.values_list("organisation", flat=True).last()


def is_allowed(access: Access, kind: RecordType, row: StoredRow, depth: Depth) -> bool:
    rights = access.rights(kind, "see", depth)
    if rights.everything:
        return True
    place = home_of(row.anchor) if kind.code == "person" else placed_at(kind, kind.place, row)
    if not rights.reach(place, row.anchor):
        return False
    post = row.anchor if kind.code == "position" else row.values.get("position")
    return rights.positions is None or post in rights.positions


def users(county: County) -> list:
    return [
        officer("省", county.province, "organisation_section"),
        officer("市", county.city, "cadre_section"),
        officer("县", county.county, "organisation_section"),
        officer("县干", county.county, "cadre_section"),
        officer("东", county.east, "township_organisation"),
        officer("支", county.branch, "branch_secretary"),
        officer("局", county.bureau, "lead_bureau", territory=county.county, matter="members"),
    ]


def test_the_condition_and_the_id_sets_let_the_same_rows_through(county):
    rows = {code: list(store_of(kind(code)).believed()) for code in TYPES}
    filled = [code for code in TYPES if rows[code]]
    asked = [
        (access_of(user), code, depth)
        for user in users(county)
        for code in filled
        for depth in (Depth.NUMBER, Depth.NAME)
    ]

    by_condition = [allowed_by_condition(access, kind(code), depth) for access, code, depth in asked]

    assert by_condition == [
        sorted(row.id for row in rows[code] if is_allowed(access, kind(code), row, depth))
        for access, code, depth in asked
    ]
    assert sorted(filled) == [
        "appointment", "attached", "belongs", "facility", "manages", "membership", "organisation", "person", "plan_item",
        "position", "serves", "sign", "unit", "village_income",
    ]  # fmt: skip


def test_a_unit_is_seen_by_who_sees_the_organisation_set_up_in_it_and_filled_in_by_its_territory_only(county):
    access = access_of(officer("支", county.branch, "branch_secretary"))
    unit = kind("unit")

    seen = store_of(unit).queryset().believed().filter(row_condition(access, unit))

    assert [row.anchor_id for row in seen] == [county.village.pk]
    assert access.rights(unit) == RowRights(frozenset({county.branch.pk}), also=frozenset({county.village.pk}))
    assert access.rights(unit, "fill") == RowRights(frozenset({county.branch.pk}))


def test_a_unit_is_no_longer_seen_from_the_day_on_which_nobody_of_the_scope_is_set_up_in_it(county):
    user = officer("支", county.branch, "branch_secretary")
    organisations.end_serves(organisation=county.branch, unit=county.village, on=TODAY, source=SOURCE)

    seen = [Access.of(user, day).rights(kind("unit")).also for day in (TODAY - timedelta(days=1), TODAY)]

    assert seen == [frozenset({county.village.pk}), frozenset()]


def test_every_record_type_has_a_condition(county):
    access = access_of(officer("东", county.east, "township_organisation"))

    empty = [code for code in TYPES if not store_of(kind(code)).queryset().exists()]

    assert [allowed_by_condition(access, kind(code), Depth.NAME) for code in empty] == [[]] * len(empty)


def allowed_by_condition(access: Access, kind: RecordType, depth: Depth) -> list[int]:
    found = store_of(kind).queryset().believed().filter(row_condition(access, kind, "see", depth))
    return sorted(found.values_list("pk", flat=True))


def test_the_condition_is_dropped_where_everything_is_allowed_and_never_lists_ids(county):
    everything, county_wide = (
        access_of(users(county)[0]),
        access_of(officer("县二", county.county, "organisation_section")),
    )

    with CaptureQueriesContext(connection) as captured:
        list(Membership.objects.filter(row_condition(everything, kind("membership"))))
        list(Membership.objects.filter(row_condition(county_wide, kind("membership"))))

    lists = [query["sql"] for query in captured.captured_queries if "people_membership" in query["sql"]]
    assert ["WHERE" in sql for sql in lists] == [False, True]
    assert lists[1].count("organisations_place") > 0
