"""Members and what is attached follow a merger in the same entry; nobody is left in what ended."""

from datetime import date

import pytest

from tests.offices.county import FIRST, SOURCE, TODAY, County, attached, member
from zugong.kernel.facts.recording import close, last_number, recording
from zugong.organisations import actions
from zugong.organisations.models import OrganisationState
from zugong.people.models import Attached, Membership
from zugong.people.receivers import MembersRemain

pytestmark = pytest.mark.django_db
COLUMNS = ("organisation", "since", "until", "start_reason", "end_reason")


@pytest.fixture
def county() -> County:
    return County()


def memberships(person) -> list[tuple]:
    return list(Membership.objects.believed().filter(person=person).order_by("since").values_list(*COLUMNS))


def test_memberships_move_to_the_successor_on_the_day_in_the_same_entry(county):
    guest = attached(county.neighbour, county.branch, of="community_report")
    before = last_number()

    actions.merge_organisations(ended=county.branch, successor=county.other, on=TODAY, source=SOURCE)

    assert last_number() == before + 1
    assert memberships(county.farmer) == [
        (county.branch.pk, FIRST, TODAY, None, "merged"),
        (county.other.pk, TODAY, None, "merged", None),
    ]
    assert Membership.objects.believed(before).get(person=county.farmer).organisation == county.branch
    assert Attached.objects.believed().holding(TODAY).get(person=guest.person).organisation == county.other


def test_a_membership_that_ended_before_the_merger_stays_and_a_later_one_is_corrected(county):
    left, came = member("已转出", county.branch), member("后来的", county.other)
    day = date(2025, 1, 1)
    with recording(SOURCE) as entry:
        close(Membership.objects.believed().get(person=left), until=date(2023, 1, 1), entry=entry)
        close(Membership.objects.believed().get(person=came), until=day, entry=entry)
        Membership.objects.create(
            person=came, organisation=county.branch, category="full", since=day, recorded_in=entry
        )

    actions.merge_organisations(ended=county.branch, successor=county.other, on=TODAY, source=SOURCE)

    assert memberships(left) == [(county.branch.pk, FIRST, date(2023, 1, 1), None, None)]
    assert memberships(came)[-1] == (county.other.pk, day, None, None, None)


def test_an_organisation_with_members_cannot_end(county):
    with pytest.raises(MembersRemain) as refused:
        actions.end_organisation(organisation=county.branch, on=TODAY, source=SOURCE)

    assert refused.value.sentence("en") == (
        "东村支部 cannot end on 2024-05-01: 1 members are still in it on that day or later; transfer them first."
    )
    assert refused.value.sentence("zh") == "东村支部不能在2024-05-01撤销：当日或以后仍有1名党员；请先办理组织关系转接。"
    assert OrganisationState.objects.believed().get(anchor=county.branch).until is None


def test_what_is_attached_to_an_organisation_ends_with_it(county):
    host = county.branch
    guest = attached(county.neighbour, host, of="community_report")
    with recording(SOURCE) as entry:
        close(Membership.objects.believed().get(person=county.farmer), until=TODAY, entry=entry)

    actions.end_organisation(organisation=host, on=TODAY, source=SOURCE)

    assert Attached.objects.believed().get(person=guest.person).until == TODAY
