"""Reconciliation names who does not fit, and each name leads to the form that settles it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.api.workbooks import identity, member, roster
from tests.web.county import County, add
from zugong.exchange.planning.sentences import Sentence
from zugong.exchange.reconcile import Misfit
from zugong.kernel.time import today
from zugong.offices.access import Access
from zugong.people.models import Membership
from zugong.web.clocks import asked_clocks
from zugong.web.imports.settling import settlings_of
from zugong.web.scope import Scope

OPENING, CLOSING = date(2020, 3, 31), date(2020, 12, 31)
GONE, MOVED, RENAMED, UNKNOWN = 11, 12, 13, 14


@pytest.fixture
def county(county: County) -> County:
    """Three more members of the branch under the oak."""
    for serial, name in ((GONE, "孙甲"), (MOVED, "孙乙"), (RENAMED, "孙丙")):
        sex = "male" if serial % 2 else "female"
        [person] = add("person", {"identity_number": identity(serial), "name": name, "sex": sex})
        add("membership", {"person": person, "organisation": county.organisation("oak"), "category": "full"})
        county.persons[name] = person
    return county


def misfits(client: Client) -> list[tuple[str, list[tuple[str, str]], str]]:
    """Each name with its steps, or with what to do where there is none."""
    before = roster(member(GONE, "孙甲"), member(MOVED, "孙乙"), member(RENAMED, "孙丙"))
    after = roster(
        member(MOVED, "孙乙", "榆树村党支部"), member(RENAMED, "孙饼"), member(RENAMED, "孙饼"), member(UNKNOWN, "钱多")
    )
    said = {"opening_on": OPENING, "opening": before, "closing_on": CLOSING, "closing": after}
    lines = client.post(reverse("reconciliation"), said).context["misfits"]
    return [(one.name, [(step.label, step.address) for step in one.settlings], one.advice) for one in lines]


def row_of(county: County, name: str) -> int:
    return Membership.objects.get(person_id=county.persons[name]).pk


def test_each_name_that_does_not_fit_leads_to_the_form_that_settles_it(county: County, sign_in):
    gone = reverse("record_change", args=["membership", row_of(county, "孙甲")])
    moved = reverse("record_change", args=["membership", row_of(county, "孙乙")])
    renamed = reverse("record_correct", args=["person", county.persons["孙丙"]])
    elm, oak = county.organisation("elm"), county.organisation("oak")
    unknown = (
        f"{reverse('record_new', args=['membership'])}?person.name=%E9%92%B1%E5%A4%9A&membership.organisation={oak}"
    )

    found = misfits(sign_in("township"))

    assert found == [
        ("孙乙", [("转到榆树村党支部", f"{moved}?membership.organisation={elm}")], ""),
        ("孙饼", [("改姓名", f"{renamed}?person.name=%E5%AD%99%E9%A5%BC")], ""),
        ("孙饼", [], "请改好名册，再核对一次。"),
        ("钱多", [("登记此人", unknown)], ""),
        ("孙甲", [
            ("记为转出", f"{gone}?ends=1&membership.end_reason=transferred_out"),
            ("记为死亡", f"{gone}?ends=1&membership.end_reason=died"),
            ("记为除名出党", f"{gone}?ends=1&membership.end_reason=removed"),
        ], ""),
    ]  # fmt: skip


def test_every_step_opens_its_form(county: County, sign_in):
    township = sign_in("township")

    statuses = {address: township.get(address).status_code for _, steps, _ in misfits(township) for _, address in steps}

    assert set(statuses.values()) == {200}


@pytest.mark.parametrize("how", ["transferred_out", "died", "removed"])
def test_the_form_begins_with_how_somebody_left_and_never_with_a_day(county: County, sign_in, how: str):
    township = sign_in("township")
    [address] = [address for _, steps, _ in misfits(township) for _, address in steps if f"end_reason={how}" in address]

    form = township.get(address).context

    reason = next(field for part in form["parts"] for field in part.fields if field.name == "membership.end_reason")
    assert (form["is_ending"], form["day"].value, reason.value) == (True, "", how)


def test_the_names_need_the_same_number_of_questions_however_many_they_are(
    county: County, sign_in, django_assert_num_queries
):
    scope = Scope(Access.of(county.users["township"], today()), asked_clocks({}).clocks)
    one = Misfit(county.persons["孙甲"], "孙甲", None, "", "left_without_record", Sentence("", ""), "opening", 1)
    settlings_of([one], scope, "zh-hans")

    with django_assert_num_queries(1):
        settlings_of([one] * 40, scope, "zh-hans")
