"""Every write of meetings: plan, record, correct, review, answer, set a theme. The same again writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zugong.activities import errors
from zugong.activities.drafts import MeetingDraft, ThemeDraft, VoteDraft
from zugong.activities.filed import (
    APPRAISAL,
    MEETING,
    MOST_RESULTS,
    PROBLEM,
    RECORD,
    RESULT,
    REVIEW,
    ROLL,
    SCAN,
    THEME,
    VOTE,
    Filed,
    kind_of,
    ledger,
    rows_with_keys,
)
from zugong.activities.filing import change_state, file_differences, file_one
from zugong.activities.queries import meetings, taken_periods, the_pack
from zugong.activities.rules import (
    Called,
    Numbers,
    Presence,
    impossible,
    most_of,
    numbers_of,
    verdict,
)
from zugong.activities.scans import Kept
from zugong.dictionary.store import NewRow, StoredRow, Values
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import Source, recording
from zugong.offices.access import Access
from zugong.packs.meetings import Meeting, MeetingRule

MATTER_OF_RIGHTS = "activities"
HELD, PLANNED, CANCELLED = "held", "planned", "cancelled"
_OPEN, _SOLVED = "open", "solved"
_DAYS = "opinion_answer_days"


@dataclass(frozen=True)
class Writing:
    """Who writes, from what, on which day."""

    source: Source
    access: Access
    on: date


@dataclass(frozen=True)
class Counted:
    """A draft with the rule that holds on its day, who was called, and the numbers that follow."""

    draft: MeetingDraft
    meeting: Meeting
    rule: MeetingRule
    called: tuple[Called, ...]
    numbers: Numbers


def counted(draft: MeetingDraft, called: tuple[Called, ...]) -> Counted:
    """The numbers of a draft: by name from its roll, else as they were typed. Raises NoRuleYet."""
    meeting = meetings()[draft.series]
    rule = meeting.rule_on(draft.on)
    if draft.named and called:
        numbers = numbers_of(called, draft.roll, rule)
    else:
        draft = replace(draft, named=False)
        numbers = Numbers(draft.due or 0, draft.present or 0)
    return Counted(draft, meeting, rule, called, numbers)


def check_numbers(one: Counted) -> None:
    """Raises NumbersCannotBe, TooMany, TooManyOfAGrade where what is said of a meeting that was held cannot be."""
    draft, numbers = one.draft, one.numbers
    is_counted = draft.named or draft.due is not None or draft.present is not None
    ballots = [vote.ballot for vote in draft.votes]
    for ballot in ballots or [None] * is_counted:
        why = impossible(due=numbers.due, present=numbers.present, ballot=ballot)
        if why:
            raise errors.numbers_cannot_be(why)
    if len(draft.results) > MOST_RESULTS:
        raise errors.TooMany(most=MOST_RESULTS)
    _check_grades(one)


def _check_grades(one: Counted) -> None:
    grades = list(one.draft.grades.values())
    quorum = one.rule.voting.quorum if one.rule.voting else None
    if grades and quorum and one.numbers.present < quorum.needed(one.numbers.due):
        raise errors.GradesWithoutMeeting(
            due=one.numbers.due, present=one.numbers.present, needed=quorum.needed(one.numbers.due)
        )
    codes = kind_of(APPRAISAL).fields["grade"].codes
    for grade, part in one.rule.limited.items():
        given, most = grades.count(grade), most_of(part, len(grades))
        if given > most and codes is not None:
            names = codes.codes[grade]
            raise errors.TooManyOfAGrade(
                given=given, most=most, graded=len(grades), over=given - most, grade=names.en, grade_zh=names.zh
            )


def record_meeting(*, before: Filed | None, one: Counted, writing: Writing) -> int:
    """Plan a meeting, or record it as held, or correct what is recorded; its identity.

    Raises NotYours, NotHeldYet, and what `check_numbers` raises. What a plan says of a roll is not recorded: nobody came yet.
    """
    draft = one.draft
    require_fill(draft.organisation, writing.access)
    if draft.is_held:
        if draft.on > writing.on:
            raise errors.NotHeldYet(day=draft.on)
        check_numbers(one)
    with recording(writing.source) as entry:
        identity = file_one(MEETING, before.row if before else None, _own_row(before, one), draft.on, entry=entry)
        rows = before.rows if before else {}
        for code, said in _said(one, identity, rows, is_held=draft.is_held).items():
            file_differences(code, rows.get(code, ()), said, draft.on, entry=entry)
        if draft.is_held:
            _file_problems(before, one, identity, entry)
    return identity


def require_fill(organisation: int, access: Access) -> None:
    """Raises NotYours where the user may not fill in activities of an organisation."""
    if not access.may("fill", MATTER_OF_RIGHTS, organisation):
        name = access.tree.name(organisation) if organisation in access.tree else str(organisation)
        raise errors.NotYours(name=name)


def _own_row(before: Filed | None, one: Counted) -> Values:
    draft = one.draft
    period = before.row.values["period"] if before else free_period(one.meeting, draft.organisation, draft.on)
    return {
        "organisation": draft.organisation, "series": draft.series, "period": period, "theme": draft.theme or None,
        "venue": draft.venue or None, "status": HELD if draft.is_held else PLANNED,
    }  # fmt: skip


def free_period(meeting: Meeting, organisation: int, day: date) -> str:
    """The period of a day, with a number behind it where an earlier meeting bears it already."""
    period = meeting.period_of(day)
    taken = taken_periods(organisation, meeting.meeting, period)
    free = (f"{period}（{number}）" for number in range(2, len(taken) + 3))
    return period if period not in taken else next(name for name in free if name not in taken)


def _said(
    one: Counted, identity: int, standing: Mapping[str, Iterable[StoredRow]], *, is_held: bool
) -> dict[str, list[Values]]:  # fmt: skip
    """The rows of the ledgers of a meeting, by type. A plan has an agenda, and nothing else yet."""
    said: dict[str, list[Values]] = {RECORD: [_minutes(one)] if is_held or one.draft.agenda else []}
    if is_held:
        said |= {
            ROLL: list(_roll(one)),
            VOTE: [_vote(one, number, vote) for number, vote in enumerate(one.draft.votes, start=1)],
            RESULT: list(_results(one, standing.get(RESULT, ()))),
            REVIEW: [{"by": by, "level": level} for by, level in one.draft.reviews.items()],
            APPRAISAL: [{"person": person, "grade": grade} for person, grade in one.draft.grades.items()],
        }
    return {code: [{"themed_day": identity, **values} for values in rows] for code, rows in said.items()}


def _minutes(one: Counted) -> Values:
    draft, numbers = one.draft, one.numbers
    words = {
        "agenda": draft.agenda or None, "chair": draft.chair or None, "recorder": draft.recorder or None,
    }  # fmt: skip
    if not draft.is_held:
        return words
    is_counted = draft.named or draft.due is not None
    return words | {
        "due": numbers.due if is_counted else None, "present": numbers.present if is_counted else None,
        "without_vote": numbers.without_vote or None, "observers": draft.observers or None,
        "excused": numbers.excused or None, "named": draft.named,
    }  # fmt: skip


def _roll(one: Counted) -> Iterator[Values]:
    if one.draft.named:
        for called in one.called:
            said = one.draft.roll.get(called.person, Presence())
            yield {"person": called.person, "attendance": said.attendance, "reason": said.reason}


def _vote(one: Counted, number: int, vote: VoteDraft) -> Values:
    assert one.rule.voting is not None
    found = verdict(one.rule.voting, due=one.numbers.due, present=one.numbers.present, ballot=vote.ballot)
    return {
        "number": number, "matter": vote.matter, "due": found.due, "present": found.present,
        "in_favour": vote.ballot.in_favour, "against": vote.ballot.against, "abstained": vote.ballot.abstained,
        "needed": found.needed, "outcome": found.outcome, "rule": rule_named(one.rule),
    }  # fmt: skip


def rule_named(rule: MeetingRule) -> str:
    """The paper of a rule with its article, as records keep it."""
    paper = rule.paper
    article = f"第{paper.article}条" if paper.article.isdigit() else paper.article
    return f"《{paper.title}》{article}"


def _results(one: Counted, standing: Iterable[StoredRow]) -> Iterator[Values]:
    """Results keep the number that they have; new ones take the next free one."""
    said = list(one.draft.results)
    if one.meeting.gives and not any(kind == one.meeting.gives for kind, _ in said):
        said.insert(0, (one.meeting.gives, one.draft.theme or one.meeting.zh))
    kept = {(row.values["kind"], row.values["text"]): row.values["number"] for row in standing}
    used = {kept[pair] for pair in said if pair in kept}
    free = (number for number in range(1, 2 * MOST_RESULTS + 2) if number not in used)
    for pair in dict.fromkeys(said):
        number = kept[pair] if pair in kept else next(free)
        yield {"number": number, "kind": pair[0], "text": pair[1], "status": "done"}


def _file_problems(before: Filed | None, one: Counted, identity: int, entry: Entry) -> None:
    """Opinions and problems become items with a date for the answer; what was taken back goes, unless it was answered."""
    draft, meeting = one.draft, one.meeting
    raised = [(meeting.problems, text) for text in draft.problems if meeting.problems]
    raised += [("opinion", text) for kind, text in draft.results if kind == meeting.opinions]
    standing = {(row.values["source"], row.values["text"]): row for row in (before.problems if before else ())}
    store = ledger(PROBLEM)
    gone = [
        row.id for pair, row in standing.items() if pair not in raised and row.values["status"] == _OPEN
    ]  # fmt: skip
    store.retract(gone, entry=entry)
    numbered = _free_numbers(identity, before)
    new = [pair for pair in dict.fromkeys(raised) if pair not in standing]
    anchors = list(store.new_anchors(len(new))) if new else []
    rows = [
        NewRow(anchor, draft.on, None, _problem(one, identity, source or "", text, next(numbered)))
        for anchor, (source, text) in zip(anchors, new, strict=True)
    ]  # fmt: skip
    if rows:
        store.insert(rows, entry=entry)


def _free_numbers(identity: int, before: Filed | None) -> Iterator[str]:
    taken = {row.values["number"] for row in (before.problems if before else ())}
    return (
        name for number in range(1, 10 * MOST_RESULTS) if (name := f"HY{identity}-{number}") not in taken
    )  # fmt: skip


def _problem(one: Counted, identity: int, source: str, text: str, number: str) -> Values:
    days = int(the_pack().parameters[_DAYS].value_on(one.draft.on))
    values = dict.fromkeys(ledger(PROBLEM).kind.fields)
    return values | {
        "number": number, "source": source, "text": text, "organisation": one.draft.organisation,
        "listed_on": one.draft.on, "status": _OPEN, "due_on": one.draft.on + timedelta(days=days), "meeting": identity,
    }  # fmt: skip


def cancel_meeting(*, filed: Filed, writing: Writing) -> None:
    """A planned meeting is not held. Raises NotYours."""
    require_fill(filed.organisation, writing.access)
    with recording(writing.source) as entry:
        file_one(MEETING, filed.row, filed.row.values | {"status": CANCELLED}, filed.row.since, entry=entry)


def review_meeting(*, filed: Filed, by: str, level: str, writing: Writing) -> None:
    """What one who reviews says of a day that was held. Raises NotYours."""
    require_fill(filed.organisation, writing.access)
    standing = [row for row in filed.rows.get(REVIEW, ()) if row.values["by"] == by]
    said = {"themed_day": filed.identity, "by": by, "level": level}
    with recording(writing.source) as entry:
        file_differences(REVIEW, standing, [said], filed.row.since, entry=entry)


def answer_problem(*, problem: StoredRow, answer: str, writing: Writing) -> None:
    """An opinion or problem is answered from today. Raises NotYours."""
    require_fill(problem.values["organisation"], writing.access)
    with recording(writing.source) as entry:
        change_state(PROBLEM, problem, {"answer": answer, "status": _SOLVED}, writing.on, entry=entry)


def set_theme(*, draft: ThemeDraft, writing: Writing) -> None:
    """Set the theme of a period for everybody below; said again it corrects. Raises NotYours."""
    require_fill(draft.organisation, writing.access)
    said = {
        "organisation": draft.organisation, "series": draft.series, "period": draft.period, "theme": draft.theme,
        "steps": draft.steps or None, "paper": draft.paper or None, "due_on": draft.due_on,
    }  # fmt: skip
    standing = rows_with_keys({THEME: [said]})[THEME]
    with recording(writing.source) as entry:
        first = standing[0] if standing else None
        file_one(THEME, first, said, first.since if first else writing.on, entry=entry)


def add_scan(*, organisation: int, field_code: str, anchor: int, kept: Kept, writing: Writing) -> None:
    """A scan belongs to a meeting or a village matter. Raises NotYours."""
    require_fill(organisation, writing.access)
    said = {"organisation": organisation, field_code: anchor, "name": kept.name, "file": kept.digest}
    key = {"themed_day": None, "village_matter": None} | said
    standing = rows_with_keys({SCAN: [key]})[SCAN]
    with recording(writing.source) as entry:
        file_differences(SCAN, standing, [said], writing.on, entry=entry)


def withdraw_scan(*, scan: StoredRow, writing: Writing) -> None:
    """The scan was the wrong one. Raises NotYours."""
    require_fill(scan.values["organisation"], writing.access)
    with recording(writing.source) as entry:
        ledger(SCAN).retract([scan.id], entry=entry)
