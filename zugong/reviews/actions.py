"""Every write of reviews: begin, change, withdraw, upload a template, approve. Rows are only added or withdrawn."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from zugong.figures.answers import Answers, GroupedCells, Number, Request
from zugong.figures.grouping import Grouping, Rights, all_rows
from zugong.figures.queries import ask, this_site
from zugong.kernel.facts import recording
from zugong.kernel.facts.recording import Source, last_number
from zugong.kernel.time import now
from zugong.offices.models import User
from zugong.packs.reports import Report
from zugong.reviews import frozen, outline, written
from zugong.reviews.documents import review_file, template_file
from zugong.reviews.errors import NothingToApprove, OtherThanShown, RightsTooNarrow, TemplateHasProblems
from zugong.reviews.filling import requests_of
from zugong.reviews.models import FrozenReview, Review, ReviewState, TemplateVersion
from zugong.reviews.queries import state_of, subject_of
from zugong.reviews.template import Template
from zugong.reviews.text import (
    Subject,
    Text,
    about,
    grouping_of,
    report_outline,
    template_of,
    template_read,
    text_of,
    the_report,
    usual_title,
)
from zugong.reviews.word.reading import open_document, outline_in


@dataclass(frozen=True)
class Chosen:
    """From what a review is written: a version of an own template, or else the pack's report of that code."""

    report: str = ""
    template: int | None = None


def begin_review(*, subject: Subject, chosen: Chosen, source: Source) -> Review:
    """A new review. Raises OrganisationNotThere, ReviewEndsBeforeItBegins, NoSuchReport."""
    values = _values(subject, chosen)
    with recording.recording(source) as entry:
        review = Review.objects.create()
        recording.record(ReviewState, entry=entry, anchor=review, **values)
    return review


def change_review(*, review: Review, subject: Subject, chosen: Chosen, source: Source) -> None:
    """The review is called otherwise, speaks of other days or is written from another template. Raises as `begin_review`."""
    values = _values(subject, chosen)
    with recording.recording(source) as entry:
        recording.correct(state_of(review), entry=entry, **values)


def withdraw_review(*, review: Review, source: Source) -> None:
    """The review is no longer shown among reviews; its approved versions stay."""
    with recording.recording(source) as entry:
        recording.retract(ReviewState, [state_of(review).pk], entry=entry)


def upload_template(*, content: bytes, name: str, organisation: int, source: Source) -> TemplateVersion:
    """A template of one's own. Raises NotAWordFile, TooLarge, TemplateHasProblems."""
    read = outline_in(open_document(content, name))
    check_template(template_read(read))
    values = {"name": name, "organisation_id": organisation, "outline": outline.as_json(read), "document": content}
    with recording.recording(source) as entry:
        return recording.record(TemplateVersion, entry=entry, digest=_digest(content), **values)


def withdraw_template(*, template: TemplateVersion, source: Source) -> None:
    """The template is no longer offered; reviews and versions written from it keep it. Raises NotBelievedAnyMore."""
    with recording.recording(source) as entry:
        recording.retract(TemplateVersion, [template.pk], entry=entry)


def check_template(template: Template) -> None:
    """Raises TemplateHasProblems where a text cannot be written from it."""
    if template.problems:
        first = template.problems[0]
        raise TemplateHasProblems(
            count=len(template.problems),
            first=f"{first.place}: {first.sentence('en')}",
            first_zh=f"“{first.place}”{first.sentence('zh-hans')}",
        )


def approve(*, review: Review, seen: str, user: User, rights: Rights, source: Source) -> FrozenReview:
    """Freeze the review as it stands on what is known now; `rights` are those of whoever approves.

    `seen` is the digest of the text that they have read. Raises TemplateHasProblems, NothingToApprove, RightsTooNarrow,
    OtherThanShown.
    """
    state = state_of(review)
    subject = subject_of(state, known=last_number())
    template = template_of(state)
    check_template(template)
    grouping = grouping_of(subject)
    text = text_of(template, about(subject), ask(requests_of(template, subject.clocks), grouping, all_rows))
    _check_numbers(text)
    _check_rights(text, grouping, rights)
    if text.digest != seen:
        raise OtherThanShown
    with recording.recording(source) as entry:
        recording.wait_for_other_plans()  # two who approve at once get two numbers
        version = state.template or _pack_version(the_report(state.report), entry)
        file = review_file(bytes(version.document), text, grouping, title=subject.title)
        return recording.record(
            FrozenReview, entry=entry, review=review, number=_next_number(review), **_of_subject(subject),
            known=subject.known, pack=this_site().definitions.pack.version, template=version, approved_by=user,
            approved_at=now(), written=written.as_json(text.written),
            cells=frozen.as_json(frozen.kept_cells(template, text.filling, text.written)), document=file,
            digest=_digest(file),
        )  # fmt: skip


def _values(subject: Subject, chosen: Chosen) -> dict[str, Any]:
    """What is recorded of a review. An empty title becomes what the template says of itself."""
    own = TemplateVersion.objects.get(pk=chosen.template) if chosen.template else None
    title = subject.title or usual_title(own.name if own else the_report(chosen.report).title, about(subject))
    return {**_of_subject(subject), "title": title, "template": own, "report": "" if own else chosen.report}


def _of_subject(subject: Subject) -> dict[str, Any]:
    return {
        "title": subject.title, "organisation_id": subject.organisation, "on": subject.on, "tree": subject.tree,
        "first": subject.first, "last": subject.last,
    }  # fmt: skip


def _check_numbers(text: Text) -> None:
    missing = {one.code for one in written.numbers_of(text.written) if not one.value and one.when == "this"}
    refused = {
        request.figure for request in text.filling.answers.refused if request.clocks == text.filling.about.clocks
    }
    if missing & refused:
        raise NothingToApprove(count=len(missing & refused))


def _check_rights(text: Text, grouping: Grouping, rights: Rights) -> None:
    """Whoever approves sees every number as it is, so that nothing is approved unseen."""
    asked: list[Request] = list(text.filling.answers.cells)
    seen: Answers = ask(asked, grouping, rights)
    for request, cells in text.filling.answers.cells.items():
        if _values_in(seen.cells[request]) != _values_in(cells):
            raise RightsTooNarrow(figure=text.filling.definitions.figure(request.figure).zh)


def _values_in(cells: GroupedCells) -> list[Number | None]:
    return [cells.total.value, *(cell.value for cell in cells.groups.values())]


def _pack_version(report: Report, entry: recording.Entry) -> TemplateVersion:
    """The row that stands for a pack's report as it is now; made once for each text."""
    digest = _digest(report.text.encode())
    known = TemplateVersion.objects.filter(report=report.report, digest=digest, retracted_in__isnull=True).first()
    return known or recording.record(
        TemplateVersion, entry=entry, name=report.zh, report=report.report, digest=digest,
        outline=outline.as_json(report_outline(report)), document=template_file(report),
    )  # fmt: skip


def _next_number(review: Review) -> int:
    return (FrozenReview.objects.filter(review=review).aggregate(last=Max("number"))["last"] or 0) + 1


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
