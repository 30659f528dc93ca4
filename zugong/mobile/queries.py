"""Every read of mobile members that has a name: each is one question for a whole branch, never one per member."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from zugong.activities.filed import kind_of, ledger
from zugong.activities.queries import person_names
from zugong.dictionary.store import StoredRow, store_of
from zugong.kernel.facts.models import Entry
from zugong.kernel.time import Period
from zugong.mobile.rules import Definition
from zugong.packs.pack import Pack, installed_pack
from zugong.packs.parameters import NoLocalValue, NoValueYet, Parameter
from zugong.people.queries import members_on

REGISTER, CHECK, HOMECOMING, HANDOVER, ATTACHED = (
    "mobile_register", "member_check", "mobile_homecoming", "mobile_handover", "attached",
)  # fmt: skip
#: The kind of check by which the register is confirmed, and the kind of attachment of whom a branch took in.
CHECKED, TAKEN_IN = "mobile_register", "taken_in"
#: So many hand-overs of a branch are shown; the list of records has all of them.
_LATELY = 30


def the_pack() -> Pack:
    """The pack of this site."""
    return installed_pack(settings.ZUGONG_PACK)


def definition_on(day: date) -> Definition:
    """The definition of a mobile member that is in force on a day."""
    parameter = the_pack().parameters["mobile_months_away"]
    months = value_on(parameter, day)
    if months is None:
        return Definition(None)
    source = parameter.sources[max(start for start in parameter.sources if start <= day)]
    return Definition(months, source.title)


def value_on(parameter: Parameter, day: date) -> int | None:
    """The whole number that a parameter has on a day; None before its first value."""
    try:
        return int(parameter.value_on(day))
    except (NoValueYet, NoLocalValue):
        return None


def out_of_reach_months(day: date) -> int | None:
    """After how many months without word somebody is out of reach; None before any paper says so."""
    return value_on(the_pack().parameters["mobile_out_of_reach_months"], day)


def register_rows(organisation: int, day: date, *, after: int = 0, limit: int | None = None) -> list[StoredRow]:
    """The register of a branch on a day, in the order of its rows, from after one of them; encrypted values in clear."""
    store = ledger(REGISTER)
    found = store.queryset().believed().holding(day).filter(organisation_id=organisation, pk__gt=after).order_by("pk")
    return list(store.read(found[:limit] if limit else found, unsealed=True))


def register_count(organisation: int, day: date) -> int:
    """How many stand in the register of a branch."""
    return ledger(REGISTER).queryset().believed().holding(day).filter(organisation_id=organisation).count()


def persons_registered(organisation: int, day: date) -> set[int]:
    """Who stands in the register of a branch on a day, without what the register says of them."""
    store = ledger(REGISTER)
    return {
        row.values["person"]
        for row in store.read(store.queryset().believed().holding(day).filter(organisation_id=organisation))
    }


def registered(organisation: int, person: int, day: date) -> StoredRow | None:
    """The row of one person in the register of a branch, encrypted values in clear; None where there is none."""
    rows = register_rows(organisation, day)
    return next((row for row in rows if row.values["person"] == person), None)


@dataclass(frozen=True)
class Check:
    """A confirmation that was recorded: when, with which outcome, in which entry."""

    on: date
    outcome: str
    entry: Entry


def checks_of(organisation: int, period: Period) -> dict[int, list[Check]]:
    """The confirmations of a branch in a period by person, the latest first."""
    store = ledger(CHECK)
    wanted = store.queryset().believed().filter(
        organisation_id=organisation, since__gte=period.start, since__lt=period.end
    )  # fmt: skip
    facts = {fact.pk: fact.recorded_in for fact in wanted.select_related("recorded_in")}
    found: dict[int, list[Check]] = defaultdict(list)
    for row in store.read(wanted.order_by("-since", "-pk")):
        if row.values["kind"] == CHECKED and row.id in facts:
            found[row.values["person"]].append(Check(row.since, row.values["outcome"], facts[row.id]))
    return found


def homecomings(organisation: int, year: int) -> dict[int, dict[str, StoredRow]]:
    """The activities of a year of those who came home to a branch, by person and item."""
    store = ledger(HOMECOMING)
    wanted = store.queryset().believed().filter(organisation_id=organisation, since__year=year)
    found: dict[int, dict[str, StoredRow]] = defaultdict(dict)
    for row in store.read(wanted.order_by("since", "pk")):
        found[row.values["person"]][row.values["item"]] = row
    return found


def homecoming_items() -> dict[str, tuple[str, str]]:
    """The activities that the pack lists for those who come home: Chinese and English by code; none where it lists none."""
    codes = kind_of(HOMECOMING).fields["item"].codes
    return {code: (one.zh, one.en) for code, one in codes.codes.items()} if codes else {}


def unregistered(organisation: int, day: date, known: Iterable[int]) -> dict[int, str]:
    """Members whom the roster of members calls mobile and the register does not have: names by person."""
    marked = members_on(organisation, day).filter(mobile=True).values_list("person_id", flat=True)
    missing = [person for person in marked if person not in set(known)]
    return person_names(missing, day)


def handovers_from(organisation: int) -> list[StoredRow]:
    """The hand-overs that a branch began, the latest first."""
    store = ledger(HANDOVER)
    return list(store.read(store.queryset().believed().filter(organisation_id=organisation).order_by("-pk")[:_LATELY]))


def handovers_to(organisation: int) -> list[StoredRow]:
    """The hand-overs addressed to a branch that wait for its answer, the earliest first."""
    store = ledger(HANDOVER)
    addressed = store.queryset().believed().filter(body__contains=f'"receiver":{int(organisation)},')
    return [row for row in store.read(addressed.order_by("pk")) if row.values["state"] == "offered"]


def handover(row_id: int) -> StoredRow | None:
    """A hand-over that is believed, by its row; None where there is none."""
    store = ledger(HANDOVER)
    return next(iter(store.read(store.queryset().believed().filter(pk=row_id))), None)


def taken_in(organisation: int, day: date) -> list[StoredRow]:
    """Whom a branch took in from elsewhere and still has, in the order of the records."""
    return [row for row in _attached_to(organisation, day) if row.values["kind"] == TAKEN_IN]


def _attached_to(organisation: int, day: date) -> Iterator[StoredRow]:
    store = store_of(kind_of(ATTACHED))
    return store.read(store.queryset().believed().holding(day).filter(organisation_id=organisation).order_by("pk"))


@dataclass(frozen=True)
class OutsideBranch:
    """A temporary branch where members live: whom to ring there, and how many of a branch are with it."""

    organisation: int
    name: str
    contact: str
    phone: str
    members: int


def outside_branches(persons: Iterable[int], day: date) -> list[OutsideBranch]:
    """The outside branches with which any of these persons are, with their contact and nothing else.

    The telephone of such a branch is there for home branches to ring, so it comes in clear.
    """
    store = store_of(kind_of(ATTACHED))
    rows = store.queryset().believed().holding(day).filter(person_id__in=list(persons), kind="outside_branch")
    counts: dict[int, int] = defaultdict(int)
    for host in rows.values_list("organisation_id", flat=True):
        counts[host] += 1
    return [
        OutsideBranch(
            row.anchor or 0, row.values["name"], row.values.get("contact") or "", row.values.get("phone") or "",
            counts[row.anchor or 0],
        )
        for row in _organisations(counts, day)
    ]  # fmt: skip


def _organisations(anchors: Iterable[int], day: date) -> Iterator[StoredRow]:
    store = store_of(kind_of("organisation"))
    found = store.queryset().believed().holding(day).filter(anchor_id__in=list(anchors)).order_by("anchor_id")
    return store.read(found, unsealed=True)
