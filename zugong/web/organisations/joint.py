"""Joint branches with the units that share them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from zugong.figures.queries import list_rows
from zugong.organisations.queries import units_of_all
from zugong.web.listing.references import address_of, known_records
from zugong.web.scope import Scope

_SHOWN = 30


@dataclass(frozen=True)
class JointBranch:
    name: str
    address: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class JointBranches:
    branches: tuple[JointBranch, ...]
    count: int


def joint_branches(where: str, root: int | None, scope: Scope, language: str) -> JointBranches:
    """The first joint branches in order of code, and how many there are; nothing where none may be listed."""
    if not scope.may_list(scope.catalogue.types["organisation"]):
        return JointBranches((), 0)
    found = list_rows(
        "organisation", where, scope.clocks, scope.grouping(root), scope.names, order="code", limit=_SHOWN
    )  # fmt: skip
    branches = [row.anchor for row in found.rows if row.anchor is not None]
    units = defaultdict(list)
    for branch, unit in units_of_all(branches, scope.clocks.on, known=scope.clocks.known):
        units[branch].append(unit)
    wanted = [("unit", pk) for shared in units.values() for pk in shared] + [("organisation", pk) for pk in branches]
    known = known_records(wanted, scope.clocks, scope.catalogue, language)
    return JointBranches(
        tuple(
            JointBranch(
                known.label("organisation", pk), address_of("organisation", pk),
                tuple(known.label("unit", unit) for unit in units[pk]),
            )
            for pk in branches
        ),
        found.count,
    )  # fmt: skip
