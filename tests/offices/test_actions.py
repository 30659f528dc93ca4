"""Accounts, mandates, tokens, and who looked."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from tests.offices.county import FIRST, SOURCE, TODAY, access_of, member, office_of, officer, organisation
from zugong.dictionary.declarations import Depth
from zugong.offices import actions, errors
from zugong.offices.models import AccessLog, AccessLogPerson, Mandate, Token
from zugong.offices.queries import looks_at, mandates_of, offices_on, seats_in, user_of_token, valid_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return organisation("镇党委", None)


@pytest.fixture
def user(committee):
    return officer("干事", committee, "township_organisation")


def test_an_office_of_a_kind_is_granted_what_is_usual(user, committee):
    rows = mandates_of(office_of(user).pk, TODAY).values_list("matter", "act", "territory", "depth", "paper")

    held = [("*", "advise"), ("*", "check"), ("*", "fill"), ("*", "see"), ("admission", "decide")]
    assert list(rows) == [(matter, act, committee.pk, 2, "组发〔2020〕1号") for matter, act in held]
    assert [row.user for row in seats_in(office_of(user).pk, TODAY)] == [user]
    assert [row.name for row in offices_on(TODAY)] == ["干事科"]


def test_the_same_is_not_granted_twice_and_unknown_words_are_refused(user, committee):
    office = office_of(user)
    usual = {"office": office, "territory": committee, "depth": Depth.NAME, "since": TODAY, "source": SOURCE}

    with pytest.raises(errors.HeldAlready, match="held from 2024-05-01 on already"):
        actions.grant(**usual, matter="*", act="see")
    with pytest.raises(
        errors.UnknownAct, match="There is no act look; choose one of: see, advise, fill, check, decide"
    ):
        actions.grant(**usual, matter="*", act="look")
    with pytest.raises(errors.UnknownMatter, match="There is no matter weather; choose one of: \\*, activities"):
        actions.grant(**usual, matter="weather", act="see")
    with pytest.raises(errors.UnknownKindOfOffice, match="no usual mandates for an office of kind bakery"):
        actions.grant_usual(office=office, kind="bakery", territory=committee, since=TODAY, source=SOURCE)
    with pytest.raises(errors.HeldAlready):
        actions.seat(user=user, office=office, since=TODAY, source=SOURCE)
    with pytest.raises(errors.UserNameTaken, match="There is an account 干事 already"):
        actions.create_user(username="干事", password="a long enough one", full_name="", source=SOURCE)


def test_a_mandate_revoked_before_it_begins_never_held(user, committee):
    office = office_of(user)
    given = {"office": office, "territory": committee, "depth": Depth.NAME, "since": TODAY, "source": SOURCE}
    mandate = actions.grant(**given, matter="work", act="decide")

    actions.revoke(mandate=mandate, on=FIRST, source=SOURCE)

    assert not Mandate.objects.believed().filter(matter="work", act="decide").exists()


def test_nobody_leaves_a_seat_twice(user):
    leaving = {"user": user, "office": office_of(user), "on": TODAY, "source": SOURCE}
    actions.unseat(**leaving)

    with pytest.raises(errors.NotHeld, match="not held on the day before 2024-05-01"):
        actions.unseat(**leaving)


def test_a_token_speaks_for_its_user_until_its_last_day_or_its_end(user):
    text, token = actions.issue_token(user=user, name="报表", expires_on=date(2024, 12, 31))

    assert text not in Token.objects.get().token_hash
    assert valid_token(text, on=date(2024, 12, 31)) == token
    assert [user_of_token(text, on=TODAY), user_of_token(text + "x", on=TODAY)] == [user, None]
    assert user_of_token(text, on=date(2025, 1, 1)) is None
    actions.revoke_token(token)
    assert user_of_token(text, on=TODAY) is None


def test_a_token_of_an_account_that_is_switched_off_says_nothing(user):
    text, _ = actions.issue_token(user=user, name="报表", expires_on=TODAY)
    user.is_active = False
    user.save()

    assert user_of_token(text, on=TODAY) is None


def test_a_person_sees_who_looked_alone_and_in_lists(user, committee):
    one, two = member("甲", committee), member("乙", committee)
    look = {"user": user, "record_type": "membership"}
    alone = actions.log_access(**look, act="reveal", persons=[one.pk], reason="核对身份")
    listed = actions.log_access(**look, act="list", persons=[two.pk, one.pk, one.pk], rows=3, organisation=committee.pk)

    assert list(looks_at(one.pk)) == [listed, alone]
    assert list(looks_at(two.pk)) == [listed]
    assert AccessLog.objects.get(pk=alone.pk).office == "干事科"


def test_an_administrator_keeps_accounts_and_sees_nothing_by_it(committee):
    made = {"password": "a long enough one", "full_name": "管理员", "source": SOURCE}
    admin = actions.create_user(username="admin", administrator=True, **made)

    assert (admin.is_staff, admin.is_superuser, access_of(admin).grants) == (True, False, ())


def test_the_log_of_looks_can_be_neither_edited_nor_deleted(user, committee):
    one, two = member("甲", committee), member("乙", committee)
    log = actions.log_access(user=user, act="list", record_type="membership", persons=[one.pk, two.pk])

    for change in (
        lambda: AccessLog.objects.filter(pk=log.pk).update(reason="另写"),
        lambda: AccessLogPerson.objects.filter(log=log).update(person=one),
        lambda: AccessLogPerson.objects.filter(log=log)._raw_delete("default"),
        lambda: AccessLog.objects.filter(pk=log.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
            change()

    assert AccessLogPerson.objects.filter(log=log).count() == 2
