"""One class on its page, and the form in which it is planned, recorded and corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.activities.filed import ledger
from zugong.dictionary.store import StoredRow
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import NotBelievedAnyMore
from zugong.training.actions import save_class, set_status
from zugong.training.drafts import CANCELLED, HELD, PLANNED, ClassDraft
from zugong.training.queries import CLASS, FiledClass, need_rows
from zugong.web.activities.form_page import Typed
from zugong.web.clocks import usual_day
from zugong.web.looking import log_list
from zugong.web.meanwhile import Reconciled, as_stood, overtaken, since_opened, stood_in
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.training.class_form import (
    Chooser,
    ClassFormPage,
    TypedClass,
    begun_filed,
    begun_new,
    chooser,
    course_rows,
    labels_of,
    typed_class,
    typed_field,
)
from zugong.web.training.class_shown import class_page
from zugong.web.training.doors import (
    class_asked,
    kind_named,
    may_list_classes,
    organisation_asked,
    require_fill,
    writing_of,
)
from zugong.web.typed import typed_number

_SHORTEST_REASON = 4
_BASES = ("education_base", "party_school", "teaching_base")
_MOST_BASES, _MOST_SENDERS, _MORE_ROWS, _MOST_NEEDS = 60, 80, 5, 60
MORE = "more"


@dataclass
class _Asked:
    """A request about one class: `filed` is None for a new one; `senders` by name, to whom places may be given."""

    request: HttpRequest
    scope: Scope
    language: str
    organisation: int
    filed: FiledClass | None
    needs: tuple[StoredRow, ...]
    typed: TypedClass
    senders: Mapping[int, str]
    found: Reconciled | None = None
    problem: str = ""
    status: int = 200

    @property
    def based_on(self) -> str:
        if self.filed is None:
            return ""
        rows = [row.id for row in (*self.filed.courses, *self.filed.quotas)]
        return f"{self.filed.row.id}-{max(rows, default=0)}-{len(rows)}"

    @property
    def is_overtaken(self) -> bool:
        """Did somebody write about this class after its form was opened?"""
        return self.request.POST.get("based_on", self.based_on) != self.based_on

    @property
    def is_correction(self) -> bool:
        return self.filed is not None and self.filed.is_held


@safe_to_repeat
def training_new(request: HttpRequest, identity: int) -> HttpResponse:
    """A class that nobody recorded yet; `need` and `group` of the address begin it."""
    scope = scope_of(request)
    organisation_asked(scope, identity)
    require_fill(request, scope, identity)
    needs = _needs_asked(request, scope)
    said = request.POST if request.method == "POST" else begun_new(usual_day(), needs, request.GET.get("group", ""))
    return _answered(_asked(request, scope, identity, None, needs, TypedClass(said)))


@safe_to_repeat
def training_class(request: HttpRequest, identity: int) -> HttpResponse:
    """A class as it is recorded, or its form where it is corrected."""
    scope = scope_of(request)
    filed = class_asked(scope, identity)
    if request.method == "POST" or "correct" in request.GET:
        require_fill(request, scope, filed.organisation)
        asked = _asked(request, scope, filed.organisation, filed, (), TypedClass(begun_filed(filed)))
        if request.method == "POST":
            asked.found = since_opened(request.POST, asked.based_on, lambda: begun_filed(filed))
            asked.typed = TypedClass(asked.found.said if asked.found else request.POST)
        return _answered(asked)
    shown = class_page(filed, scope, spoken(request))
    log_list(
        request, kind_named("training_attendance", scope), shown.persons, len(shown.persons),
        organisation=filed.organisation,
    )  # fmt: skip
    return page(request, shown)


@require_POST
@safe_to_repeat
def training_status(request: HttpRequest, identity: int) -> HttpResponse:
    """A class is not held, or comes back into the plan."""
    scope = scope_of(request)
    filed = class_asked(scope, identity)
    require_fill(request, scope, filed.organisation)
    status = PLANNED if filed.is_cancelled else CANCELLED
    if not filed.is_held:
        try:
            set_status(filed=filed, status=status, writing=writing_of(request, scope))
            messages.success(request, _told(status))
        except RuleBroken as error:
            messages.error(request, error.sentence(spoken(request)))
    return HttpResponseRedirect(reverse("training_class", args=[identity]))


def _told(status: str) -> str:
    return gettext("The class is cancelled.") if status == CANCELLED else gettext("The class is in the plan again.")


def _needs_asked(request: HttpRequest, scope: Scope) -> tuple[StoredRow, ...]:
    """The needs of the address or form that the user may read; others are left out."""
    numbers = [typed_number(text) for text in request.POST.getlist("need") or request.GET.getlist("need")]
    rows = need_rows([number for number in numbers[:_MOST_NEEDS] if number])
    return tuple(row for row in rows if may_list_classes(scope, row.values["organisation"]))


def _asked(
    request: HttpRequest, scope: Scope, organisation: int, filed: FiledClass | None, needs: tuple[StoredRow, ...],
    typed: TypedClass,
) -> _Asked:  # fmt: skip
    tree = scope.todays_tree
    known = filed.quota_by_organisation if filed else {}
    below = [pk for pk in dict.fromkeys((*tree.children(organisation), *known)) if pk in tree]
    senders = {pk: tree.name(pk) for pk in below[:_MOST_SENDERS]}
    return _Asked(request, scope, spoken(request), organisation, filed, needs, typed, senders)


def _answered(asked: _Asked) -> HttpResponse:
    act = asked.request.POST.get("act", "")
    if asked.request.method != "POST" or act == MORE:
        return _shown(asked)
    status = asked.filed.status if asked.filed and asked.filed.is_held else HELD if act == HELD else PLANNED
    draft = typed_class(asked.typed, asked.organisation, status, asked.senders)
    _check(asked)
    if asked.problem or asked.typed.problems or asked.status != 200:
        asked.status = asked.status if asked.status != 200 else 422
        return _shown(asked)
    return _recorded(asked, draft) or _shown(asked)


def _check(asked: _Asked) -> None:
    if asked.is_correction and not asked.found and len(asked.typed.text("why")) < _SHORTEST_REASON:
        asked.typed.problems["why"] = gettext("Write in at least four characters what was wrong.")
    if asked.is_overtaken or (asked.found and asked.found.open):
        asked.status = 409


def _recorded(asked: _Asked, draft: ClassDraft) -> HttpResponse | None:
    """The way on; None where a rule stands against it."""
    usual = gettext("Two people recorded it; compared.") if asked.found else ""
    note = (asked.typed.text("why") or usual) if asked.is_correction else ""
    writing = writing_of(asked.request, asked.scope, note=note)
    try:
        identity = save_class(before=asked.filed, draft=draft, writing=writing, needs=asked.needs)
    except RuleBroken as error:
        asked.problem = error.sentence(asked.language)
        asked.status = 409 if isinstance(error, NotBelievedAnyMore) else 422
        return None
    if asked.is_correction:
        messages.success(asked.request, gettext("Corrected. What stood before is kept in the history."))
    elif draft.status == HELD:
        messages.success(asked.request, gettext("The class is recorded. Now tick who came."))
        return HttpResponseRedirect(reverse("training_roll", args=[identity]))
    else:
        messages.success(asked.request, gettext("The class is in the plan."))
    return HttpResponseRedirect(reverse("training_class", args=[identity]))


def _shown(asked: _Asked) -> HttpResponse:
    content = _form(asked)
    if asked.found and asked.filed:
        rows = [asked.filed.row.id, *(row.id for row in (*asked.filed.courses, *asked.filed.quotas))]
        told = overtaken(asked.found, asked.request.POST, labels_of(content), rows=rows)
        content = replace(content, overtaken=told)
    return page(asked.request, content, status=asked.status)


def _form(asked: _Asked) -> ClassFormPage:
    typed, filed, language = asked.typed, asked.filed, asked.language
    here = reverse("training_class", args=[filed.identity]) if filed else _new_address(asked)
    wanted = len(typed.course_numbers()) + _MORE_ROWS if asked.request.POST.get("act") == MORE else 0
    rows = course_rows(typed, language, wanted)
    return ClassFormPage(
        title=filed.row.values["name"] if filed else gettext("A training class"),
        crumbs=(Crumb(gettext("Training"), reverse("training")),),
        organisation=asked.scope.todays_tree.name(asked.organisation),
        problems=_problems(asked),
        needs=tuple((need.anchor or 0, _need_words(need, asked.scope)) for need in asked.needs),
        series=chooser(typed, CLASS, "series", "series", gettext("Series"), language),
        more=tuple(chooser(typed, CLASS, code, code, label, language) for code, label in _labels().items()),
        base=_bases(asked),
        courses=rows,
        more_courses=len(rows) > len(typed.course_numbers()),
        quotas=tuple(typed_field(typed, f"quota.{pk}", name) for pk, name in asked.senders.items()),
        asks_why=asked.is_correction,
        based_on=asked.based_on,
        stood=stood_in(asked.request.POST, asked.found) if asked.request.method == "POST" else as_stood(typed.said),
        here=here,
        back=reverse("training_class", args=[filed.identity]) if filed else reverse("training"),
        **_fields(typed),
    )


def _need_words(need: StoredRow, scope: Scope) -> str:
    by = need.values["organisation"]
    name = scope.todays_tree.name(by) if by in scope.todays_tree else ""
    return f"{need.values['subject']}（{name}）"


def _new_address(asked: _Asked) -> str:
    return reverse("training_new", args=[asked.organisation])


def _problems(asked: _Asked) -> tuple[str, ...]:
    problems = [asked.problem] if asked.problem else []
    if asked.typed.problems:
        problems.append(gettext("%(count)s fields need another look.") % {"count": len(asked.typed.problems)})
    return tuple(problems)


def _fields(typed: TypedClass) -> dict[str, Typed]:
    return {
        "name": typed_field(typed, "name", gettext("Name of the class")),
        "on": typed_field(typed, "on", gettext("Begins")),
        "ended_on": typed_field(typed, "ended_on", gettext("Ends")),
        "hours": typed_field(typed, "hours", gettext("Hours in all")),
        "places": typed_field(typed, "places", gettext("Places")),
        "venue": typed_field(typed, "venue", gettext("Place")),
        "theme": typed_field(typed, "theme", gettext("Theme")),
        "number": typed_field(typed, "number", gettext("Number of the class")),
        "why": typed_field(typed, "why", gettext("What was wrong")),
    }


def _labels() -> dict[str, str]:
    return {
        "audience": gettext("Group to be trained"), "form": gettext("Form of training"),
        "ability": gettext("Ability"), "level": gettext("Level of the organiser"),
    }  # fmt: skip


def _bases(asked: _Asked) -> Chooser | None:
    """The bases and schools that the organiser, or one above it, keeps; None where none is recorded."""
    tree = asked.scope.todays_tree
    keepers = (asked.organisation, *tree.above(asked.organisation), *tree.children(asked.organisation))
    rows = ledger("facility").believed(on=asked.scope.clocks.on, organisation_id__in=keepers[:_MOST_SENDERS])
    found = [(str(row.anchor), row.values["name"]) for row in rows if row.values["kind"] in _BASES][:_MOST_BASES]
    return Chooser(typed_field(asked.typed, "base", gettext("Base")), tuple(found)) if found else None
