"""Since when a post is vacant: since the last holder left, or since it is there, under whatever name."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Q

from tests.offices.county import FIRST, SOURCE, TODAY, County
from zugong.appointments.models import Appointment, Position, PositionState
from zugong.appointments.posts import page_of, posts_where
from zugong.kernel.facts.recording import change, close, last_number, recording
from zugong.kernel.time import Clocks

pytestmark = pytest.mark.django_db
RENAMED, LEFT = date(2022, 3, 1), date(2021, 5, 1)


def vacant_since(clocks: Clocks, post: Position) -> tuple[int | None, date]:
    [found], _ = page_of(posts_where(Q(anchor=post), clocks), clocks, after=None, limit=10)
    return found.holder, found.since


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def post(county: County) -> Position:
    """A post that was renamed."""
    made = Position.objects.create()
    values = {"name": "书记", "kind": "village_secretary", "organisation": county.branch, "matter": "village"}
    with recording(SOURCE) as entry:
        state = PositionState.objects.create(recorded_in=entry, anchor=made, since=FIRST, **values)
    with recording(SOURCE) as entry:
        change(state, on=RENAMED, entry=entry, name="党支部书记")
    return made


def test_a_post_that_nobody_ever_held_is_vacant_since_it_is_there(post):
    assert vacant_since(Clocks.at(TODAY), post) == (None, FIRST)


def test_a_post_is_vacant_since_its_last_holder_left_as_far_as_known_then(county, post):
    with recording(SOURCE) as entry:
        held = Appointment.objects.create(recorded_in=entry, person=county.farmer, position=post, since=FIRST)
    known = last_number()
    with recording(SOURCE) as entry:
        close(held, until=LEFT, entry=entry)

    assert vacant_since(Clocks.at(TODAY), post) == (None, LEFT)
    assert vacant_since(Clocks.at(TODAY, known=known), post) == (county.farmer.pk, FIRST)
