"""A county officer for the copy of a site: an account that sees what the organisation section of the county sees."""

from __future__ import annotations

from datetime import date

from zugong.dictionary.declarations import Depth
from zugong.kernel.facts.recording import Source, record, recording
from zugong.offices.models import Mandate, Office, OfficeState, Seat, User
from zugong.offices.rules import DEFAULT_MANDATES

_SINCE = date(2000, 1, 1)
_NAME = "bench_officer"


def county_officer(organisation: int, password: str) -> User:
    """An account in a new organisation section of the organisation, with its usual mandates."""
    user = User.objects.create_user(_NAME, password=password)
    with recording(Source("command", _NAME, note="bench")) as entry:
        office = Office.objects.create()
        shared = {"entry": entry, "since": _SINCE}
        record(OfficeState, anchor=office, name="bench", organisation_id=organisation, **shared)
        record(Seat, user=user, office=office, **shared)
        for usual in DEFAULT_MANDATES["organisation_section"]:
            for act in usual.acts:
                record(
                    Mandate, office=office, matter=usual.matter, act=act, territory_id=organisation,
                    depth=Depth.PERSONAL, **shared,
                )  # fmt: skip
    return user
