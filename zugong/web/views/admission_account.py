"""The plan of admissions of a year and the numbered application forms, for whoever may see cases of admission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from zugong.cases.admission_account import ISSUE, QUOTA, VOID, Planned, forms_of, plan_of
from zugong.cases.form_numbers import Account, Ledger
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.pages import Crumb, Page, page
from zugong.web.typed import typed_number

_TYPE = "admission"
_YEARS = range(2000, 2100)


@dataclass(frozen=True)
class PlanLine:
    """One organisation against its plan."""

    organisation: str
    places: int
    admitted: int
    left: int


@dataclass(frozen=True)
class IssueLine:
    """One issue of forms and what became of it."""

    organisation: str
    first: str
    last: str
    count: int
    used: int
    spoiled: int
    left: int
    skipped: str
    next: str


@dataclass(frozen=True, kw_only=True)
class AdmissionAccountPage(Page):
    """Plan and forms. `unreadable` issues have numbers that are no row."""

    template: ClassVar[str] = "web/cases/account.html"
    crumbs: tuple[Crumb, ...]
    year: int
    years: tuple[int, ...]
    plan: tuple[PlanLine, ...]
    issues: tuple[IssueLine, ...]
    never_issued: str
    used_and_spoiled: str
    unreadable: int
    quota_address: str
    issue_address: str
    void_address: str


def admission_account(request: HttpRequest) -> HttpResponse:
    """404 for who may see no case of admission; each sees what lies in their reach."""
    asked = asked_cases(request)
    if _TYPE not in asked.types.types or not asked.reach.sees_any(_TYPE):
        raise Http404
    year = typed_number(request.GET.get("year", "")) or asked.day.year
    year = year if year in _YEARS else asked.day.year
    forms, unreadable = forms_of(asked.scope.access)
    between = gettext(", ")
    content = AdmissionAccountPage(
        title=gettext("Plan of admissions and application forms"),
        crumbs=(
            Crumb(gettext("Cases"), reverse("cases")),
            Crumb(asked.case_type(_TYPE).label(asked.language), reverse("case_type", args=[_TYPE])),
        ),
        year=year,
        years=tuple(range(asked.day.year + 1, asked.day.year - 5, -1)),
        plan=tuple(_plan_line(asked, one) for one in plan_of(asked.scope.access, year)),
        issues=_issue_lines(asked, forms),
        never_issued=between.join(forms.never_issued),
        used_and_spoiled=between.join(forms.used_and_spoiled),
        unreadable=unreadable,
        quota_address=_new(asked, QUOTA),
        issue_address=_new(asked, ISSUE),
        void_address=_new(asked, VOID),
    )
    return page(request, content)


def _new(asked: AskedCases, code: str) -> str:
    """Where one is entered; "" for who may enter none."""
    may = any(one.allows(asked.scope.catalogue.types[code].matter, "fill") for one in asked.scope.access.grants)
    return reverse("record_new", args=[code]) if may else ""


def _plan_line(asked: AskedCases, one: Planned) -> PlanLine:
    return PlanLine(asked.organisation_name(one.organisation), one.places, one.admitted, one.left)


def _issue_lines(asked: AskedCases, forms: Ledger) -> tuple[IssueLine, ...]:
    return tuple(_issue_line(asked, one) for one in forms.accounts)


def _issue_line(asked: AskedCases, one: Account) -> IssueLine:
    issue = one.issue
    return IssueLine(
        asked.organisation_name(issue.organisation), str(issue.first), str(issue.last), issue.count, one.used,
        one.spoiled, one.left, gettext(", ").join(one.skipped), one.next,
    )  # fmt: skip
