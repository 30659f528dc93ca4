"""Reads of training that have a name: the groups of the pack, one class with all of its ledgers, rows that name a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from zugong.activities.filed import kind_of, ledger
from zugong.dictionary.store import StoredRow, Values
from zugong.figures.grouping import EVERYWHERE, all_rows
from zugong.figures.queries import this_site
from zugong.kernel.errors import RuleBroken
from zugong.language.duckdb import quoted
from zugong.packs.pack import Pack, installed_pack
from zugong.packs.training import TrainingGroup, read_training_groups
from zugong.training.drafts import CANCELLED, HELD
from zugong.training.rules import CourseHours, class_hours

CLASS, COURSE, QUOTA, ENROLMENT, ROLL, NEED, ONLINE = (
    "training_class", "training_course", "training_quota", "training_enrolment", "training_attendance", "training_need",
    "online_training",
)  # fmt: skip
_LIMIT = "training_absence_limit"
_CHUNK = 500


def the_pack() -> Pack:
    """The pack of this site."""
    return installed_pack(settings.ZUGONG_PACK)


def groups() -> Mapping[str, TrainingGroup]:
    """The groups to be trained on this site, by code."""
    return read_training_groups(tuple(the_pack().folders))


def hours_wanted(group: TrainingGroup, day: date) -> int:
    """How many hours are asked of a group on a day; 0 where none are, or no rule was in force yet."""
    return _rule(group.hours, day) or 0 if group.hours else 0


def absence_limit(day: date) -> int | None:
    """Of how many hours at most one may be missed; None where no rule was in force yet."""
    return _rule(_LIMIT, day)


def _rule(name: str, day: date) -> int | None:
    try:
        return int(the_pack().parameters[name].value_on(day))
    except RuleBroken:
        return None


@dataclass(frozen=True)
class FiledClass:
    """One class as it is recorded, with its courses in order, places given, those enrolled, and the roll."""

    row: StoredRow
    courses: tuple[StoredRow, ...] = ()
    quotas: tuple[StoredRow, ...] = ()
    enrolments: tuple[StoredRow, ...] = ()
    roll: tuple[StoredRow, ...] = ()

    @property
    def identity(self) -> int:
        assert self.row.anchor is not None  # classes are anchored
        return self.row.anchor

    @property
    def organisation(self) -> int:
        return self.row.values["organisation"]

    @property
    def status(self) -> str:
        return self.row.values["status"]

    @property
    def is_held(self) -> bool:
        return self.status == HELD

    @property
    def is_cancelled(self) -> bool:
        return self.status == CANCELLED

    @property
    def course_hours(self) -> tuple[CourseHours, ...]:
        return tuple(CourseHours(row.values["number"], row.values["hours"]) for row in self.courses)

    @property
    def hours(self) -> int:
        return class_hours(self.row.values["hours"], self.course_hours)

    @property
    def quota_by_organisation(self) -> dict[int, int]:
        return {row.values["organisation"]: row.values["persons"] for row in self.quotas}

    @property
    def persons(self) -> tuple[int, ...]:
        """Everybody who is enrolled or stands on the roll, those enrolled first."""
        named = [row.values["person"] for row in (*self.enrolments, *self.roll)]
        return tuple(dict.fromkeys(named))


def class_row(identity: int) -> StoredRow | None:
    """The row of a class that is believed; None where there is none."""
    return next(iter(ledger(CLASS).believed(anchor_id=identity)), None)


def filed_class(identity: int) -> FiledClass | None:
    """A class with everything that is recorded of it."""
    row = class_row(identity)
    if row is None:
        return None
    found = rows_naming(CLASS, identity, (COURSE, QUOTA, ENROLMENT, ROLL))
    courses = sorted(found[COURSE], key=lambda one: one.values["number"])
    return FiledClass(row, tuple(courses), tuple(found[QUOTA]), tuple(found[ENROLMENT]), tuple(found[ROLL]))


def rows_naming(type_code: str, identity: int, among: Sequence[str]) -> dict[str, list[StoredRow]]:
    """The believed rows of ledgers whose field called like a type names a record of it, by ledger and id; one look for all.

    The columnar copy finds them: in the ledger table they would be looked for in the text of every row.
    """
    with this_site().asking(EVERYWHERE, all_rows) as asking:
        parts = [
            f"SELECT '{code}', id FROM {asking.columns.relation(code, None)} WHERE {quoted(type_code)} = {int(identity)}"
            for code in among
        ]  # fmt: skip
        found = asking.columns.execute(" UNION ALL ".join(parts))
    ids: dict[str, list[int]] = {code: [] for code in among}
    for code, pk in found:
        ids[code].append(pk)
    return {code: _rows(code, sorted(listed)) for code, listed in ids.items()}


def _rows(type_code: str, ids: Sequence[int]) -> list[StoredRow]:
    rows: list[StoredRow] = []
    for start in range(0, len(ids), _CHUNK):
        rows += ledger(type_code).believed(id__in=ids[start : start + _CHUNK])
    return sorted(rows, key=lambda row: row.id)


def needs_met_by(identity: int) -> list[StoredRow]:
    """The needs that a class is to meet."""
    return rows_naming(CLASS, identity, (NEED,))[NEED]


def need_rows(identities: Sequence[int]) -> list[StoredRow]:
    """The rows of needs that are believed, in the order of their records."""
    return sorted(ledger(NEED).believed(anchor_id__in=list(identities)), key=lambda row: row.id)


def own_rows(person: int) -> dict[str, list[StoredRow]]:
    """What is recorded of somebody's training: the roll of classes and online hours."""
    return rows_naming("person", person, (ROLL, ONLINE))


def class_values(identities: Sequence[int]) -> dict[int, Values]:
    """What classes say of themselves, by identity, with the day as `on`; one query."""
    rows = ledger(CLASS).believed(anchor_id__in=list(identities))
    return {row.anchor: row.values | {"on": row.since} for row in rows if row.anchor is not None}


def words_of(type_code: str, field_code: str, language: str) -> dict[str, str]:
    """The codes of a field with their words, in order."""
    field = kind_of(type_code).fields[field_code]
    return {code: field.type.show(code, field, language) for code in (field.codes.codes if field.codes else ())}
