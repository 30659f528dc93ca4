"""Who is sent to a class: persons of a group with what each has and lacks, chosen by organisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.activities.queries import person_names
from zugong.kernel.errors import RuleBroken
from zugong.packs.training import TrainingGroup
from zugong.training.actions import Chosen, enrol, withdraw_enrolment
from zugong.training.errors import NotYours
from zugong.training.hours import Standing
from zugong.training.queries import ENROLMENT, FiledClass, groups, words_of
from zugong.web.activities.doors import BRANCHES
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.training.doors import (
    class_asked,
    class_crumbs,
    kind_named,
    may_count_group,
    may_fill,
    naming_rights,
    sends_to,
    writing_of,
)
from zugong.web.training.groups_shown import EVERYBODY, NEVER, SHORT, hours_words, shown_only
from zugong.web.training.listed import Choice, listed, one_page, place_name
from zugong.web.training.named import standing_named
from zugong.web.typed import typed_number

_PAGE, _LONGEST_NAME = 120, 40
_REASON_OF_SHOW = {NEVER: "never_reached", SHORT: "hours_lacking", EVERYBODY: "rotation"}
_CALLED_UP, _ASSIGNED = "call_up", "assigned"


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be sent, with what they have and lack."""

    person: int
    name: str
    place: str
    text: str
    is_ticked: bool


@dataclass(frozen=True, kw_only=True)
class EnrolPage(Page):
    """Choosing who is sent. `named` is the name that was typed, `already` who of that name is enrolled."""

    template: ClassVar[str] = "web/training/enrol.html"
    crumbs: tuple[Crumb, ...]
    rooms: str
    organisations: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    shows: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    named: str
    already: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    count: int
    problem: str
    here: str
    done: str
    next: str
    is_first: bool
    first: str


@dataclass
class _Asked:
    """What the address or the form asks of the enrolment page."""

    scope: Scope
    filed: FiledClass
    group: TrainingGroup
    organisation: int
    show: str
    found: list[Standing] = field(default_factory=list)
    named: str = ""

    @property
    def query(self) -> dict[str, object]:
        return {"of": self.organisation, "group": self.group.group, "show": self.show}

    @property
    def kept(self) -> dict[str, object]:
        return self.query | ({"name": self.named} if self.named else {})

    @property
    def offered(self) -> list[Standing]:
        """Those of that name; without one those whom the choice shows."""
        return self.found if self.named else shown_only(self.group, self.found, self.show)


@safe_to_repeat
def training_enrol(request: HttpRequest, identity: int) -> HttpResponse:
    """Choose persons below an organisation and enrol them."""
    scope = scope_of(request)
    filed = class_asked(scope, identity)
    _require_sender(request, scope, filed)
    asked = _enrol_asked(request, scope, filed)
    problem = ""
    if request.method == "POST":
        try:
            count = enrol(
                filed=filed, chosen=_chosen(request, asked), reason=_reason(request, asked),
                writing=writing_of(request, scope),
            )  # fmt: skip
        except RuleBroken as error:
            problem = error.sentence(spoken(request))
        else:
            messages.success(request, gettext("%(count)s persons are enrolled.") % {"count": count})
            return HttpResponseRedirect(f"{reverse('training_enrol', args=[identity])}?{urlencode(asked.query)}")
    return _enrol_shown(request, asked, problem)


def _require_sender(request: HttpRequest, scope: Scope, filed: FiledClass) -> None:
    if not (may_fill(scope, filed.organisation) or any(may_fill(scope, one) for one in sends_to(scope, filed))):
        name = scope.todays_tree.name(filed.organisation)
        raise PermissionDenied(NotYours(name=name).sentence(spoken(request)))


def _enrol_asked(request: HttpRequest, scope: Scope, filed: FiledClass) -> _Asked:
    said = request.POST if request.method == "POST" else request.GET
    shown = {code: group for code, group in groups().items() if may_count_group(scope, group)}
    if not shown:
        raise Http404
    fitting = [code for code, group in shown.items() if group.rank and group.rank == filed.row.values["audience"]]
    group = shown.get(said.get("group", "")) or shown[(fitting or list(shown))[0]]
    organisation = typed_number(said.get("of", "")) or _first_sender(scope, filed)
    if organisation not in scope.todays_tree or not may_fill(scope, organisation):
        raise Http404
    show, named = said.get("show", ""), said.get("name", "").strip()[:_LONGEST_NAME]
    found = listed(group, organisation, scope, naming_rights(scope))
    if show not in (NEVER, SHORT, EVERYBODY):
        show = EVERYBODY if filed.is_held or len(found) <= _PAGE else NEVER
    found = standing_named(named, group, organisation, scope) if named else found
    return _Asked(scope, filed, group, organisation, show, found, named)


def _first_sender(scope: Scope, filed: FiledClass) -> int:
    """The organiser where it is the user's, else the first of theirs that was given places."""
    if may_fill(scope, filed.organisation):
        return filed.organisation
    return next(one for one in sends_to(scope, filed) if may_fill(scope, one))


def _chosen(request: HttpRequest, asked: _Asked) -> list[Chosen]:
    ticked = _ticked(request)
    return [Chosen(one.person, one.place) for one in asked.found if one.person in ticked and one.place is not None]


def _reason(request: HttpRequest, asked: _Asked) -> str:
    said = request.POST.get("reason", "")
    return said if said in words_of(ENROLMENT, "reason", "en") else _usual_reason(asked)


def _usual_reason(asked: _Asked) -> str:
    is_called_up = asked.filed.row.values["series"] == _CALLED_UP
    return _ASSIGNED if is_called_up else _REASON_OF_SHOW[asked.show]


def _enrol_shown(request: HttpRequest, asked: _Asked, problem: str) -> HttpResponse:
    scope, filed, language = asked.scope, asked.filed, spoken(request)
    enrolled = set(filed.persons)
    left = [one for one in asked.offered if one.person not in enrolled]
    shown, after = one_page(left, request.GET.get("after", ""), _PAGE)
    already = [one.person for one in asked.found if one.person in enrolled][:_PAGE] if asked.named else []
    names = person_names([*(one.person for one in shown), *already], scope.clocks.on)
    ticked = _ticked(request) if problem else _ticked_first(asked, shown)
    here = reverse("training_enrol", args=[filed.identity])
    content = EnrolPage(
        title=gettext("Who is sent: %(name)s") % {"name": filed.row.values["name"]},
        crumbs=class_crumbs(filed),
        rooms=_rooms(filed),
        organisations=tuple(_organisations(asked)),
        groups=tuple(_groups(asked, language)),
        shows=tuple(_shows(asked)),
        reasons=tuple(_reasons(asked, language)),
        kept=tuple((name, str(value)) for name, value in asked.query.items()),
        named=asked.named,
        already=tuple(names[person] for person in already if person in names),
        candidates=tuple(_candidate(one, names, asked, is_ticked=one.person in ticked) for one in shown),
        count=len(left),
        problem=problem,
        here=here,
        done=reverse("training_roll", args=[filed.identity]) if filed.is_held and enrolled else "",
        next=f"{here}?{urlencode(asked.kept | {'after': after})}" if after else "",
        is_first="after" not in request.GET,
        first=f"{here}?{urlencode(asked.kept)}",
    )
    log_list(request, kind_named(asked.group.of, scope), names, len(names), organisation=asked.organisation)
    return page(request, content, status=422 if problem else 200)


def _ticked(request: HttpRequest) -> set[int | None]:
    return {typed_number(text) for text in request.POST.getlist("person")}


def _ticked_first(asked: _Asked, shown: Sequence[Standing]) -> set[int | None]:
    """Who bears a name that was typed alone is meant by it."""
    if asked.named:
        return {shown[0].person} if len(asked.found) == 1 and shown else set()
    return _all_of_a_branch(asked, shown)


def _all_of_a_branch(asked: _Asked, shown: Sequence[Standing]) -> set[int | None]:
    """A branch that holds a class itself calls everybody unless some are left out; otherwise nobody is ticked yet."""
    filed, kind = asked.filed, asked.scope.todays_tree.kind(asked.filed.organisation)
    calls_all = kind in BRANCHES and filed.organisation == asked.organisation and not filed.persons
    return {one.person for one in shown} if calls_all else set()


def _rooms(filed: FiledClass) -> str:
    words = {"taken": len(filed.enrolments), "places": filed.row.values["places"]}
    if words["places"]:
        return gettext("%(taken)s of %(places)s places are taken.") % words
    return gettext("%(taken)s enrolled.") % words


def _organisations(asked: _Asked) -> Iterator[Choice]:
    """The organisation chosen, those right below it, and the way back up as far as the user may."""
    tree, chosen = asked.scope.todays_tree, asked.organisation
    above = [pk for pk in tree.above(chosen) if may_fill(asked.scope, pk)]
    for pk in (*above, chosen, *(pk for pk in tree.children(chosen) if tree.living(pk))):
        yield Choice(str(pk), tree.name(pk), pk == chosen)


def _groups(asked: _Asked, language: str) -> Iterator[Choice]:
    for code, group in groups().items():
        if may_count_group(asked.scope, group):
            yield Choice(code, group.label(language), code == asked.group.group)


def _shows(asked: _Asked) -> Iterator[Choice]:
    labels = {NEVER: gettext("not reached yet"), SHORT: gettext("hours lacking"), EVERYBODY: gettext("everybody")}
    for code, label in labels.items():
        if code != SHORT or asked.group.hours:
            yield Choice(code, label, code == asked.show)


def _reasons(asked: _Asked, language: str) -> Iterator[Choice]:
    for code, label in words_of(ENROLMENT, "reason", language).items():
        yield Choice(code, label, code == _usual_reason(asked))


def _candidate(one: Standing, names: dict[int, str], asked: _Asked, *, is_ticked: bool) -> Candidate:
    text = hours_words(asked.group, one)
    name = names.get(one.person, f"№{one.person}")
    return Candidate(one.person, name, place_name(one, asked.scope), text, is_ticked)


@require_POST
@safe_to_repeat
def training_withdraw(request: HttpRequest, identity: int) -> HttpResponse:
    """Somebody who was enrolled is not sent after all."""
    scope = scope_of(request)
    filed = class_asked(scope, identity)
    _require_sender(request, scope, filed)
    person = typed_number(request.POST.get("person", ""))
    try:
        withdraw_enrolment(filed=filed, person=person or 0, writing=writing_of(request, scope))
        messages.success(request, gettext("The enrolment is withdrawn."))
    except RuleBroken as error:
        messages.error(request, error.sentence(spoken(request)))
    return HttpResponseRedirect(reverse("training_class", args=[identity]))
