"""What cases are about, in words and with an address: a person, an organisation, a unit, a post, a problem, a notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from zugong.cases import queries
from zugong.cases.filed import Case
from zugong.packs.case_types import CaseType
from zugong.web.cases.asked import AskedCases
from zugong.web.listing.references import Known, known_records

_PAGES = {"person": "person", "organisation": "organisation", "recruitment_notice": "recruitment"}


@dataclass(frozen=True)
class Named:
    """What each of some cases is about, by the anchor of the case."""

    about: Mapping[int, tuple[str, int]]
    known: Known

    def of(self, case: int) -> str:
        """What the case is about, "" for one that is gone."""
        return self.known.label(*self.about[case]) if case in self.about else ""

    @property
    def persons(self) -> set[int]:
        """The persons among them, for the log of looks."""
        return {anchor for code, anchor in self.about.values() if code == "person"}


def named(asked: AskedCases, standings: Iterable[queries.Standing]) -> Named:
    """What cases are about, as lists name them: one question for each kind of thing, none for each case."""
    return _named(asked, queries.subjects(standings))


def named_cases(asked: AskedCases, found: Iterable[Case]) -> Named:
    """The same for cases that were read."""
    return _named(asked, {one.id: (one.case_type.about, one.subject) for one in found})


def _named(asked: AskedCases, about: Mapping[int, tuple[str, int]]) -> Named:
    return Named(about, known_records(about.values(), asked.scope.clocks, asked.scope.catalogue, asked.language))


def subject_name(asked: AskedCases, found: Case) -> str:
    """What one case is about."""
    return named_cases(asked, [found]).of(found.id)


def place_beside(asked: AskedCases, found: Case) -> str:
    """Where the case stands, to be named beside what it is about; "" where that is the organisation itself."""
    is_itself = found.case_type.about == "organisation" and found.subject == found.organisation
    return "" if is_itself else asked.organisation_name(found.organisation)


def place_listed(asked: AskedCases, case_type: CaseType, organisation: int | None) -> str:
    """Where a case stands, as lists name it: of one about the organisation itself the one above it."""
    if case_type.about == "organisation" and not case_type.stands_above and organisation is not None:
        is_there = organisation in asked.tree
        return asked.organisation_name(asked.tree.parent(organisation)) if is_there else ""
    return asked.organisation_name(organisation)


def subject_address(asked: AskedCases, found: Case) -> str:
    """Its own page; "" for an organisation of which the user sees no more than its cases."""
    about = found.case_type.about
    if about == "organisation" and not asked.scope.may_open(found.subject):
        return ""
    if about in _PAGES:
        return reverse(_PAGES[about], args=[found.subject])
    return reverse("record", args=[about, found.subject])


def subject_link(found: Case) -> str:
    """What the link to it says."""
    return {
        "person": gettext("Personal record"),
        "organisation": gettext("Page of the organisation"),
        "unit": gettext("Page of the unit"),
        "position": gettext("Page of the post"),
        "problem": gettext("Record of the problem"),
        "recruitment_notice": gettext("Page of the recruitment"),
    }[found.case_type.about]
