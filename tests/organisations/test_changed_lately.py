"""What happened to an organisation lately: taking over is not the same as being split off."""

from __future__ import annotations

import pytest

from tests.offices.county import FIRST, SOURCE, TODAY, County
from zugong.organisations import actions
from zugong.organisations.actions import OrganisationValues, Part
from zugong.organisations.queries.changes import Lately, changed_lately

pytestmark = pytest.mark.django_db


def test_what_was_split_off_is_new_and_took_nobody_over():
    county = County()
    part = Part(OrganisationValues(code="B9", name="新支部", kind="branch"))

    [new] = actions.split_organisation(organisation=county.branch, parts=[part], on=TODAY, source=SOURCE)

    found = changed_lately([new.pk, county.branch.pk], after=FIRST, day=TODAY)
    assert found == {new.pk: Lately(founded=TODAY)}


def test_who_goes_on_after_a_merger_took_one_over():
    county = County()

    actions.merge_organisations(ended=county.branch, successor=county.other, on=TODAY, source=SOURCE)

    found = changed_lately([county.branch.pk, county.other.pk], after=FIRST, day=TODAY)
    assert found == {county.branch.pk: Lately(ended=TODAY), county.other.pk: Lately(took_over=1)}
