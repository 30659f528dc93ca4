"""A meeting as its form was typed: read into a draft, with what stands against each field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext

from zugong.activities.drafts import MeetingDraft, VoteDraft
from zugong.activities.filed import APPRAISAL, MOST_VOTES, REVIEW, kind_of
from zugong.activities.rules import ABSENT, PRESENT, Ballot, Called, Presence, grade_of, presence_of
from zugong.packs.meetings import Meeting, MeetingRule
from zugong.web.typed import typed_day, typed_number

_LONG, _SHORT = 300, 100
_LONGEST_AGENDA = 1000
ROLL, TOTALS = "roll", "totals"
#: Said of somebody whom the roll of a meeting that was held does not name.
UNLISTED = "unlisted"


@dataclass
class TypedMeeting:
    """What stands in the fields, by their names, and the problems by the name of the field."""

    said: Mapping[str, str]
    problems: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, longest: int = _LONG) -> str:
        return self.said.get(name, "").strip()[:longest]

    def lines(self, name: str) -> tuple[str, ...]:
        """What was typed one to a line, each once."""
        found = (line.strip()[:_LONG] for line in self.said.get(name, "").splitlines())
        return tuple(dict.fromkeys(line for line in found if line))

    def number(self, name: str) -> int | None:
        """A whole number; None for nothing, with a problem for anything else."""
        text = self.said.get(name, "").strip()
        found = typed_number(text) if text and len(text) <= 6 else None
        if text and found is None:
            self.problems[name] = gettext("Write a whole number.")
        return found

    def day(self) -> date | None:
        found = typed_day(self.said.get("on", "").strip())
        if found is None:
            self.problems["on"] = gettext("Choose the day of the meeting.")
        return found


def typed_draft(
    typed: TypedMeeting, meeting: Meeting, organisation: int, called: tuple[Called, ...], rule: MeetingRule, on: date
) -> MeetingDraft:  # fmt: skip
    """The draft; problems are added to `typed`."""
    named = bool(called) and typed.said.get("way", ROLL) == ROLL
    return MeetingDraft(
        organisation=organisation,
        series=meeting.meeting,
        on=on,
        theme=typed.text("theme"),
        venue=typed.text("venue", _SHORT),
        agenda="\n".join(typed.lines("agenda"))[:_LONGEST_AGENDA],
        chair=typed.text("chair", _SHORT),
        recorder=typed.text("recorder", _SHORT),
        named=named,
        roll=typed_roll(typed, called, rule) if named else {},
        due=None if named else typed.number("due"),
        present=None if named else typed.number("present"),
        observers=typed.number("observers") or 0,
        votes=tuple(_votes(typed)) if rule.voting and rule.voting.majority else (),
        results=tuple(_results(typed, meeting)),
        problems=typed.lines("problems") if meeting.problems else (),
        reviews=dict(_reviews(typed, meeting)),
        grades=dict(_grades(typed, called)) if meeting.grades else {},
    )


def codes_of(type_code: str, field_code: str) -> tuple[str, ...]:
    """The codes of a field, in their order."""
    codes = kind_of(type_code).fields[field_code].codes
    return tuple(codes.codes) if codes else ()


def typed_roll(typed: TypedMeeting, called: tuple[Called, ...], rule: MeetingRule) -> dict[int, Presence]:
    """What the roll says of each; somebody of whom it says nothing is present."""
    return {one.person: presence_of(typed.said.get(f"p{one.person}") or PRESENT, rule) for one in called}


def listed(typed: TypedMeeting, called: tuple[Called, ...]) -> tuple[Called, ...]:
    """Those of whom the roll says anything: a roll that was imported may not name everybody, and nobody knows why."""
    return tuple(one for one in called if typed.said.get(f"p{one.person}") != UNLISTED)


def choice_of(presence: Presence) -> str:
    """What a presence looks like as a choice of the roll."""
    if presence.attendance in (PRESENT, ABSENT):
        return presence.attendance
    return presence.reason or "family"


def vote_names(typed: TypedMeeting) -> list[int]:
    """The numbers of the rows of votes in which anything was typed."""
    return [
        number for number in range(1, MOST_VOTES + 1)
        if any(typed.said.get(f"vote.{number}.{code}", "").strip() for code in ("matter", "for", "against", "abstained"))
    ]  # fmt: skip


def _votes(typed: TypedMeeting) -> Iterator[VoteDraft]:
    for number in vote_names(typed):
        name = f"vote.{number}"
        matter = typed.text(f"{name}.matter")
        votes = {code: typed.number(f"{name}.{code}") for code in ("for", "against", "abstained")}
        if not matter:
            typed.problems[f"{name}.matter"] = gettext("Write what was voted on.")
        if votes["for"] is None:
            typed.problems.setdefault(f"{name}.for", gettext("Write how many were in favour, 0 if none."))
        yield VoteDraft(matter, Ballot(votes["for"] or 0, votes["against"] or 0, votes["abstained"] or 0))


def _results(typed: TypedMeeting, meeting: Meeting) -> Iterator[tuple[str, str]]:
    for kind in (*meeting.results, *([meeting.opinions] if meeting.opinions else [])):
        yield from ((kind, line) for line in typed.lines(f"result.{kind}"))


def _reviews(typed: TypedMeeting, meeting: Meeting) -> Iterator[tuple[str, str]]:
    levels = codes_of(REVIEW, "level")
    for one in meeting.reviews:
        level = typed.text(f"review.{one.by}", _SHORT)
        if level in levels:
            yield one.by, level


def _grades(typed: TypedMeeting, called: tuple[Called, ...]) -> Iterator[tuple[int, str]]:
    """The grade of each: the one chosen, else the one to which the votes lead."""
    grades = codes_of(APPRAISAL, "grade")
    for one in called:
        chosen = typed.text(f"grade.{one.person}", _SHORT)
        votes = typed.said.get(f"ballot.{one.person}", "").split()
        counts = [typed_number(text) for text in votes]
        if votes and (len(counts) != len(grades) or None in counts):
            typed.problems[f"ballot.{one.person}"] = gettext(
                "Write four numbers with a space between, such as 12 5 0 0."
            )
        elif votes and chosen not in grades:
            chosen = grade_of([(grade, count or 0) for grade, count in zip(grades, counts, strict=True)]) or ""
        if chosen in grades:
            yield one.person, chosen
