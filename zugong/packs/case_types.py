"""Case types as packs declare them: steps in stages, who acts, conditions by the text in force on the day, what is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from zugong.packs.case_conditions import STEP_FIELDS, Condition, RuleText, Terms
from zugong.packs.case_lists import Listing, Post
from zugong.packs.case_parts import CarriesOut, Designates, Signal
from zugong.packs.figures import Name
from zugong.packs.programmes import MechanismId, Paper
from zugong.packs.reading import Declared, Words, many
from zugong.packs.scheme_criteria import Labelled

Level = Literal["branch", "committee", "county"]


class Asked(Labelled):
    """A field that a step records: a field of the ledger case_step, called as this step calls it.

    `among`: which organisations it may name: those that an office acts for, those below whoever takes committee's steps, or
    those under which it may stand. `reckoned`: nobody types it; the records say how many members there are where the case
    stands, or there and in the organisation that the step names, with all below them.
    """

    field: Literal[STEP_FIELDS]  # type: ignore[valid-type]
    zh: str
    en: str
    required: bool = False
    among: Literal["offices", "committee", "superiors"] = "offices"
    reckoned: Literal["members_here", "members_with_other"] | None = None
    note: Words | None = None


class Outcome(Labelled):
    """What a step may come to, `most_times` so often. `clears` are steps to be done anew, `ends` how the case is closed.

    The outcome of a vote is not chosen: `by_vote` says which one the count gives.
    """

    outcome: Name
    zh: str
    en: str
    clears: tuple[Name, ...] = ()
    ends: Name | None = None
    by_vote: Literal["passed", "failed"] | None = None
    needs_reason: bool = False
    most_times: int | None = None
    writes: tuple[Name, ...] = ()
    note: Words | None = None

    @property
    def is_setback(self) -> bool:
        """Is something refused, not reached, or to be done anew?"""
        return bool(self.clears) or self.needs_reason or self.by_vote == "failed"


class Way(Declared):
    """Where a case goes on in more than one way: only where that step came to one of these outcomes."""

    step: Name
    outcomes: tuple[Name, ...] = Field(min_length=1)


class Step(Labelled):
    """One step. It may be done once everything in `needs` is done, or is not asked for on the day.

    `texts`: only while one of these is in force; `by_day_of`: on the day of that step instead of today. `repeats_months`:
    done again every so many months until a step that needs it is done; it holds nothing up. `optional` neither.
    `when`: only in cases that went this way. `side`: whose branch or committee takes it, where a case is between two
    organisations. `numbered`: its outcomes that take the next number of the committee and year, which is never given
    again. `carries_out`: the change of organisations that it is. `tells`: who hears once that it was done. `own_words`
    tell the person concerned that it was done, `own_waiting` that it is still to come. `outcome_words`: what its form calls
    the choice of an outcome.
    """

    step: Name
    stage: Name
    zh: str
    en: str
    does: Level
    act: Literal["fill", "check", "decide"] = "fill"
    needs: tuple[Name, ...] = ()
    texts: tuple[Name, ...] = ()
    by_day_of: Name | None = None
    when: Way | None = None
    side: Literal["own", "other"] = "own"
    numbered: tuple[Name, ...] = ()
    optional: bool = False
    repeats_months: int | None = None
    until_steps: tuple[Name, ...] = ()
    asks: tuple[Asked, ...] = ()
    papers: tuple[Name, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    outcome_words: Words | None = None
    conditions: tuple[Condition, ...] = ()
    writes: tuple[Name, ...] = ()
    batch: bool = False
    assigns: bool = False
    carries_out: CarriesOut | None = None
    lists: Listing | None = None
    tells: tuple[Literal["branch", "committee", "county", "other"], ...] = ()
    own_words: Words | None = None
    own_waiting: Words | None = None
    note: Words | None = None

    @property
    def is_voted(self) -> bool:
        return any(one.kind in ("vote", "election") for one in self.conditions)

    def outcome(self, code: str | None) -> Outcome | None:
        """The outcome of that code; the first where none is named."""
        return next((one for one in self.outcomes if one.outcome == code), self.outcomes[0] if self.outcomes else None)


class NamedDate(Labelled):
    """A date that follows from a step: so many months after it, later by the months of `longer` (step and outcome).

    With `days_in` the step itself says after how many days, in that field, and there is no such date where it does not;
    with `day_in` they count from the day in that field; alone it is that day itself. `months_by` says how many months by
    what the step `by` came to.
    """

    zh: str
    en: str
    of: Name
    months: int = 0
    days_in: Name | None = None
    day_in: Name | None = None
    longer: tuple[Name, Name] | None = None
    by: Name | None = None
    months_by: dict[Name, int] = {}


class PaperInFile(Labelled):
    """A paper that belongs into the file. `own_words`: the person concerned writes it, and is told so in these words."""

    zh: str
    en: str
    official: bool = False
    own_words: Words | None = None
    note: Words | None = None


class CaseType(Labelled):
    """A kind of case about one person or organisation. `stages` stand in their order; `ends` are the ways in which it closes.

    `approvers` are kinds of organisation that take the steps of a committee, those not that stand directly below one of
    `no_approvers_below`. `kept_as` is the record type of the cases; that of their steps is called the same with _step.
    `whom`: must the person be a member of the branch, or none. `between`: is there an organisation on the other side?
    `assigned`: a step that `assigns` names the other side, which until then is the organisation's own.
    `of_kinds`: the kinds of organisation or unit that a case may concern; empty for all. `stands_above`: the case about an
    organisation stands at the one above it, and is not seen below. `posts` are what the cases fill.
    `tasks`: the sources of problems that, listed at its place since it began, are to be closed in it; with `tasks_above` they
    are listed with the committee above under the number of the case, and its own place does not see them.
    `candidates`: the figure that counts what such a case may be about. `designates`: as what it names an organisation.
    """

    case_type: Name
    zh: str
    en: str
    about: Literal["person", "organisation", "unit", "position", "problem", "recruitment_notice"]
    matter: Name
    version: str
    approvers: tuple[Name, ...] = ()
    no_approvers_below: tuple[Name, ...] = ()
    kept_as: Name = "case"
    whom: Literal["members", "non_members", "anybody"] = "non_members"
    of_kinds: tuple[Name, ...] = ()
    tasks: tuple[Name, ...] = ()
    tasks_above: bool = False
    between: bool = False
    assigned: bool = False
    candidates: Name | None = None
    designates: Designates | None = None
    stands_above: bool = False
    posts: tuple[Post, ...] = ()
    implements: tuple[MechanismId, ...] = ()
    texts: dict[Name, RuleText] = Field(min_length=1)
    stages: dict[Name, Words] = Field(min_length=1)
    ends: dict[Name, Words] = Field(min_length=1)
    papers: dict[Name, PaperInFile] = {}
    dates: dict[Name, NamedDate] = {}
    signals: tuple[Signal, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=1)
    note: Words | None = None
    differs_from_source: Words | None = None

    #: What each condition asks on a day, and the steps by their code; looked up many times over for long lists.
    _terms: dict[tuple[int, date], tuple[RuleText, Terms] | None] = PrivateAttr(default_factory=dict)
    _by_code: dict[str, Step] = PrivateAttr(default_factory=dict)
    _forks: frozenset[str] | None = PrivateAttr(default=None)

    @property
    def steps_kept_as(self) -> str:
        return f"{self.kept_as}_step"

    @property
    def subject_field(self) -> str:
        """The field of its cases that says what they are about, where that is not where they stand."""
        return "subject" if self.stands_above else self.about

    @property
    def lists_kept_as(self) -> str:
        return f"{self.kept_as}_person"

    def post(self, code: str) -> Post:
        """The post of that code. Raises StopIteration for another: a pack is checked."""
        return next(one for one in self.posts if one.post == code)

    @model_validator(mode="after")
    def _names_lead_somewhere(self) -> Self:
        known = {one.step for one in self.steps}
        if len(known) != len(self.steps):
            raise ValueError("a step stands twice")
        for step in self.steps:
            _check_step(step, self, known)
        return self

    @property
    def forks(self) -> frozenset[str]:
        """The steps whose outcome says which way a case goes, or how long a date is away."""
        if self._forks is None:
            longer = (one.by for one in self.dates.values() if one.by)
            self._forks = frozenset((*(one.when.step for one in self.steps if one.when), *longer))
        return self._forks

    def step(self, code: str) -> Step | None:
        if not self._by_code:
            self._by_code.update({one.step: one for one in self.steps})
        return self._by_code.get(code)

    def terms_on(self, condition: Condition, day: date) -> tuple[RuleText, Terms] | None:
        """The text in force on a day and what it asks by a condition of this type; None where it asks nothing.

        A text of the place stands beside the national one.
        """
        key = (id(condition), day)
        if key not in self._terms:
            texts = ((self.texts[code], terms) for code, terms in condition.by.items())
            self._terms[key] = next(((text, terms) for text, terms in texts if text.is_in_force(day)), None)
        return self._terms[key]

    def text_on(self, day: date) -> tuple[str, RuleText] | None:
        """The text in force on a day, with its code; None for days that the pack has no text for."""
        return next(((code, one) for code, one in self.texts.items() if one.is_in_force(day)), None)

    def with_form(self, form: LocalForm) -> CaseType:
        """Itself with what a local form adds. Raises ValidationError where the form names what is not there."""
        changed = {code: tuple(words) for code, words in form.also_needs.items()}
        steps = tuple(
            one.model_copy(update={"needs": (*one.needs, *changed.get(one.step, ()))}) for one in self.steps
        )  # fmt: skip
        steps = tuple(_clearing_too(one, form.steps) for one in self._in_order(steps, form))
        added = {
            "steps": steps, "papers": self.papers | form.papers, "texts": self.texts | form.texts,
            "signals": (*self.signals, *form.signals), "version": f"{self.version}+{form.form}",
            "designates": form.designates or self.designates,
        }  # fmt: skip
        return self.model_copy(update=added).anew()

    def _in_order(self, steps: tuple[Step, ...], form: LocalForm) -> tuple[Step, ...]:
        """The steps with those of a form, by stage: each before the first that now waits for it, else last of its stage."""
        stages, made = list(self.stages), list(steps)
        for added in form.steps:
            waiting = {code for code, needed in form.also_needs.items() if added.step in needed}
            before = [place for place, one in enumerate(made) if one.step in waiting and one.stage == added.stage]
            later = [place for place, one in enumerate(made) if stages.index(one.stage) > stages.index(added.stage)]
            made.insert(min(before or later, default=len(made)), added)
        return tuple(made)

    def anew(self) -> CaseType:
        """Itself without what the type it was copied from had looked up."""
        self._terms, self._by_code, self._forks = {}, {}, None
        return self


def _clearing_too(step: Step, added: tuple[Step, ...]) -> Step:
    """What must be done anew is so with the steps of a form that need it."""
    if not any(one.clears for one in step.outcomes):
        return step
    outcomes = []
    for outcome in step.outcomes:
        clears = list(outcome.clears)
        clears += [one.step for one in added if set(one.needs) & set(clears)]
        outcomes.append(outcome.model_copy(update={"clears": tuple(clears)}))
    return step.model_copy(update={"outcomes": tuple(outcomes)})


class LocalForm(Labelled):
    """What a locality adds to a type by its own paper: for cases that begin from `since` to before `until`.

    `also_needs` says which steps of the type wait for steps of the form.
    """

    form: Name
    adds_to: Name
    zh: str
    en: str
    paper: Paper
    since: date
    until: date | None = None
    implements: tuple[MechanismId, ...] = ()
    texts: dict[Name, RuleText] = {}
    papers: dict[Name, PaperInFile] = {}
    signals: tuple[Signal, ...] = ()
    steps: tuple[Step, ...] = ()
    designates: Designates | None = None
    also_needs: dict[Name, tuple[Name, ...]] = {}
    note: Words | None = None


def _check_step(step: Step, case_type: CaseType, known: set[str]) -> None:
    dates = known | set(case_type.dates)
    if step.batch and step.carries_out:
        raise ValueError(f"{step.step}: what changes organisations is done one by one, so it is no batch")
    for key, names, allowed in (
        ("needs", step.needs, known),
        ("until_steps", step.until_steps, known),
        ("stage", (step.stage,), set(case_type.stages)),
        ("texts", step.texts, set(case_type.texts)),
        ("when", [step.when.step] if step.when else [], known),
        ("papers", step.papers, set(case_type.papers)),
        ("said", step.carries_out.steps_named if step.carries_out else [], known),
        ("clears", [name for one in step.outcomes for name in one.clears], known),
        ("ends", [one.ends for one in step.outcomes if one.ends], set(case_type.ends)),
        ("of", [one.of for one in step.conditions if one.of], dates),
        ("lists", step.lists.posts if step.lists else (), {one.post for one in case_type.posts}),
        ("posts", [post for one in step.conditions for post in one.posts], {one.post for one in case_type.posts}),
        ("by", [text for one in step.conditions for text in one.by], set(case_type.texts)),
        ("papers", [paper for one in step.conditions for paper in one.papers], set(case_type.papers)),
    ):
        if unknown := [name for name in names if name not in allowed]:
            raise ValueError(f"{step.step}: {key} names {unknown[0]!r}, which is not declared")


def read_case_types(folders: Iterable[Path]) -> dict[str, CaseType]:
    """All case types of a lineage by their code. Raises PackError where one code stands twice."""
    found: dict[str, CaseType] = {}
    for path in _files(folders, "cases/*.yaml"):
        for one in many(CaseType, path):
            if one.case_type in found:
                there = found[one.case_type].file
                raise one.error(f"is declared already in {there}; choose another code", key="case_type")
            found[one.case_type] = one
    return found


def read_local_forms(folders: Iterable[Path], known: Mapping[str, CaseType]) -> list[LocalForm]:
    """What localities add to case types, in order. Raises PackError for a form that adds to no type."""
    found = [one for path in _files(folders, "cases/forms/*.yaml") for one in many(LocalForm, path)]
    for form in found:
        if form.adds_to not in known:
            raise form.error(f"there is no case type {form.adds_to!r}", key="adds_to")
    return found


def _files(folders: Iterable[Path], pattern: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(folder.glob(pattern))
