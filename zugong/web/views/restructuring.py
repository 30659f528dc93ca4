"""Guided operations on organisations: choose, fill in, see what it will do, do it, and take it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.cases.filed import cases
from zugong.cases.ordering import cases_moved_by, cases_of
from zugong.exchange.undo import undo
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import Source
from zugong.organisations.queries import names_ever
from zugong.restructuring.effects import Effects, effects_of
from zugong.restructuring.permissions import may_decide_above, may_fill
from zugong.restructuring.rehearsal import Outdated, perform
from zugong.web.cases.asked import asked_cases
from zugong.web.cases.beginning import BeginLink, links_to_change
from zugong.web.clocks import usual_day
from zugong.web.listing.entries import EntryLine, entry_lines
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.restructuring.forms import FORMS, OperationForm
from zugong.web.restructuring.previewing import FigureGroup, preview_of
from zugong.web.restructuring.sentences import EffectLine, effect_lines
from zugong.web.scope import Scope, scope_of

_FORM, _UNDO = "form", "undo"


@dataclass(frozen=True)
class Choice:
    """An operation on the page that offers them; `refusal` says why the user may not."""

    label: str
    explanation: str
    address: str
    refusal: str


@dataclass(frozen=True, kw_only=True)
class ChoicesPage(Page):
    """What can be done to an organisation."""

    template: ClassVar[str] = "web/restructuring/choices.html"
    id: int
    name: str
    choices: tuple[Choice, ...]
    cases: tuple[BeginLink, ...]


@dataclass(frozen=True, kw_only=True)
class FormPage(Page):
    """The form of one operation."""

    template: ClassVar[str] = "web/restructuring/form.html"
    id: int
    name: str
    explanation: str
    form: OperationForm


@dataclass(frozen=True, kw_only=True)
class PreviewPage(Page):
    """What an operation will do; `digest` is what the user has seen.

    Counting every figure before and after takes seconds: the page comes first, and asks for them by itself.
    """

    template: ClassVar[str] = "web/restructuring/preview.html"
    id: int
    name: str
    form: OperationForm
    effects: tuple[EffectLine, ...]
    is_counted: bool
    groups: tuple[FigureGroup, ...]
    unchanged: tuple[str, ...]
    figure_count: int
    day: str
    digest: str
    is_outdated: bool


@dataclass(frozen=True)
class Link:
    label: str
    address: str


@dataclass(frozen=True, kw_only=True)
class ChangePage(Page):
    """What an entry did to organisations, where to see the numbers of before, and how to take it back."""

    template: ClassVar[str] = "web/restructuring/change.html"
    number: int
    entry: EntryLine
    effects: tuple[EffectLine, ...]
    now: tuple[Link, ...]
    before: tuple[Link, ...]
    cases: tuple[Link, ...]
    moved_cases: tuple[Link, ...]
    undone_by: int | None
    may_undo: bool
    problem: str


def restructuring(request: HttpRequest, identity: int) -> HttpResponse:
    """Every operation, those too that the user may not do, with the reason."""
    scope = _openable(request, identity)
    language = spoken(request)
    content = ChoicesPage(
        title=gettext("Change the organisation"),
        id=identity,
        name=scope.access.tree.name(identity),
        choices=tuple(
            Choice(
                str(form.label), str(form.explanation), reverse("restructuring_form", args=[identity, code]),
                _refusal(form, scope, identity, language),
            )
            for code, form in FORMS.items()
        ),
        cases=links_to_change(asked_cases(request), identity) if scope.access.tree.living(identity) else (),
    )  # fmt: skip
    return page(request, content)


@safe_to_repeat
def restructuring_form(request: HttpRequest, identity: int, operation: str) -> HttpResponse:
    """The form; after it the preview; after that the deed."""
    scope = _openable(request, identity)
    if operation not in FORMS:
        raise Http404
    if refusal := _refusal(FORMS[operation], scope, identity, spoken(request)):
        raise PermissionDenied(refusal)
    data = request.POST if request.method == "POST" else None
    form = FORMS[operation](data, identity, scope, spoken(request))
    if data is None or request.POST.get("step") == "edit":
        return _form_page(request, form)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        return _done(request, form) if request.POST.get("step") == "commit" else _preview(request, form)
    except RuleBroken as error:
        form.add_error(None, error.sentence(spoken(request)))
        return _form_page(request, form, status=422)


def organisation_change(request: HttpRequest, number: int) -> HttpResponse:
    """What was done by an operation."""
    return page(request, _change_page(request, *_change(request, number)))


@require_POST
@safe_to_repeat
def organisation_change_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take an operation back, as an entry of its own; back to the case of which it was a step."""
    entry, effects = _change(request, number)
    scope = scope_of(request)
    if not _may_undo(scope, effects):
        raise PermissionDenied(gettext("Only who may make such a change may take it back."))
    source = Source("undo", request.user.get_username(), _paper(request), f"撤回：{entry.note}"[:300])
    try:
        done = undo(entry, source=source)
    except RuleBroken as error:
        content = _change_page(request, entry, effects, problem=error.sentence(spoken(request)))
        return page(request, content, status=422)
    messages.success(request, gettext("Taken back. What was recorded before holds again."))
    return HttpResponseRedirect(_after_undo(request, entry, effects, done))


def _after_undo(request: HttpRequest, entry: Entry, effects: Effects, done: Entry) -> str:
    """The case of which it was a step, else what was taken back; where nothing is left of that, what it was done under."""
    if own := _links_to_cases(request, cases_of(entry)):
        return own[0].address
    left = sorted(pk for pk in effects.organisations - {*effects.founded} if scope_of(request).may_open(pk))
    if effects.founded and left:
        return reverse("organisation", args=[left[0]])
    return reverse("organisation_change", args=[done.number or 0])


def _links_to_cases(request: HttpRequest, found: Iterable[int]) -> tuple[Link, ...]:
    """Those of the cases that the user may open."""
    asked = asked_cases(request)
    there = [one for one in cases(found) if asked.reach.reaches(one)]
    return tuple(
        Link(f"{one.case_type.label(asked.language)} {one.number}", reverse("case", args=[one.id])) for one in there
    )


def _openable(request: HttpRequest, identity: int) -> Scope:
    scope = scope_of(request)
    if not scope.may_open(identity) or identity not in scope.access.tree:
        raise Http404
    return scope


def _refusal(form: type[OperationForm], scope: Scope, identity: int, language: str) -> str:
    if not scope.access.tree.living(identity):
        return gettext("It has ended.")
    try:
        form.check(scope.access, identity)
    except RuleBroken as error:
        return error.sentence(language)
    return ""


def _form_page(request: HttpRequest, form: OperationForm, *, status: int = 200) -> HttpResponse:
    if form.persons:
        kind = form.scope.catalogue.types["membership"]
        log_list(request, kind, form.persons, len(form.persons), organisation=form.pk)
    if "step" in request.POST and request.POST["step"] == "edit":
        form.errors.clear()
    content = FormPage(
        title=str(form.label), id=form.pk, name=form.tree.name(form.pk), explanation=str(form.explanation), form=form
    )
    return page(request, content, status=status)


def _source(request: HttpRequest, form: OperationForm) -> Source:
    return Source(_FORM, request.user.get_username(), form.cleaned_data["paper"], form.name())


def _preview(request: HttpRequest, form: OperationForm, *, is_outdated: bool = False) -> HttpResponse:
    language, is_counted = spoken(request), request.POST.get("step") == "figures"
    seen = preview_of(form, _source(request, form), language, is_counted=is_counted)
    content = PreviewPage(
        title=form.name() if language.startswith("zh") else f"{form.label}: {form.tree.name(form.pk)}",
        id=form.pk,
        name=form.tree.name(form.pk),
        form=form,
        effects=seen.effects,
        is_counted=seen.is_counted,
        groups=seen.groups,
        unchanged=seen.unchanged,
        figure_count=seen.figure_count,
        day=seen.day.isoformat(),
        digest=seen.digest,
        is_outdated=is_outdated,
    )
    return page(request, content, status=409 if is_outdated else 200)


def _done(request: HttpRequest, form: OperationForm) -> HttpResponse:
    try:
        number = perform(
            form.operation(), source=_source(request, form), access=form.scope.access,
            seen=request.POST.get("digest", ""),
        )  # fmt: skip
    except Outdated:
        return _preview(request, form, is_outdated=True)
    messages.success(request, gettext("Recorded."))
    return HttpResponseRedirect(reverse("organisation_change", args=[number]))


def _change(request: HttpRequest, number: int) -> tuple[Entry, Effects]:
    """The entry, where it was made by a form (or took such a one back) and the user may open all that it speaks of."""
    scope = scope_of(request)
    entry = Entry.objects.filter(number=number).select_related("undoes").first()
    made_by = entry and (entry.undoes.kind if entry.kind == _UNDO and entry.undoes else entry.kind)
    if entry is None or made_by not in (_FORM, _UNDO):
        raise Http404
    effects = effects_of(entry)
    gone = {pk for pk in effects.organisations if pk not in scope.access.tree}
    if not effects.changed or not all(scope.may_open(pk) for pk in effects.organisations - gone):
        raise Http404
    if not effects.organisations - gone:
        raise Http404
    return entry, effects


def _may_undo(scope: Scope, effects: Effects) -> bool:
    known = [pk for pk in effects.changed if pk in scope.access.tree]
    is_only_connected = not effects.changed - {pk for pk, _ in (*effects.served, *effects.left)}
    may = may_fill if is_only_connected else may_decide_above
    return bool(known) and all(may(scope.access, pk) for pk in known)


def _change_page(request: HttpRequest, entry: Entry, effects: Effects, *, problem: str = "") -> ChangePage:
    scope, language = scope_of(request), spoken(request)
    undone_by = entry.undone_by.order_by("number").values_list("number", flat=True).first()
    names = names_ever(effects.organisations)
    return ChangePage(
        title=entry.note or gettext("Change of organisations"),
        number=entry.number or 0,
        entry=entry_lines([entry])[entry.pk],
        effects=effect_lines(effects, names, scope, language),
        now=tuple(_link(pk, names, "organisation", {}) for pk in _shown(effects, scope)),
        before=_before(effects, names, scope),
        cases=_links_to_cases(request, cases_of(entry)),
        moved_cases=_links_to_cases(request, cases_moved_by(entry)),
        undone_by=undone_by,
        may_undo=undone_by is None and _may_undo(scope, effects),
        problem=problem,
    )


def _shown(effects: Effects, scope: Scope) -> list[int]:
    return sorted(pk for pk in effects.organisations if pk in scope.access.tree)


def _before(effects: Effects, names: dict[int, str], scope: Scope) -> tuple[Link, ...]:
    """The figures of the day after which it held, under the tree of the day before."""
    if effects.on is None:
        return ()
    tree = effects.on - timedelta(days=1)
    known = [pk for pk in _shown(effects, scope) if pk not in effects.founded]
    on = max(effects.on, usual_day())
    return tuple(_link(pk, names, "figures", {"on": on, "tree": tree}) for pk in known)


def _link(pk: int, names: dict[int, str], name: str, query: dict[str, Any]) -> Link:
    if name == "organisation":
        return Link(names[pk], reverse(name, args=[pk]))
    return Link(names[pk], f"{reverse(name)}?{urlencode({'organisation': pk, **query})}")


def _paper(request: HttpRequest) -> str:
    return request.POST.get("paper", "").strip()[:200]
