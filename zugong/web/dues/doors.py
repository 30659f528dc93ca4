"""Who may open and do what with dues: the mandate in the matter of dues where the organisation stands, by its depth."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from zugong.dictionary.declarations import Depth
from zugong.dictionary.store import store_of
from zugong.dues.actions import Writing, may_keep, may_see_bases
from zugong.dues.errors import NotYours
from zugong.dues.records import AMOUNT, ENTRY, PAYMENT
from zugong.dues.rules import is_month, month_of
from zugong.kernel.facts.recording import Source
from zugong.web.activities.doors import BRANCHES
from zugong.web.clocks import usual_day
from zugong.web.listing.tables import fits
from zugong.web.middleware import spoken
from zugong.web.scope import Scope

#: Kinds of organisations that keep an account of dues.
KEEPERS = (*BRANCHES, "general_branch", "committee", "work_committee", "local_committee", "higher_committee")


def may_list(scope: Scope, organisation: int) -> bool:
    """May the user read who paid in a branch?"""
    return scope.names(scope.catalogue.types[PAYMENT]).reach(organisation, None)


def may_see_amounts(scope: Scope, organisation: int) -> bool:
    """May the user read how much each member pays?"""
    kind = scope.catalogue.types[AMOUNT]
    return fits(scope.at_depth(kind, Depth.PERSONAL), kind, {}, organisation)


def keeps(scope: Scope, organisation: int) -> bool:
    """May the user tick off, close, hand on?"""
    return may_keep(organisation, scope.access) and may_see_amounts(scope, organisation)


def is_treasurer(scope: Scope, organisation: int) -> bool:
    """May the user type what somebody earns?"""
    return may_see_bases(organisation, scope.access)


def require_keeping(request: HttpRequest, scope: Scope, organisation: int) -> None:
    """403 with the reason for who may look and not keep."""
    if not keeps(scope, organisation):
        raise PermissionDenied(NotYours(name=scope.todays_tree.name(organisation)).sentence(spoken(request)))


def require_account(request: HttpRequest, scope: Scope, organisation: int) -> None:
    """403 with the reason for who may read an account and not write in it."""
    if not may_keep(organisation, scope.access):
        raise PermissionDenied(NotYours(name=scope.todays_tree.name(organisation)).sentence(spoken(request)))


def branch_asked(scope: Scope, identity: int) -> int:
    """A branch of the address whose list of names the user may read. 404 otherwise."""
    tree = scope.todays_tree
    if identity not in tree or tree.kind(identity) not in BRANCHES or not may_list(scope, identity):
        raise Http404
    return identity


def keeper_asked(scope: Scope, identity: int) -> int:
    """An organisation of the address whose account the user may read. 404 otherwise."""
    tree = scope.todays_tree
    is_there = identity in tree and tree.kind(identity) in KEEPERS
    if not is_there or not scope.names(scope.catalogue.types[ENTRY]).reach(identity, None):
        raise Http404
    return identity


def may_read_statement(scope: Scope, identity: int) -> bool:
    """May the user read what an organisation publishes: who reads its account, and every member at or below it?"""
    tree = scope.todays_tree
    if identity not in tree or tree.kind(identity) not in KEEPERS:
        return False
    if scope.names(scope.catalogue.types[ENTRY]).reach(identity, None):
        return True
    return any(one == identity or identity in tree.above(one) for one in own_branches(scope))


def own_branches(scope: Scope) -> list[int]:
    """Where the user is a member today."""
    person = scope.access.own_person
    if person is None:
        return []
    store = store_of(scope.catalogue.types["membership"])
    rows = store.queryset().believed().holding(usual_day()).filter(person_id=person)
    return [one for one in rows.values_list("organisation_id", flat=True) if one in scope.todays_tree]


def branches_listed(scope: Scope) -> list[int]:
    """The branches of today whose dues the user may read, in the order of their codes."""
    tree = scope.todays_tree
    found = [node for node in tree if node.living and node.kind in BRANCHES and may_list(scope, node.id)]
    return [node.id for node in sorted(found, key=lambda node: (node.code, node.id))]


def month_asked(text: str) -> str:
    """The month of an address as 2026-03; this month for anything else, and for one that has not begun."""
    now = month_of(usual_day())
    return text if is_month(text) and text <= now else now


def year_asked(text: str) -> int:
    """The year of an address; this year for anything else, and for one that has not begun."""
    now = usual_day().year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == len("2026") else now
    return year if year <= now else now


def writing_of(request: HttpRequest, scope: Scope, *, note: str = "") -> Writing:
    """Who writes from a form, today."""
    return Writing(Source("form", request.user.get_username(), "", note[:300]), scope.access, usual_day())
