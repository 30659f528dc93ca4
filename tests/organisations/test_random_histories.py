"""After any history the places are what walking the links by hand gives, on any day, as known at any entry."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.organisations.builders import FIRST, SOURCE, founded
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import Source, copy_of, correct, last_number, record, recording, retract
from zugong.organisations import actions
from zugong.organisations.models import Belongs, Organisation, OrganisationState, Place, Succession

pytestmark = pytest.mark.django_db
FACTS = (OrganisationState, Belongs, Succession)
NUMBERS = st.integers(0, 10_000)
STEPS = st.tuples(
    st.sampled_from(["found", "move", "move", "merge", "merge", "split", "end", "rename", "correct", "shift", "undo"]),
    NUMBERS,
    NUMBERS,
    st.integers(0, 60),
)


def day_of(number: int) -> date:
    return FIRST + timedelta(days=30 * number)


def part(number: int) -> actions.OrganisationValues:
    return actions.OrganisationValues(code=f"part{Organisation.objects.count()}", name=str(number), kind="committee")


def found(one: Organisation, other: Organisation, on: date) -> None:
    """Mostly early, so that most later steps find what they are about."""
    founded("新", one, since=FIRST + (on - FIRST) // 10)


def move(one: Organisation, other: Organisation, on: date) -> None:
    actions.move_organisation(organisation=one, parent=other, on=on, source=SOURCE)


def merge(one: Organisation, other: Organisation, on: date) -> None:
    actions.merge_organisations(ended=one, successor=other, on=on, source=SOURCE)


def split(one: Organisation, other: Organisation, on: date) -> None:
    parts = [actions.Part(part(1), (other,))]
    actions.split_organisation(organisation=one, parts=parts, on=on, source=SOURCE)


def end(one: Organisation, other: Organisation, on: date) -> None:
    actions.end_organisation(organisation=one, on=on, source=SOURCE)


def rename(one: Organisation, other: Organisation, on: date) -> None:
    actions.rename_organisation(organisation=one, name="改名", on=on, source=SOURCE)


def correct_superior(one: Organisation, other: Organisation, on: date) -> None:
    with recording(SOURCE) as entry:
        for link in Belongs.objects.believed().holding(on).filter(child=one):
            correct(link, entry=entry, parent=other)
        actions.refresh_places(entry=entry)


def shift_end(one: Organisation, other: Organisation, on: date) -> None:
    """A correction of the days themselves: the last that was merged ended on another day; what is open, ends."""
    merged = Succession.objects.believed().order_by("pk").last()
    one = merged.ended if merged and other.pk % 2 else one
    with recording(SOURCE) as entry:
        for model, name in ((OrganisationState, "anchor"), (Belongs, "child")):
            last = model.objects.believed().filter(**{name: one}).order_by("since").last()
            if last is not None and last.since < on:
                correct(last, entry=entry, until=on)
        actions.refresh_places(entry=entry)


def undo(one: Organisation, other: Organisation, on: date) -> None:
    """Withdraw what an entry recorded, record again what it withdrew; the database refuses it where that would overlap."""
    entries = list(Entry.objects.order_by("-number")[:5])
    undone = entries[one.pk % len(entries)]
    with recording(Source(kind="undo", actor="tester")) as entry:
        for model in FACTS:
            retract(model, model.objects.filter(recorded_in=undone).values_list("pk", flat=True), entry=entry)
            for row in model.objects.filter(retracted_in=undone):
                record(model, entry=entry, **copy_of(row))
        actions.refresh_places(entry=entry)


STEP_NAMES = {
    "found": found, "move": move, "merge": merge, "split": split, "end": end, "rename": rename,
    "correct": correct_superior, "shift": shift_end, "undo": undo,
}  # fmt: skip


def play(steps) -> int:
    """Take the steps, skipping those that a rule or a changed row refuses; how many were taken comes back."""
    top = founded("顶")
    town = founded("甲", top)
    founded("乙", top), founded("丙", town)
    taken = 0
    for name, first, second, number in steps:
        organisations = list(Organisation.objects.order_by("pk"))
        one, other = (organisations[pick % len(organisations)] for pick in (first, second))
        try:
            with transaction.atomic():
                STEP_NAMES[name](one, other, day_of(number))
            taken += 1
        except RuleBroken:
            continue
        except IntegrityError:
            if name != "undo":
                raise
    return taken


class Book:
    """Every row ever written, in memory, asked one link at a time."""

    def __init__(self) -> None:
        entries = dict(Entry.objects.values_list("pk", "number"))
        self._rows = {
            model: [
                (entries[row.recorded_in_id], entries.get(row.retracted_in_id, 10**9), row)
                for row in model.objects.all()
            ]
            for model in (*FACTS, Place)
        }

    def believed(self, model, known: int, **wanted: int) -> list:
        rows = [row for recorded, retracted, row in self._rows[model] if recorded <= known < retracted]
        return [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]

    def holding(self, model, on: date, known: int, **wanted: int) -> list:
        rows = self.believed(model, known, **wanted)
        return [row for row in rows if row.since <= on and (row.until is None or on < row.until)]

    def derived(self, organisation: int, on: date, known: int) -> list[tuple[str, bool]]:
        return [(row.path, row.living) for row in self.holding(Place, on, known, organisation_id=organisation)]

    def by_hand(self, organisation: int, on: date, known: int) -> list[tuple[str, bool]]:
        """Path and living; nothing before it was founded."""
        if self.holding(OrganisationState, on, known, anchor_id=organisation):
            return [(self._path(organisation, self._superior(organisation, on, known), on, known), True)]
        states = self.believed(OrganisationState, known, anchor_id=organisation)
        ends = [row.until for row in states if row.until is not None and row.until <= on]
        if not ends:
            return []
        later = self.believed(Succession, known, ended_id=organisation)
        later = [row for row in later if max(ends) <= row.on <= on]
        latest = {row.successor_id for row in later if row.on == max(other.on for other in later)}
        last = self._superior(organisation, max(ends) - timedelta(days=1), known)
        return [(self._path(organisation, latest.pop() if len(latest) == 1 else last, on, known), False)]

    def _superior(self, organisation: int, on: date, known: int) -> int | None:
        links = self.holding(Belongs, on, known, child_id=organisation)
        return links[0].parent_id if links else None

    def _path(self, organisation: int, above: int | None, on: date, known: int) -> str:
        return f"{self.by_hand(above, on, known)[0][0] if above else '/'}{organisation}/"


def check(days, numbers) -> None:
    with recording(SOURCE) as entry:
        assert actions.rebuild_places(entry=entry) == 0
    book, last = Book(), last_number()
    organisations = Organisation.objects.values_list("pk", flat=True)
    known = {last, *(number % last + 1 for number in numbers)}
    questions = [(pk, day_of(day), moment) for pk in organisations for day in set(days) for moment in known]

    assert [(asked, book.derived(*asked)) for asked in questions] == [
        (asked, book.by_hand(*asked)) for asked in questions
    ]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(STEPS, min_size=5, max_size=25),
    days=st.lists(st.integers(0, 70), min_size=12, max_size=12),
    numbers=st.lists(NUMBERS, min_size=3, max_size=3),
)
def test_places_are_what_walking_the_links_gives(steps, days, numbers):
    with transaction.atomic():
        play(steps)

        check(days, numbers)
        transaction.set_rollback(True)


def test_a_superior_founded_twice_after_a_gap_leads_through_its_successor_only_in_between():
    top = founded("顶")
    one, two = founded("甲", top), founded("乙", top)
    actions.merge_organisations(ended=one, successor=two, on=day_of(10), source=SOURCE)
    with recording(SOURCE) as entry:
        state = OrganisationState.objects.believed().get(anchor=one)
        record(OrganisationState, entry=entry, **copy_of(state, since=day_of(20), until=None))
        record(Belongs, entry=entry, child=one, parent=top, since=day_of(20))
        actions.refresh_places(entry=entry)
    actions.merge_organisations(ended=two, successor=one, on=day_of(30), source=SOURCE)

    rows = Place.objects.believed().filter(organisation=one).order_by("since")

    assert list(rows.values_list("path", "living", "until")) == [
        (f"/{top.pk}/{one.pk}/", True, day_of(10)),
        (f"/{top.pk}/{two.pk}/{one.pk}/", False, day_of(20)),
        (f"/{top.pk}/{one.pk}/", True, None),
    ]
    check(range(5, 40, 5), range(10))
