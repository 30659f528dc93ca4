"""Village matters: the list, one matter with its six steps, the papers of each step, and what hangs out for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.activities.filed import MATTER, MATTER_STEP, kind_of
from zugong.activities.papers import deliberation_sentences
from zugong.activities.queries import (
    Matter,
    has_procedure,
    matter_by_uid,
    matters_of,
    procedures,
)
from zugong.activities.village import (
    begin_matter,
    is_shown,
    next_step,
)
from zugong.kernel.errors import RuleBroken
from zugong.packs.meetings import Procedure
from zugong.web.activities.doors import BRANCHES, may_fill, may_list_meetings, require_fill, writing_of
from zugong.web.activities.form_page import Choice, Typed, code_choices, field_of
from zugong.web.activities.typed_meeting import TypedMeeting
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_day, typed_number

_PAGE = 30
_LONG = 1000
_MOST_BEGINNING = 80


@dataclass(frozen=True)
class MatterLine:
    """One matter of the list."""

    title: str
    organisation: str
    since: date
    state: str
    level: str
    address: str


@dataclass(frozen=True, kw_only=True)
class MattersPage(Page):
    """The matters that the user may read."""

    template: ClassVar[str] = "web/activities/matters.html"
    name: str
    lines: tuple[MatterLine, ...]
    next: str
    is_first: bool
    first: str
    new: tuple[Crumb, ...]


@dataclass(frozen=True, kw_only=True)
class NewMatterPage(Page):
    """The form for a matter."""

    template: ClassVar[str] = "web/activities/matter_new.html"
    crumbs: tuple[Crumb, ...]
    organisation: str
    fields: Mapping[str, Typed]
    kinds: tuple[Choice, ...]
    problem: str


@dataclass(frozen=True, kw_only=True)
class PublicNoticePage(Page):
    """What hangs out for everybody; nothing but that it is over once its days are."""

    template: ClassVar[str] = "web/activities/public.html"
    organisation: str
    heading: str
    text: str
    sentences: tuple[str, ...]
    first: date | None
    last: date | None


def the_procedure() -> Procedure:
    """The procedure of village matters of this site. 404 where its pack has none."""
    found = next(iter(procedures().values()), None)
    if found is None:
        raise Http404
    return found


def village_matters(request: HttpRequest) -> HttpResponse:
    """The matters that the user may read, the latest first."""
    scope, language = scope_of(request), spoken(request)
    rights = scope.names(scope.catalogue.types[MATTER])
    if rights.organisations is not None and not rights.organisations:
        raise Http404
    procedure, after = the_procedure(), _after(request.GET.get("after", ""))
    found = matters_of(rights.organisations, after=after, limit=_PAGE + 1)
    first = reverse("village_matters")
    last = found[_PAGE - 1].row if len(found) > _PAGE else None
    content = MattersPage(
        title=procedure.label(language),
        name=procedure.label(language),
        lines=tuple(_matter_line(one, procedure, scope, language) for one in found[:_PAGE]),
        next=f"{first}?after={last.since.isoformat()}.{last.id}" if last else "",
        is_first=after is None,
        first=first,
        new=tuple(_beginnings(scope, procedure)),
    )
    return page(request, content)


def _after(text: str) -> tuple[date, int] | None:
    day, _, identity = text.partition(".")
    on, pk = typed_day(day), typed_number(identity)
    return (on, pk) if on and pk else None


def _matter_line(one: Matter, procedure: Procedure, scope: Scope, language: str) -> MatterLine:
    state, level = _state(one, procedure, language)
    name = scope.todays_tree.name(one.organisation) if one.organisation in scope.todays_tree else ""
    return MatterLine(
        one.row.values["title"], name, one.row.since, state, level, reverse("village_matter", args=[one.identity])
    )


def _state(one: Matter, procedure: Procedure, language: str) -> tuple[str, str]:
    """How far a matter has come, in words, and the colour of it."""
    if one.row.values["status"] == "dropped":
        return gettext("dropped"), "grey"
    following = next_step(one, procedure.rule_on(one.row.since))
    if following is None:
        return gettext("all steps done"), "good"
    row = one.steps.get(following.step)
    if row is not None:
        return gettext("%(step)s: not passed") % {"step": following.label(language)}, "red"
    return gettext("next: %(step)s") % {"step": following.label(language)}, "amber"


def _beginnings(scope: Scope, procedure: Procedure) -> Iterator[Crumb]:
    """The villages for which the user may begin a matter, where they are few."""
    own = {office.organisation for office in scope.access.offices}
    tree = scope.todays_tree
    branches = [one for one in own if one in tree and tree.kind(one) in (*BRANCHES, "general_branch", "committee")]
    for one in branches[:_MOST_BEGINNING]:
        if may_fill(scope, one) and has_procedure(procedure, one, usual_day()):
            yield Crumb(tree.name(one), reverse("village_matter_new", args=[one]))


@safe_to_repeat
def village_matter_new(request: HttpRequest, identity: int) -> HttpResponse:
    """A new matter of a village."""
    scope, language, procedure = scope_of(request), spoken(request), the_procedure()
    if identity not in scope.todays_tree or not may_list_meetings(scope, identity):
        raise Http404
    require_fill(request, scope, identity)
    begun = {"on": usual_day().isoformat()}
    typed = TypedMeeting(request.POST if request.method == "POST" else begun)
    problem = ""
    if request.method == "POST":
        answer = _begun(request, typed, scope, identity)
        if isinstance(answer, HttpResponse):
            return answer
        problem = answer
    labels = {
        "title": gettext("Matter"),
        "kind": gettext("Kind"),
        "text": gettext("What is proposed"),
        "on": gettext("Day held"),
    }
    content = NewMatterPage(
        title=gettext("New matter: %(name)s") % {"name": procedure.label(language)},
        crumbs=(Crumb(procedure.label(language), reverse("village_matters")),),
        organisation=scope.todays_tree.name(identity),
        fields={name: field_of(typed, name, label) for name, label in labels.items()},
        kinds=code_choices(MATTER, "kind", language),
        problem=problem,
    )
    return page(request, content, status=422 if request.method == "POST" else 200)


def _begun(request: HttpRequest, typed: TypedMeeting, scope: Scope, identity: int) -> HttpResponse | str:
    """The way on, or what stands against it."""
    title, kind, on = typed.text("title", 100), typed.text("kind", 40), typed.day()
    known = [choice.value for choice in code_choices(MATTER, "kind", "en")]
    if not title:
        typed.problems["title"] = gettext("Write what it is about.")
    if kind not in known:
        typed.problems["kind"] = gettext("Choose a kind.")
    if on is not None and on > usual_day():
        typed.problems["on"] = gettext("This day is still to come.")
    if typed.problems or on is None:
        return ""
    try:
        matter = begin_matter(
            organisation=identity, title=title, kind=kind, text=typed.text("text", _LONG), on=on,
            writing=writing_of(request, scope),
        )  # fmt: skip
    except RuleBroken as error:
        return error.sentence(spoken(request))
    return HttpResponseRedirect(reverse("village_matter", args=[matter]))


@login_not_required
def public_notice(request: HttpRequest, uid) -> HttpResponse:
    """What is published of a matter, for anybody, until its last day; afterwards only that it is over."""
    matter = matter_by_uid(str(uid))
    shown = [row for row in matter.steps.values() if row.values["shown_until"]] if matter else []
    if matter is None or not shown:
        raise Http404
    today = usual_day()
    last = max(shown, key=lambda row: (row.since, row.id))
    open_ones = [row for row in shown if is_shown(row, today)]
    row = max(open_ones, key=lambda one: (one.since, one.id)) if open_ones else last
    step = kind_of(MATTER_STEP).fields["step"]
    names = scope_of(request).todays_tree
    content = PublicNoticePage(
        title=matter.row.values["title"] if open_ones else gettext("This notice is over"),
        organisation=names.name(matter.organisation) if open_ones and matter.organisation in names else "",
        heading=step.type.show(row.values["step"], step, spoken(request)) if open_ones else "",
        text=(row.values["text"] or matter.row.values["text"] or "") if open_ones else "",
        sentences=tuple(deliberation_sentences(matter)) if open_ones else (),
        first=row.since if open_ones else None,
        last=row.values["shown_until"],
    )
    return page(request, content, status=200 if open_ones else 410)
