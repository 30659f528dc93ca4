"""Who may see and do what about commendations."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from zugong.activities.actions import Writing
from zugong.commendations.actions import MEMBERS, WORK
from zugong.commendations.queries import PROPOSAL, ROUND, round_row
from zugong.dictionary.store import StoredRow
from zugong.kernel.facts.recording import Source
from zugong.web.clocks import usual_day
from zugong.web.scope import Scope, scope_of


def own_organisations(scope: Scope) -> list[int]:
    """The organisations for which the user's offices act, and that are there today."""
    found = (office.organisation for office in scope.access.offices)
    return list(dict.fromkeys(one for one in found if one in scope.todays_tree))


def is_seen(scope: Scope, organisation: int) -> bool:
    """May the user know of a round that an organisation holds: within the rights, or held by a level above?"""
    if scope.names(scope.catalogue.types[ROUND]).reach(organisation, None):
        return True
    tree = scope.todays_tree
    may_propose = scope.may_list(scope.catalogue.types[PROPOSAL])
    return may_propose and any(organisation in tree.above(own) for own in own_organisations(scope))


def round_asked(scope: Scope, identity: int) -> StoredRow:
    """A round that the user may know of. 404 otherwise."""
    found = round_row(identity)
    if found is None or not is_seen(scope, found.values["organisation"]):
        raise Http404
    return found


def may_hold(scope: Scope, organisation: int) -> bool:
    """May the user hold rounds for an organisation, give places and decide?"""
    return scope.access.may("fill", WORK, organisation) and bool(scope.todays_tree.children(organisation))


def may_propose(scope: Scope, organisation: int) -> bool:
    """May the user propose for an organisation?"""
    return scope.access.may("fill", MEMBERS, organisation)


def writing_of(request: HttpRequest) -> Writing:
    """Who writes from a form, today."""
    return Writing(Source("form", request.user.get_username()), scope_of(request).access, usual_day())


def label_of(scope: Scope, type_code: str, field_code: str, code: str, language: str) -> str:
    """A code in words."""
    return dict(choices_of(scope, type_code, field_code, language)).get(code, code)


def choices_of(scope: Scope, type_code: str, field_code: str, language: str) -> list[tuple[str, str]]:
    """The codes of a field with their words."""
    codes = scope.catalogue.types[type_code].fields[field_code].codes
    is_zh = language.startswith("zh")
    return [(code, one.zh if is_zh else one.en) for code, one in codes.codes.items()] if codes else []


def organisation_name(scope: Scope, organisation: int) -> str:
    """What an organisation is called today; its number where the tree does not have it any more."""
    return scope.todays_tree.name(organisation) if organisation in scope.todays_tree else f"№{organisation}"
