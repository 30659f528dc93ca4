"""A village secretary opens the village: a unit is also seen by who sees the organisation that is set up in it."""

from __future__ import annotations

from django.urls import reverse

from tests.web.county import SINCE, SOURCE, County
from zugong.organisations.actions import set_serves
from zugong.organisations.models import Unit


def set_up_in_the_village(county: County) -> None:
    village = Unit.objects.get(pk=county.records["village"])
    set_serves(organisation=county.organisations["oak"], unit=village, since=SINCE, source=SOURCE)


def test_the_secretary_opens_lists_and_counts_the_own_village(county: County, sign_in):
    set_up_in_the_village(county)
    client, wanted = sign_in("secretary"), reverse("record", args=["unit", county.records["village"]])

    page, listed = client.get(wanted), client.get(reverse("record_list", args=["unit"]))

    assert (page.status_code, page.context["title"]) == (200, "橡树村")
    assert (listed.context["count"], [row.heading.text for row in listed.context["rows"]]) == (1, ["V1"])


def test_without_the_link_the_village_is_not_known(county: County, sign_in):
    wanted = reverse("record", args=["unit", county.records["village"]])

    assert [sign_in(role).get(wanted).status_code for role in ("secretary", "township")] == [404, 200]
