"""What an entry did to organisations is told as it was then, and told alike where the same was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.offices.county import SOURCE, TODAY, County
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import close, last_number, recording
from zugong.organisations import actions
from zugong.people.models import Membership
from zugong.restructuring.effects import Effects, effects_of

SPLIT = Effects(
    on=TODAY, founded=(7,), ended=(), restored=(), withdrawn=(), renamed=(), moved=((7, None, 2),), members=((3, 7, 5),),
    served=((7, 6),), left=(), succeeded=((3, 7),), territory=0, guidance=0, positions=(),
)  # fmt: skip


@pytest.mark.parametrize("founded", [5, 6, 8])
def test_the_digest_does_not_hang_on_the_number_that_a_new_organisation_is_given(founded):
    """On PostgreSQL the rehearsal uses up a number; 5 is how many members move, 6 the unit."""
    again = replace(
        SPLIT,
        founded=(founded,),
        moved=((founded, None, 2),),
        members=((3, founded, 5),),
        served=((founded, 6),),
        succeeded=((3, founded),),
    )

    assert again.digest == SPLIT.digest


@pytest.mark.parametrize(
    "change", [{"members": ((3, 7, 4),)}, {"served": ((7, 9),)}, {"on": date(2030, 1, 1)}, {"positions": (7,)}]
)
def test_the_digest_tells_everything_else_apart(change):
    assert replace(SPLIT, **change).digest != SPLIT.digest


@pytest.mark.django_db
def test_whom_a_merger_moved_is_told_after_they_were_changed_again():
    county = County()
    actions.merge_organisations(ended=county.branch, successor=county.other, on=TODAY, source=SOURCE)
    entry = Entry.objects.get(number=last_number())
    before = effects_of(entry).members

    with recording(SOURCE) as later:
        row = Membership.objects.believed().get(person=county.farmer, organisation=county.other)
        close(row, until=date(TODAY.year + 1, 1, 1), entry=later)

    assert before == effects_of(entry).members == ((county.branch.pk, county.other.pk, 1),)
