"""The cases that must hold: who sees what, and by which link."""

import contextlib

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from tests.offices.county import (
    FIRST,
    SOURCE,
    TODAY,
    County,
    access_of,
    attached,
    kind,
    member,
    office_of,
    officer,
    organisation,
)
from zugong.appointments.models import Manages
from zugong.dictionary.declarations import Depth
from zugong.kernel.facts.recording import record, recording
from zugong.kernel.scope import NOTHING, RowRights
from zugong.offices import actions, errors
from zugong.offices.access import Access
from zugong.offices.conditions import row_condition
from zugong.offices.queries import mandates_of
from zugong.organisations import actions as organisations
from zugong.organisations import rules
from zugong.organisations.errors import LeadingGroupAdmits
from zugong.people.models import Attached, Membership

pytestmark = pytest.mark.django_db
MEMBERSHIP = "membership"


class Undone(Exception):
    """Ends a transaction that leaves nothing."""


@pytest.fixture
def county() -> County:
    return County()


def ids(*anchors) -> frozenset[int]:
    return frozenset(anchor.pk for anchor in anchors)


def test_a_county_officer_does_not_see_the_post_of_the_own_secretary_but_the_membership(county, settings):
    settings.ZUGONG_CADRE = True
    access = access_of(officer("县干部", county.county, "cadre_section"))
    members = access_of(officer("县组织", county.county, "organisation_section"))

    assert access.rights(kind("appointment")).positions == ids(county.town_post, county.village_post)
    assert members.rights(kind("appointment")).positions == ids(county.village_post)
    assert county.offices.pk in members.rights(kind(MEMBERSHIP)).organisations
    assert access.explain(kind("appointment"), county.county.pk, post=county.top_post.pk)[0].sentence("zh") == (
        "查看“任职”须该职位属辖区内村（社区）干部，或今日由该账号科室所代表的党委主管；该职位两者都不是。"
    )


def test_cadre_posts_are_off_until_the_site_switches_them_on(county):
    access = access_of(officer("县干部", county.county, "cadre_section"))

    assert access.rights(kind("position")).positions == ids(county.village_post)


def test_a_committee_that_only_assists_in_managing_a_post_does_not_see_it(county, settings):
    settings.ZUGONG_CADRE = True
    with recording(SOURCE) as entry:
        link = {"position": county.top_post, "organisation": county.county, "kind": "assists"}
        record(Manages, entry=entry, since=FIRST, **link)

    access = access_of(officer("县干部", county.county, "cadre_section"))

    assert access.rights(kind("position")).positions == ids(county.town_post, county.village_post)


def test_the_city_sees_the_posts_that_it_manages_wherever_they_stand(county, settings):
    settings.ZUGONG_CADRE = True

    rights = access_of(officer("市干部", county.city, "cadre_section", territory=county.city)).rights(kind("manages"))

    assert rights.positions == ids(county.top_post, county.village_post)
    assert county.city.pk in rights.organisations


def test_a_leading_group_is_refused_as_approver_of_an_admission(county):
    office = actions.create_office(name="农业局办公室", organisation=county.bureau, since=FIRST, source=SOURCE)
    mandate = {"office": office, "act": "decide", "territory": county.east, "depth": Depth.NAME}

    with pytest.raises(LeadingGroupAdmits):
        rules.check_may_admit("leading_group", name="农业农村局党组")
    with pytest.raises(
        errors.LeadingGroupDecides, match="农业局办公室 acts for 农业农村局党组, a leading Party members group"
    ):
        actions.grant(**mandate, matter="admission", since=FIRST, source=SOURCE)
    with pytest.raises(errors.LeadingGroupDecides):
        actions.grant(**mandate, matter="*", since=FIRST, source=SOURCE)


def test_the_lead_bureau_sees_every_villages_number_of_one_matter_and_no_member(county):
    income = kind("village_income")
    user = officer("农业局", county.bureau, "lead_bureau", territory=county.county, matter=income.matter)
    access = access_of(user)

    assert access.rights(income, depth=Depth.NUMBER).organisations >= ids(county.branch, county.other, county.east)
    assert access.rights(income) == RowRights(frozenset())
    assert access.rights(kind(MEMBERSHIP), depth=Depth.NUMBER) == RowRights(frozenset())


def test_a_host_township_sees_the_attachment_of_a_posted_secretary_and_not_the_person(county):
    provincial = organisation("省直支部", county.province, of="branch")
    posted = member("第一书记", provincial)
    attached(posted, county.east, of="posted")
    access = access_of(officer("东镇", county.east, "township_organisation"))

    assert list(Attached.objects.filter(row_condition(access, kind("attached"))).values_list("person", flat=True)) == [
        posted.pk
    ]
    assert provincial.pk not in access.rights(kind("person")).organisations
    assert access.depth(kind(MEMBERSHIP), provincial.pk) is None


def test_an_outside_branchs_secretary_sees_contacts_and_adds_nothing_to_the_count_of_members(county):
    outside = organisation("驻外支部", county.county, of="temporary_branch")
    attached(county.farmer, outside, of="outside_branch")
    access = access_of(officer("驻外书记", outside, "branch_secretary"))

    assert access.depth(kind("attached"), outside.pk) is Depth.PERSONAL
    assert Attached.objects.filter(row_condition(access, kind("attached"), depth=Depth.PERSONAL)).count() == 1
    assert Membership.objects.filter(row_condition(access, kind(MEMBERSHIP))).count() == 0


def test_a_province_at_the_depth_of_numbers_gets_no_rows_of_persons(county):
    user = officer("省里", county.province, "lead_bureau", matter="members")
    access = access_of(user)

    assert access.rights(kind(MEMBERSHIP), depth=Depth.NUMBER) == RowRights(None)
    assert access.rights(kind(MEMBERSHIP)) == RowRights(frozenset())
    assert access.rights(kind("person")) == RowRights(frozenset())
    assert access.depth(kind(MEMBERSHIP), county.branch.pk) is Depth.NUMBER


def test_what_merged_is_seen_by_whoever_sees_its_successor(county):
    user = officer("西镇", county.west, "township_organisation")
    organisations.merge_organisations(ended=county.east, successor=county.west, on=TODAY, source=SOURCE)

    assert access_of(user).rights(kind(MEMBERSHIP)).organisations == ids(
        county.west, county.other, county.east, county.branch
    )  # fmt: skip
    before = Access.of(user, FIRST)
    assert before.rights(kind(MEMBERSHIP)).organisations == ids(county.west, county.other)


def test_rights_end_with_the_seat_the_mandate_and_the_account(county):
    def rights(user):
        return access_of(user).rights(kind(MEMBERSHIP))

    one, two, three = (officer(name, county.branch, "branch_secretary") for name in ("一", "二", "三"))
    actions.unseat(user=one, office=office_of(one), on=TODAY, source=SOURCE)
    for mandate in mandates_of(office_of(two).pk, TODAY):
        actions.revoke(mandate=mandate, on=TODAY, source=SOURCE)
    three.is_active = False

    assert [rights(user) for user in (one, two, three)] == [RowRights(frozenset())] * 3


def test_rights_are_kept_until_something_that_decides_them_is_recorded(county):
    user = officer("东镇", county.east, "township_organisation")
    first, again = Access.kept(user, TODAY), Access.kept(user, TODAY)
    member("新党员", county.branch)
    after_a_member = Access.kept(user, TODAY)
    organisations.move_organisation(organisation=county.other, parent=county.east, on=TODAY, source=SOURCE)
    after_a_move = Access.kept(user, TODAY)

    assert (again is first, after_a_member is first, after_a_move is first) == (True, True, False)
    assert after_a_move.rights(kind(MEMBERSHIP)) == access_of(user).rights(kind(MEMBERSHIP))
    assert county.other.pk in after_a_move.rights(kind(MEMBERSHIP)).organisations


def test_what_was_seen_inside_a_transaction_that_is_undone_gives_nobody_rights(county):
    user, asked = (
        officer("东镇", county.east, "township_organisation"),
        (kind(MEMBERSHIP), kind("appointment"), kind("unit")),
    )
    kept = Access.kept(user, TODAY)
    with contextlib.suppress(Undone), transaction.atomic(), recording(SOURCE):
        organisations.move_organisation(organisation=county.other, parent=county.east, on=FIRST, source=SOURCE)
        organisations.set_serves(organisation=county.east, unit=county.farther, since=FIRST, source=SOURCE)
        for one in asked:
            kept.rights(one)
        raise Undone

    assert Access.kept(user, TODAY) is kept
    assert [kept.rights(one) for one in asked] == [access_of(user).rights(one) for one in asked]


def test_every_act_includes_seeing_and_nothing_else(county):
    access = access_of(officer("东镇", county.east, "township_organisation"))

    allowed = {
        act: access.may(act, "members", county.branch.pk) for act in ("see", "advise", "fill", "check", "decide")
    }

    assert allowed == {"see": True, "advise": True, "fill": True, "check": True, "decide": False}
    assert access.may("see", "members", county.other.pk) is False


def test_guidance_sees_and_advises_in_the_matter_named_and_counts_persons_only(county):
    link = {"guide": county.bureau, "guided": county.east, "since": FIRST, "source": SOURCE}
    organisations.set_guides(**link, subject="work")
    organisations.set_guides(**link, subject="members")
    organisations.set_guides(**link, subject="其他工作")
    user = actions.create_user(username="农业局", password="a long enough one", full_name="", source=SOURCE)
    office = actions.create_office(name="农业局", organisation=county.bureau, since=FIRST, source=SOURCE)
    actions.seat(user=user, office=office, since=FIRST, source=SOURCE)
    access = access_of(user)

    assert [access.may(act, "work", county.branch.pk) for act in ("see", "advise", "fill")] == [True, True, False]
    assert access.depth(kind("plan_item"), county.branch.pk) is Depth.NAME
    assert access.depth(kind(MEMBERSHIP), county.branch.pk) is Depth.NUMBER


def test_a_member_sees_the_own_record_and_nobody_sees_anything_signed_out(county):
    user = actions.create_user(
        username="农民", password="a long enough one", full_name="农民", source=SOURCE, person=county.farmer.pk
    )

    assert (access_of(user).own_person, access_of(user).rights(kind("person"))) == (
        county.farmer.pk,
        RowRights(frozenset()),
    )
    assert Access.of(AnonymousUser(), TODAY).rights(kind("appointment")) == NOTHING


def test_the_explanation_names_office_mandate_and_territory(county):
    access = access_of(officer("东镇", county.east, "township_organisation"))
    inside = access.explain(kind(MEMBERSHIP), county.branch.pk, "fill")
    outside = access.explain(kind(MEMBERSHIP), county.other.pk, "fill")

    assert [(reason.gives, reason.sentence("en"), reason.paper) for reason in (*inside, *outside)] == [
        (True, "东镇科 holds a mandate to fill in * in 东镇党委, down to personal fields.", "组发〔2020〕1号"),
        (
            False,
            "东镇科 holds a mandate to fill in * in 东镇党委, down to personal fields, but 西村支部 is not in it today.",
            "组发〔2020〕1号",
        ),
    ]
    assert [reason.sentence("en") for reason in access.explain(kind(MEMBERSHIP), county.branch.pk, "decide")] == [
        "None of the account's offices holds a mandate to decide on Membership (matter members)."
    ]
