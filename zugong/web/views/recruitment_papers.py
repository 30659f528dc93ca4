"""Papers of a recruitment as Word files: the notice for who knows of it, the tables of names for the office that holds it."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override

from zugong.recruitment.notices import Notice
from zugong.recruitment.papers import STEPS, Told, names_anybody, paper_file, papers_there
from zugong.web.files import word_file
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb
from zugong.web.recruitment.doors import log_applicants, notice_asked, notice_of_own, organisation_name
from zugong.web.scope import scope_of
from zugong.web.views.jobs import examination_of


def recruitment_paper(request: HttpRequest, identity: int, paper: str) -> HttpResponse:
    """One paper. 404 for one that the recruitment has not come to, or whose registrations are destroyed."""
    if paper not in STEPS:
        raise Http404
    found = notice_of_own(request, identity) if names_anybody(paper) else notice_asked(request, identity)
    if paper not in papers_there(found):
        raise Http404
    with override("zh-hans"):  # papers are in Chinese, whatever the screen is in
        examination = examination_of(found, "zh")
    held_by = organisation_name(scope_of(request), found.organisation)
    told = Told(held_by, examination, request.build_absolute_uri(reverse("job", args=[found.id])))
    label = _label(found, paper, "zh")
    content, named = paper_file(found, paper, label, told)
    log_applicants(request, found, named, act="export", reason=f"{found.title} {label}")
    return word_file(content, f"{found.title} {label}")


def papers_of(request: HttpRequest, found: Notice) -> Iterator[Crumb]:
    """The papers that can be made now, with their addresses."""
    for paper in papers_there(found):
        yield Crumb(_label(found, paper, spoken(request)), reverse("recruitment_paper", args=[found.id, paper]))


def _label(found: Notice, paper: str, language: str) -> str:
    return found.case.case_type.papers[paper].label(language) if found.case else paper
