"""Users of every role with their tokens, over the small county of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import Client

from zugong.dictionary.declarations import Depth
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import today
from zugong.offices import actions
from zugong.offices.models import User
from zugong.organisations.models import Organisation

SINCE = date(2020, 1, 1)
SOURCE = Source("command", "tests", paper="组发〔2020〕2号")
#: Role → kind of office whose usual mandates it holds, and where.
OFFICES = {
    "section": ("organisation_section", "county"),
    "township": ("township_organisation", "east"),
    "secretary": ("branch_secretary", "oak"),
}
ROLES = ("section", "township", "secretary", "bureau", "nobody", "anonymous")


@dataclass(frozen=True)
class Caller:
    """Asks the API as one user; without a token as nobody at all."""

    user: User | None
    token: str

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, address: str, **parameters: Any):
        return Client().get(f"/api/v1{address}", parameters, headers=self._headers)

    def post(self, address: str, body: Any):
        return Client().post(f"/api/v1{address}", body, content_type="application/json", headers=self._headers)

    def upload(self, address: str, **parts: Any):
        return Client().post(f"/api/v1{address}", parts, headers=self._headers)

    def delete(self, address: str):
        return Client().delete(f"/api/v1{address}", headers=self._headers)


def caller(role: str, organisations: dict[str, Organisation], *, person: int | None = None) -> Caller:
    """A user of the role with a token of their own."""
    if role == "anonymous":
        return Caller(None, "")
    user = actions.create_user(
        username=f"api-{role}", password="correct horse battery", full_name=role, source=SOURCE, person=person
    )
    if role in OFFICES:
        kind, where = OFFICES[role]
        _seated(user, organisations[where], kind)
    elif role == "bureau":
        office = _office(user, organisations["bureau"])
        actions.grant(
            office=office, matter="members", act="see", territory=organisations["county"], depth=Depth.NUMBER,
            since=SINCE, source=SOURCE,
        )  # fmt: skip
    text, _ = actions.issue_token(user=user, name="tests", expires_on=today() + timedelta(days=7))
    return Caller(user, text)


def _seated(user: User, organisation: Organisation, kind: str) -> None:
    office = _office(user, organisation)
    actions.grant_usual(office=office, kind=kind, territory=organisation, since=SINCE, source=SOURCE)


def _office(user: User, organisation: Organisation):
    office = actions.create_office(
        name=f"{user.full_name}办公室", organisation=organisation, since=SINCE, source=SOURCE
    )
    actions.seat(user=user, office=office, since=SINCE, source=SOURCE)
    return office
