"""What a member wrote about themselves goes when they are erased; that it was asked and answered stays."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import Error, transaction

from tests.exchange.tables import CATALOGUE
from zugong.corrections import actions, queries
from zugong.corrections.models import Answer, Request
from zugong.kernel.facts.models import Entry, Erasure
from zugong.kernel.facts.recording import Source, recording
from zugong.offices.actions import create_user
from zugong.offices.models import User
from zugong.people.erasing import erase_person
from zugong.people.models import Person, PersonState

pytestmark = pytest.mark.django_db
SOURCE = Source("command", "tester", "某字〔2026〕1号")


def member(name: str) -> User:
    person = Person.objects.create()
    with recording(SOURCE) as entry:
        PersonState.objects.create(recorded_in=entry, anchor=person, name=name, since=date(2020, 1, 1))
    return create_user(username=name, password="-", full_name=name, source=SOURCE, person=person.pk)


def asked(user: User, right: str) -> Request:
    wrong = actions.Wrong(record_type="person", record=1, field="born", right=right, why="身份证")
    return actions.ask(wrong=wrong, person=user.person_id, user=user)


@pytest.fixture
def two() -> tuple[User, User]:
    """Each has asked twice: one request was refused with a sentence, one waits."""
    gone, stays = member("走了的"), member("还在的")
    for user in (gone, stays):
        actions.answer(request=asked(user, "1987-05"), accepted=False, reason="档案为1987-06", user=stays)
        asked(user, "1988-01")
    return gone, stays


def test_what_was_written_goes_and_that_it_was_asked_and_answered_stays(two):
    gone, stays = two

    erased = erase_person(
        Person.objects.get(pk=gone.person_id), on=date(2026, 1, 1), source=SOURCE, catalogue=CATALOGUE
    )

    left = [queries.in_clear(request) for request in queries.own_requests(gone.person_id)]
    kept = [queries.in_clear(request) for request in queries.own_requests(stays.person_id)]
    assert [(one.right, one.why, one.reason, one.is_destroyed, one.state) for one in left] == [
        ("", "", "", True, "waiting"), ("", "", "", True, "refused"),
    ]  # fmt: skip
    assert [(one.right, one.why, one.reason, one.is_destroyed) for one in kept] == [
        ("1988-01", "身份证", "", False), ("1987-05", "身份证", "档案为1987-06", False),
    ]  # fmt: skip
    entry = Entry.objects.get(number=erased.entry)
    tables = Erasure.objects.filter(entry=entry).values_list("table", flat=True)
    assert sorted(tables) == ["corrections_answer", "corrections_request", "corrections_request", "people_personstate"]
    assert (entry.paper, erased.rows) == ("某字〔2026〕1号", 4)


def test_nothing_of_an_erased_person_waits_for_an_answer(two):
    gone, _ = two

    erase_person(Person.objects.get(pk=gone.person_id), on=date(2026, 1, 1), source=SOURCE, catalogue=CATALOGUE)

    assert list(queries.news_for(gone.person_id, two[0].date_joined).filter(answer__isnull=True)) == []


def test_a_request_of_nobody_erased_can_not_be_emptied_and_an_erased_one_not_be_written(two):
    gone, stays = two
    erase_person(Person.objects.get(pk=gone.person_id), on=date(2026, 1, 1), source=SOURCE, catalogue=CATALOGUE)
    attempts = [
        lambda: Request.objects.filter(person=stays.person_id).update(why_sealed=None),
        lambda: Request.objects.filter(person=gone.person_id).update(why_sealed=b"x"),
        lambda: Request.objects.filter(person=gone.person_id).update(person=stays.person_id),
        lambda: Answer.objects.filter(request__person=stays.person_id).update(reason=""),
    ]

    for attempt in attempts:
        with pytest.raises(Error, match="append only"), transaction.atomic():
            attempt()
