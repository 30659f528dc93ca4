"""Who may draft, and who may publish: an office that acts for the whole area of the site, in the matter concerned."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from zugong.web.scope import Scope, scope_of

#: Ratings and programmes are work; a scheme may name another matter for its reviews and decisions.
_WORK = "work"
#: The kind of the committees of city and province, which a county names and does not keep.
_SUPERIOR = "higher_committee"


def may_draft(scope: Scope) -> bool:
    """May the user write the standards and programmes of the area?"""
    return _may(scope, "check", _WORK)


def may_publish(scope: Scope, matter: str = _WORK) -> bool:
    """May the user put one of them into force?"""
    return may_draft(scope) and _may(scope, "decide", matter)


def _may(scope: Scope, act: str, matter: str) -> bool:
    return any(grant.allows(matter, act) and _is_whole(scope, grant.territory) for grant in scope.access.grants)


def _is_whole(scope: Scope, organisation: int) -> bool:
    """Does every organisation stand below this one or above it, superiors that are only named left aside?"""
    tree = scope.access.tree
    if organisation not in tree:
        return False
    mine = {organisation, *tree.above(organisation)}
    named = sum(tree.kind(top) == _SUPERIOR and len(tree.below(top)) == 1 for top in tree.tops if top not in mine)
    return len(tree.below(organisation)) + len(tree.above(organisation)) + named >= len(tree)


def require_draft(request: HttpRequest) -> Scope:
    """404 for who sees no organisations, 403 for who may see and not write."""
    scope = scope_of(request)
    if not scope.may_list(scope.catalogue.types["organisation"]):
        raise Http404
    if not may_draft(scope):
        raise PermissionDenied(
            gettext("Standards and programmes are drafted by an office that acts for the whole area.")
        )
    return scope


def publish_refusal() -> str:
    """Why somebody may draft and not publish."""
    return gettext("It is published by an office that may decide in this matter for the whole area.")
