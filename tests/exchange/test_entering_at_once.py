"""Two people who enter the same at the same moment: what was checked before the other recorded is not recorded after it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.api.workbooks import identity
from tests.web.county import County, build_county
from zugong.dictionary.catalogue import installed_catalogue
from zugong.exchange.entering import deeds
from zugong.exchange.entering.recording import carry_out, plan_of
from zugong.exchange.planning.outcomes import Plan
from zugong.kernel.facts.recording import NotBelievedAnyMore, Source, last_number
from zugong.kernel.time import today
from zugong.offices.access import Access
from zugong.organisations.actions import rename_organisation
from zugong.people.models import PersonState

pytestmark = pytest.mark.django_db
DAY, SOURCE = date(2020, 6, 1), Source("form", "section")


@pytest.fixture
def county() -> County:
    return build_county()


def new_member(county: County) -> Plan:
    person = {"identity_number": identity(2), "name": "钱一", "sex": "female"}
    row = {"person": -1, "organisation": county.organisation("oak"), "category": "full"}
    outcomes = {"person": deeds.newly(person, DAY, None, -1), "membership": deeds.newly(row, DAY, None, None)}
    return plan_of(installed_catalogue("jiangxian"), outcomes, {"person": 1}, DAY, known=last_number())


def test_a_person_entered_twice_at_the_same_moment_is_recorded_once(county):
    access = Access.of(county.users["section"], today())
    first, second = new_member(county), new_member(county)

    carry_out(first, source=SOURCE, access=access)
    with pytest.raises(NotBelievedAnyMore):
        carry_out(second, source=SOURCE, access=access)

    assert PersonState.objects.filter(name="钱一").count() == 1


def test_what_others_record_of_other_types_is_in_nobodys_way(county):
    access = Access.of(county.users["section"], today())
    unit = deeds.newly({"code": "V2", "name": "新村", "kind": "village"}, DAY, None, -1)
    known = last_number()
    plan = plan_of(installed_catalogue("jiangxian"), {"unit": unit}, {"unit": 1}, DAY, known=known)
    first = new_member(county)

    carry_out(first, source=SOURCE, access=access)

    assert carry_out(plan, source=SOURCE, access=access).number == known + 2


def test_a_plan_that_refers_to_what_was_changed_meanwhile_is_not_carried_out(county):
    access, plan = Access.of(county.users["section"], today()), new_member(county)
    rename_organisation(
        organisation=county.organisations["oak"], name="大橡树党支部", on=DAY, source=SOURCE, short_name=None
    )

    with pytest.raises(NotBelievedAnyMore):
        carry_out(plan, source=SOURCE, access=access)
