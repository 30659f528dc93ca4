"""A request about cases: which the user may see, for whom an office of theirs acts, and what persons are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404, HttpRequest

from zugong.cases.actions import By
from zugong.cases.filed import Case, case, types_here
from zugong.cases.types import CaseTypes
from zugong.dictionary.declarations import Depth, RecordType
from zugong.dictionary.store import StoredRow
from zugong.kernel.facts.recording import Source
from zugong.kernel.scope import RowRights
from zugong.kernel.time import today
from zugong.organisations.queries import Tree
from zugong.packs.case_types import CaseType
from zugong.web.clocks import usual_day
from zugong.web.listing.references import Known, known_records
from zugong.web.listing.subject import Subject
from zugong.web.middleware import spoken
from zugong.web.scope import Scope, is_nothing, scope_of


@dataclass(frozen=True)
class AskedCases:
    """Who asks, in which language, and what their rights let them see of cases. Rights and the tree are those of today."""

    request: HttpRequest
    scope: Scope
    language: str

    @property
    def day(self) -> date:
        """The day of which the page speaks; on a demonstration site that of its data."""
        return self.scope.clocks.on

    @property
    def types(self) -> CaseTypes:
        return types_here()

    @property
    def tree(self) -> Tree:
        return self.scope.access.tree

    @cached_property
    def kind(self) -> RecordType:
        return self.scope.catalogue.types["case"]

    @cached_property
    def rights(self) -> RowRights:
        """The cases that may be listed."""
        return self.scope.names(self.kind)

    @property
    def may_see_any(self) -> bool:
        return not is_nothing(self.rights)

    def may_see_personal(self, found: Case) -> bool:
        """May remarks and the like be shown?"""
        return self.scope.at_depth(self.kind, Depth.PERSONAL).reach(found.organisation, None)

    @cached_property
    def own_organisations(self) -> tuple[int, ...]:
        """The organisations for which an office of the user acts."""
        return tuple(dict.fromkeys(one.organisation for one in self.scope.access.offices))

    @property
    def office(self) -> str:
        """The office in whose name something is recorded."""
        offices = self.scope.access.offices
        return offices[0].name if offices else ""

    @property
    def by(self) -> By:
        return By(Source("form", self.request.user.get_username()), self.scope.access, max(today(), usual_day()))

    def case(self, identity: int) -> Case:
        """The case. 404 where it is not there or not theirs to know of."""
        found = case(identity)
        if found is None or not self.rights.reach(found.organisation, None):
            raise Http404
        return found

    def case_type(self, code: str) -> CaseType:
        """The type as a case begun on the day has it. 404 for an unknown one, and for whoever may see no case."""
        if code not in self.types.types or not self.may_see_any:
            raise Http404
        return self.types.with_forms(code, self.types.forms_on(code, self.day))

    def organisation_name(self, organisation: int | None) -> str:
        """What an organisation is called, "" for one that is not in the tree."""
        return self.tree.name(organisation) if organisation is not None and organisation in self.tree else ""

    def persons(self, identities: Iterable[int | None]) -> Known:
        """The persons by their anchors, one question for all."""
        wanted = {("person", one) for one in identities if one}
        return known_records(wanted, self.scope.clocks, self.scope.catalogue, self.language)

    def subject(self, found: Case) -> Subject:
        """The case as the log of looks knows it."""
        row = StoredRow(found.row.id, found.id, found.row.since, found.row.until, found.row.values)
        return Subject(self.kind, found.id, row, found.organisation)


def asked_cases(request: HttpRequest) -> AskedCases:
    """What a request asks about cases."""
    return AskedCases(request, scope_of(request), spoken(request))
