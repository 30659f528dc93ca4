"""Cases in all stages: admissions, transfers, weak organisations, items. What they say agrees with the other ledgers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from zugong.cases.elections import Listed, counted
from zugong.cases.rules import Act, CaseState
from zugong.cases.types import CaseTypes, installed_types
from zugong.demo.case_subjects import Subject, Subjects, branch_at, firm_at
from zugong.demo.case_targets import BegunCase, Cases, CourseStep
from zugong.demo.organisations import County
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation, Person, Unit
from zugong.kernel.time import months_after
from zugong.packs.case_types import CaseType, Step

_PERSON = ("person.name", "person.identity_number")
_NAMED = ("first_person.name", "first_person.identity_number", "second_person.name", "second_person.identity_number")
_VOTES = ("eligible", "present", "yes")
_LISTED = (
    "case", "line", "number", "case_type", "organisation", "step", "post", *_PERSON, "votes", "chosen", "on",
)  # fmt: skip
#: The columns of each ledger of cases and of its steps, beside those that all have.
_OF_CASES: dict[str, tuple[str, ...]] = {
    "case": _PERSON,
    "transfer": (*_PERSON, "other"),
    "work_case": ("other", "problem", "unit"),
    "team_case": ("subject",),
    "organisation_case": ("other", "unit"),
}
_ELECTION = ("eligible", "present", "ballots", "seats", "deputy_seats", "talks", "commitments")
_OF_STEPS: dict[str, tuple[str, ...]] = {
    "case": (*_PERSON, *_NAMED, *_VOTES, "day", "days", "hours", "months", "number", "names", "text"),
    "transfer": (
        *_PERSON, "number", "days", "day", "until_day", "addressee", "target", "joined_unit", "names", "text",
    ),
    "work_case": (
        "case_type", "other", *_ELECTION, "yes", "day", "until_day", "number", "leader", "resident", "posted", "aid", "goal",
        "item1", "item2", "item3", "item4", "item5", "item6", "names", "text",
    ),
    "organisation_case": (
        "case_type", "other", "new_name", "target", "joined_unit", "full_members", "members", "units", "months", "day",
        "until_day", "number", "names", "text",
    ),
    "team_case": ("case_type", *_ELECTION, "yes", "day", "until_day", "number", "item1", "item2", "names", "text"),
}  # fmt: skip
_CASE = ("number", "case_type", "organisation", "forms", "ended", "since", "until")
_STEP = ("case", "line", "organisation", "step", "outcome", "papers", "on")
#: What the step of a case is called in the ledger of admissions.
_STEPS_OF_ADMISSION = {
    "step_applied": "applied",
    "step_active_applicant": "active_applicant",
    "step_prospective": "prospective",
}
_ABSENT = 8  # one in so many does not come to vote


@dataclass(frozen=True)
class MadeCase:
    """A case of the demonstration as of the closing day, with its acts in the order of its file."""

    number: str
    begun: BegunCase
    case_type: CaseType
    forms: tuple[str, ...]
    subject: Subject
    other: Organisation | None
    acts: tuple[Act, ...]
    state: CaseState

    @property
    def person(self) -> Person | None:
        return self.subject.person

    @property
    def unit(self) -> Unit | None:
        """The village that a case is about, where it is not about its organisation."""
        return self.subject.unit if self.case_type.about == "unit" else None

    def place_of(self, act: Act) -> Organisation:
        """Where a step was taken."""
        step = self.case_type.step(act.step)
        is_there = step is not None and step.side == "other" and self.other is not None
        return self.other if is_there and self.other else self.subject.branch


def made_cases(targets: Targets, county: County, subjects: Subjects) -> list[MadeCase]:
    """Every case that the targets tell of; none where they tell of none."""
    if targets.cases is None:
        return []
    maker = _Maker(targets.cases, targets, county, subjects, installed_types(targets.pack))
    return _with_numbers_of_letters([maker.case(one) for one in targets.cases.begun])


class _Maker:
    """Makes cases of their courses, under running numbers."""

    def __init__(
        self, told: Cases, targets: Targets, county: County, subjects: Subjects, types: CaseTypes
    ) -> None:  # fmt: skip
        self._told, self._targets, self._county = told, targets, county
        self._subjects, self._types = subjects, types
        self._numbers: dict[str, int] = defaultdict(int)

    def case(self, begun: BegunCase) -> MadeCase:
        code, subject = self._told.type_of(begun.course), self._subjects.of(begun)
        days = _with_end_of_month(self._told.days_of(code, {**subject.days, **begun.days}))
        steps = [(_day_of(step, days), step) for step in self._told.steps_of(begun.course)]
        steps = sorted((one for one in steps if one[0] <= self._targets.closed_on), key=lambda one: one[0])
        forms = self._types.forms_on(code, steps[0][0])
        case_type = self._types.with_forms(code, forms)
        letters = self._told.numbers[code]
        self._numbers[letters] += 1
        other = self._other(begun, subject)
        acts: tuple[Act, ...] = ()
        for line, (on, step) in enumerate(steps, start=1):
            act = self._act(step, on, line, days, begun, subject, case_type, other)
            acts = (*acts, counted(CaseState(case_type, acts, self._types.calendar), act))
        number = f"{letters}{acts[0].on.year}{self._numbers[letters]:04d}"
        state = CaseState(case_type, acts, self._types.calendar)
        return MadeCase(number, begun, case_type, forms, subject, other, acts, state)

    def _other(self, begun: BegunCase, subject: Subject) -> Organisation | None:
        if begun.to is None:
            return subject.other
        township, place = begun.to
        is_firm = begun.whom == "firm" and place is not None
        return firm_at(self._county, township, place or 0) if is_firm else branch_at(self._county, township, place)

    def _act(
        self, step: CourseStep, on: date, line: int, days: Mapping[str, date], begun: BegunCase, subject: Subject,
        case_type: CaseType, other: Organisation | None,
    ) -> Act:  # fmt: skip
        declared = case_type.step(step.step)
        values: dict[str, Any] = {name: self._filled(value, begun, subject) for name, value in step.values.items()}
        values |= {name: on + timedelta(days=count) for name, count in step.later.items()}
        values |= {name: days[known] for name, known in step.known.items() if known in days}
        values |= self._persons(step, subject) | self._votes(step, subject, on)
        if declared and other and (declared.assigns or any(one.field == "other" for one in declared.asks)):
            values["other"] = other
        values |= self._reckoned(declared, subject, other, on)
        outcomes = [one.outcome for one in declared.outcomes] if declared else []
        papers = tuple(paper for paper in declared.papers if paper not in step.lacks) if declared else ()
        listed = _listed(step, values)
        return Act(step.step, on, step.outcome or next(iter(outcomes), None), values, papers, line, listed=listed)

    def _reckoned(
        self, declared: Step | None, subject: Subject, other: Organisation | None, on: date
    ) -> dict[str, int]:  # fmt: skip
        """The numbers of members that the records say."""
        asks = [one for one in declared.asks if one.reckoned] if declared else []
        both = {one.field: (subject.branch, other if one.reckoned == "members_with_other" else None) for one in asks}
        return {name: sum(self._subjects.members(one, on) for one in there if one) for name, there in both.items()}

    def _filled(self, value: Any, begun: BegunCase, subject: Subject) -> Any:
        """Words with what is known of the case: its running number, the problem of its organisation, the answer."""
        if not isinstance(value, str):
            return value
        answer = begun.problem.answer if begun.problem else ""
        place = subject.branch.name_on(self._targets.closed_on).removesuffix("党支部")
        unit = subject.unit.name if subject.unit else ""
        return value.format(n=sum(self._numbers.values()), problem=subject.text, answer=answer, place=place, unit=unit)

    def _persons(self, step: CourseStep, subject: Subject) -> dict[str, Person]:
        named = self._subjects.named(subject.branch, step.persons, subject.person)
        return dict(zip(("first_person", "second_person"), named, strict=False))

    def _votes(self, step: CourseStep, subject: Subject, on: date) -> dict[str, int]:
        if not step.vote:
            return {}
        eligible = len(self._subjects.full_members(subject.branch, on))
        present = eligible - eligible // _ABSENT
        last = "ballots" if step.listed else "yes"
        return dict(zip((*_VOTES[:2], last), (eligible, present, present), strict=True))


def _listed(step: CourseStep, values: Mapping[str, Any]) -> tuple[Listed, ...]:
    """Who stands on the list of a step, by their places among the candidates, with their share of the ballots."""
    return tuple(
        Listed(post, place, None if share is None else values["ballots"] * share // 100)
        for post, places in step.listed.items()
        for place, share in places.items()
    )


def _with_end_of_month(days: dict[str, date]) -> dict[str, date]:
    """The days of a case, with the last day of the month in which it began."""
    if "begun" not in days:
        return days
    return days | {"month_end": months_after(days["begun"].replace(day=1), 1) - timedelta(days=1)}


def _day_of(step: CourseStep, days: Mapping[str, date]) -> date:
    return days[step.of] + timedelta(days=step.after)


def _with_numbers_of_letters(cases: list[MadeCase]) -> list[MadeCase]:
    """Letters bear a running number of their committee in the order of their days."""
    letters = []
    for case in cases:
        for act in case.acts:
            step = case.case_type.step(act.step)
            if step and act.outcome in step.numbered:
                letters.append((act.on, case.number, case, act))
    given: dict[tuple[Organisation | None, int], int] = defaultdict(int)
    for on, _, case, act in sorted(letters, key=lambda one: one[:2]):
        issuer = (case.subject.branch.parent_on(on), on.year)
        given[issuer] += 1
        dict.update(act.values, number=f"〔{on.year}〕{given[issuer]}号")  # type: ignore[arg-type]
    return cases


# --- the ledgers ---


def case_ledgers(targets: Targets, cases: list[MadeCase]) -> list[Ledger]:
    """Cases, and their steps, as the ledgers that their types are kept in. Steps that name persons come by themselves."""
    ledgers = []
    for code in _OF_CASES:
        kept = [case for case in cases if case.case_type.kept_as == code]
        steps = [(case, act) for case in kept for act in case.acts]
        ledgers.append(Ledger(code, targets.closed_on, _columns(code), [_case_row(case, code) for case in kept]))
        for names in ((), ("first_person",), ("first_person", "second_person")):
            columns = _step_columns(code, names)
            rows = [_step_row(case, act, columns) for case, act in steps if _named(act) == names]
            ledgers.append(Ledger(f"{code}_step", targets.closed_on, columns, rows))
        if listed := [row for case, act in steps for row in _listed_rows(case, act)]:
            ledgers.append(Ledger(f"{code}_person", targets.closed_on, _LISTED, listed))
    return ledgers


def _columns(code: str) -> tuple[str, ...]:
    return (*_CASE, *_OF_CASES[code])


def _named(act: Act) -> tuple[str, ...]:
    return tuple(name for name in ("first_person", "second_person") if name in act.values)


def _step_columns(code: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of steps; of persons only those who are named: an empty cell would be nobody."""
    return (*_STEP, *(one for one in _OF_STEPS[code] if one not in _NAMED or one.partition(".")[0] in names))


def _case_row(case: MadeCase, code: str) -> tuple:
    since, last = case.acts[0].on, case.acts[-1].on
    until = last if case.state.ended and last > since else None
    told: dict[str, Any] = {
        "other": case.other.name_on(since) if case.other and _is_of_two(case.case_type) else "",
        "problem": case.subject.problem, "unit": case.unit.name_on(since) if case.unit else "",
        "subject": case.subject.team.name_on(since) if case.subject.team else "", **_of_person(case),
    }  # fmt: skip
    return (
        case.number, case.case_type.case_type, case.subject.branch.name_on(since), ",".join(case.forms),
        case.state.ended or "", since, until, *(told[name] for name in _OF_CASES[code]),
    )  # fmt: skip


def _is_of_two(case_type: CaseType) -> bool:
    return case_type.between or case_type.assigned


def with_titles(ledgers: list[Ledger], cases: list[MadeCase]) -> list[Ledger]:
    """The ledgers with the paper and validity of each title that a case gave."""
    given = {
        (designates.kind, designates.level, case.subject.branch.name): act.values
        for case in cases if (designates := case.case_type.designates) for act in case.acts if act.step == "named"
    }  # fmt: skip
    return [replace(one, rows=_titles(one, given)) if one.sheet == "designation" else one for one in ledgers]


def _titles(ledger: Ledger, given: Mapping[tuple, Mapping[str, Any]]) -> list[tuple]:
    """The rows of titles: kind, level, organisation, then unit, paper and how long they are valid."""
    rows = []
    for row in ledger.rows:
        values = given.get(row[:3], {}) if row[-1] is None else {}
        rows.append((*row[:4], values.get("number", row[4]), values.get("until_day", row[5]), *row[6:]))
    return rows


def _of_person(case: MadeCase) -> dict[str, str]:
    person = case.person
    return dict(zip(_PERSON, (person.name, person.identity_number), strict=True)) if person else {}


def _step_row(case: MadeCase, act: Act, columns: tuple[str, ...]) -> tuple:
    told: dict[str, Any] = {"case_type": case.case_type.case_type, **_of_person(case)}
    for name, value in act.values.items():
        if isinstance(value, Person):
            told |= {f"{name}.name": value.name, f"{name}.identity_number": value.identity_number}
        else:
            told[name] = value.name_on(act.on) if isinstance(value, Organisation) else value
    place = case.place_of(act).name_on(act.on)
    start = (case.number, act.line, place, act.step, act.outcome or "", ",".join(act.papers), act.on)
    return (*start, *(told.get(name, "") for name in columns[len(_STEP) :]))


def _listed_rows(case: MadeCase, act: Act) -> Iterator[tuple]:
    place = case.place_of(act).name_on(act.on)
    for number, one in enumerate(act.listed, start=1):
        person = case.subject.candidates[one.person]
        votes, chosen = ("", "") if one.votes is None else (one.votes, "yes" if one.is_chosen else "no")
        yield (
            case.number, act.line, number, case.case_type.case_type, place, act.step, one.post, person.name,
            person.identity_number, votes, chosen, act.on,
        )  # fmt: skip


def problem_rows(targets: Targets, cases: list[MadeCase]) -> Iterator[dict[str, Any]]:
    """What the items are about, as the list of problems has it on the closing day."""
    for case in cases:
        raised = case.begun.problem
        if raised is None:
            continue
        due = next((act.values["until_day"] for act in case.acts if "until_day" in act.values), None)
        yield {
            "number": case.subject.problem, "source": "opinion", "aspect": raised.aspect, "text": raised.text,
            "organisation": case.subject.branch.name_on(targets.closed_on), "responsible": "",
            "listed_on": case.acts[0].on, "status": raised.status, "due_on": due, "answer": raised.answer,
        }  # fmt: skip


def steps_of_admission(cases: list[MadeCase]) -> Iterator[tuple[Person, Organisation, str, date]]:
    """What the cases say of steps of admission: who, where, which, when."""
    for case in cases:
        for act in case.acts:
            step = case.case_type.step(act.step)
            for name in step.writes if step else ():
                if name in _STEPS_OF_ADMISSION and case.person:
                    yield case.person, case.subject.branch, _STEPS_OF_ADMISSION[name], act.on
