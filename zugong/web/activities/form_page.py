"""The form of a meeting as its page: before, during and after on one page, filled with what was typed or is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext

from zugong.activities.filed import APPRAISAL, RESULT, REVIEW, kind_of
from zugong.activities.rules import ABSENT, PRESENT, Called
from zugong.packs.meetings import Meeting, MeetingRule
from zugong.web.activities.begun import SetTheme
from zugong.web.activities.reckoned import Reckoned
from zugong.web.activities.typed_meeting import ROLL, UNLISTED, TypedMeeting, vote_names
from zugong.web.meanwhile import Overtaken
from zugong.web.pages import Crumb, Page


@dataclass(frozen=True)
class Choice:
    """Something that may be chosen."""

    value: str
    label: str


@dataclass(frozen=True)
class Typed:
    """One field: its name, its label, what stands in it, and what stands against it."""

    name: str
    label: str
    value: str
    problem: str = ""
    hint: str = ""


@dataclass(frozen=True)
class RollLine:
    """One person on the roll, with the options, the chosen one marked."""

    person: int
    name: str
    mark: str
    choices: tuple[tuple[str, str, bool], ...]
    is_present: bool


@dataclass(frozen=True)
class VoteLine:
    """One matter that is voted on."""

    number: int
    matter: Typed
    counts: tuple[Typed, ...]


@dataclass(frozen=True)
class GradeLine:
    """One member who is graded: by the votes on paper, or by the grade itself."""

    name: str
    ballot: Typed
    choice: Typed


@dataclass(frozen=True, kw_only=True)
class MeetingFormPage(Page):
    """One meeting. `already` is another of its period that was held; `asks_why`: it was held itself, and is corrected.

    `based_on` is what the form was made from, `stood` what stood in it, `taken` which meetings the period had; `another` is where
    it is recorded as another one than the one that somebody else recorded meanwhile (`overtaken`).
    """

    template: ClassVar[str] = "web/activities/form.html"
    crumbs: tuple[Crumb, ...]
    organisation: str
    period: str
    is_new: bool
    already: Crumb | None
    asks_why: bool
    problems: tuple[str, ...]
    theme_set: SetTheme | None
    has_theme: bool
    day: Typed
    venue: Typed
    theme: Typed
    agenda: Typed
    chair: Typed
    recorder: Typed
    why: Typed
    by_name: bool
    roll: tuple[RollLine, ...]
    roll_hint: str
    due: Typed
    present: Typed
    observers: Typed
    votes: tuple[VoteLine, ...]
    grades: tuple[GradeLine, ...]
    grade_choices: tuple[Choice, ...]
    results: tuple[Typed, ...]
    found: Typed | None
    reviews: tuple[Typed, ...]
    review_choices: tuple[Choice, ...]
    reckoned: Reckoned | None
    based_on: str
    stood: str
    taken: str
    another: str
    here: str
    notes: tuple[str, ...]
    papers: tuple[Crumb, ...]
    notice: str
    back: str
    cancel_address: str
    overtaken: Overtaken | None = None


def field_of(typed: TypedMeeting, name: str, label: str, hint: str = "") -> Typed:
    """A field with what was typed."""
    return Typed(name, label, typed.said.get(name, ""), typed.problems.get(name, ""), hint)


def code_choices(type_code: str, field_code: str, language: str) -> tuple[Choice, ...]:
    """The codes of a field with their words."""
    field = kind_of(type_code).fields[field_code]
    codes = field.codes.codes if field.codes else ()
    return tuple(Choice(code, field.type.show(code, field, language)) for code in codes)


def roll_lines(
    typed: TypedMeeting, called: Sequence[Called], rule: MeetingRule, language: str
) -> Iterator[RollLine]:  # fmt: skip
    """Everybody called, each with what may be said of them; who has no vote bears a mark."""
    reasons = code_choices("themed_day_roll", "reason", language)
    options = [(PRESENT, gettext("Present")), *((one.value, one.label) for one in reasons), (ABSENT, gettext("Absent"))]
    for one in called:
        said = typed.said.get(f"p{one.person}") or PRESENT
        has_vote = not rule.votes or one.category in rule.votes
        mark = "" if one.category == "full" else gettext("probationary")
        if mark and not has_vote:
            mark = gettext("probationary, no vote")
        more = [(UNLISTED, gettext("Not on the roll"))] if said == UNLISTED else []
        choices = tuple((value, label, value == said) for value, label in (*more, *options))
        yield RollLine(one.person, one.name, mark, choices, said == PRESENT)


def vote_lines(typed: TypedMeeting, rule: MeetingRule) -> tuple[VoteLine, ...]:
    """The matters voted on, and one empty row for the next."""
    if rule.voting is None or rule.voting.majority is None:
        return ()
    used = vote_names(typed)
    return tuple(_vote_line(typed, number) for number in (*used, max(used, default=0) + 1))


def _vote_line(typed: TypedMeeting, number: int) -> VoteLine:
    name = f"vote.{number}"
    labels = (("for", gettext("In favour")), ("against", gettext("Against")), ("abstained", gettext("Abstained")))
    return VoteLine(
        number,
        field_of(typed, f"{name}.matter", gettext("What is voted on")),
        tuple(field_of(typed, f"{name}.{code}", label) for code, label in labels),
    )


def grade_lines(typed: TypedMeeting, called: Sequence[Called], meeting: Meeting) -> tuple[GradeLine, ...]:
    """Everybody who is graded; none for another kind of meeting."""
    if not meeting.grades:
        return ()
    return tuple(
        GradeLine(
            one.name,
            field_of(typed, f"ballot.{one.person}", gettext("Votes")),
            field_of(typed, f"grade.{one.person}", gettext("Grade")),
        )
        for one in called
    )


def result_fields(typed: TypedMeeting, meeting: Meeting, language: str) -> tuple[Typed, ...]:
    """A field for each kind of result, opinions last: they are answered until a date."""
    field = kind_of(RESULT).fields["kind"]
    hint = gettext("Each line becomes an item with a date for the answer.")
    kinds = [(kind, "") for kind in meeting.results] + ([(meeting.opinions, hint)] if meeting.opinions else [])
    return tuple(
        field_of(typed, f"result.{kind}", field.type.show(kind, field, language), hint) for kind, hint in kinds
    )


def review_fields(typed: TypedMeeting, meeting: Meeting, language: str) -> tuple[Typed, ...]:
    """A field for each who reviews."""
    return tuple(field_of(typed, f"review.{one.by}", one.label(language)) for one in meeting.reviews)


def grade_choices(meeting: Meeting, language: str) -> tuple[Choice, ...]:
    """The grades, where the kind of meeting gives any."""
    return code_choices(APPRAISAL, "grade", language) if meeting.grades else ()


def review_choices(meeting: Meeting, language: str) -> tuple[Choice, ...]:
    """The levels of a review, where the kind of meeting is reviewed."""
    return code_choices(REVIEW, "level", language) if meeting.reviews else ()


def is_by_name(typed: TypedMeeting, called: Sequence[Called]) -> bool:
    """Does the form count by the roll?"""
    return bool(called) and typed.said.get("way", ROLL) == ROLL
