"""Who may read, draft and approve reviews of an organisation.

A review counts everything in its organisation, so all three hang on a mandate over every matter there: to see, to fill in,
to decide. An office that acts in one matter only has its figures instead.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext

from zugong.offices.rules import EVERY_MATTER
from zugong.organisations.queries import Territory
from zugong.web.scope import Scope


def may_read(scope: Scope, organisation: int) -> bool:
    return scope.access.may("see", EVERY_MATTER, organisation)


def may_draft(scope: Scope, organisation: int) -> bool:
    return scope.access.may("fill", EVERY_MATTER, organisation)


def may_approve(scope: Scope, organisation: int) -> bool:
    return scope.access.may("decide", EVERY_MATTER, organisation)


def readable(scope: Scope) -> frozenset[int] | None:
    """The organisations whose reviews the user may read; None for all."""
    territory = _territory(scope, "see")
    return None if territory.is_everything else territory.ids


def draftable_roots(scope: Scope) -> list[int]:
    """The organisations for which the user may begin a review: the highest ones, and those directly below."""
    territory = _territory(scope, "fill")
    tops = scope.tree.tops if territory.is_everything else [pk for pk in territory.roots if pk in scope.tree]
    if scope.root is not None and scope.root in territory:
        tops = [scope.root, *(top for top in tops if top != scope.root and not scope.tree.is_below(scope.root, top))]
    near = [pk for top in tops for pk in (top, *scope.tree.children(top))]
    return list(dict.fromkeys(pk for pk in near if pk in territory))


def require_read(scope: Scope, organisation: int) -> None:
    """404: whoever may not read a review may not know of it."""
    if not may_read(scope, organisation):
        raise Http404


def require_draft(scope: Scope, organisation: int) -> None:
    """404 for who may not know of it, 403 for who may only read."""
    require_read(scope, organisation)
    if not may_draft(scope, organisation):
        raise PermissionDenied(
            gettext("You may read this review but not change it: no mandate to fill in every matter.")
        )


def require_approve(scope: Scope, organisation: int) -> None:
    require_read(scope, organisation)
    if not may_approve(scope, organisation):
        raise PermissionDenied(gettext("Only an office that decides in every matter may approve a review."))


def _territory(scope: Scope, act: str) -> Territory:
    held = {grant.territory for grant in scope.access.grants if grant.allows(EVERY_MATTER, act)}
    return Territory.of(scope.access.tree, held)
