"""Reconciliation: two rosters of members, or one and what is recorded; each branch adds up, and the misfits are named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy

from zugong.dictionary.catalogue import installed_catalogue
from zugong.exchange.reconcile import Balance, Misfit, Reconciliation
from zugong.exchange.reconciling import Side, reconcile_for
from zugong.exchange.uploads import read_upload
from zugong.kernel.errors import RuleBroken
from zugong.offices.actions import log_access
from zugong.web.imports.settling import Settling, settlings_of
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import scope_of

_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ReconciliationForm(forms.Form):
    """Two days, each with a file or without one."""

    opening_on = forms.DateField(label=gettext_lazy("Opening day"), widget=_DAY)
    opening = forms.FileField(label=gettext_lazy("Roster of the opening day, else what is recorded"), required=False)
    closing_on = forms.DateField(label=gettext_lazy("Closing day"), widget=_DAY)
    closing = forms.FileField(label=gettext_lazy("Roster of the closing day, else what is recorded"), required=False)


@dataclass(frozen=True)
class MisfitLine:
    """A name that does not fit, why, and what settles it; `advice` says what to do where no form does."""

    name: str
    branch: str
    why: str
    where: str
    settlings: tuple[Settling, ...]
    advice: str


@dataclass(frozen=True, kw_only=True)
class ReconciliationPage(Page):
    """The form, and after it has been sent the account."""

    template: ClassVar[str] = "web/imports/reconciliation.html"
    form: ReconciliationForm
    problem: str
    balances: tuple[Balance, ...]
    total: Balance | None
    misfits: tuple[MisfitLine, ...]


def reconciliation(request: HttpRequest) -> HttpResponse:
    """The form; a POST works the account out. Nothing is written or kept."""
    form = ReconciliationForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _shown(request, form, status=422 if form.errors else 200)
    sides = [_side(form.cleaned_data[f"{one}_on"], form.cleaned_data[one]) for one in ("opening", "closing")]
    try:
        found = reconcile_for(
            *sides, access=request.access, catalogue=installed_catalogue(settings.ZUGONG_PACK)
        )  # fmt: skip
    except RuleBroken as error:
        return _shown(request, form, problem=error.sentence(spoken(request)), status=422)
    _log(request, found)
    return _shown(request, form, found)


def _side(on: date, file: Any) -> Side:
    return Side(on, file.name, read_upload(file.name, file.chunks())) if file else Side(on)


def _log(request: HttpRequest, found: Reconciliation) -> None:
    persons = {one.person for one in found.misfits if isinstance(one.person, int)}
    if persons:
        log_access(user=request.user, act="list", record_type="membership", persons=persons, rows=len(persons))


def _shown(
    request: HttpRequest, form: ReconciliationForm, found: Reconciliation | None = None, *, problem: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    misfits = _misfit_lines(found.misfits, request) if found else ()
    content = ReconciliationPage(
        title=gettext("Reconcile rosters"), form=form, problem=problem, misfits=misfits,
        balances=tuple(found.balances) if found else (), total=found.total if found else None,
    )  # fmt: skip
    return page(request, content, status=status)


def _misfit_lines(misfits: Sequence[Misfit], request: HttpRequest) -> tuple[MisfitLine, ...]:
    language = spoken(request)
    steps = settlings_of(misfits, scope_of(request), language)
    return tuple(
        MisfitLine(
            one.name, one.branch_name, one.sentence.text(language), _where(one.roster, one.row), settlings,
            "" if settlings else _advice(one),
        )
        for one, settlings in zip(misfits, steps, strict=True)
    )  # fmt: skip


def _advice(misfit: Misfit) -> str:
    """What to do where no form of the user's settles it."""
    if misfit.why == "listed_twice":
        return gettext("Mend the roster and reconcile once more.")
    return gettext("You may not fill in this record: tell the office that keeps it.")


def _where(roster: str, row: int | None) -> str:
    side = gettext("opening roster") if roster == "opening" else gettext("closing roster")
    return side if row is None else gettext("%(side)s, row %(row)s") % {"side": side, "row": row}
