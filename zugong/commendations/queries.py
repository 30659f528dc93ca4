"""Every read of commendations that has a name: each one question for a whole page, never one per row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from zugong.activities.filed import kind_of, ledger
from zugong.dictionary.store import StoredRow, store_of
from zugong.figures.grouping import Grouping, Rights
from zugong.figures.judging import judged_rows
from zugong.figures.queries import this_site
from zugong.kernel.time import Clocks
from zugong.packs.commendations import Commendation, Condition, read_commendations
from zugong.packs.pack import installed_pack

ROUND, QUOTA, PROPOSAL, AWARD, MEDAL, TITLE = (
    "commendation_round", "commendation_quota", "commendation_proposal", "commendation", "medal", "designation",
)  # fmt: skip
_ROUNDS = 40


def kinds_of_commendations() -> dict[str, Commendation]:
    """The kinds of commendations of this site, by code."""
    return read_commendations(tuple(installed_pack(settings.ZUGONG_PACK).folders))


def rounds_of(organisations: Iterable[int]) -> list[StoredRow]:
    """The rounds that any of these organisations holds, the latest first."""
    store = ledger(ROUND)
    found = store.queryset().believed().filter(organisation_id__in=list(organisations), until__isnull=True)
    return list(store.read(found.order_by("-since", "-pk")[:_ROUNDS]))


def round_row(identity: int) -> StoredRow | None:
    """The round of that identity as it stands now; None where there is none."""
    return next(iter(ledger(ROUND).believed(anchor_id=identity, until__isnull=True)), None)


def places_of(identity: int) -> list[StoredRow]:
    """The places of a round."""
    return _of_round(QUOTA, identity)


def proposals_of(identity: int) -> list[StoredRow]:
    """The proposals of a round that stand, in the order in which they came; those taken back left out."""
    rows = _of_round(PROPOSAL, identity, until__isnull=True)
    return [row for row in rows if row.values["state"] != "withdrawn"]


def awards_of(identity: int) -> list[StoredRow]:
    """The persons commended in a round."""
    return _of_round(AWARD, identity)


def _of_round(type_code: str, identity: int, **conditions: object) -> list[StoredRow]:
    """Rows of a ledger whose field `round` names the round: its place in the compact body is known."""
    store = ledger(type_code)
    found = store.queryset().believed().filter(body__contains=f'"round":{int(identity)}', **conditions)
    rows = store.read(found.order_by("pk"))
    return [row for row in rows if row.values["round"] == identity]


def row_of(type_code: str, row_id: int) -> StoredRow | None:
    """A believed row of a ledger; None where there is none."""
    store = ledger(type_code)
    return next(iter(store.read(store.queryset().believed().filter(pk=row_id))), None)


@dataclass(frozen=True)
class Judged:
    """What the records show of one who is proposed: each condition with whether it is met; None where dates leave it open."""

    conditions: tuple[tuple[Condition, bool | None], ...]

    @property
    def unmet(self) -> tuple[Condition, ...]:
        return tuple(condition for condition, met in self.conditions if met is False)


def judged_proposals(
    title: str, proposals: Iterable[StoredRow], clocks: Clocks, grouping: Grouping, rights: Rights
) -> dict[int, Judged]:  # fmt: skip
    """What the records show of each proposal of a round, by its row: one question for each kind of commendation."""
    found: dict[int, Judged] = {}
    proposals = list(proposals)
    for kind in kinds_of_commendations().values():
        mine = [row for row in proposals if row.values["kind"] == kind.commendation]
        conditions = kind.conditions_on(clocks.on)
        if mine and conditions:
            told = _judged(kind, conditions, title, clocks, grouping, rights)
            for row in mine:
                met = told.get(_nominee(kind, row), [None] * len(conditions))
                found[row.id] = Judged(tuple(zip(conditions, met, strict=True)))
    return found


def _nominee(kind: Commendation, row: StoredRow) -> int:
    return row.values["person" if kind.is_of_persons else "organisation"] or 0


def _judged(
    kind: Commendation, conditions: tuple[Condition, ...], title: str, clocks: Clocks, grouping: Grouping, rights: Rights
) -> Mapping[int, list[bool | None]]:  # fmt: skip
    quoted = title.replace("'", "''")
    link = "person = this.person" if kind.is_of_persons else "organisation = this"
    where = (
        f"holds() and some(commendation_proposal, {link} and kind = '{kind.commendation}' and round.title = '{quoted}')"
    )
    values = ["person"] if kind.is_of_persons else []
    with this_site().asking(grouping, rights) as asking:
        rows = judged_rows(
            kind.of, where, clocks, asking, values=values, judged=[(one.where, clocks) for one in conditions]
        )  # fmt: skip
    return {
        (row.values[0] if values else row.anchor or 0): [
            None if open_ else holds for holds, open_ in zip(row.holds, row.undecided, strict=True)
        ]
        for row in rows
    }


def member_names(organisation: int, day: date) -> dict[int, str]:
    """The members of an organisation on a day with their names, in the order of the roster."""
    memberships = (
        store_of(kind_of("membership")).queryset().believed().holding(day).filter(organisation_id=organisation)
    )
    persons = list(memberships.order_by("person_id").values_list("person_id", flat=True))
    return {pk: name for pk, name in names_of(persons, day).items() if name}


def names_of(persons: Iterable[int], day: date) -> dict[int, str]:
    """What persons are called: on a day, else as they were last recorded."""
    listed = list(dict.fromkeys(persons))
    store = store_of(kind_of("person"))
    rows = store.queryset().believed().filter(anchor_id__in=listed).order_by("since")
    found: dict[int, str] = {}
    for anchor, since, name in rows.values_list("anchor_id", "since", "name"):
        if anchor not in found or since <= day:
            found[anchor] = name
    return {person: found.get(person, f"№{person}") for person in listed}


def still_members(persons: Iterable[int], day: date) -> frozenset[int]:
    """Those of the persons who are members on a day."""
    held = store_of(kind_of("membership")).queryset().believed().holding(day).filter(person_id__in=list(persons))
    return frozenset(held.values_list("person_id", flat=True))
