"""Templates of reviews: those of the pack to begin with, one's own uploaded and checked, and the names one may write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.figures.queries import this_site
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source
from zugong.packs.reports import Report
from zugong.reviews.actions import upload_template, withdraw_template
from zugong.reviews.documents import template_file
from zugong.reviews.models import TemplateVersion
from zugong.reviews.queries import templates_of
from zugong.reviews.text import installed_reports, template_read, the_report
from zugong.reviews.word.reading import open_document, outline_in
from zugong.web.files import word_file
from zugong.web.listing.entries import entry_lines
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.reviewing import rights
from zugong.web.reviewing.examples import Example, examples
from zugong.web.reviewing.forms import TemplateForm
from zugong.web.scope import Scope, scope_of


@dataclass(frozen=True)
class ReportLine:
    """A report of the pack."""

    code: str
    label: str


@dataclass(frozen=True)
class TemplateLine:
    """A template that somebody uploaded."""

    id: int
    name: str
    organisation: str
    by: str
    may_withdraw: bool


@dataclass(frozen=True)
class MistakeLine:
    """Something wrong in a template: the beginning of its paragraph, and the sentence."""

    place: str
    sentence: str


@dataclass(frozen=True)
class NameGroup:
    """Names that may be written in braces, by chapter: name, code and unit."""

    title: str
    names: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class TemplatesPage(Page):
    """Templates and how to write them; `mistakes` are those of the file that was just uploaded."""

    template: ClassVar[str] = "web/reviews/templates.html"
    reports: tuple[ReportLine, ...]
    templates: tuple[TemplateLine, ...]
    form: TemplateForm | None
    uploaded: str
    refusal: str
    mistakes: tuple[MistakeLine, ...]
    examples: tuple[Example, ...]
    names: tuple[NameGroup, ...]


@safe_to_repeat
def review_templates(request: HttpRequest) -> HttpResponse:
    """The page of templates; a POST checks a file and keeps it where nothing is wrong with it."""
    scope = scope_of(request)
    readable = rights.readable(scope)
    if readable is not None and not readable:
        raise Http404
    form = _form(request, scope)
    if request.method != "POST" or form is None or not form.is_valid():
        return _shown(request, form, status=422 if form is not None and form.errors else 200)
    file, language = form.cleaned_data["file"], spoken(request)
    content = file.read()
    try:
        wrong = template_read(outline_in(open_document(content, file.name))).problems
        if wrong:
            mistakes = tuple(MistakeLine(one.place, one.sentence(language)) for one in wrong)
            return _shown(request, form, status=422, uploaded=file.name, mistakes=mistakes)
        name = form.cleaned_data["name"] or file.name.removesuffix(".docx")
        made = upload_template(
            content=content, name=name, organisation=form.cleaned_data["organisation"], source=_source(request)
        )
    except RuleBroken as error:
        return _shown(request, form, status=422, uploaded=file.name, refusal=error.sentence(language))
    messages.success(request, gettext("The template “%(name)s” is kept; choose it in a review.") % {"name": made.name})
    return HttpResponseRedirect(reverse("review_templates"))


def review_report_document(request: HttpRequest, code: str) -> HttpResponse:
    """The Word template of a report of the pack."""
    readable = rights.readable(scope_of(request))
    if code not in _reports() or (readable is not None and not readable):
        raise Http404
    report = the_report(code)
    return word_file(template_file(report), report.label(spoken(request)))


def review_template_document(request: HttpRequest, identity: int) -> HttpResponse:
    """A template as it was uploaded."""
    kept = _kept(request, identity)
    return word_file(bytes(kept.document), kept.name)


@require_POST
def review_template_withdraw(request: HttpRequest, identity: int) -> HttpResponse:
    """Take a template out of the list; what was written from it stays."""
    kept = _kept(request, identity)
    rights.require_draft(scope_of(request), kept.organisation_id)
    withdraw_template(template=kept, source=_source(request))
    messages.success(request, gettext("The template is withdrawn; reviews written from it keep it."))
    return HttpResponseRedirect(reverse("review_templates"))


def _kept(request: HttpRequest, identity: int) -> TemplateVersion:
    kept = TemplateVersion.objects.filter(pk=identity, organisation__isnull=False, retracted_in__isnull=True).first()
    if kept is None:
        raise Http404
    rights.require_read(scope_of(request), kept.organisation_id)
    return kept


def _form(request: HttpRequest, scope: Scope) -> TemplateForm | None:
    """The form of who may draft reviews somewhere; None for who may only read them. A POST without right is refused."""
    organisations = [(pk, scope.tree.name(pk)) for pk in rights.draftable_roots(scope) if pk in scope.tree]
    if not organisations:
        if request.method == "POST" and scope.root is not None:
            rights.require_draft(scope, scope.root)
        return None
    if request.method == "POST":
        return TemplateForm(request.POST, request.FILES, organisations=organisations)
    return TemplateForm(organisations=organisations)


def _shown(
    request: HttpRequest, form: TemplateForm | None, *, status: int = 200, uploaded: str = "", refusal: str = "",
    mistakes: tuple[MistakeLine, ...] = (),
) -> HttpResponse:  # fmt: skip
    scope, language = scope_of(request), spoken(request)
    content = TemplatesPage(
        title=gettext("Templates of reviews"),
        reports=tuple(ReportLine(code, report.label(language)) for code, report in _reports().items()),
        templates=_lines(templates_of(rights.readable(scope)), scope),
        form=form,
        uploaded=uploaded,
        refusal=refusal,
        mistakes=mistakes,
        examples=examples(),
        names=_names(language),
    )
    return page(request, content, status=status)


def _lines(kept: Iterable[TemplateVersion], scope: Scope) -> tuple[TemplateLine, ...]:
    kept = list(kept)
    entries = entry_lines(one.recorded_in for one in kept)
    return tuple(_line(one, entries[one.recorded_in_id].actor, scope) for one in kept)


def _line(kept: TemplateVersion, by: str, scope: Scope) -> TemplateLine:
    organisation = kept.organisation_id
    name = scope.todays_tree.name(organisation) if organisation in scope.todays_tree else ""
    return TemplateLine(kept.pk, kept.name, name, by, rights.may_draft(scope, organisation))


def _names(language: str) -> tuple[NameGroup, ...]:
    pack = this_site().definitions.pack
    groups = [
        NameGroup(
            words.in_language(language),
            tuple(
                (figure.zh, code, figure.unit.in_language(language))
                for code, figure in pack.figures.items()
                if figure.chapter == chapter
            ),
        )
        for chapter, words in pack.chapters.items()
    ]
    parameters = tuple((one.label, code, one.unit.in_language(language)) for code, one in pack.parameters.items())
    return (*(group for group in groups if group.names), NameGroup(gettext("Parameters"), parameters))


def _reports() -> dict[str, Report]:
    return installed_reports(this_site().definitions.pack.name)


def _source(request: HttpRequest) -> Source:
    return Source("form", request.user.username, note=gettext("Templates of reviews"))
