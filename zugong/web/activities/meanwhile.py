"""Two people with the form of one meeting open: what it carries, who wrote since, and both values where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from zugong.activities.filed import Filed
from zugong.activities.queries import called_to, filed_meeting, taken_periods
from zugong.activities.rules import PRESENT, Called
from zugong.packs.meetings import Meeting
from zugong.web.activities.begun import begun_filed, usual_absences
from zugong.web.activities.form_page import MeetingFormPage, Typed
from zugong.web.ballots.minutes import with_counted_votes
from zugong.web.meanwhile import Reconciled, Words, overtaken, since_opened
from zugong.web.typed import typed_day, typed_number

_STANDING = ("planned", "held")


def based_on(filed: Filed | None) -> str:
    """What a form was made from; another value later means that somebody wrote meanwhile."""
    if filed is None:
        return ""
    rows = _rows_of(filed)
    return f"{filed.row.id}-{max(rows)}-{len(rows)}"


def _rows_of(filed: Filed) -> list[int]:
    return [filed.row.id, *(row.id for listed in (*filed.rows.values(), filed.problems) for row in listed)]


def recorded_form(filed: Filed, meeting: Meeting, called: tuple[Called, ...]) -> dict[str, str]:
    """The form of a meeting as it is recorded; that of a plan begins with who is known not to come."""
    known = {} if filed.is_held else _known_absences(filed, called)
    return with_counted_votes(filed.identity, known | begun_filed(filed, meeting, called))


def _known_absences(filed: Filed, called: tuple[Called, ...]) -> dict[str, str]:
    return usual_absences(filed.organisation, filed.row.since, [one.person for one in called])


def as_compared(said: Mapping[str, str]) -> dict[str, str]:
    """A form as forms are compared: who is present is as good as not named."""
    return {name: "" if name[:1] == "p" and value == PRESENT else value for name, value in said.items()}


def compared_with(filed: Filed | None, meeting: Meeting, posted: Mapping[str, str]) -> Reconciled | None:
    """What was sent against what is recorded; None where nobody wrote since the form was opened."""
    if filed is None:
        return None
    day = filed.row.since
    rule = meeting.rule_on(max(day, meeting.rules[0].since))
    return since_opened(
        as_compared(dict(posted.items())), based_on(filed),
        lambda: as_compared(recorded_form(filed, meeting, called_to(meeting, rule, filed.organisation, day))),
    )  # fmt: skip


def taken_in(organisation: int, meeting: Meeting, day: date) -> str:
    """The meetings of a kind that are planned or recorded in the period of a day, as the form of a new one carries them."""
    rows = taken_periods(organisation, meeting.meeting, meeting.period_of(day)).values()
    return "-".join(str(row.anchor) for row in rows if row.values["status"] in _STANDING)


def another_since(posted: Mapping[str, str], organisation: int, meeting: Meeting) -> Filed | None:
    """The meeting of the same period that somebody else wrote after the form of a new one was opened."""
    day = typed_day(posted.get("on", "").strip())
    if day is None or "taken" not in posted:
        return None
    known = posted["taken"].split("-")
    new = [one for one in taken_in(organisation, meeting, day).split("-") if one and one not in known]
    identity = typed_number(new[-1]) if new else None
    return filed_meeting(identity) if identity else None


def told_since(
    content: MeetingFormPage, filed: Filed | None, found: Reconciled | None, posted: Mapping[str, str]
) -> MeetingFormPage:  # fmt: skip
    """The page with what somebody else recorded since; as it is where nobody did."""
    if filed is None or found is None:
        return content
    lines = {field.name for field in (*content.results, *((content.found,) if content.found else ()))}
    told = overtaken(found, posted, _words(content), rows=_rows_of(filed), lines=lines)
    return replace(content, overtaken=told)


def _words(content: MeetingFormPage) -> Words:
    """The labels of the fields, with the words of their codes."""
    plain = [
        content.day, content.venue, content.theme, content.agenda, content.chair, content.recorder, content.due,
        content.present, content.observers, *content.results, *((content.found,) if content.found else ()),
    ]  # fmt: skip
    words: dict[str, tuple[str, Mapping[str, str]]] = {field.name: (field.label, {}) for field in plain}
    levels = {choice.value: choice.label for choice in content.review_choices}
    grades = {choice.value: choice.label for choice in content.grade_choices}
    words |= {field.name: (field.label, levels) for field in content.reviews}
    words |= {line.choice.name: (line.name, grades) for line in content.grades}
    for line in content.roll:
        presences = {value: label for value, label, _ in line.choices}
        words[f"p{line.person}"] = (line.name, presences | {"": presences.get(PRESENT, "")})
    for vote in content.votes:
        words |= {field.name: _of_vote(vote.number, field) for field in (vote.matter, *vote.counts)}
    return words


def _of_vote(number: int, field: Typed) -> tuple[str, Mapping[str, str]]:
    return f"{number}. {field.label}", {}
