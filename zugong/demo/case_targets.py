"""What a demonstration tells of cases: courses of steps, and which of them were begun when, about whom, where."""

from __future__ import annotations

from datetime import date
from typing import Literal

from zugong.demo.scheme_targets import Part

#: Whom or what a case is about. Applicants and newcomers are made for it; everybody and everything else is there anyway.
Whom = Literal[
    "applicant", "newcomer", "member", "admitted", "full", "unsettled", "left", "arrived", "weak", "branch", "problem",
    "village", "team", "firm", "moving", "moved", "uncovered", "titled",
]  # fmt: skip


class CourseStep(Part):
    """A step so many days after a day of the case: its beginning, or one that `leads` or the subject knows.

    Without `outcome` it comes to the first of its type; all its papers are in the file but those it `lacks`. `later` are
    fields with a day so many days after the step, `known` fields with a day of the case, `persons` how many full members
    of the branch are named, `vote` a count of its members that passes. `listed` names candidates for posts, by their places
    among those of the case, each with how many in a hundred ballots were for them; null where nothing was counted.
    """

    step: str
    of: str = "begun"
    after: int = 0
    outcome: str = ""
    values: dict[str, int | date | str] = {}
    later: dict[str, int] = {}
    known: dict[str, str] = {}
    persons: int = 0
    vote: bool = False
    listed: dict[str, dict[int, int | None]] = {}
    lacks: list[str] = []


class Course(Part):
    """A course of steps, after those of the course that it `follows`. Steps after the closing day are still to come."""

    course: str
    follows: str = ""
    of: str = ""
    steps: list[CourseStep] = []


class Lead(Part):
    """In cases of a type one day comes so many days after another, where nothing else is known of it."""

    of: str
    day: str
    after: str
    days: int


class RaisedProblem(Part):
    """What an item is about: a problem that nobody else lists; it is due on the day that was set when it was assigned."""

    text: str
    aspect: str
    status: str
    answer: str = ""


class BegunCase(Part):
    """One case. `days` are days of it that are told; `township` and `branch` are places in the lists of the county.

    Without `branch` somebody fitting of the township is taken, without `township` anybody fitting. `to` is where the other
    side is, the branch of the township's office where it names no branch. A weak organisation is the one at the place
    `weak` of the list of those under rectification. `branch` is also the place among the firms of a township, the branches
    that moved in the year, the units without an organisation, and the villages that bear the title of the county.
    """

    course: str
    whom: Whom
    days: dict[str, date] = {}
    township: int | None = None
    branch: int | None = None
    to: tuple[int, int | None] | None = None
    weak: int = 0
    problem: RaisedProblem | None = None


class Cases(Part):
    """All cases of the demonstration. `numbers` says with which letters the numbers of each type begin."""

    numbers: dict[str, str]
    leads: list[Lead] = []
    courses: list[Course]
    begun: list[BegunCase]

    def steps_of(self, name: str) -> list[CourseStep]:
        """The steps of a course, those of the courses it follows before them."""
        course = self._course(name)
        return [*(self.steps_of(course.follows) if course.follows else []), *course.steps]

    def type_of(self, name: str) -> str:
        """The case type that a course is one of."""
        course = self._course(name)
        return course.of or self.type_of(course.follows)

    def _course(self, name: str) -> Course:
        return next(one for one in self.courses if one.course == name)

    def days_of(self, code: str, told: dict[str, date]) -> dict[str, date]:
        """The days of a case with those that follow from them by the leads of its type."""
        days, leads = dict(told), [one for one in self.leads if one.of == code]
        for lead in (*leads, *reversed(leads)):
            if lead.after in days:
                days.setdefault(lead.day, date.fromordinal(days[lead.after].toordinal() + lead.days))
            elif lead.day in days:
                days[lead.after] = date.fromordinal(days[lead.day].toordinal() - lead.days)
        return days
