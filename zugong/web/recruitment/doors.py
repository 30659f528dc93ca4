"""Who may see and do what about recruitments: notices by the rights to their record, applicants only by the own office."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from zugong.cases.actions import By
from zugong.dictionary.declarations import Depth
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import today
from zugong.offices.actions import log_access
from zugong.recruitment import rules
from zugong.recruitment.deciding import Officer
from zugong.recruitment.errors import NotYours
from zugong.recruitment.notices import NOTICE, Notice, notice
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.scope import Scope, scope_of


def own_organisations(scope: Scope) -> list[int]:
    """The organisations for which an office of the user may hold recruitments."""
    found = dict.fromkeys(office.organisation for office in scope.access.offices)
    return [one for one in found if one in scope.todays_tree and may_deal(scope, one)]


def may_deal(scope: Scope, organisation: int) -> bool:
    """May the user deal with the applicants of an organisation: sits an office of its own there that may see so deep?"""
    access, kind = scope.access, scope.catalogue.types[NOTICE]
    is_own = any(office.organisation == organisation for office in access.offices)
    sees = access.rights(kind, "see", Depth.PERSONAL).reach(organisation, None)
    is_committee = scope.todays_tree.kind(organisation) not in (
        "branch",
        "joint_branch",
        "temporary_branch",
        "general_branch",
    )
    return is_own and sees and is_committee and access.may("check", rules.TALENT, organisation)


def may_enter(scope: Scope) -> bool:
    """Is there anything about recruitments that the user may list?"""
    return scope.may_list(scope.catalogue.types[NOTICE])


def notice_asked(request: HttpRequest, identity: int) -> Notice:
    """A notice that the user may know of. 404 otherwise."""
    found = notice(identity)
    rights = scope_of(request).names(scope_of(request).catalogue.types[NOTICE])
    if found is None or not rights.reach(found.organisation, None):
        raise Http404
    return found


def notice_of_own(request: HttpRequest, identity: int) -> Notice:
    """A notice with whose applicants the user may deal. 404, or 403 with the reason."""
    found, scope = notice_asked(request, identity), scope_of(request)
    if not may_deal(scope, found.organisation):
        raise PermissionDenied(NotYours(name=organisation_name(scope, found.organisation)).sentence(spoken(request)))
    return found


def organisation_name(scope: Scope, organisation: int) -> str:
    """What an organisation is called today."""
    return scope.todays_tree.name(organisation) if organisation in scope.todays_tree else f"№{organisation}"


def officer_of(request: HttpRequest) -> Officer:
    """Who decides."""
    return Officer(request.user, usual_day(), Source("form", request.user.get_username()))


def by_of(request: HttpRequest) -> By:
    """Who takes a step of the case."""
    return By(Source("form", request.user.get_username()), scope_of(request).access, max(today(), usual_day()))


def log_applicants(request: HttpRequest, found: Notice, rows: int, *, act: str = "list", reason: str = "") -> None:
    """Applicants of a notice were looked at. They are no persons of the register, so the line names the notice."""
    if rows:
        log_access(
            user=request.user, act=act, record_type=NOTICE, persons=[], organisation=found.organisation, rows=rows,
            reason=reason or found.title,
        )  # fmt: skip
