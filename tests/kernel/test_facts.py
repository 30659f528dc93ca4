"""Facts are only added, one holds at a time, and every question of "known when" keeps its answer."""

from datetime import date

import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zugong.kernel.facts import guards
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import (
    EndsBeforeItBegins,
    NotBelievedAnyMore,
    Source,
    change,
    close,
    correct,
    last_number,
    record,
    recording,
    retract,
)
from zugong.kernel.time import Clocks
from zugong.organisations.models import Organisation, OrganisationState
from zugong.people.models import Membership, Person

SOURCE = Source("command", "tester")
JANUARY, MAY, JUNE = date(2020, 1, 1), date(2020, 5, 1), date(2020, 6, 10)


def membership(person: Person | None = None, *, since: date = JANUARY, until: date | None = None) -> Membership:
    with recording(SOURCE) as entry:
        return record(
            Membership,
            entry=entry,
            person=person or Person.objects.create(),
            organisation=Organisation.objects.create(),
            category="full",
            since=since,
            until=until,
        )


@pytest.mark.django_db
def test_every_fact_and_anchor_table_has_its_guards():
    lacking = {
        model.__name__: guards.missing(model, connection)
        for app in apps.get_app_configs()
        for model in guards.guarded_models(app)
        if guards.missing(model, connection)
    }

    assert lacking == {}


@pytest.mark.django_db
def test_a_fact_can_neither_be_edited_nor_deleted():
    row = membership()

    for attempt in (
        lambda: Membership.objects.filter(pk=row.pk).update(category="probationary"),
        lambda: Membership.objects.filter(pk=row.pk)._raw_delete("default"),
        lambda: Membership.objects.filter(pk=row.pk).update(retracted_in=row.recorded_in, category="probationary"),
    ):
        with pytest.raises(Error, match="append only"), transaction.atomic():
            attempt()

    assert Membership.objects.get(pk=row.pk).category == "full"


@pytest.mark.django_db
def test_a_withdrawal_cannot_be_taken_back():
    row = membership()
    with recording(SOURCE) as entry:
        retract(Membership, [row.pk], entry=entry)

    with pytest.raises(Error, match="append only"), transaction.atomic():
        Membership.objects.filter(pk=row.pk).update(retracted_in=None)
    with pytest.raises(NotBelievedAnyMore), recording(SOURCE) as entry:
        retract(Membership, [row.pk], entry=entry)


@pytest.mark.django_db
def test_an_anchor_can_neither_be_edited_nor_deleted():
    person = Person.objects.create()

    for attempt in (
        lambda: Person.objects.filter(pk=person.pk).update(uid="00000000-0000-0000-0000-000000000001"),
        lambda: Person.objects.filter(pk=person.pk)._raw_delete("default"),
    ):
        with pytest.raises(Error, match="append only"), transaction.atomic():
            attempt()


@pytest.mark.django_db
def test_the_database_refuses_two_states_on_one_day_and_allows_neighbours():
    first = membership(until=MAY)

    with pytest.raises(Error), transaction.atomic():
        membership(first.person, since=date(2020, 4, 30))
    membership(first.person, since=MAY)

    assert [row.since for row in Membership.objects.believed().order_by("since")] == [JANUARY, MAY]


@pytest.mark.django_db
def test_an_end_recorded_later_leaves_the_earlier_answer_as_it_was():
    row = membership()
    known_before = last_number()
    with recording(SOURCE) as entry:
        close(row, until=MAY, entry=entry)
    clocks = Clocks.at(date(2020, 5, 15))

    assert Membership.objects.at(clocks).count() == 0
    assert Membership.objects.at(clocks.as_known(known_before)).count() == 1
    assert Membership.objects.at(Clocks.at(date(2020, 4, 30))).count() == 1


@pytest.mark.django_db
def test_a_change_ends_the_row_and_goes_on_to_its_former_end():
    row = membership(until=date(2021, 1, 1))
    with recording(SOURCE) as entry:
        change(row, on=MAY, entry=entry, category="probationary")

    believed = [(r.since, r.until, r.category) for r in Membership.objects.believed().order_by("since")]
    assert believed == [(JANUARY, MAY, "full"), (MAY, date(2021, 1, 1), "probationary")]


@pytest.mark.django_db
def test_a_change_on_the_first_day_is_a_correction():
    row = membership()
    with recording(SOURCE) as entry:
        change(row, on=JANUARY, entry=entry, category="probationary")

    assert [(r.since, r.until, r.category) for r in Membership.objects.believed()] == [(JANUARY, None, "probationary")]


@pytest.mark.django_db
def test_an_end_not_after_the_start_is_refused_with_both_days():
    row = membership()

    with pytest.raises(EndsBeforeItBegins) as refused, recording(SOURCE) as entry:
        close(row, until=JANUARY, entry=entry)

    assert str(refused.value) == "The end, 2020-01-01, is not after the start, 2020-01-01; choose a later day."
    assert refused.value.sentence("zh-hans") == "终止日期2020-01-01不晚于起始日期2020-01-01，请填写更晚的日期。"
    assert Entry.objects.filter(number=None).count() == 0


@pytest.mark.django_db
def test_numbers_are_given_without_gaps_and_nested_recordings_are_one_entry():
    before = last_number()
    with recording(SOURCE) as outer, recording(SOURCE) as inner:
        assert inner is outer
    with pytest.raises(ZeroDivisionError), recording(SOURCE):
        raise ZeroDivisionError
    with recording(SOURCE) as next_one:
        pass

    assert (outer.number, next_one.number) == (before + 1, before + 2)


class RandomHistories(TestCase):
    """What was answered when it was known must be answered for ever."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        steps=st.lists(
            st.tuples(
                st.sampled_from(["close", "correct", "change", "withdraw"]),
                st.dates(date(2019, 1, 1), date(2021, 12, 31)),
            ),
            max_size=12,
        )
    )
    def test_known_at_answers_never_change(self, steps):
        with recording(SOURCE) as entry:
            organisation = Organisation.objects.create()
            record(
                OrganisationState,
                entry=entry,
                anchor=organisation,
                code="a",
                name="0",
                kind="branch",
                since=date(2019, 6, 1),
            )
        answers = {}
        for turn, (step, day) in enumerate(steps):
            answers[last_number()] = self.picture(organisation, None)
            self.apply(organisation, step, day, str(turn + 1))

        assert {number: self.picture(organisation, number) for number in answers} == answers

    @staticmethod
    def apply(organisation, step, day, name):
        row = OrganisationState.objects.believed().filter(anchor=organisation).order_by("-since").first()
        if row is None or (step in ("close", "change") and (day <= row.since or (row.until and day >= row.until))):
            return
        with recording(SOURCE) as entry:
            if step == "close":
                close(row, until=day, entry=entry)
            elif step == "correct":
                correct(row, entry=entry, name=name)
            elif step == "change":
                change(row, on=day, entry=entry, name=name)
            else:
                retract(OrganisationState, [row.pk], entry=entry)

    @staticmethod
    def picture(organisation, known):
        rows = OrganisationState.objects.filter(anchor=organisation).believed(known)
        return sorted((row.since, row.until or date.max, row.name) for row in rows)
