"""A secret vote of the branch 橡树村 that goes on, in which the member of the small county may vote."""

from __future__ import annotations

from datetime import date

from tests.web.county import County
from zugong.ballots import sealing
from zugong.ballots.models import Ballot, Box, Elector
from zugong.kernel.time import now


def ballot_there(county: County) -> int:
    """An open vote; the same one each time. Nobody has its codes."""
    if "ballot" not in county.records:
        salts = [sealing.new_salt() for _ in range(2)]
        public = [sealing.public_half(sealing.key_of(sealing.new_code(), salt)).hex() for salt in salts]
        ballot = Ballot.objects.create(
            kind="members_resolution", organisation=county.organisations["oak"], title="修路", on=date(2020, 12, 31),
            lines=["修路"], state=Ballot.OPEN, roster_hash="0" * 64, tellers=["李国强", "赵敏"],
            salts=[salt.hex() for salt in salts], public_keys=public, prepared_at=now(), prepared_by=county.users["secretary"],
        )  # fmt: skip
        Box.objects.create(ballot=ballot)
        Elector.objects.create(ballot=ballot, person_id=county.persons["王秀英"], name="王秀英", way=Elector.PHONE)
        county.records["ballot"] = ballot.pk
    return county.records["ballot"]
