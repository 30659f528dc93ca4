"""A step that changes organisations: filled in from the file, shown with its effects and figures, recorded with the step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.cases.actions import By, Doing, judged, take
from zugong.cases.errors import StepStopped
from zugong.cases.filed import Case
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source
from zugong.packs.case_types import Step
from zugong.restructuring.rehearsal import Outdated
from zugong.web.cases.asked import AskedCases
from zugong.web.cases.changing import act_of_change, change_form, change_of
from zugong.web.cases.subjects import subject_name
from zugong.web.looking import log_list
from zugong.web.pages import Crumb, page
from zugong.web.restructuring.forms import OperationForm
from zugong.web.restructuring.previewing import preview_of
from zugong.web.views.restructuring import FormPage, PreviewPage


@dataclass(frozen=True, kw_only=True)
class ChangeFormPage(FormPage):
    """The form of the operation, as a step of a case."""

    template: ClassVar[str] = "web/cases/change_form.html"
    crumbs: tuple[Crumb, ...]
    about: str
    type_label: str
    seen: int
    back: str


@dataclass(frozen=True, kw_only=True)
class ChangePreviewPage(PreviewPage):
    """What the step will do."""

    template: ClassVar[str] = "web/cases/change_preview.html"
    crumbs: tuple[Crumb, ...]
    seen: int
    back: str


def take_change(asked: AskedCases, found: Case, step: Step) -> HttpResponse:
    """The form, then the preview, then the deed. Back to the case, with why, where there is nothing to change any more."""
    posted = asked.request.POST if asked.request.method == "POST" else None
    form = change_form(asked, found, step, posted)
    if form is None:
        messages.error(asked.request, gettext("The organisation that this step changes is no longer there."))
        return HttpResponseRedirect(reverse("case", args=[found.id]))
    if posted is None or posted.get("step") == "edit":
        return _form_page(asked, found, step, form)
    if not form.is_valid():
        return _form_page(asked, found, step, form, status=422)
    try:
        _check(asked, found, step, form)
        return _done(asked, found, step, form) if posted.get("step") == "commit" else _preview(asked, found, step, form)
    except RuleBroken as error:
        form.add_error(None, error.sentence(asked.language))
        return _form_page(asked, found, step, form, status=422)


def _check(asked: AskedCases, found: Case, step: Step, form: OperationForm) -> None:
    """Raises StepStopped where the step itself may not be taken, before anything is tried out."""
    verdict = judged(found, act_of_change(asked, found, step, form.cleaned_data["on"]))
    if verdict.stops:
        said = verdict.stops[0].said
        raise StepStopped(said=said.en, said_zh=said.zh)


def _source(asked: AskedCases, form: OperationForm) -> Source:
    return replace(asked.by.source, paper=form.cleaned_data["paper"], note=form.name())


def _crumbs(asked: AskedCases, found: Case) -> tuple[Crumb, ...]:
    own = Crumb(subject_name(asked, found), reverse("case", args=[found.id]))
    return (Crumb(gettext("Cases"), reverse("cases")), own)


def _seen(asked: AskedCases, found: Case) -> int:
    """How many steps the user saw in the file: as many as when the form was opened."""
    posted = asked.request.POST.get("seen", "")
    return int(posted) if posted.isdigit() else len(found.acts)


def _form_page(
    asked: AskedCases, found: Case, step: Step, form: OperationForm, *, status: int = 200
) -> HttpResponse:  # fmt: skip
    if form.persons:
        kind = form.scope.catalogue.types["membership"]
        log_list(asked.request, kind, form.persons, len(form.persons), organisation=form.pk)
    if asked.request.POST.get("step") == "edit":
        form.errors.clear()
    content = ChangeFormPage(
        title=step.label(asked.language),
        crumbs=_crumbs(asked, found),
        about=subject_name(asked, found),
        type_label=found.case_type.label(asked.language),
        id=form.pk,
        name=form.tree.name(form.pk),
        explanation=str(form.explanation),
        form=form,
        seen=_seen(asked, found),
        back=reverse("case", args=[found.id]),
    )
    return page(asked.request, content, status=status)


def _preview(
    asked: AskedCases, found: Case, step: Step, form: OperationForm, *, is_outdated: bool = False
) -> HttpResponse:
    is_counted = asked.request.POST.get("step") == "figures"
    shown = preview_of(form, _source(asked, form), asked.language, is_counted=is_counted)
    content = ChangePreviewPage(
        title=step.label(asked.language),
        crumbs=_crumbs(asked, found),
        id=form.pk,
        name=form.tree.name(form.pk),
        form=form,
        effects=shown.effects,
        is_counted=shown.is_counted,
        groups=shown.groups,
        unchanged=shown.unchanged,
        figure_count=shown.figure_count,
        day=shown.day.isoformat(),
        digest=shown.digest,
        is_outdated=is_outdated,
        seen=_seen(asked, found),
        back=reverse("case", args=[found.id]),
    )
    return page(asked.request, content, status=409 if is_outdated else 200)


def _done(asked: AskedCases, found: Case, step: Step, form: OperationForm) -> HttpResponse:
    act = act_of_change(asked, found, step, form.cleaned_data["on"])
    change = change_of(form, asked.request.POST.get("digest", ""))
    doing = Doing(found.id, _seen(asked, found), act, asked.office, change)
    by = By(_source(asked, form), asked.by.access, asked.by.today)
    try:
        take(doings=[doing], by=by)
    except Outdated:
        return _preview(asked, found, step, form, is_outdated=True)
    messages.success(asked.request, gettext("Recorded: %(what)s") % {"what": step.label(asked.language)})
    return HttpResponseRedirect(reverse("case", args=[found.id]))
