"""A county officer for the copy of a site: an account that sees what the organisation section of the county sees."""

from __future__ import annotations

from datetime import date

from zugong.kernel.facts.recording import Source, recording
from zugong.offices import actions
from zugong.offices.models import User
from zugong.organisations.models import Organisation

_SINCE = date(2000, 1, 1)
_NAME = "bench_officer"


def county_officer(organisation: int, password: str) -> User:
    """An account in a new organisation section of the organisation, with its usual mandates."""
    source = Source("command", _NAME, note="bench")
    county = Organisation.objects.get(pk=organisation)
    with recording(source):
        user = actions.create_user(username=_NAME, password=password, full_name=_NAME, source=source)
        office = actions.create_office(name=_NAME, organisation=county, since=_SINCE, source=source)
        actions.seat(user=user, office=office, since=_SINCE, source=source)
        actions.grant_usual(
            office=office, kind="organisation_section", territory=county, since=_SINCE, source=source
        )  # fmt: skip
    return user
