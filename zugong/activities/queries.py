"""Every read of meetings and village matters that has a name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from zugong.activities.filed import (
    MATTER,
    MATTER_STEP,
    MEETING,
    ROLL,
    THEME,
    Filed,
    ledger,
    problems_of,
    rows_of_meeting,
    rows_with_keys,
    scans_of,
)
from zugong.activities.rules import Called
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.models import Record
from zugong.dictionary.store import StoredRow, Values, store_of
from zugong.kernel.time import Period
from zugong.organisations.queries import Tree, units_served
from zugong.packs.meetings import Meeting, MeetingRule, Procedure, read_meetings, read_procedures
from zugong.packs.pack import Pack, installed_pack
from zugong.people.queries import members_on

#: How many meetings of a kind are looked through for the last one of an organisation.
_LATELY = 6
#: And how many of any kind for what was said last of each person: of a committee's meeting the roll names few.
_LATELY_OF_ANY_KIND = 6


def the_pack() -> Pack:
    """The pack of this site."""
    return installed_pack(settings.ZUGONG_PACK)


def meetings() -> Mapping[str, Meeting]:
    """The kinds of meetings of this site, by code."""
    return read_meetings(tuple(the_pack().folders))


def procedures() -> Mapping[str, Procedure]:
    """The procedures of this site, by code."""
    return read_procedures(tuple(the_pack().folders))


def _types() -> Mapping[str, RecordType]:
    return installed_catalogue(settings.ZUGONG_PACK).types


def meeting_row(identity: int) -> StoredRow | None:
    """The row of a meeting that is believed; None where there is none."""
    return next(iter(ledger(MEETING).believed(anchor_id=identity)), None)


def filed_meeting(identity: int) -> Filed | None:
    """A meeting with everything that is recorded of it."""
    row = meeting_row(identity)
    if row is None:
        return None
    organisation = row.values["organisation"]
    kind = meetings().get(row.values["series"])
    reviewers = [review.by for review in kind.reviews] if kind else []
    rows = rows_of_meeting(identity, ever_members(organisation), reviewers)
    return Filed(row, rows, problems_of(organisation, identity), scans_of(organisation, "themed_day", identity))


def ever_members(organisation: int) -> list[int]:
    """Everybody who was ever a member of an organisation: who may stand on a roll of it."""
    store = store_of(_types()["membership"])
    found = store.queryset().believed().filter(organisation_id=organisation)
    return list(found.values_list("person_id", flat=True).distinct())


def called_to(meeting: Meeting, rule: MeetingRule, organisation: int, day: date) -> tuple[Called, ...]:
    """Who is called to a meeting of an organisation on a day, in the order of the roster."""
    if meeting.called == "totals":
        return ()
    wanted = holders_of(meeting.posts, organisation, day) if meeting.called == "committee" else None
    rows = [
        (person, category or "full") for person, category, standing
        in members_on(organisation, day).values_list("person_id", "category", "standing")
        if standing not in rule.not_called and (wanted is None or person in wanted)
    ]  # fmt: skip
    names = person_names([person for person, _ in rows], day)
    return tuple(Called(person, names.get(person, f"№{person}"), category) for person, category in rows)


def person_names(persons: Sequence[int], day: date) -> dict[int, str]:
    """What persons are called on a day."""
    found = store_of(_types()["person"]).queryset().believed().holding(day).filter(anchor_id__in=persons)
    return dict(found.values_list("anchor_id", "name"))


def holders_of(kinds: Collection[str], organisation: int, day: date) -> frozenset[int]:
    """Who holds a post of these kinds at an organisation on a day."""
    posts = store_of(_types()["position"]).queryset().believed().holding(day)
    held = store_of(_types()["appointment"]).queryset().believed().holding(day)
    wanted = posts.filter(organisation_id=organisation, kind__in=kinds).values("anchor_id")
    return frozenset(held.filter(position_id__in=wanted).values_list("person_id", flat=True))


@dataclass(frozen=True)
class MeetingLine:
    """One meeting of a list."""

    identity: int
    organisation: int
    on: date
    values: Values

    @property
    def status(self) -> str:
        return self.values["status"]


def meetings_of(organisations: Iterable[int], period: Period) -> list[MeetingLine]:
    """The meetings of organisations in a period, the latest first; those that were cancelled left out."""
    rows = ledger(MEETING).believed(
        organisation_id__in=list(organisations), since__gte=period.start, since__lt=period.end
    )
    found = [MeetingLine(row.anchor or 0, row.values["organisation"], row.since, row.values) for row in rows]
    kept = [one for one in found if one.status != "cancelled"]
    return sorted(kept, key=lambda one: (one.on, one.identity), reverse=True)


def last_meetings(organisation: int, *, before: tuple[date, int] | None = None, limit: int) -> list[MeetingLine]:
    """The meetings of one organisation, the latest first, from after a key of the list before."""
    rows = ledger(MEETING).queryset().believed().filter(organisation_id=organisation)
    if before is not None:
        day, pk = before
        rows = rows.filter(since__lt=day) | rows.filter(since=day, anchor_id__lt=pk)
    found = ledger(MEETING).read(rows.order_by("-since", "-anchor_id")[:limit])
    return [MeetingLine(row.anchor or 0, organisation, row.since, row.values) for row in found]


def last_of_kind(organisation: int, series: str, *, before: date) -> Values:
    """What the last meeting of a kind held before a day says, with `identity` and `on`; nothing where there was none."""
    rows = ledger(MEETING).queryset().believed().filter(organisation_id=organisation, since__lt=before)
    likely = rows.filter(body__contains=f'"series":"{series}"').order_by("-since")[:_LATELY]
    for row in ledger(MEETING).read(likely):
        if row.values["series"] == series and row.values["status"] == "held":
            return row.values | {"identity": row.anchor, "on": row.since}
    return {}


def last_rolls(organisation: int, persons: Collection[int], *, by: date) -> dict[int, Values]:
    """What was said last, by a day, of persons on a roll of an organisation, whatever the kind of the meeting."""
    rows = ledger(MEETING).queryset().believed().filter(organisation_id=organisation, since__lte=by)
    held = [
        row for row in ledger(MEETING).read(rows.order_by("-since", "-id")[:_LATELY_OF_ANY_KIND])
        if row.values["status"] == "held"
    ]  # fmt: skip
    place = {row.anchor: number for number, row in enumerate(held)}
    keys = [{"themed_day": row.anchor, "person": person} for row in held for person in persons]
    found = sorted(rows_with_keys({ROLL: keys})[ROLL], key=lambda row: -place[row.values["themed_day"]])
    return {row.values["person"]: row.values for row in found}


def taken_periods(organisation: int, series: str, period: str) -> dict[str, StoredRow]:
    """The records of a kind that bear a period, or the period with a number behind it."""
    likely = ledger(MEETING).queryset().believed().filter(
        organisation_id=organisation, body__contains=f'"period":"{period}'
    )  # fmt: skip
    rows = ledger(MEETING).read(likely)
    return {row.values["period"]: row for row in rows if row.values["series"] == series}


def theme_for(series: str, period: str, organisation: int, tree: Tree) -> StoredRow | None:
    """The theme that stands for an organisation: of those above it the nearest that set one."""
    above = [organisation, *reversed(tree.above(organisation))] if organisation in tree else []
    keys = [{"organisation": one, "series": series, "period": period} for one in above]
    rows = {row.values["organisation"]: row for row in rows_with_keys({THEME: keys})[THEME]}
    return next((rows[one] for one in above if one in rows), None)


def themes_of(organisations: Collection[int], *, limit: int) -> list[StoredRow]:
    """The themes that organisations set, the latest first."""
    rows = ledger(THEME).queryset().believed().filter(organisation_id__in=organisations)
    return list(ledger(THEME).read(rows.order_by("-since", "-id")[:limit]))


@dataclass(frozen=True)
class Matter:
    """A village matter with its steps by code, and its scans."""

    row: StoredRow
    uid: str
    steps: Mapping[str, StoredRow]
    scans: tuple[StoredRow, ...] = ()

    @property
    def identity(self) -> int:
        assert self.row.anchor is not None
        return self.row.anchor

    @property
    def organisation(self) -> int:
        return self.row.values["organisation"]


def matter_of(identity: int) -> Matter | None:
    """A village matter; None where there is none."""
    row = next(iter(ledger(MATTER).believed(anchor_id=identity, until__isnull=True)), None)
    if row is None:
        return None
    uid = Record.objects.values_list("uid", flat=True).get(pk=identity)
    scans = scans_of(row.values["organisation"], "village_matter", identity)
    return Matter(row, str(uid), steps_of([identity])[identity], scans)


def matter_by_uid(uid: str) -> Matter | None:
    """The village matter with that public identity; None where there is none."""
    anchor = Record.objects.filter(uid=uid, ledger=MATTER).values_list("pk", flat=True).first()
    return matter_of(anchor) if anchor is not None else None


def steps_of(matters: Sequence[int]) -> dict[int, dict[str, StoredRow]]:
    """The steps that are done, by matter and code; one query for all."""
    codes = sorted({step.step for one in procedures().values() for rule in one.rules for step in rule.steps})
    keys = [{"village_matter": matter, "step": code} for matter in matters for code in codes]
    found: dict[int, dict[str, StoredRow]] = {matter: {} for matter in matters}
    for row in rows_with_keys({MATTER_STEP: keys})[MATTER_STEP]:
        found[row.values["village_matter"]][row.values["step"]] = row
    return found


def matters_of(
    organisations: Collection[int] | None, *, after: tuple[date, int] | None = None, limit: int
) -> list[Matter]:  # fmt: skip
    """The village matters of organisations, of all for None, the latest first, with their steps, from after a key."""
    rows = ledger(MATTER).queryset().believed().filter(until__isnull=True)
    if organisations is not None:
        rows = rows.filter(organisation_id__in=organisations)
    if after is not None:
        day, pk = after
        rows = rows.filter(since__lt=day) | rows.filter(since=day, id__lt=pk)
    found = list(ledger(MATTER).read(rows.order_by("-since", "-id")[:limit]))
    steps = steps_of([row.anchor for row in found if row.anchor])
    return [Matter(row, "", steps[row.anchor or 0]) for row in found]


def has_procedure(procedure: Procedure, organisation: int, day: date) -> bool:
    """Is the organisation set up in a unit of the kind that the procedure serves?"""
    units = units_served(organisation, day).values("unit_id")
    kinds = store_of(_types()["unit"]).queryset().believed().holding(day).filter(anchor_id__in=units)
    return kinds.filter(kind__in=procedure.serves).exists()
