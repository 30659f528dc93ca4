"""The history tells persons and their offices: an account's name says nothing to who reads it a year later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.web.county import SOURCE, County, add
from zugong.exchange.undo import LaterEntriesBuildOnIt, undo
from zugong.kernel.facts.recording import Source, recording, retract
from zugong.kernel.time import SHANGHAI, today
from zugong.offices.actions import create_user, seat, unseat
from zugong.offices.models import Office, User
from zugong.offices.queries import Signature, signatures
from zugong.organisations.models import UnitState
from zugong.web.listing.entries import entry_lines


def office(county: County, role: str) -> Office:
    return Office.objects.get(pk=county.users[role].seats.first().office_id)


@pytest.fixture
def clerk(county: County) -> User:
    """Somebody who sat in the township's office until today, and sits in the section since."""
    user = create_user(username="t_007", password="-", full_name="周明", source=SOURCE)
    moved = today() - timedelta(days=10)
    seat(user=user, office=office(county, "township"), since=moved - timedelta(days=30), source=SOURCE)
    unseat(user=user, office=office(county, "township"), on=moved, source=SOURCE)
    seat(user=user, office=office(county, "section"), since=moved, source=SOURCE)
    return user


def test_a_name_is_told_with_the_office_of_that_day(clerk: User):
    moved = today() - timedelta(days=10)
    days = [moved - timedelta(days=31), moved - timedelta(days=1), moved]

    told = signatures([(clerk.username, day) for day in days])

    assert [told[clerk.username, day] for day in days] == [
        Signature("周明", ""), Signature("周明", "东镇组织办"), Signature("周明", "组织科"),
    ]  # fmt: skip


def test_what_is_no_account_keeps_its_own_words(county: County):
    assert signatures([("nightly command", today())]) == {
        ("nightly command", today()): Signature("nightly command", "")
    }


def test_the_history_of_a_record_names_person_and_office(county: County, sign_in, clerk: User):
    with recording(Source("form", clerk.username)) as entry:
        [unit] = add(
            "unit", {"code": "V9", "name": "桦树村", "kind": "village", "territory": county.organisation("east")}
        )

    shown = sign_in("section").get(reverse("record", args=["unit", unit])).content.decode()

    assert entry_lines([entry])[entry.pk].actor == "周明（组织科）"
    assert "周明（组织科）" in shown
    assert "t_007" not in shown


def test_an_account_that_is_called_as_its_office_is_named_once(county: County):
    with recording(Source("form", "section")) as entry:
        pass

    assert entry_lines([entry])[entry.pk].actor == "组织科"


def test_the_questions_asked_do_not_grow_with_the_entries(county: County, clerk: User, django_assert_num_queries):
    entries = []
    for _ in range(5):
        with recording(Source("form", clerk.username)) as entry:
            entries.append(entry)

    with django_assert_num_queries(3):
        entry_lines(entries)


@pytest.mark.django_db
def test_what_was_taken_back_is_not_called_an_import():
    with recording(Source("form", "clerk")) as merged:
        pass
    with recording(Source("undo", "clerk", undoes=merged)) as entry:
        pass

    assert entry_lines([entry])[entry.pk].kind == "撤回"


def test_an_undo_that_is_refused_names_whom_to_ask(county: County, clerk: User):
    add("unit", {"code": "V9", "name": "桦树村", "kind": "village", "territory": county.organisation("east")})
    entry = UnitState.objects.latest("pk").recorded_in
    with recording(Source("form", clerk.username, note="名称写错")) as later:
        retract(UnitState, [UnitState.objects.latest("pk").pk], entry=later)

    with pytest.raises(LaterEntriesBuildOnIt) as refused:
        undo(entry, source=SOURCE)

    on = later.opened_at.astimezone(SHANGHAI).date()
    assert refused.value.details["entries"] == f"{later.number} ({on} 周明 组织科 名称写错)"
