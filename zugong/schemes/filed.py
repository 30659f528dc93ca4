"""What people filed about a round: self-checks, reviews, visits, vetoes, appeals with decisions, adjustments, the lot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from zugong.figures.judging import value_rows
from zugong.figures.plan import Asking
from zugong.kernel.time import ymd
from zugong.packs.schemes import Version
from zugong.schemes.evaluating import Adjusted, Appeal, Filed, Question

#: The ledger of each kind of record, and the fields of it that are read beside organisation, unit and the day.
_SAID = ("criterion", "outcome", "points")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "scheme_self_check": (*_SAID, "text", "document"),
    "scheme_review": (*_SAID, "reason", "reviewer", "office"),
    "scheme_visit": (*_SAID, "reason", "reviewer"),
    "scheme_veto": ("veto", "reason", "paper"),
    "scheme_appeal": ("criterion", "text", "document"),
    "scheme_appeal_decision": (*_SAID, "reason", "decided_by"),
    "scheme_adjustment": ("month", "points", "level", "reason", "paper", "decided_by"),
    "scheme_lot": ("seed", "percent", "paper"),
}
ADJUSTMENT = "adjustment:"
Actors = Callable[[Sequence[int]], Mapping[int, str]]
"""Who entered rows of ledgers by hand, by the row's id; rows that an import brought are left out."""


def nobody_known(ids: Sequence[int]) -> Mapping[int, str]:
    """No actor is known: the names in the records alone tell who said what."""
    return {}


class Row(tuple):
    """A filed record as it is read: its id, organisation, unit, day as YYYYMMDD, and its values in the order of `FIELDS`.

    A plain tuple, because a round of a large city has hundreds of thousands.
    """

    __slots__ = ()

    @property
    def id(self) -> int:
        return self[0]

    @property
    def on(self) -> date:
        return day_of(self[3])

    @property
    def values(self) -> tuple:
        return self[4:]


def in_time(row: Row) -> tuple[int, int]:
    """By the day, those of one day as they were recorded."""
    return row[3], row[0]


def day_of(ymd: int) -> date:
    """A day that is written YYYYMMDD."""
    return date(ymd // 10000, ymd // 100 % 100, ymd % 100)


def filed_rows(type_code: str, question: Question, asking: Asking) -> list[Row]:
    """The records of one ledger about the question's round, up to the day of the asking, by id."""
    where = f"scheme = '{question.scheme.scheme}' and round = '{question.round.code}'"
    fields = ["organisation", "unit", "on", *FIELDS[type_code]]
    found = value_rows(type_code, where, question.clocks, asking, fields)
    last = ymd(question.asked_on)
    return [Row(one) for one in found if one[3] <= last]


@dataclass(frozen=True)
class FiledRecords:
    """All records of a round, by kind. `subject_of` tells whom a row is about, None for nobody who is rated."""

    version: Version
    rates_units: bool
    rows: Mapping[str, Sequence[Row]]
    actors: Actors = nobody_known

    def subject_of(self, row: Row) -> int | None:
        return row[2] if self.rates_units else row[1]

    def by_clause(self, type_code: str) -> Mapping[str, Mapping[int, Row]]:
        """The last record of each clause and subject: by clause, then by anchor."""
        return self._by_clause[type_code]

    @cached_property
    def _by_clause(self) -> Mapping[str, Mapping[str, Mapping[int, Row]]]:
        return {code: self._latest(code) for code in FIELDS if FIELDS[code][:1] == ("criterion",)}

    def _latest(self, type_code: str) -> Mapping[str, Mapping[int, Row]]:
        found: dict[str, dict[int, Row]] = defaultdict(dict)
        subject = 2 if self.rates_units else 1
        for row in sorted(self.rows.get(type_code, ()), key=in_time):
            if row[subject] is not None:
                found[row[4]][row[subject]] = row
        return found

    def filed(self, type_code: str, criterion: str, anchor: int) -> Filed | None:
        """The last record of that kind about a clause."""
        row = self.by_clause(type_code).get(criterion, {}).get(anchor)
        return None if row is None else as_filed(type_code, row)

    def assessed(self, criterion: str, anchor: int) -> Filed | None:
        """The review or the visit of a clause, whichever is later."""
        found = [self.filed(code, criterion, anchor) for code in ("scheme_review", "scheme_visit")]
        return max((one for one in found if one), key=lambda one: (one.on, one.id), default=None)

    def vetoes(self) -> Mapping[int, tuple[str, ...]]:
        """The recorded vetoes by anchor, those only that the version knows."""
        known = {one.veto for one in self.version.vetoes}
        found: dict[int, tuple[str, ...]] = {}
        for row in self.rows.get("scheme_veto", ()):
            subject = self.subject_of(row)
            if subject is not None and row.values[0] in known:
                found[subject] = tuple(dict.fromkeys((*found.get(subject, ()), row.values[0])))
        return found

    @cached_property
    def appeals(self) -> tuple[Appeal, ...]:
        """Every appeal, the open ones first; a decision comes on its day or later, and not from who decided before."""
        found = [self._appeal(row) for row in self.rows.get("scheme_appeal", ()) if self.subject_of(row) is not None]
        return tuple(sorted(found, key=lambda one: (one.decision is not None, one.on, one.id)))

    def _appeal(self, row: Row) -> Appeal:
        anchor, criterion = self.subject_of(row), row.values[0]
        assert anchor is not None
        decision = self.by_clause("scheme_appeal_decision").get(criterion, {}).get(anchor)
        if decision is None or decision.on < row.on:
            return Appeal(row.id, anchor, criterion, row.on, row.values[1], row.values[2] or "")
        filed = as_filed("scheme_appeal_decision", decision)
        is_valid = self._is_another(filed, criterion, anchor)
        return Appeal(row.id, anchor, criterion, row.on, row.values[1], row.values[2] or "", filed, is_valid)

    def _is_another(self, decision: Filed, criterion: str, anchor: int) -> bool:
        """Did another person decide than the one who said what the appeal is about, by name and by account?"""
        before = self.said_before(criterion, anchor)
        actors = self.actors([decision.id, *(row for row, _ in before)])
        actor = actors.get(decision.id)
        return all(name != decision.said_by and (actor is None or actor != actors.get(row)) for row, name in before)

    def said_before(self, criterion: str, anchor: int) -> tuple[tuple[int, str], ...]:
        """The records that an appeal about this is made against: each row's id, and who said it."""
        if criterion.startswith(ADJUSTMENT):
            month = criterion.removeprefix(ADJUSTMENT)
            rows = (row for row in self.rows.get("scheme_adjustment", ()) if self.subject_of(row) == anchor)
            return tuple((row.id, row.values[5] or "") for row in rows if row.values[0] == month)
        said = (self.filed(code, criterion, anchor) for code in ("scheme_review", "scheme_visit"))
        return tuple((one.id, one.said_by) for one in said if one)

    def decided(self) -> Mapping[str, Mapping[int, Filed]]:
        """The valid decisions on appeals: by clause, then by anchor."""
        found: dict[str, dict[int, Filed]] = defaultdict(dict)
        for appeal in self.appeals:
            if appeal.decision and appeal.is_valid:
                found[appeal.criterion][appeal.anchor] = appeal.decision
        return found

    def adjustments(self) -> Mapping[int, tuple[Adjusted, ...]]:
        """The monthly adjustments by anchor, in the order of the months, as valid decisions on appeals leave them."""
        decided = self.decided()
        found: dict[int, list[Adjusted]] = defaultdict(list)
        for row in sorted(self.rows.get("scheme_adjustment", ()), key=lambda one: (one[4], one[3], one[0])):
            subject = self.subject_of(row)
            if subject is not None and self.version.adjustment is not None:
                made = self._within(_adjusted(row))
                found[subject].append(_after_appeal(made, decided.get(ADJUSTMENT + made.month, {}).get(subject)))
        return {anchor: tuple(rows) for anchor, rows in found.items()}

    def _within(self, made: Adjusted) -> Adjusted:
        """One month adds or takes no more than the paper says."""
        most = self.version.adjustment.most_points if self.version.adjustment else None
        if most is None:
            return made
        return replace(made, points=max(-int(most), min(made.points, int(most))))


def as_filed(type_code: str, row: Row) -> Filed:
    """A record about a clause in words that all kinds share."""
    values = dict(zip(FIELDS[type_code], row.values, strict=True))
    return Filed(
        type_code, row.id, row.on, values["outcome"], values["points"],
        text=values.get("text") or values.get("reason") or "", document=values.get("document") or "",
        said_by=values.get("reviewer") or values.get("decided_by") or "", office=values.get("office") or "",
    )  # fmt: skip


def _adjusted(row: Row) -> Adjusted:
    month, points, level, reason, paper, decided_by = row.values
    return Adjusted(row.id, month, row.on, points or 0, level or "", reason or "", paper or "", decided_by or "")


def _after_appeal(made: Adjusted, decision: Filed | None) -> Adjusted:
    """An appeal that is upheld takes the adjustment away; one upheld in part leaves other points."""
    if decision is None or decision.outcome in ("unmet", "not_applicable"):
        return made
    if decision.outcome == "part":
        return replace(made, points=decision.points or 0, level="")
    return replace(made, counts=False)


def records_of(question: Question, asking: Asking, actors: Actors, types: Iterable[str] = FIELDS) -> FiledRecords:
    """What was filed about the question's round, whoever asks: a result is the same for all who may see it."""
    rows = {code: filed_rows(code, question, asking) for code in types}
    return FiledRecords(question.version, question.scheme.rates == "unit", rows, actors)
