"""What the three administrators may do, what nobody may, and why somebody sees something."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.backends import ModelBackend
from django.db import DatabaseError, transaction

from tests.offices.county import FIRST, SOURCE, TODAY, County, access_of, kind, office_of, officer
from zugong.dictionary.declarations import Depth
from zugong.kernel.facts import recording
from zugong.offices import actions, errors, rules
from zugong.offices.administering import (
    Acting,
    MandateValues,
    end_account,
    end_mandate,
    end_seat,
    give_mandate,
    give_seat,
    lock,
    make_account,
    make_office,
    reset_password,
    unlock,
)
from zugong.offices.chains import Row, chains_of, seers_of
from zugong.offices.models import Duty, Mandate, Seat, Token, User
from zugong.offices.queries import duty_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def signed_in(username: str, password: str) -> User | None:
    return ModelBackend().authenticate(None, username=username, password=password)


def administrator(duty: str, name: str = "") -> User:
    user = actions.create_user(username=name or duty, password="a long enough one", full_name=duty, source=SOURCE)
    actions.give_duty(user=user, duty=duty, since=FIRST, source=SOURCE)
    return user


def acting(duty: str, on: date = TODAY) -> Acting:
    return Acting(User.objects.filter(username=duty).first() or administrator(duty), on, "组发〔2024〕3号")


def mandate(county: County, act: str = "see", **changes) -> MandateValues:
    values = {"matter": "money", "act": act, "territory": county.east, "depth": Depth.NAME, "since": TODAY}
    return MandateValues(**{**values, **changes})


def deeds(county: County, user: User) -> dict:
    office, seat = office_of(user), user.seats.get()
    return {
        "account": lambda by: make_account(acting=by, username="new.one", full_name="新"),
        "password": lambda by: reset_password(acting=by, user=user),
        "lock": lambda by: lock(acting=by, user=user),
        "unlock": lambda by: unlock(acting=by, user=user),
        "office": lambda by: make_office(acting=by, name="新科", organisation=county.east),
        "seat": lambda by: give_seat(acting=by, user=officer("新人", county.west, "branch_secretary"), office=office),
        "grant": lambda by: give_mandate(acting=by, office=office, values=mandate(county)),
        "revoke": lambda by: end_mandate(acting=by, mandate=Mandate.objects.believed().first()),
        "unseat": lambda by: end_seat(acting=by, seat=seat),
        "end_account": lambda by: end_account(acting=by, user=user),
    }


@pytest.mark.parametrize("duty", rules.DUTIES)
def test_each_administrator_has_the_acts_of_the_duty_and_no_other(county, duty):
    by, done = acting(duty), set()

    for act, deed in deeds(county, officer("干事", county.east, "township_organisation")).items():
        try:
            deed(by)
            done.add(act)
        except errors.NotYourDuty:
            pass

    assert done == rules.ACTS_OF_DUTIES[duty] - {"explain", "read_log"}


def test_who_administers_nothing_may_do_nothing_of_it(county):
    user = officer("干事", county.east, "organisation_section")

    with pytest.raises(errors.NotYourDuty, match="Your account does not administer this"):
        make_office(acting=Acting(user, TODAY), name="新科", organisation=county.east)


def test_an_account_has_one_of_the_three_duties_at_most_and_the_database_holds_it(county):
    user = administrator("system")

    with pytest.raises(errors.OneDutyOnly, match="system has one of these duties already"):
        actions.give_duty(user=user, duty="audit", since=TODAY, source=SOURCE)
    with pytest.raises(DatabaseError), transaction.atomic(), recording.recording(SOURCE) as entry:
        recording.record(Duty, entry=entry, user=user, duty="audit", since=TODAY)
    with pytest.raises(errors.UnknownDuty, match="choose one of: system, security, audit"):
        actions.give_duty(
            user=officer("别人", county.east, "branch_secretary"), duty="king", since=TODAY, source=SOURCE
        )


def test_an_administrator_sits_in_no_office_and_who_sits_in_one_administers_nothing(county):
    user = officer("干事", county.east, "branch_secretary")

    with pytest.raises(errors.AdministratorSitsNowhere, match="make a second account"):
        actions.give_duty(user=user, duty="system", since=TODAY, source=SOURCE)
    with pytest.raises(errors.AdministratorSitsNowhere):
        give_seat(acting=acting("system"), user=administrator("audit"), office=office_of(user))


def test_nobody_gives_rights_to_themselves(county):
    by = acting("system")
    office = office_of(officer("干事", county.east, "branch_secretary"))

    with pytest.raises(errors.RightsToOneself, match="Nobody gives rights to themselves"):
        give_seat(acting=by, user=by.by, office=office)


def test_a_leading_group_is_refused_as_approver_with_the_reason(county):
    office = make_office(acting=acting("system"), name="党组办", organisation=county.bureau)

    with pytest.raises(errors.LeadingGroupDecides, match="a leading Party members group, which approves no admission"):
        give_mandate(acting=acting("system"), office=office, values=mandate(county, "decide", matter="admission"))


def test_a_mandate_for_a_time_holds_to_its_last_day(county):
    office = make_office(acting=acting("system"), name="督查组", organisation=county.county)
    ends = TODAY + timedelta(days=30)

    given = give_mandate(acting=acting("system"), office=office, values=mandate(county, until=ends))

    believed = Mandate.objects.believed().filter(office=office)
    assert [list(believed.holding(day)) for day in (ends - timedelta(days=1), ends)] == [[given], []]
    with pytest.raises(errors.EndsTooEarly):
        give_mandate(acting=acting("system"), office=office, values=mandate(county, "fill", until=TODAY))


def test_a_new_account_signs_in_with_its_card_and_keeps_the_mark_until_it_has_its_own_password(county):
    user, password = make_account(acting=acting("system"), username="li.ming", full_name="李明")

    assert signed_in(username="li.ming", password=password) == user
    assert User.objects.get(pk=user.pk).has_one_time_password
    assert signed_in(username="li.ming", password="another one") is None
    user.set_password("my own long password")
    user.save()
    assert [user.has_one_time_password, user.check_password("my own long password")] == [False, True]


@pytest.mark.parametrize("name", ["a b", "", "张", "x" * 31, "a/b"])
def test_odd_user_names_are_refused(county, name):
    with pytest.raises(errors.UserNameUnfit, match="is no user name"):
        make_account(acting=acting("system"), username=name, full_name="某")


def test_a_locked_account_does_not_sign_in_until_it_is_unlocked(county):
    user, password = make_account(acting=acting("system"), username="li.ming", full_name="李明")

    lock(acting=acting("security"), user=user)
    locked = signed_in(username="li.ming", password=password)
    unlock(acting=acting("system"), user=user)

    assert (locked, signed_in(username="li.ming", password=password)) == (None, user)


def test_an_account_that_ends_leaves_its_seats_and_tokens_and_is_not_opened_again(county):
    user = officer("干事", county.east, "branch_secretary")
    actions.issue_token(user=user, name="报表", expires_on=TODAY)

    end_account(acting=acting("system"), user=user)

    assert not Seat.objects.believed().holding(TODAY).filter(user=user).exists()
    assert Token.objects.get().revoked_at is not None
    with pytest.raises(errors.AccountEnded, match="has ended and is not opened again"):
        unlock(acting=acting("system"), user=user)


def test_the_last_system_administrator_is_neither_locked_nor_ended(county):
    by = acting("system")

    with pytest.raises(errors.LastAdministrator, match="make another one first"):
        end_account(acting=by, user=by.by)
    with pytest.raises(errors.LastAdministrator):
        lock(acting=acting("security"), user=by.by)
    second = administrator("system", "second")
    lock(acting=by, user=second)
    assert duty_of(User.objects.get(pk=second.pk), TODAY) == ""


def row(county: County, place) -> Row:
    return Row(kind("membership"), "农民", place.pk)


def test_the_chain_leads_from_the_account_to_the_row(county):
    user = officer("干事", county.east, "township_organisation")

    [chain, *others] = chains_of(user, row(county, county.branch), "fill", TODAY)

    assert [step.sentence("zh") for step in chain.steps] == [
        "账号干事 (干事)可正常登录。",
        "自2020-01-01起在干事科任职。",
        "干事科代表东镇党委行使职权。",
        "有授权：全部事项，可填报。",
        "授权范围是东镇党委，“农民”在东村支部，属于该范围。",
        "查看深度到个人信息。",
    ]
    assert (chain.gives, chain.depth, chain.paper, others) == (True, Depth.PERSONAL, "组发〔2020〕1号", [])


def test_the_chain_says_where_it_breaks(county):
    user = officer("干事", county.east, "township_organisation")
    nobody = actions.create_user(username="无", password="a long enough one", full_name="", source=SOURCE)

    elsewhere = chains_of(user, row(county, county.other), "see", TODAY)[0]
    deciding = chains_of(user, row(county, county.branch), "decide", TODAY)[0]

    assert [(chain.gives, chain.steps[-2].name, chain.steps[-1].name) for chain in (elsewhere, deciding)] == [
        (False, "territory", "depth"),
        (False, "office", "mandate"),
    ]
    assert chains_of(nobody, row(county, county.branch), "see", TODAY)[0].steps[-1].name == "seat"


def test_whoever_may_see_a_row_is_listed_from_its_side_and_nobody_else(county):
    users = [
        officer("县", county.county, "organisation_section"),
        officer("东", county.east, "township_organisation"),
        officer("西", county.west, "township_organisation"),
        officer("局", county.bureau, "lead_bureau", territory=county.county, matter="members"),
    ]

    seers = seers_of(row(county, county.branch), TODAY)

    assert {user for seer in seers for user in seer.users} == {
        user for user in users if county.branch.pk in access_of(user).rights(kind("membership")).organisations
    }
    assert [(seer.office.name, seer.depth) for seer in seers] == [("东科", Depth.PERSONAL), ("县科", Depth.PERSONAL)]
