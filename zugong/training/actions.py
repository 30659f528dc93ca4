"""Every write of training: plan and record classes, enrol, fill in the roll. The same again writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zugong.activities.filed import ledger, rows_with_keys
from zugong.activities.filing import file_differences, file_one
from zugong.dictionary.store import StoredRow, Values
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import Source, recording
from zugong.offices.access import Access
from zugong.training import errors
from zugong.training.drafts import CANCELLED, HELD, ClassDraft
from zugong.training.queries import CLASS, COURSE, ENROLMENT, NEED, QUOTA, ROLL, FiledClass, absence_limit, needs_met_by
from zugong.training.rules import Presence, credit, missed_numbers, missed_text, over_quota, quota_of

MATTER_OF_RIGHTS = "training"
_OPEN, _PLANNED, _MET = "open", "planned", "met"
#: What becomes of a need when its class is planned, held or cancelled.
_NEED_AFTER = {HELD: _MET, CANCELLED: _OPEN}


@dataclass(frozen=True)
class Writing:
    """Who writes, from what, on which day."""

    source: Source
    access: Access
    on: date


@dataclass(frozen=True)
class Chosen:
    """Somebody to be enrolled, with the organisation that sends."""

    person: int
    organisation: int


def may_fill(organisation: int, access: Access) -> bool:
    """May the user record training of an organisation?"""
    return access.may("fill", MATTER_OF_RIGHTS, organisation)


def require_fill(organisation: int, access: Access) -> None:
    """Raises NotYours where the user may not record training of an organisation."""
    if not may_fill(organisation, access):
        raise errors.NotYours(name=_name(organisation, access))


def _name(organisation: int, access: Access) -> str:
    return access.tree.name(organisation) if organisation in access.tree else str(organisation)


def save_class(
    *, before: FiledClass | None, draft: ClassDraft, writing: Writing, needs: Sequence[StoredRow] = ()
) -> int:  # fmt: skip
    """Plan a class, record it as held, or correct what is recorded; its identity. `needs` are what the class is to meet.

    Where its courses change, the hours of everybody on the roll follow.
    Raises NotYours, NameTaken, NotHeldYet, EndsBeforeItBegins, NoHours.
    """
    require_fill(draft.organisation, writing.access)
    check_class(before, draft, writing.on)
    with recording(writing.source) as entry:
        identity = file_one(CLASS, before.row if before else None, _class_values(draft), draft.on, entry=entry)
        file_differences(COURSE, before.courses if before else (), _courses(draft, identity), draft.on, entry=entry)
        file_differences(QUOTA, before.quotas if before else (), _quotas(draft, identity), draft.on, entry=entry)
        if before and _hours_change(before, draft):
            file_differences(ROLL, before.roll, _roll_again(before, draft), draft.on, entry=entry)
        _answer_needs(before, identity, draft.status, needs, entry)
    return identity


def check_class(before: FiledClass | None, draft: ClassDraft, today: date) -> None:
    """Raises NameTaken, NotHeldYet, EndsBeforeItBegins, NoHours where what is said of a class cannot be."""
    if draft.ended_on and draft.ended_on < draft.on:
        raise errors.EndsBeforeItBegins(ended_on=draft.ended_on, on=draft.on)
    if draft.status == HELD and draft.on > today:
        raise errors.NotHeldYet(day=draft.on)
    if draft.status == HELD and not draft.total_hours:
        raise errors.NoHours()
    same = rows_with_keys({CLASS: [{"name": draft.name}]})[CLASS]
    if any(before is None or row.anchor != before.identity for row in same):
        raise errors.NameTaken()


def _class_values(draft: ClassDraft) -> Values:
    return {
        "name": draft.name, "organisation": draft.organisation, "ended_on": draft.ended_on,
        "hours": draft.total_hours or None, "number": draft.number or None, "theme": draft.theme or None,
        "days": draft.days, "places": draft.places, "venue": draft.venue or None, "base": draft.base,
        "status": draft.status, **draft.codes,
    }  # fmt: skip


def _courses(draft: ClassDraft, identity: int) -> Iterator[Values]:
    for course in draft.courses:
        yield {
            "training_class": identity, "number": course.number, "title": course.title, "hours": course.hours,
            "teacher": course.teacher or None, "teacher_kind": course.teacher_kind, "kind": course.kind,
        }  # fmt: skip


def _quotas(draft: ClassDraft, identity: int) -> Iterator[Values]:
    for organisation, persons in draft.quotas.items():
        yield {"training_class": identity, "organisation": organisation, "persons": persons}


def _hours_change(before: FiledClass, draft: ClassDraft) -> bool:
    """Must hours on the roll be reckoned anew? Without courses a roll keeps what it says, as an import may have given it."""
    is_same = draft.total_hours == before.hours and draft.course_hours == before.course_hours
    return not is_same and bool(before.courses or draft.courses)


def _roll_again(before: FiledClass, draft: ClassDraft) -> Iterator[Values]:
    """The roll with the hours that follow from the courses as they are now."""
    limit = absence_limit(draft.on)
    for row in before.roll:
        found = credit(draft.total_hours, draft.course_hours, presence_of(row), limit)
        yield row.values | {"hours": found.hours, "completed": found.completed}


def presence_of(row: StoredRow) -> Presence:
    """What a row of the roll says of somebody."""
    came = bool(row.values["hours"]) or bool(row.values["completed"])
    return Presence(came, missed_numbers(row.values["missed"]), row.values["reason"])


def _answer_needs(
    before: FiledClass | None, identity: int, status: str, needs: Sequence[StoredRow], entry: Entry
) -> None:  # fmt: skip
    """The needs that a class is to meet are planned with it, met when it was held, open again when it is cancelled."""
    concerned = needs_met_by(identity) if before else []
    known = {row.id for row in concerned}
    concerned += [row for row in needs if row.id not in known]
    state = _NEED_AFTER.get(status, _PLANNED)
    for row in concerned:
        file_one(NEED, row, row.values | {"training_class": identity, "state": state}, row.since, entry=entry)


def enrol(*, filed: FiledClass, chosen: Iterable[Chosen], reason: str, writing: Writing) -> int:
    """Enrol persons for a class, each for the same reason; how many are new.

    Raises NobodyChosen, WasCancelled, NotYours, NoPlaceGiven, QuotaFull, ClassFull.
    """
    if filed.is_cancelled:
        raise errors.WasCancelled()
    known = {row.values["person"] for row in filed.enrolments}
    new = [one for one in chosen if one.person not in known]
    if not new:
        raise errors.NobodyChosen()
    _check_places(filed, new, writing.access)
    said = [
        {"training_class": filed.identity, "person": one.person, "organisation": one.organisation, "reason": reason}
        for one in new
    ]
    with recording(writing.source) as entry:
        file_differences(ENROLMENT, (), said, writing.on, entry=entry)
    return len(new)


def _check_places(filed: FiledClass, new: list[Chosen], access: Access) -> None:
    is_organiser = may_fill(filed.organisation, access)
    quotas = filed.quota_by_organisation
    places = [_quota(one.organisation, quotas, access) for one in new]
    for one, place in zip(new, places, strict=True):
        require_fill(one.organisation, access)
        if place is None and not is_organiser:
            raise errors.NoPlaceGiven(name=_name(one.organisation, access))
    taken = [_quota(row.values["organisation"], quotas, access) for row in filed.enrolments]
    for organisation, over in over_quota(taken, places, quotas).items():
        raise errors.QuotaFull(name=_name(organisation, access), quota=quotas[organisation], over=over)
    total = filed.row.values["places"]
    if total and len(filed.enrolments) + len(new) > total:
        over = len(filed.enrolments) + len(new) - total
        raise errors.ClassFull(places=total, taken=len(filed.enrolments), over=over)


def _quota(place: int, quotas: Mapping[int, int], access: Access) -> int | None:
    above = access.tree.above(place) if place in access.tree else ()
    return quota_of(place, above, quotas)


def withdraw_enrolment(*, filed: FiledClass, person: int, writing: Writing) -> None:
    """Somebody is not sent after all. Raises NotYours, AlreadyOnTheRoll. Nothing where nobody is enrolled."""
    rows = [row for row in filed.enrolments if row.values["person"] == person]
    if any(row.values["person"] == person for row in filed.roll):
        raise errors.AlreadyOnTheRoll()
    for row in rows:
        if not may_fill(filed.organisation, writing.access):
            require_fill(row.values["organisation"], writing.access)
    with recording(writing.source) as entry:
        ledger(ENROLMENT).retract([row.id for row in rows], entry=entry)


def record_roll(*, filed: FiledClass, roll: Mapping[int, Presence], ranks: Mapping[int, str], writing: Writing) -> None:
    """Who came to a class that was held; the class counts as held from then on. Persons not named leave the roll.

    Rows that say the same stay as they are, with the hours that an import may have given them.

    Raises NotYours, NotHeldYet, NoHours, WasCancelled, NobodyChosen.
    """
    require_fill(filed.organisation, writing.access)
    _check_roll(filed, roll, writing.on)
    same = {row.id for row in filed.roll if roll.get(row.values["person"]) == presence_of(row)}
    standing = [row for row in filed.roll if row.id not in same]
    kept = {row.values["person"] for row in filed.roll if row.id in same}
    said = list(_roll(filed, {one: roll[one] for one in roll if one not in kept}, ranks))
    with recording(writing.source) as entry:
        if not filed.is_held:
            file_one(CLASS, filed.row, filed.row.values | {"status": HELD}, filed.row.since, entry=entry)
            _answer_needs(filed, filed.identity, HELD, (), entry)
        file_differences(ROLL, standing, said, filed.row.since, entry=entry)


def _check_roll(filed: FiledClass, roll: Mapping[int, Presence], today: date) -> None:
    if filed.is_cancelled:
        raise errors.WasCancelled()
    if filed.row.since > today:
        raise errors.NotHeldYet(day=filed.row.since)
    if not filed.hours:
        raise errors.NoHours()
    if not roll:
        raise errors.NobodyChosen()


def _roll(filed: FiledClass, roll: Mapping[int, Presence], ranks: Mapping[int, str]) -> Iterator[Values]:
    limit, before = absence_limit(filed.row.since), {row.values["person"]: row.values for row in filed.roll}
    for person, presence in roll.items():
        found = credit(filed.hours, filed.course_hours, presence, limit)
        yield before.get(person, {"rank": ranks.get(person, "other")}) | {
            "training_class": filed.identity, "person": person, "hours": found.hours, "completed": found.completed,
            "missed": missed_text(presence.missed), "reason": presence.reason,
        }  # fmt: skip


def set_status(*, filed: FiledClass, status: str, writing: Writing) -> None:
    """A class is cancelled, or put back into the plan. Raises NotYours, AlreadyOnTheRoll where somebody came already."""
    require_fill(filed.organisation, writing.access)
    if filed.roll and status == CANCELLED:
        raise errors.AlreadyOnTheRoll()
    with recording(writing.source) as entry:
        file_one(CLASS, filed.row, filed.row.values | {"status": status}, filed.row.since, entry=entry)
        _answer_needs(filed, filed.identity, status, (), entry)
