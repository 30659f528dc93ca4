"""Recruitments of an office: the list, a new notice with its posts, a change before it is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.cases.actions import Begin, begin
from zugong.cases.rules import Act
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import recording
from zugong.recruitment import rules
from zugong.recruitment.drafts import NoticeDraft, PostDraft
from zugong.recruitment.errors import NotYours, Published
from zugong.recruitment.notices import (
    CASE_TYPE,
    NOTICE,
    PLANNED,
    Notice,
    change_notice,
    kind_of,
    notices_of,
    record_notice,
)
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.recruitment.doors import (
    by_of,
    may_enter,
    notice_of_own,
    organisation_name,
    own_organisations,
)
from zugong.web.recruitment.positions import PositionChoice, Positions
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import scope_of
from zugong.web.typed import typed_day, typed_number
from zugong.web.views.jobs import JobLine, state_of

_POSTS, _MORE = 3, 3
_MOST_POSTS = 60
_LONG, _TEXT = 200, 4_000
_TEXTS = ("conditions", "materials", "note")
_POST_FIELDS = ("code", "name", "employer", "places", "conditions", "position")


@dataclass(frozen=True, kw_only=True)
class RecruitmentsPage(Page):
    """The recruitments that the user may know of."""

    template: ClassVar[str] = "web/recruitment/list.html"
    lines: tuple[JobLine, ...]
    new_address: str
    ledgers: tuple[Crumb, ...]


@dataclass(frozen=True)
class AskedChoice:
    """A field that the registration may ask; name and telephone it always asks."""

    code: str
    label: str
    is_chosen: bool
    is_fixed: bool


@dataclass(frozen=True)
class PostLine:
    """A post on the form: what stands in its fields, and the position that it fills."""

    said: dict[str, str]
    position: PositionChoice


@dataclass(frozen=True, kw_only=True)
class NoticeFormPage(Page):
    """A notice with its posts."""

    template: ClassVar[str] = "web/recruitment/form.html"
    crumbs: tuple[Crumb, ...]
    holders: tuple[tuple[int, str], ...]
    kinds: tuple[tuple[str, str], ...]
    ties: tuple[tuple[str, str], ...]
    asked_fields: tuple[AskedChoice, ...]
    said: dict[str, str]
    posts: tuple[PostLine, ...]
    may_name_positions: bool
    next_posts: int
    problem: str
    is_new: bool


def recruitments(request: HttpRequest) -> HttpResponse:
    """The list. 404 where there is none to see."""
    scope, today = scope_of(request), usual_day()
    if not may_enter(scope):
        raise Http404
    rights = scope.names(scope.catalogue.types[NOTICE])
    found = [one for one in notices_of() if rights.reach(one.organisation, None)]
    types = [scope.catalogue.types[code] for code in ("talent", "recruitment_result")]
    content = RecruitmentsPage(
        title=gettext("Recruitment and introduction of talent"),
        lines=tuple(_line(one, organisation_name(scope, one.organisation), today) for one in found),
        new_address=reverse("recruitment_new") if own_organisations(scope) else "",
        ledgers=tuple(
            Crumb(kind.name(spoken(request)), reverse("record_list", args=[kind.code]))
            for kind in types if scope.may_list(kind)
        ),
    )  # fmt: skip
    return page(request, content)


def _line(one: Notice, held_by: str, today: Any) -> JobLine:
    state, level = state_of(one, today) if one.is_published else (gettext("not published"), "amber")
    said = one.row.values
    return JobLine(
        one.title, reverse("recruitment", args=[one.id]), held_by, sum(post.values["places"] for post in one.posts),
        said["opens_on"], said["closes_on"], state, level,
    )  # fmt: skip


@safe_to_repeat
def recruitment_new(request: HttpRequest) -> HttpResponse:
    """A new notice, whose case begins with the approval of its plan. 403 for who holds none."""
    scope = scope_of(request)
    if not may_enter(scope):
        raise Http404
    holders = own_organisations(scope)
    if not holders:
        own = [office.organisation for office in scope.access.offices]
        name = organisation_name(scope, own[0]) if own else ""
        raise PermissionDenied(NotYours(name=name).sentence(spoken(request)))
    if request.method != "POST" or _only_looks(request):
        return _form(request, None, "", 200)
    asked = typed_number(request.POST.get("organisation", ""))
    try:
        identity = _begun(request, _draft(request, None, asked if asked in holders else holders[0]))
    except RuleBroken as error:
        return _form(request, None, error.sentence(spoken(request)), 422)
    messages.success(request, gettext("The plan is recorded. Read the notice once more, then publish it."))
    return HttpResponseRedirect(reverse("recruitment", args=[identity]))


def _begun(request: HttpRequest, draft: NoticeDraft) -> int:
    """The notice and its case, in one entry."""
    by, day = by_of(request), usual_day()
    with recording(by.source) as entry:
        identity = record_notice(draft, day, entry)
        act = Act(PLANNED, day, None, {"number": draft.values["paper"]})
        organisation = draft.values["organisation"]
        begin(begun=Begin(CASE_TYPE, 0, organisation, act, subject=identity), by=replace(by))
    return identity


@safe_to_repeat
def recruitment_change(request: HttpRequest, identity: int) -> HttpResponse:
    """A notice that is not published yet says something else."""
    found = notice_of_own(request, identity)
    if found.is_published:
        raise PermissionDenied(Published().sentence(spoken(request)))
    if request.method != "POST" or _only_looks(request):
        return _form(request, found, "", 200)
    try:
        draft = _draft(request, found, found.organisation)
        with recording(by_of(request).source) as entry:
            change_notice(found, replace(draft, values=draft.values | {"title": found.title}), usual_day(), entry)
    except RuleBroken as error:
        return _form(request, found, error.sentence(spoken(request)), 422)
    messages.success(request, gettext("The notice is changed."))
    return HttpResponseRedirect(reverse("recruitment", args=[identity]))


def _only_looks(request: HttpRequest) -> bool:
    """More lines or a search for a position: the form again, nothing recorded."""
    return "more" in request.POST or "find" in request.POST


def _draft(request: HttpRequest, found: Notice | None, organisation: int) -> NoticeDraft:
    posted = request.POST
    values: dict[str, Any] = {
        name: posted.get(name, "").strip()[: _TEXT if name in _TEXTS else _LONG] or None
        for name in ("title", "paper", "contact", *_TEXTS)
    }
    values |= {name: typed_day(posted.get(name, "")) for name in ("opens_on", "closes_on", "destroy_by")}
    values |= {name: typed_number(posted.get(name, "")) or 0 for name in ("written_weight", "interview_weight")}
    values |= {name: typed_number(posted.get(name, "")) or None for name in ("interview_ratio", "pass_mark")}
    values |= {name: _code(posted.get(name, ""), name) for name in ("kind", "tie_by")}
    asked = rules.written_fields(posted.getlist("asked"))
    posts = tuple(_posts(posted, Positions(scope_of(request), spoken(request), found)))
    return NoticeDraft(values | {"organisation": organisation, "asked": asked}, posts)


def _code(text: str, field: str) -> str | None:
    codes = kind_of(NOTICE).fields[field].codes
    return text if codes and text in codes.codes else None


def _lines(posted: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines in which anything was typed, each with its number on the form."""
    for line in range(_MOST_POSTS):
        said = {name: posted.get(f"{name}.{line}", "").strip() for name in _POST_FIELDS}
        said["words"] = posted.get(f"position.{line}.words", "").strip()
        if any(said.values()):
            yield line, said


def _posts(posted: Mapping[str, str], positions: Positions) -> Iterator[PostDraft]:
    """The posts. Raises PositionNotChosen, PositionNotYours."""
    for _, said in _lines(posted):
        places = min(typed_number(said["places"]) or 0, 999)
        texts = {name: said[name][:_LONG] for name in ("code", "name", "employer")}
        position = positions.chosen(said["code"], said["position"], said["words"])
        yield PostDraft(**texts, places=places, conditions=said["conditions"][:1_000], position=position)


def _form(request: HttpRequest, found: Notice | None, problem: str, status: int) -> HttpResponse:
    scope, language, posted = scope_of(request), spoken(request), request.POST
    said = {key: str(value) for key, value in posted.items()} or _said(found)
    chosen = set(posted.getlist("asked")) if posted else _chosen(found)
    positions = Positions(scope, language, found)
    posts = _typed_posts(posted, positions) if posted else _known_posts(found, positions)
    lines = max(typed_number(said.get("posts", "")) or 0, len(posts), _POSTS)
    lines = min(lines + _MORE, _MOST_POSTS) if "more" in posted else lines
    content = NoticeFormPage(
        title=gettext("Change the notice") if found else gettext("New notice"),
        crumbs=(Crumb(gettext("Recruitment and introduction of talent"), reverse("recruitments")),),
        holders=tuple((one, organisation_name(scope, one)) for one in own_organisations(scope)),
        kinds=_choices("kind", language),
        ties=_choices("tie_by", language),
        asked_fields=tuple(
            AskedChoice(one.code, one.label(language), one.code in chosen, one.code in rules.ALWAYS)
            for one in rules.FORM_FIELDS.values()
        ),
        said=said,
        posts=tuple(posts[line] if line < len(posts) else PostLine({}, PositionChoice()) for line in range(lines)),
        may_name_positions=positions.are_mine,
        next_posts=lines,
        problem=problem,
        is_new=found is None,
    )
    return page(request, content, status=status)


def _choices(field: str, language: str) -> tuple[tuple[str, str], ...]:
    codes = kind_of(NOTICE).fields[field].codes
    is_zh = language.startswith("zh")
    return tuple((code, one.zh if is_zh else one.en) for code, one in codes.codes.items()) if codes else ()


_USUAL_FIELDS = (rules.IDENTITY, "education", "school", "major")
_USUAL_DAYS = 7
_KEPT_DAYS = 180


def _said(found: Notice | None) -> dict[str, str]:
    """What a form begins with: the notice, or what is usual."""
    if found is None:
        today = usual_day()
        return {
            "opens_on": (today + timedelta(days=1)).isoformat(),
            "closes_on": (today + timedelta(days=_USUAL_DAYS)).isoformat(),
            "destroy_by": (today + timedelta(days=_KEPT_DAYS)).isoformat(), "written_weight": "50",
            "interview_weight": "50", "interview_ratio": "3", "tie_by": "interview",
        }  # fmt: skip
    return {name: str(value) for name, value in found.row.values.items() if value is not None}


def _chosen(found: Notice | None) -> set[str]:
    return {one.code for one in found.fields} if found else {*_USUAL_FIELDS}


def _known_posts(found: Notice | None, positions: Positions) -> list[PostLine]:
    return [
        PostLine(
            {name: str(post.values[name] or "") for name in _POST_FIELDS},
            positions.choice(str(post.values["position"] or ""), "", is_asked=False),
        )
        for post in (found.posts if found else ())
    ]


def _typed_posts(posted: Mapping[str, str], positions: Positions) -> list[PostLine]:
    return [
        PostLine(said, positions.choice(said["position"], said["words"], is_asked=posted.get("find") == str(line)))
        for line, said in _lines(posted)
    ]
