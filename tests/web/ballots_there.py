"""Secret votes of the branch 橡树村: one that goes on for the table of permissions, and one with nine voters to walk through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.web.county import IDENTITY, County, add
from zugong.ballots import sealing
from zugong.ballots.models import Ballot, Box, Elector
from zugong.kernel.time import now
from zugong.offices.models import User
from zugong.web.ballots.doors import asked_ballot, mark_of_voter

DAY = date(2020, 12, 31)
VOTERS = 9
YES, NO, ABSTAIN = 0, 1, 2


def ballot_there(county: County) -> int:
    """An open vote; the same one each time. Nobody has its codes."""
    if "ballot" not in county.records:
        salts = [sealing.new_salt() for _ in range(2)]
        public = [sealing.public_half(sealing.key_of(sealing.new_code(), salt)).hex() for salt in salts]
        ballot = Ballot.objects.create(
            kind="members_resolution", organisation=county.organisations["oak"], title="修路", on=DAY,
            lines=["修路"], state=Ballot.OPEN, roster_hash="0" * 64, tellers=["李国强", "赵敏"],
            salts=[salt.hex() for salt in salts], public_keys=public, prepared_at=now(), prepared_by=county.users["secretary"],
        )  # fmt: skip
        Box.objects.create(ballot=ballot)
        Elector.objects.create(ballot=ballot, person_id=county.persons["王秀英"], way=Elector.PHONE)
        county.records["ballot"] = ballot.pk
    return county.records["ballot"]


@dataclass
class Held:
    """A vote that goes on, with its codes and its voters' clients in the order of the roster."""

    ballot: int
    codes: list[str]
    secretary: Client
    voters: list[Client]
    persons: list[int]

    def address(self, name: str = "ballot", *more: object) -> str:
        return reverse(name, args=[self.ballot, *more])

    def voter_mark(self, voter: int) -> str:
        """What a form carries of whose it is."""
        client = self.voters[voter]
        return mark_of_voter(asked_ballot(client.get(self.address()).wsgi_request, self.ballot))

    def vote(self, voter: int, pick: int, line: int = 0) -> Any:
        """One ballot by its form, as a browser sends it; the page to which it is led."""
        form = self.voters[voter].get(self.address("ballot_vote"))
        said = {"voter": form.context["voter"], "code": form.context["code"], f"line.{line}": str(pick)}
        return self.voters[voter].post(self.address("ballot_vote"), said, follow=True)

    def count(self, **more: str) -> Any:
        self.secretary.post(self.address("ballot_close"))
        said = {"present": str(VOTERS), "code.0": self.codes[0], "code.1": self.codes[1]} | more
        return self.secretary.post(self.address("ballot_count"), said)


def members(county: County) -> tuple[list[Client], list[int]]:
    """Nine members of the oak branch with accounts; two more, of the small county, have none or another one."""
    clients, persons = [], []
    for number in range(VOTERS):
        [person] = add("person", {"identity_number": IDENTITY.format(f"8{number:02}")[:18], "name": f"党员{number}"})
        add("membership", {"person": person, "organisation": county.organisation("oak"), "category": "full"})
        client = Client()
        client.force_login(User.objects.create(username=f"voter{number}", person_id=person))
        clients.append(client)
        persons.append(person)
    return clients, persons


def held(
    county: County, secretary: Client, kind: str = "members_resolution",
    voters: tuple[list[Client], list[int]] | None = None, **said: str,
) -> Held:  # fmt: skip
    """The vote, prepared by its form: whoever is not of the nine is not counted as due."""
    clients, persons = voters or members(county)
    new = reverse("ballot_new", args=[county.organisation("oak"), kind])
    form = {"on": DAY.isoformat(), "lines": "修路", "teller.0": "李国强", "teller.1": "赵敏", "act": "prepare"} | said
    form |= {f"way.{county.persons[name]}": "excused" for name in ("李国强", "王秀英")}
    ballot = int(secretary.post(new, form).url.split("/")[-2])
    codes = [
        secretary.post(reverse("ballot_code", args=[ballot, number])).context["code"] for number in (1, 2)
    ]  # fmt: skip
    return Held(ballot, codes, secretary, clients, persons)
