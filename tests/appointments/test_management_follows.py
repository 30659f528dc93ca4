"""Who manages a post goes with the committee: into its successor on the day, or to nobody where it ends."""

from __future__ import annotations

from datetime import date

import pytest

from tests.offices.county import FIRST, SOURCE, TODAY, County
from zugong.appointments.models import Manages, Position
from zugong.kernel.facts.recording import last_number, recording
from zugong.organisations import actions
from zugong.organisations.actions import OrganisationValues
from zugong.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def committee(county: County, code: str) -> Organisation:
    values = OrganisationValues(code=code, name=f"{code}党委", kind="committee")
    return actions.found_organisation(values=values, parent=county.county, since=FIRST, source=SOURCE)


def managed(by: Organisation) -> Position:
    post = Position.objects.create()
    with recording(SOURCE) as entry:
        Manages.objects.create(recorded_in=entry, position=post, organisation=by, kind="manages", since=FIRST)
    return post


def held(post: Position) -> list[tuple[int, date, date | None]]:
    rows = Manages.objects.believed().filter(position=post).order_by("since")
    return list(rows.values_list("organisation_id", "since", "until"))


def test_the_successor_manages_what_the_ended_committee_managed_in_the_same_entry(county):
    ended, successor = committee(county, "A1"), committee(county, "A2")
    post, before = managed(ended), last_number()

    actions.merge_organisations(ended=ended, successor=successor, on=TODAY, source=SOURCE)

    assert held(post) == [(ended.pk, FIRST, TODAY), (successor.pk, TODAY, None)]
    assert last_number() == before + 1


def test_what_an_ended_committee_managed_is_managed_by_nobody(county):
    ended = committee(county, "A1")
    post = managed(ended)

    actions.end_organisation(organisation=ended, on=TODAY, source=SOURCE)

    assert held(post) == [(ended.pk, FIRST, TODAY)]
