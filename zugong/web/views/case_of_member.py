"""A case about a member begins: who of the own branches, to where, with the first step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.cases.acting import may_keep
from zugong.cases.actions import Begin, begin
from zugong.kernel.errors import RuleBroken
from zugong.packs.case_types import CaseType
from zugong.people.queries import members_named
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.cases.forms import Choice, FormField, Typed, blank, form_fields, outcome_choices, read_form
from zugong.web.listing.subject import person_subject
from zugong.web.looking import log_list
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.typed import typed_number

_BRANCHES = ("branch", "joint_branch")
#: So many members and, of one township, so many branches are offered to choose from.
_MOST, _PLACES = 30, 60
_LONGEST = 60


@dataclass(frozen=True)
class FoundMember:
    name: str
    branch: str
    address: str


@dataclass(frozen=True, kw_only=True)
class ChooseMemberPage(Page):
    """Whom it is about: the members of the own branches, or those of a name."""

    template: ClassVar[str] = "web/cases/choose_member.html"
    crumbs: tuple[Crumb, ...]
    q: str
    found: tuple[FoundMember, ...]
    is_cut: bool


@dataclass(frozen=True, kw_only=True)
class BeginOfMemberPage(Page):
    """The first step. `places` are the branches among which to choose where several have what was typed in the name."""

    template: ClassVar[str] = "web/cases/begin_of_member.html"
    crumbs: tuple[Crumb, ...]
    person: str
    branch: str
    note: str
    problems: tuple[str, ...]
    on: FormField
    outcomes: tuple[Choice, ...]
    fields: tuple[FormField, ...]
    other: FormField | None
    places: tuple[Choice, ...]
    change_address: str


@safe_to_repeat
def case_of_member(request: HttpRequest, code: str) -> HttpResponse:
    """Whom, then the form. 404 for a type that is about others, 403 for who may fill in nowhere."""
    asked = asked_cases(request)
    declared = asked.case_type(code)
    if declared.whom != "members":
        raise Http404
    person = typed_number(request.GET.get("person", ""))
    return _choose(asked, declared) if person is None else _of(asked, declared, person)


def _choose(asked: AskedCases, declared: CaseType) -> HttpResponse:
    rights = asked.scope.access.rights(asked.kind(declared), "fill")
    if rights.organisations is not None and not rights.organisations:
        raise PermissionDenied(gettext("No office of yours may begin cases of this kind."))
    q = asked.request.GET.get("q", "").strip()[:_LONGEST]
    found = members_named(q, rights.organisations, asked.day, _MOST + 1)
    log_list(asked.request, asked.scope.catalogue.types["membership"], {person for person, _, _ in found}, len(found))
    content = ChooseMemberPage(
        title=gettext("%(type)s: whom?") % {"type": declared.label(asked.language)},
        crumbs=_crumbs(asked, declared),
        q=q,
        found=tuple(
            FoundMember(name, asked.organisation_name(place), f"?{urlencode({'person': person})}")
            for person, place, name in found[:_MOST]
        ),
        is_cut=len(found) > _MOST,
    )
    return page(asked.request, content)


def _of(asked: AskedCases, declared: CaseType, person: int) -> HttpResponse:
    subject = person_subject(person, asked.scope, own=asked.request.user.person_id)
    branch = subject.place
    if branch is None or not may_keep(declared, branch, asked.scope.access):
        raise PermissionDenied(gettext("Only an office that may fill in for this branch keeps its cases."))
    step, posted = declared.steps[0], asked.request.POST
    form = _Form(asked, declared, person, subject.row.values["name"] or "", branch)
    if asked.request.method != "POST":
        return form.shown(blank(step, asked.day))
    typed = read_form(posted, posted.getlist("papers"), step, (), asked.day)
    places = _places(asked, posted.get("to", "").strip()[:_LONGEST], branch) if declared.between else {}
    other = _other(posted, places)
    if declared.between and other is None:
        typed.problems["to"] = _place_problem(places)
    if typed.problems:
        return form.shown(typed, places)
    begun = Begin(declared.case_type, person, branch, typed.act, asked.office, other)
    try:
        identity = begin(begun=begun, by=asked.by)
    except RuleBroken as error:
        return form.shown(typed, places, (error.sentence(asked.language),))
    messages.success(asked.request, gettext("The case is begun; this is its file."))
    return HttpResponseRedirect(reverse("case", args=[identity]))


def _places(asked: AskedCases, text: str, branch: int) -> dict[int, str]:
    """The other living branches whose name has every word that was typed; one that is called just so stands alone."""
    there = [one for one in asked.tree if one.living and one.kind in _BRANCHES and one.id != branch]
    exact = {one.id: one.name for one in there if text and one.name == text}
    words = text.split()
    found = exact or {one.id: one.name for one in there if words and all(word in one.name for word in words)}
    return dict(sorted(found.items(), key=lambda pair: pair[1])[: _PLACES + 1])


def _other(posted: Mapping[str, str], places: Mapping[int, str]) -> int | None:
    chosen = typed_number(posted.get("other", ""))
    return chosen if chosen in places else next(iter(places)) if len(places) == 1 else None


def _place_problem(places: Mapping[int, str]) -> str:
    if not places:
        return gettext(
            "No other branch here is called so. Type a part of its name; for one elsewhere begin a transfer out."
        )
    if len(places) > _PLACES:
        return gettext("Too many branches have this in their name; type more of it.")
    return gettext("Several branches have this in their name; choose one below.")


@dataclass(frozen=True)
class _Form:
    """The form for one member."""

    asked: AskedCases
    declared: CaseType
    person: int
    name: str
    branch: int

    def shown(
        self, typed: Typed, places: Mapping[int, str] | None = None, problems: tuple[str, ...] = ()
    ) -> HttpResponse:
        asked, step, language = self.asked, self.declared.steps[0], self.asked.language
        posted, there = asked.request.POST, places or {}
        content = BeginOfMemberPage(
            title=gettext("%(type)s: begin") % {"type": self.declared.label(language)},
            crumbs=_crumbs(asked, self.declared),
            person=self.name,
            branch=asked.organisation_name(self.branch),
            note=step.note.in_language(language) if step.note else "",
            problems=(*problems, *filter(None, [typed.problems.get("outcome")])),
            on=FormField(
                "on", gettext("Day on which it was done"), "day", typed.texts.get("on", ""), True, "",
                typed.problems.get("on", ""),
            ),
            outcomes=outcome_choices(step, posted.get("outcome"), language),
            fields=form_fields(step, typed, {}, language),
            other=self._to(typed) if self.declared.between else None,
            places=tuple(Choice(str(pk), name, False) for pk, name in there.items()) if 1 < len(there) <= _PLACES else (),
            change_address=reverse("case_of_member", args=[self.declared.case_type]),
        )  # fmt: skip
        return page(asked.request, content, status=422 if problems or typed.problems else 200)

    def _to(self, typed: Typed) -> FormField:
        hint, text = gettext("A part of its name is enough."), self.asked.request.POST.get("to", "")
        return FormField(
            "to", gettext("Branch to which they go"), "text", text, True, hint, typed.problems.get("to", "")
        )


def _crumbs(asked: AskedCases, declared: CaseType) -> tuple[Crumb, ...]:
    return (
        Crumb(gettext("Cases"), reverse("cases")),
        Crumb(declared.label(asked.language), reverse("case_type", args=[declared.case_type])),
    )
