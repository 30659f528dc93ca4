"""The form of a step: what it asks, what was typed, and the act that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from zugong.cases import wording
from zugong.cases.acting import actor_of
from zugong.cases.elections import numbers_to_begin_with
from zugong.cases.filed import Case
from zugong.cases.judging import Judged
from zugong.cases.rules import Act, terms_on
from zugong.offices.queries import offices_on
from zugong.organisations.queries import organisations_in
from zugong.packs.case_types import Asked, CaseType, Step
from zugong.people.queries import members_on
from zugong.web.cases.asked import AskedCases

_NUMBERS = (
    "eligible", "present", "yes", "written_yes", "days", "hours", "months", "members", "full_members", "units", "amount",
    "seats", "deputy_seats", "ballots", "spoilt", "talks", "commitments",
)  # fmt: skip
_DAYS = ("day", "until_day")
_PERSONS, _PLACE = ("first_person", "second_person"), "other"
#: Fields whose value is one of a list; a step names persons or an organisation, never both.
_CHOSEN = (*_PERSONS, _PLACE)
_DEPARTMENTS = ("department",)
_BRANCHES = ("branch", "joint_branch", "general_branch")
_LONGEST = 500


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FormField:
    """One field of the form; `way` is number, day, choice, long or text."""

    name: str
    label: str
    way: str
    value: str
    is_needed: bool
    hint: str
    problem: str
    choices: tuple[Choice, ...] = ()


@dataclass
class Typed:
    """What was typed: the act it makes as far as it can be read, and what stands against single fields."""

    act: Act
    texts: Mapping[str, str]
    problems: dict[str, str] = field(default_factory=dict)
    newcomers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def read_form(posted: Mapping[str, str], papers: Iterable[str], step: Step, allowed: Iterable[int], day: date) -> Typed:
    """The act that a form says. Persons only among `allowed`; an unreadable day leaves the usual one and a problem."""
    texts = {one.field: posted.get(one.field, "").strip()[:_LONGEST] for one in step.asks if not one.reckoned}
    typed = Typed(Act(step.step, day), {**texts, "on": posted.get("on", "").strip()})
    on = _day(typed, "on") or day
    values = {
        name: value
        for name, text in texts.items()
        if text and (value := _value(typed, name, text, set(allowed))) is not None
    }
    if posted.get("text", "").strip():
        values["text"] = posted["text"].strip()[:_LONGEST]
    known = {one.outcome for one in step.outcomes}
    outcome = posted.get("outcome") if posted.get("outcome") in known else None
    if step.outcomes and outcome is None and not step.is_voted and len(step.outcomes) > 1:
        typed.problems["outcome"] = gettext("Choose an outcome.")
    chosen = outcome or (step.outcomes[0].outcome if step.outcomes else None)
    typed.act = Act(step.step, on, chosen, values, tuple(one for one in step.papers if one in set(papers)))
    return typed


def _value(typed: Typed, name: str, text: str, allowed: set[int]) -> Any:
    if name in _DAYS:
        return _day(typed, name)
    if name in _NUMBERS:
        if text.isascii() and text.isdigit():
            return int(text)
        typed.problems[name] = gettext("Write a whole number.")
        return None
    if name in _CHOSEN:
        if text.isdigit() and int(text) in allowed:
            return int(text)
        typed.problems[name] = gettext("Choose one of the list.")
        return None
    return text


def _day(typed: Typed, name: str) -> date | None:
    text = typed.texts.get(name, "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        if text or name == "on":
            typed.problems[name] = gettext("Write the day as 2026-05-11.")
        return None


def blank(step: Step, day: date, numbers: Mapping[str, int] = MappingProxyType({})) -> Typed:
    """A form before anything is typed: today, and the numbers that are known."""
    texts = {name: str(number) for name, number in numbers.items()}
    return Typed(Act(step.step, day, values=dict(numbers)), {**texts, "on": day.isoformat()})


def begun_form(found: Case, step: Step, day: date) -> Typed:
    """The form of a step as it is opened: with numbers that are known; sent back it says what it said the last time."""
    typed = blank(step, day, numbers_to_begin_with(found.state, step))
    last = next((one for one in reversed(found.acts) if one.step == step.step), None)
    if last is None or step != found.case_type.steps[0] or step.step in found.state.done:
        return typed
    said = {one.field: _as_typed(last.values.get(one.field)) for one in step.asks if not one.reckoned}
    return Typed(Act(step.step, day, last.outcome, {}, last.papers), {**said, **typed.texts})


def _as_typed(value: Any) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def add_verdicts(typed: Typed, judged: Judged, language: str) -> tuple[str, ...]:
    """Put what stops the act beside its fields; what belongs to none comes back, for the top of the form."""
    above = []
    for one in judged.stops:
        if one.field and one.field not in typed.problems and one.field != "papers":
            typed.problems[one.field] = one.said.in_language(language)
        elif one.field not in typed.problems:
            above.append(one.said.in_language(language))
    return tuple(above)


def possible_persons(asked: AskedCases, found: Case, step: Step, day: date) -> Mapping[int, str]:
    """Who may be named: the full members of the branch, by name; nobody where the step names nobody.

    Of a step that assigns a case the organisations to which it may be given.
    """
    if any(one.field == _PLACE for one in step.asks):
        return named_places(asked, found.case_type, step, found.organisation)
    if not any(one.field in _PERSONS for one in step.asks) or found.organisation is None:
        return {}
    rows = members_on(found.organisation, max(day, asked.day)).filter(category="full")
    ids = [one for one in rows.values_list("person_id", flat=True) if one != found.person]
    names = asked.persons(ids)
    return dict(sorted(((one, names.label("person", one)) for one in ids), key=lambda pair: pair[1]))


def named_places(asked: AskedCases, case_type: CaseType, step: Step, place: int | None) -> Mapping[int, str]:
    """The organisations that a step may name, in the order of the tree; none where it names none."""
    among = next((one.among for one in step.asks if one.field == _PLACE), "")
    if among == "superiors":
        return _superiors(asked, case_type, place)
    if among != "committee":
        return possible_places(asked) if among else {}
    tree, kinds = asked.tree, case_type.of_kinds or _BRANCHES
    above = actor_of(case_type, "committee", place, tree)
    below = tree.below(above) if above is not None else ()
    there = [one for one in below if tree.living(one) and tree.kind(one) in kinds and one != place]
    return {one: tree.name(one) for one in sorted(there, key=_code(asked))}


def _superiors(asked: AskedCases, case_type: CaseType, place: int | None) -> Mapping[int, str]:
    """The organisations that act as committee, but for the one above that place already, and those at and below it."""
    tree = asked.tree
    not_these = {tree.parent(place), *tree.below(place)} if place is not None and place in tree else set()
    there = [one.id for one in tree if one.living and one.kind in case_type.approvers and one.id not in not_these]
    return {one: tree.name(one) for one in sorted(there, key=_code(asked))}


def possible_places(asked: AskedCases) -> Mapping[int, str]:
    """To whom a case may be given, in the order of the tree: organisations that an office acts for, and those of departments."""
    found = set(offices_on(asked.day).values_list("organisation_id", flat=True)) | organisations_in(
        _DEPARTMENTS, asked.day
    )
    there = sorted((one for one in found if one in asked.tree and asked.tree.living(one)), key=_code(asked))
    return {one: asked.tree.name(one) for one in there}


def _code(asked: AskedCases) -> Callable[[int], str]:
    return lambda organisation: asked.tree.node(organisation).code


def form_fields(step: Step, typed: Typed, persons: Mapping[int, str], language: str) -> tuple[FormField, ...]:
    """The fields that the step asks for, with what was typed; not what the records say."""
    return tuple(_field(one, typed, persons, language) for one in step.asks if not one.reckoned)


def _field(one: Asked, typed: Typed, persons: Mapping[int, str], language: str) -> FormField:
    text = typed.texts.get(one.field, "")
    choices = (
        tuple(Choice(str(pk), name, str(pk) == text) for pk, name in persons.items()) if one.field in _CHOSEN else ()
    )
    way = (
        "number" if one.field in _NUMBERS else "day" if one.field in _DAYS else "choice" if one.field in _CHOSEN
        else "long" if one.field == "text" else "text"
    )  # fmt: skip
    hint = one.note.in_language(language) if one.note else ""
    return FormField(
        one.field, one.label(language), way, text, one.required, hint, typed.problems.get(one.field, ""), choices
    )


def outcome_choices(step: Step, chosen: str | None, language: str) -> tuple[Choice, ...]:
    """The outcomes that may be chosen; where votes decide, those that can be put to the vote."""
    offered = [one for one in step.outcomes if one.by_vote != "failed"] if step.is_voted else list(step.outcomes)
    if len(offered) < 2:
        return ()
    return tuple(Choice(one.outcome, one.label(language), one.outcome == chosen) for one in offered)


def paper_choices(case_type: CaseType, step: Step, ticked: Iterable[str], language: str) -> tuple[Choice, ...]:
    """The papers of the step, to be ticked."""
    there = set(ticked)
    return tuple(Choice(one, case_type.papers[one].label(language), one in there) for one in step.papers)


def outcome_label(step: Step, language: str) -> str:
    """What the choice of an outcome is called."""
    return step.outcome_words.in_language(language) if step.outcome_words else gettext("Outcome")


def rules_of(case_type: CaseType, step: Step, day: date, language: str) -> tuple[str, ...]:
    """The rules that hold for a step on a day, each with its article."""
    rules = ((one, terms_on(case_type, one, day)) for one in step.conditions)
    return tuple(
        dict.fromkeys(
            f"{wording.asked_by(one, terms[1]).in_language(language)} ({wording.rule(*terms).in_language(language)})"
            for one, terms in rules if terms is not None
        )
    )  # fmt: skip
