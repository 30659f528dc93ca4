"""Which cases somebody may list: by the rights of the ledger that keeps them, on either side of a case between two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from zugong.cases.filed import Case
from zugong.cases.types import CaseTypes
from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import Depth
from zugong.kernel.scope import EVERYTHING, NOTHING, RowRights
from zugong.offices.access import Access


@dataclass(frozen=True)
class Reach:
    """The rights to the cases of each type; `otherwise` to those of any other."""

    by_type: Mapping[str, RowRights] = field(default_factory=dict)
    otherwise: RowRights = NOTHING

    @classmethod
    def of(cls, access: Access, types: CaseTypes, catalogue: Catalogue, depth: Depth = Depth.NAME) -> Reach:
        """What the mandates of a user let them see of cases, each ledger in the matter that it declares."""
        ledgers = {one.kept_as for one in types.types.values()}
        rights = {ledger: access.rights(catalogue.types[ledger], "see", depth) for ledger in ledgers}
        return cls({code: rights[one.kept_as] for code, one in types.types.items()})

    def rights(self, case_type: str) -> RowRights:
        """The rights to cases of one type."""
        return self.by_type.get(case_type, self.otherwise)

    def sees_any(self, case_type: str = "") -> bool:
        """May any case be listed, of that type or of any?"""
        asked = [self.rights(case_type)] if case_type else [*self.by_type.values(), self.otherwise]
        return any(one.organisations is None or one.organisations for one in asked)

    def reaches(self, case: Case) -> bool:
        """May this case be listed: where it stands, or on its other side?"""
        rights = self.rights(case.case_type.case_type)
        places = [case.organisation] + ([case.other] if case.other is not None else [])
        return any(rights.reach(one, None) for one in places)

    @property
    def condition(self) -> Q:
        """The same as a condition on the tables of what waits and where cases stand."""
        groups: dict[RowRights, list[str]] = defaultdict(list)
        for code, rights in self.by_type.items():
            groups[rights].append(code)
        if not groups:
            return _places(self.otherwise)
        if len(groups) == 1:
            return _places(next(iter(groups)))
        found = Q(pk__isnull=True)
        for rights, codes in groups.items():
            found |= Q(case_type__in=codes) & _places(rights)
        return found


def _places(rights: RowRights) -> Q:
    """Where a case stands, or its other side, is among the organisations of the rights."""
    if rights.organisations is None:
        return Q()
    return Q(organisation__in=rights.organisations) | Q(other__in=rights.organisations)


#: Whoever sees all cases: commands and tests.
EVERY_CASE = Reach({}, EVERYTHING)
