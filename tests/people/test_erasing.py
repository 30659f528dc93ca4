"""What is personal about somebody is destroyed in every row ever recorded, and nothing else; nothing brings it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, transaction

from tests.exchange.tables import CATALOGUE, COUNTY, DECEMBER, JANUARY, JUNE, identity, imported, member
from zugong.appointments.models import Appointment, Position
from zugong.dictionary.freshness import mark_now
from zugong.dictionary.models import LedgerRow
from zugong.dictionary.store import store_of
from zugong.exchange.undo import DestroyedForGood, RestoresTheDestroyed, undo
from zugong.figures.replica import Replica, open_replica
from zugong.kernel.facts.models import Entry, Erasure
from zugong.kernel.facts.recording import Source, close, last_number, recording
from zugong.people.erasing import erase_person
from zugong.people.errors import StillRecorded
from zugong.people.models import Membership, Person, PersonState

pytestmark = pytest.mark.django_db
SOURCE = Source("command", "tester", "某字〔2026〕1号")


def mobile(serial: int, job: str) -> dict[str, Any]:
    who = {"姓名": f"党员{serial}", "公民身份证号": identity(serial)}
    return {**who, "所在党支部": "甲村党支部", "就业情况": job, "是否纳入管理": "是"}


@pytest.fixture
def left() -> Person:
    """Somebody who left in June, with a value that was corrected, a ledger row and a namesake in it."""
    imported("organisations", COUNTY)
    imported("members", [member(serial, f"党员{serial}") | {"学历": "大专"} for serial in (1, 11)])
    for job, on in (("建筑", JANUARY), ("运输", JUNE)):
        imported("mobile_register", [mobile(serial, job) for serial in (1, 11)], on)
    gone = {"姓名": "党员1", "公民身份证号": identity(1), "减少日期": JUNE, "减少方式": "转出"}
    imported("members_left", [gone], DECEMBER)
    return PersonState.objects.believed().filter(name="党员1").first().anchor


def kept(kind: str) -> list[dict[str, Any]]:
    """Every row of a type, believed or not, as the store reads it."""
    store = store_of(CATALOGUE.types[kind])
    return [row.values for row in store.read(store.queryset().order_by("pk"), unsealed=True)]


def erase(person: Person, on: date = DECEMBER) -> int:
    return erase_person(person, on=on, source=SOURCE, catalogue=CATALOGUE).rows


def test_everything_personal_goes_from_every_row_and_what_is_counted_stays(left):
    memberships = list(Membership.objects.order_by("pk").values_list("person", "organisation", "since", "until"))
    entries = last_number()

    rows = erase(left)

    assert rows == Erasure.objects.count() > 3
    assert last_number() == entries + 1
    persons = [values for values in kept("person") if values["name"] != "党员11"]
    assert persons and all(set(values.values()) <= {None, ""} for values in persons)
    assert list(PersonState.objects.filter(anchor=left).values_list("pinyin", "identity_number_hash").distinct()) == [
        (None, None)
    ]
    assert {values["person"]: values["job"] for values in kept("mobile_register")}[left.pk] is None
    assert "建筑" not in "".join(
        LedgerRow.objects.filter(body__contains=f'"person":{left.pk},').values_list("body", flat=True)
    )
    assert (
        list(Membership.objects.order_by("pk").values_list("person", "organisation", "since", "until")) == memberships
    )


def test_nobody_else_loses_anything(left):
    before = [values for values in kept("person") if values["name"] == "党员11"]
    other = {values["person"]: values for values in kept("mobile_register")}

    erase(left)

    assert [values for values in kept("person") if values["name"] == "党员11"] == before
    after = {values["person"]: values for values in kept("mobile_register")}
    assert {who: values for who, values in after.items() if who != left.pk} == {
        who: values for who, values in other.items() if who != left.pk
    }


def test_whoever_is_still_a_member_keeps_all(left):
    here = PersonState.objects.believed().get(name="党员11").anchor

    with pytest.raises(StillRecorded):
        erase(here)
    with pytest.raises(StillRecorded):
        erase(left, on=JANUARY)

    assert Erasure.objects.count() == 0


def test_whoever_holds_a_post_keeps_all_until_it_ends(left):
    post = Position.objects.create()
    with recording(SOURCE) as entry:
        held = Appointment.objects.create(recorded_in=entry, person=left, position=post, since=JUNE)

    with pytest.raises(StillRecorded, match="Appointment of 党员1 holds still") as refused:
        erase(left)
    with recording(SOURCE) as entry:
        close(held, until=DECEMBER, entry=entry)
    erase(left)

    assert refused.value.sentence("zh") == "党员1的任职仍在有效期内；终止后才能清除其个人信息，请先办理终止。"
    assert Erasure.objects.count() > 3


def test_nothing_brings_back_what_was_destroyed_or_records_it_again_without_its_values(left):
    leaving = Entry.objects.get(number=last_number())  # withdrew the open membership
    correcting = Entry.objects.get(number=last_number() - 1)  # withdrew the job of January
    erased = erase_person(left, on=DECEMBER, source=SOURCE, catalogue=CATALOGUE).entry

    with pytest.raises(DestroyedForGood):
        undo(Entry.objects.get(number=erased), source=SOURCE)
    for entry in (leaving, correcting):
        with pytest.raises(RestoresTheDestroyed, match="1 rows whose personal values"):
            undo(entry, source=SOURCE)

    assert last_number() == erased


def test_an_erased_row_can_be_emptied_only_and_another_not_even_that(left):
    erase(left)
    erased = PersonState.objects.filter(anchor=left)
    other = PersonState.objects.filter(name="党员11")
    attempts = [
        lambda: erased.update(name="别人"),
        lambda: erased.update(until=None, since=date(2019, 1, 1)),
        lambda: erased.update(anchor=other.first().anchor),
        lambda: other.update(name=""),
        lambda: Erasure.objects.all().delete(),
    ]

    for attempt in attempts:
        with pytest.raises(Error, match="append only"), transaction.atomic():
            attempt()


JOBS = "SELECT job FROM {} ORDER BY job"


@pytest.fixture
def copy(settings, tmp_path) -> Iterator[Replica]:
    settings.ZUGONG_REPLICA = tmp_path / "replica"
    opened = open_replica()
    yield opened
    opened.close()


def test_the_copy_that_answers_figures_forgets_at_once_whoever_asks_it(left, copy):
    jobs = JOBS.format(copy.relation("mobile_register"))
    known = JOBS.format(copy.relation("mobile_register", last_number()))
    before, mark = copy.execute(jobs), mark_now()

    erase(left)

    assert before == [("建筑",), ("建筑",), ("运输",), ("运输",)]
    assert copy.execute(jobs) == copy.execute(known) == [("建筑",), ("运输",), (None,), (None,)]
    assert mark_now().history > mark.history, "numbers that were kept are counted again, those of earlier moments too"


def test_no_file_of_the_copy_keeps_what_was_destroyed(left, copy, settings):
    copy.rebuild()
    copy.rebuild()
    erase(left)

    copy.rebuild_alone()

    assert len(list(Path(settings.ZUGONG_REPLICA).glob("base-*.duckdb"))) == 1
