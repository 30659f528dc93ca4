"""Who may see and keep the register of mobile members of a branch."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from zugong.activities.actions import Writing
from zugong.dictionary.declarations import Depth
from zugong.dictionary.store import StoredRow
from zugong.kernel.facts.recording import Source
from zugong.mobile.actions import MATTER_OF_RIGHTS
from zugong.mobile.errors import NotYours
from zugong.mobile.queries import REGISTER, registered
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.scope import Scope, scope_of


def may_list(scope: Scope, organisation: int) -> bool:
    """May the user know who stands in the register of an organisation?"""
    return scope.names(scope.catalogue.types[REGISTER]).reach(organisation, None)


def sees_items(scope: Scope, organisation: int) -> bool:
    """May the user read the seven items there?"""
    return scope.at_depth(scope.catalogue.types[REGISTER], Depth.PERSONAL).reach(organisation, None)


def may_fill(scope: Scope, organisation: int) -> bool:
    """May the user keep the register of an organisation?"""
    return scope.access.may("fill", MATTER_OF_RIGHTS, organisation) and sees_items(scope, organisation)


def branch_asked(scope: Scope, identity: int) -> int:
    """An organisation of the address whose register the user may read. 404 otherwise."""
    if identity not in scope.todays_tree or not may_list(scope, identity):
        raise Http404
    return identity


def require_fill(request: HttpRequest, organisation: int) -> None:
    """403 with the reason where the user may not keep the register there."""
    scope = scope_of(request)
    if not may_fill(scope, organisation):
        raise PermissionDenied(NotYours(name=scope.todays_tree.name(organisation)).sentence(spoken(request)))


def registered_asked(scope: Scope, organisation: int, person: int) -> StoredRow:
    """The row of a member in the register of a branch that the user may read. 404 otherwise."""
    found = registered(branch_asked(scope, organisation), person, usual_day())
    if found is None:
        raise Http404
    return found


def writing_of(request: HttpRequest) -> Writing:
    """Who writes from a form, today."""
    return Writing(Source("form", request.user.get_username()), scope_of(request).access, usual_day())
