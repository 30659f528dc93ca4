"""Scores of one part: typed page by page, by the list that is downloaded, filled in and uploaded, or pasted."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.exchange.exporting import write_table
from zugong.exchange.uploads import read_upload
from zugong.kernel.errors import RuleBroken
from zugong.recruitment import rules
from zugong.recruitment.deciding import score, scores_of_table
from zugong.recruitment.models import Application
from zugong.recruitment.notices import CHECKED, EXAMINED, Notice
from zugong.recruitment.order import called_to
from zugong.recruitment.registering import filled_in
from zugong.recruitment.score_sheets import headings, read_scores, score_rows, score_text
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.recruitment.doors import log_applicants, notice_of_own, officer_of
from zugong.web.recruitment.words import part_words
from zugong.web.repeating import safe_to_repeat
from zugong.web.typed import typed_number
from zugong.web.views.jobs import post_name
from zugong.web.views.recruitment_batch import notice_crumbs

_PAGE, _PASTED, _WRONG_SHOWN = 50, 60_000, 50


@dataclass(frozen=True)
class ScoreLine:
    """One who sits a part, with the score as it is typed."""

    id: int
    number: int
    name: str
    post: str
    score: str


@dataclass(frozen=True, kw_only=True)
class ScoresPage(Page):
    """Scores of one part. `wrong` are the rows of an uploaded table that cannot be, `more_wrong` how many besides."""

    template: ClassVar[str] = "web/recruitment/scores.html"
    crumbs: tuple[Crumb, ...]
    tabs: tuple[tuple[str, str, bool], ...]
    lines: tuple[ScoreLine, ...]
    sitting: int
    missing: int
    may_enter: bool
    workbook_address: str
    here: str
    first: str
    next: str
    pasted: str
    problem: str
    wrong: tuple[tuple[int, str], ...]
    more_wrong: int


@dataclass(frozen=True)
class _Wrong:
    """What stands against what was sent: one sentence, or reasons row by row."""

    problem: str = ""
    rows: tuple[tuple[int, RuleBroken], ...] = ()


@safe_to_repeat
def recruitment_scores(request: HttpRequest, identity: int, part: str) -> HttpResponse:
    """Scores of one part; a POST enters those that were typed, pasted or uploaded, all or none."""
    found = _asked(request, identity, part)
    if request.method != "POST":
        return _scores(request, found, part, _Wrong(), 200)
    if request.POST.get("way") == "workbook":
        return _uploaded(request, found, part)
    try:
        pasted = request.POST.get("pasted", "").strip()[:_PASTED]
        said = scores_of_table(found, part, pasted) if pasted else _typed_scores(request)
        return _entered(request, found, part, said)
    except RuleBroken as error:
        return _scores(request, found, part, _Wrong(error.sentence(spoken(request))), 422)


def recruitment_scores_workbook(request: HttpRequest, identity: int, part: str) -> FileResponse:
    """The list of who sits a part, with what is entered so far, to fill in and upload."""
    found = _asked(request, identity, part)
    language, stream = spoken(request), tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    title = part_words()[part]
    rows = write_table(
        title, headings(part, language), [True, False, False, True], score_rows(found, part, language), stream
    )
    log_applicants(request, found, rows, act="export")
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=f"{found.title} {title}.xlsx")


def _asked(request: HttpRequest, identity: int, part: str) -> Notice:
    found = notice_of_own(request, identity)
    if part not in (*found.weights.parts, rules.FURTHER):
        raise Http404
    return found


def _uploaded(request: HttpRequest, found: Notice, part: str) -> HttpResponse:
    """The scores of a workbook; one wrong row, and nothing is entered."""
    file = request.FILES.get("workbook")
    if not isinstance(file, UploadedFile):
        return _scores(request, found, part, _Wrong(gettext("Choose the workbook first.")), 422)
    try:
        name = file.name or ""
        read = read_scores(found, part, read_upload(name, file.chunks()), name)
        if read.wrong:
            return _scores(request, found, part, _Wrong(rows=read.wrong), 422)
        if not read.said:
            return _scores(request, found, part, _Wrong(gettext("The table holds no score yet.")), 422)
        return _entered(request, found, part, read.said, left_empty=read.left_empty)
    except RuleBroken as error:
        return _scores(request, found, part, _Wrong(error.sentence(spoken(request))), 422)


def _entered(
    request: HttpRequest, found: Notice, part: str, said: Mapping[int, str], *, left_empty: int = 0
) -> HttpResponse:
    changed = score(found=found, part=part, said=said, officer=officer_of(request))
    told = gettext("%(count)s scores entered or changed.") % {"count": changed}
    if left_empty:
        told = f"{told} {gettext('%(count)s rows without a score were left as they are.') % {'count': left_empty}}"
    messages.success(request, told)
    following = typed_number(request.POST.get("following", ""))
    return HttpResponseRedirect(f"{request.path}?after={following}" if following else request.get_full_path())


def _typed_scores(request: HttpRequest) -> dict[int, str]:
    keys = ((key, typed_number(key.removeprefix("score."))) for key in request.POST if key.startswith("score."))
    return {pk: request.POST[key] for key, pk in keys if pk is not None}


def _scores(request: HttpRequest, found: Notice, part: str, wrong: _Wrong, status: int) -> HttpResponse:
    words, language = part_words(), spoken(request)
    everybody, after = called_to(found, part), typed_number(request.GET.get("after", "")) or 0
    rows = list(everybody.filter(number__gt=after)[: _PAGE + 1])
    log_applicants(request, found, len(rows[:_PAGE]))
    content = ScoresPage(
        title=gettext("Scores: %(part)s") % {"part": words[part]},
        crumbs=notice_crumbs(found),
        tabs=tuple(
            (words[one], reverse("recruitment_scores", args=[found.id, one]), one == part)
            for one in (*found.weights.parts, rules.FURTHER)
        ),
        lines=tuple(_score_line(request, found, one, part) for one in rows[:_PAGE]),
        sitting=everybody.count(),
        missing=everybody.filter(**{f"{part}__isnull": True}).exclude(absent__contains=part).count(),
        may_enter=found.last(CHECKED) is not None and found.last(EXAMINED) is None and not found.ended_on,
        workbook_address=reverse("recruitment_scores_workbook", args=[found.id, part]),
        here=request.get_full_path(),
        first=request.path if after else "",
        next=str(rows[_PAGE - 1].number) if len(rows) > _PAGE else "",
        pasted=request.POST.get("pasted", ""),
        problem=wrong.problem,
        wrong=tuple((row, error.sentence(language)) for row, error in wrong.rows[:_WRONG_SHOWN]),
        more_wrong=max(0, len(wrong.rows) - _WRONG_SHOWN),
    )
    return page(request, content, status=status)


def _score_line(request: HttpRequest, found: Notice, one: Application, part: str) -> ScoreLine:
    typed = request.POST.get(f"score.{one.pk}", score_text(one, part, spoken(request)))
    return ScoreLine(one.pk, one.number, filled_in(one)[rules.NAME], post_name(found, one), typed)
