"""Who may fill in, review and decide what of a scheme: the act in the matter of each clause, where the rated one stands."""

from __future__ import annotations

from collections.abc import Iterable

from zugong.organisations.queries import Territory
from zugong.schemes.evaluating import Standing
from zugong.web.scope import Scope


def territory_of(act: str, matter: str, scope: Scope) -> Territory:
    """Where the user may do the act in a matter."""
    grants = (grant.territory for grant in scope.access.grants if grant.allows(matter, act))
    return Territory.of(scope.access.tree, set(grants))


def within(standings: Iterable[Standing], act: str, matter: str, scope: Scope) -> tuple[Standing, ...]:
    """Of those rated the ones about whom the user may do the act."""
    territory = territory_of(act, matter, scope)
    if territory.is_nothing:
        return ()
    return tuple(
        one for one in standings if one.subject.organisation is not None and one.subject.organisation in territory
    )


def may(act: str, matter: str, standing: Standing, scope: Scope) -> bool:
    """May the user do the act about one who is rated?"""
    return bool(within([standing], act, matter, scope))
