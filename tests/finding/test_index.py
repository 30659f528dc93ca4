"""The index kept by entries is the index made anew, after any history and on any day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import NewRow, store_of
from zugong.finding.actions import catch_up, rebuild
from zugong.finding.conditions import ALWAYS
from zugong.finding.models import Part
from zugong.finding.queries import found, wanted_of
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source, change, close, correct, recording, retract
from zugong.organisations import actions as organisations
from zugong.organisations.models import Organisation
from zugong.people.models import Membership, Person, PersonState

pytestmark = pytest.mark.django_db
FIRST = date(2020, 1, 1)
SOURCE = Source("form", "tester")
TYPES = installed_catalogue("jiangxian").types
NAMES = st.sampled_from(["李国强", "单小红", "王伟", "古城村", "东古城村"])
DAYS = st.integers(0, 400).map(lambda days: FIRST + timedelta(days=days))
STEPS = st.tuples(
    st.sampled_from(["person", "person", "join", "join", "move", "rename", "correct", "close", "withdraw", "office"]),
    st.integers(0, 1000), NAMES, DAYS,
)  # fmt: skip
_codes = count(1)


def add(code: str, since: date, **values) -> int:
    store = store_of(TYPES[code])
    with recording(SOURCE) as entry:
        anchor = store.new_anchors(1)[0] if store.kind.anchored else None
        [pk] = store.insert([NewRow(anchor, since, None, values)], entry=entry)
    return anchor or pk


def branch(name: str, since: date, parent: Organisation | None = None) -> Organisation:
    values = organisations.OrganisationValues(code=f"{next(_codes):05}", name=name, kind="branch")
    return organisations.found_organisation(values=values, parent=parent, since=since, source=SOURCE)


def picked(model, number: int):
    rows = list(model.objects.order_by("pk"))
    return rows[number % len(rows)] if rows else None


def act(step: str, number: int, name: str, day: date) -> None:
    states = PersonState.objects.believed()
    if step == "person":
        add("person", day, name=name)
    elif step == "join" and (person := picked(Person, number)):
        row = {"person": person.pk, "organisation": picked(Organisation, number).pk, "category": "full"}
        add("membership", day, **row)
    elif step == "office":
        branch(name, day, Organisation.objects.order_by("pk").first())
    elif step == "rename" and number % 2:
        organisations.rename_organisation(
            organisation=picked(Organisation, number), name=name, on=day, source=SOURCE
        )  # fmt: skip
    else:
        chosen = Membership.objects.believed() if step == "move" else states
        rows = list(chosen.order_by("pk"))
        if rows:
            write(step, rows[number % len(rows)], number, name, day)


def write(step: str, row, number: int, name: str, day: date) -> None:
    with recording(SOURCE) as entry:
        if step == "move":
            change(row, on=max(day, row.since), entry=entry, organisation=picked(Organisation, number))
        elif step == "rename":
            change(row, on=max(day, row.since), entry=entry, name=name)
        elif step == "correct":
            correct(row, entry=entry, name=name)
        elif step == "close":
            close(row, until=day, entry=entry)
        else:
            retract(type(row), [row.pk], entry=entry)


def told() -> list[tuple]:
    columns = [field.attname for field in Part._meta.concrete_fields if field.attname != "id"]
    return sorted(Part.objects.values_list(*columns), key=repr)


def try_to(step: tuple) -> None:
    try:
        with transaction.atomic():
            act(*step)
    except RuleBroken:
        pass  # what the rules refuse changes nothing, and neither may the index


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=14), days=st.lists(DAYS, min_size=2, max_size=4))
def test_after_any_history_the_index_kept_by_entries_is_the_index_made_anew(db, steps, days):
    with transaction.atomic():
        branch("县委", FIRST)
        catch_up(min(days))
        for number, step in enumerate(steps):
            if possible(step):
                try_to(step)
            if number % 3 == 0:
                catch_up(sorted(days)[min(number // 3, len(days) - 1)])
        catch_up(max(days))
        kept = told()

        rebuild(max(days))

        assert kept == told()
        transaction.set_rollback(True)


def possible(step: tuple) -> bool:
    """A second membership on the same days is refused by the database itself, which ends the transaction."""
    kind, number, _, _ = step
    person = picked(Person, number)
    return kind != "join" or (person is not None and not Membership.objects.believed().filter(person=person).exists())


def test_nothing_recorded_costs_two_questions_and_no_writing():
    branch("县委", FIRST)
    catch_up(FIRST)

    with CaptureQueriesContext(connection) as captured:
        catch_up(FIRST)

    assert len(captured.captured_queries) == 2


def names_found(text: str, code: str = "organisation") -> list[tuple]:
    pages = found(wanted_of(text), {code: ALWAYS}, limit=10)
    return [(hit.name, hit.named_until, hit.ended_on) for hit in pages[code].hits] if pages else []


def test_a_renamed_organisation_is_found_by_its_former_name_and_an_ended_one_after_the_others():
    top = branch("县委", FIRST)
    old, other = branch("古城村党支部", FIRST, top), branch("古城村第一党支部", FIRST, top)
    organisations.rename_organisation(organisation=old, name="新城村党支部", on=date(2021, 3, 1), source=SOURCE)
    organisations.end_organisation(organisation=other, on=date(2021, 5, 1), source=SOURCE)
    branch("西古城村党总支", FIRST, top)

    catch_up(date(2022, 1, 1))

    assert names_found("古城村") == [
        ("西古城村党总支", None, None),
        ("古城村党支部", date(2021, 2, 28), None),
        ("古城村第一党支部", None, date(2021, 4, 30)),
    ]


def test_a_name_that_begins_later_is_borne_from_that_day_without_a_new_entry():
    old = branch("古城村党支部", FIRST)
    organisations.rename_organisation(organisation=old, name="新城村党支部", on=date(2021, 3, 1), source=SOURCE)
    catch_up(date(2021, 2, 28))
    before = names_found("城村")

    catch_up(date(2021, 3, 1))

    assert (before, names_found("城村")) == (
        [("古城村党支部", None, None)],
        [("新城村党支部", None, None)],
    )


def test_pages_neither_repeat_nor_leave_out_anything():
    top = branch("县委", FIRST)
    for number in range(23):
        branch(f"古城{number}党支部", FIRST, top)
    catch_up(FIRST)
    seen, after = [], ""

    while True:
        page = found(wanted_of("gucheng"), {"organisation": ALWAYS}, after=after, limit=5)["organisation"]
        seen += [hit.name for hit in page.hits]
        after = page.after
        if not after:
            break

    assert sorted(seen) == sorted(f"古城{number}党支部" for number in range(23))
