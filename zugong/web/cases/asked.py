"""A request about cases: which the user may see, for whom an office of theirs acts, and what persons are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404, HttpRequest

from zugong.cases.actions import By
from zugong.cases.filed import Case, case, types_here
from zugong.cases.reach import Reach
from zugong.cases.types import CaseTypes
from zugong.dictionary.declarations import Depth, RecordType
from zugong.dictionary.store import StoredRow
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import today
from zugong.organisations.queries import Tree
from zugong.packs.case_types import CaseType
from zugong.web.clocks import usual_day
from zugong.web.listing.references import Known, known_records
from zugong.web.listing.subject import Subject
from zugong.web.middleware import spoken
from zugong.web.scope import Scope, scope_of


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

    def kind(self, case_type: CaseType) -> RecordType:
        """The record type in which cases of a type are kept."""
        return self.scope.catalogue.types[case_type.kept_as]

    @cached_property
    def reach(self) -> Reach:
        """The cases that may be listed."""
        return Reach.of(self.scope.access, self.types, self.scope.catalogue)

    @property
    def may_see_any(self) -> bool:
        return self.reach.sees_any()

    def may_see_personal(self, found: Case) -> bool:
        """May remarks and the like be shown?"""
        return Reach.of(self.scope.access, self.types, self.scope.catalogue, Depth.PERSONAL).reaches(found)

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
        if found is None or not self.reach.reaches(found):
            raise Http404
        return found

    def case_type(self, code: str) -> CaseType:
        """The type as a case begun on the day has it. 404 for an unknown one, and for whoever may see no case."""
        if code not in self.types.types or not self.reach.sees_any(code):
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
        return Subject(self.kind(found.case_type), found.id, row, found.organisation)


def asked_cases(request: HttpRequest) -> AskedCases:
    """What a request asks about cases."""
    return AskedCases(request, scope_of(request), spoken(request))
