"""A meeting as it was recorded: numbers, who was not there, votes, results, open items, papers, scans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from zugong.activities.erasing import destroyed
from zugong.activities.filed import APPRAISAL, PROBLEM, RESULT, REVIEW, ROLL, SCAN, VOTE, Filed, kind_of
from zugong.activities.papers import MINUTES, NOTICE, RESOLUTION, papers_for
from zugong.activities.queries import person_names
from zugong.activities.rules import PASSED, Ballot, Numbers, verdict
from zugong.activities.wording import numbers_word, verdict_word
from zugong.dictionary.store import StoredRow
from zugong.packs.meetings import Meeting
from zugong.web.activities.doors import may_fill, sees_reasons
from zugong.web.activities.form_page import Choice, code_choices
from zugong.web.activities.reckoned import GOOD, GREY, RED, ReckonedVote
from zugong.web.clocks import usual_day
from zugong.web.pages import Crumb, Page
from zugong.web.scope import Scope


@dataclass(frozen=True)
class Told:
    """A line with its label."""

    label: str
    text: str


@dataclass(frozen=True)
class NamedGroup:
    """People under what the roll says of them."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class ResultGroup:
    """The results of one kind."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class ShownProblem:
    """An opinion or problem: what became of it, or until when the answer is owed."""

    identity: int
    text: str
    state: str
    level: str
    due: str
    answer: str
    is_open: bool
    address: str


@dataclass(frozen=True)
class ShownScan:
    """A scan with its address; `gone` says when and why it was destroyed, "" for one that is there."""

    name: str
    address: str
    withdraw_address: str
    gone: str
    naming: str = ""


@dataclass(frozen=True, kw_only=True)
class MeetingPage(Page):
    """One meeting that was held, or that the reader may not write."""

    template: ClassVar[str] = "web/activities/meeting.html"
    crumbs: tuple[Crumb, ...]
    organisation: str
    period: str
    state: str
    level: str
    facts: tuple[Told, ...]
    numbers: str
    groups: tuple[NamedGroup, ...]
    votes: tuple[ReckonedVote, ...]
    results: tuple[ResultGroup, ...]
    grades: tuple[NamedGroup, ...]
    problems: tuple[ShownProblem, ...]
    reviews: tuple[Told, ...]
    review_asked: Told | None
    review_choices: tuple[Choice, ...]
    review_address: str
    papers: tuple[Crumb, ...]
    scans: tuple[ShownScan, ...]
    scan_address: str
    correct_address: str
    history_address: str


def paper_links(filed: Filed) -> tuple[Crumb, ...]:
    """The papers that there are of a meeting."""
    labels = {NOTICE: gettext("Notice"), MINUTES: gettext("Minutes"), RESOLUTION: gettext("Resolution")}
    return tuple(
        Crumb(labels[code], reverse("meeting_paper", args=[filed.identity, code])) for code in papers_for(filed)
    )


def read_page(request: HttpRequest, scope: Scope, filed: Filed, meeting: Meeting, language: str) -> MeetingPage:
    """The page of a meeting as it was recorded."""
    organisation, values = filed.organisation, filed.row.values
    name = scope.todays_tree.name(organisation)
    may = may_fill(scope, organisation)
    status = kind_of("themed_day").fields["status"]
    state = status.type.show(values["status"], status, language)
    names = person_names([row["person"] for row in filed.values_of(ROLL)], filed.row.since)
    return MeetingPage(
        title=meeting.label(language),
        crumbs=(
            Crumb(gettext("Meetings"), reverse("meetings")), Crumb(name, reverse("meeting_list", args=[organisation])),
        ),
        organisation=name, period=values["period"], state=state, level=GOOD if filed.is_held else GREY,
        facts=tuple(_facts(filed)),
        numbers=_numbers(filed, language),
        groups=tuple(_groups(filed, names, language, sees_reasons(scope, ROLL, organisation))),
        votes=tuple(_votes(filed, meeting, language)),
        results=tuple(_results(filed, language)),
        grades=tuple(_grades(filed, language)) if sees_reasons(scope, APPRAISAL, organisation) else (),
        problems=tuple(_problem(row, language) for row in filed.problems),
        reviews=tuple(_reviews(filed, language)),
        review_asked=_review_asked(scope, filed, meeting, language) if may else None,
        review_choices=code_choices(REVIEW, "level", language) if meeting.reviews else (),
        review_address=reverse("meeting_review", args=[filed.identity]),
        papers=paper_links(filed),
        scans=tuple(
            shown_scans(filed.scans, "meeting_scan_file", "meeting_scan_withdraw", filed.identity, language)
        ),
        scan_address=reverse("meeting_scan", args=[filed.identity]) if may else "",
        correct_address=f"{reverse('meeting', args=[filed.identity])}?correct=1" if may and filed.is_held else "",
        history_address=reverse("record", args=["themed_day", filed.identity]),
    )  # fmt: skip


def _facts(filed: Filed) -> Iterator[Told]:
    values, record = filed.row.values, filed.record
    told = (
        (gettext("Day held"), filed.row.since.isoformat()), (gettext("Place"), values["venue"]),
        (gettext("Theme"), values["theme"]), (gettext("Chair"), record.get("chair")),
        (gettext("Recorder"), record.get("recorder")),
        (gettext("Agenda"), "；".join((record.get("agenda") or "").splitlines())),
    )  # fmt: skip
    return (Told(label, text) for label, text in told if text)


def _numbers(filed: Filed, language: str) -> str:
    record = filed.record
    roll = [row["attendance"] for row in filed.values_of(ROLL)]
    if record.get("due") is None:
        return gettext("%(present)s present of %(all)s on the roll") % {
            "present": roll.count("present"), "all": len(roll),
        } if roll else ""  # fmt: skip
    named = bool(record.get("named"))
    numbers = Numbers(
        record["due"], record["present"] or 0, record.get("without_vote") or 0, record.get("excused") or 0,
        roll.count("leave") if named else 0, roll.count("absent") if named else 0,
    )  # fmt: skip
    return numbers_word(numbers, record.get("observers") or 0, language)


def _groups(filed: Filed, names: dict[int, str], language: str, with_reasons: bool) -> Iterator[NamedGroup]:
    """Who was not there, with the reason for who may read it; then who was."""
    field, reason = kind_of(ROLL).fields["attendance"], kind_of(ROLL).fields["reason"]
    for code in ("absent", "leave", "excused", "present"):
        those = [row for row in filed.values_of(ROLL) if row["attendance"] == code]
        if those:
            by_reason: dict[str, list[str]] = {}
            for row in those:
                why = reason.type.show(row["reason"], reason, language) if with_reasons and row["reason"] else ""
                by_reason.setdefault(why, []).append(names.get(row["person"], ""))
            said = [f"{'、'.join(people)}（{why}）" if why else "、".join(people) for why, people in by_reason.items()]
            yield NamedGroup(f"{field.type.show(code, field, language)} {len(those)}", tuple(said))


def _votes(filed: Filed, meeting: Meeting, language: str) -> Iterator[ReckonedVote]:
    voting = meeting.rule_on(filed.row.since).voting
    for row in filed.values_of(VOTE):
        ballot = Ballot(row["in_favour"], row["against"] or 0, row["abstained"] or 0)
        said = ""
        if voting is not None:
            found = verdict(voting, due=row["due"], present=row["present"], ballot=ballot)
            said = verdict_word(found, voting.majority, language)
        counts = gettext("In favour %(for)s, against %(against)s, abstained %(abstained)s.") % {
            "for": ballot.in_favour, "against": ballot.against, "abstained": ballot.abstained,
        }  # fmt: skip
        yield ReckonedVote(row["matter"], f"{said} {counts}", GOOD if row["outcome"] == PASSED else RED)


def _results(filed: Filed, language: str) -> Iterator[ResultGroup]:
    field = kind_of(RESULT).fields["kind"]
    by_kind: dict[str, list[str]] = {}
    for row in filed.values_of(RESULT):
        by_kind.setdefault(row["kind"], []).append(row["text"] or "")
    return (ResultGroup(field.type.show(kind, field, language), tuple(texts)) for kind, texts in by_kind.items())


def _grades(filed: Filed, language: str) -> Iterator[NamedGroup]:
    field = kind_of(APPRAISAL).fields["grade"]
    rows = filed.values_of(APPRAISAL)
    names = person_names([row["person"] for row in rows], filed.row.since)
    for grade in dict.fromkeys(field.codes.codes if field.codes else ()):
        those = tuple(names.get(row["person"], "") for row in rows if row["grade"] == grade)
        if those:
            yield NamedGroup(f"{field.type.show(grade, field, language)} {len(those)}", those)


def _problem(row: StoredRow, language: str) -> ShownProblem:
    field, values = kind_of(PROBLEM).fields["status"], row.values
    is_open, due = values["status"] == "open", values["due_on"]
    level = GOOD if not is_open else RED if due and due < usual_day() else "amber"
    assert row.anchor is not None
    return ShownProblem(
        row.anchor, values["text"], field.type.show(values["status"], field, language), level,
        _due(due) if is_open else "", values["answer"] or "", is_open, reverse("meeting_answer", args=[row.anchor]),
    )  # fmt: skip


def _due(due: date | None) -> str:
    return gettext("Answer owed by %(day)s") % {"day": due.isoformat()} if due else ""


def _reviews(filed: Filed, language: str) -> Iterator[Told]:
    by, level = kind_of(REVIEW).fields["by"], kind_of(REVIEW).fields["level"]
    for row in filed.values_of(REVIEW):
        yield Told(by.type.show(row["by"], by, language), level.type.show(row["level"], level, language))


def _review_asked(scope: Scope, filed: Filed, meeting: Meeting, language: str) -> Told | None:
    """The review that is the user's to give: of the level above, once; the others stand in the form."""
    given = {row["by"] for row in filed.values_of(REVIEW)}
    above = scope.todays_tree.above(filed.organisation)
    if not filed.is_held or not any(office.organisation in above for office in scope.access.offices):
        return None
    found = next((one for one in meeting.reviews if one.by not in given), None)
    return Told(found.label(language), found.by) if found else None


def shown_scans(
    rows: Sequence[StoredRow], address: str, withdraw: str, thing: int, language: str
) -> Iterator[ShownScan]:  # fmt: skip
    """The scans of a meeting or a matter by the names of their addresses; `withdraw` is "" where none is taken back."""
    gone, naming = destroyed(rows), kind_of(SCAN).fields["naming"]
    for row in rows:
        found = gone.get(row.id)
        yield ShownScan(
            row.values["name"] or gettext("Scan"),
            reverse(address, args=[thing, row.id]),
            reverse(withdraw, args=[thing, row.id]) if withdraw else "",
            gettext("destroyed on %(day)s, because somebody whom it names was erased (%(paper)s)")
            % {"day": found.on.isoformat(), "paper": found.paper}
            if found
            else "",
            naming.type.show(said, naming, language) if (said := row.values.get("naming")) else "",
        )
