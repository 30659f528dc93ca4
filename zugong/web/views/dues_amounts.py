"""What each member pays a month, fixed once a year: computed on the page, the base is never kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.dues.actions import AmountDraft, fix_amounts
from zugong.dues.errors import NotYours
from zugong.dues.queries import Member, amount_in, amounts_of, members_owing, rule_on
from zugong.dues.records import AMOUNT
from zugong.dues.rules import first_day, in_yuan, is_month, last_day_of, month_after, month_of
from zugong.kernel.errors import RuleBroken
from zugong.packs.dues import DuesRule
from zugong.web.clocks import usual_day
from zugong.web.dues.doors import branch_asked, is_treasurer, keeps, may_see_amounts, require_keeping, writing_of
from zugong.web.dues.fixing import Fixed, FixLine, Typed, fix_line, fixed, typed_of
from zugong.web.dues.meanwhile import AmountsCompared, Standing, amounts_as_shown, amounts_compared
from zugong.web.looking import log_list
from zugong.web.meanwhile import STOOD, Overtaken
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of

_KEEP = "keep"
_AHEAD_MONTHS = 2


@dataclass(frozen=True)
class TableLine:
    """A line of the table of the rules: who, of what, how much."""

    label: str
    base: str
    steps: tuple[str, ...]
    article: str


@dataclass(frozen=True, kw_only=True)
class AmountsPage(Page):
    """The amounts of a branch, and the form that fixes them for who may."""

    template: ClassVar[str] = "web/dues/amounts.html"
    crumbs: tuple[Crumb, ...]
    problem: str
    organisation: str
    here: str
    year: int
    since: str
    sinces: tuple[str, ...]
    lines: tuple[FixLine, ...]
    of_year: int
    stood: str
    overtaken: Overtaken | None
    keeps: bool
    is_treasurer: bool
    table: tuple[TableLine, ...]
    paper: str
    in_force: str
    notes: tuple[str, ...]


@dataclass
class _Asked:
    """A request about the amounts of a branch from a month on."""

    request: HttpRequest
    scope: Scope
    language: str
    organisation: int
    since: str
    rule: DuesRule
    members: list[Member]
    typed: Mapping[int, Typed]
    results: Mapping[int, Fixed | None]
    problem: str = ""
    overtaken: Overtaken | None = None

    @property
    def drafts(self) -> list[AmountDraft]:
        return [one.draft for one in self.results.values() if one and one.draft]

    @property
    def status(self) -> int:
        return 422 if self.problem else 409 if self.overtaken else 200

    @property
    def is_wrong(self) -> bool:
        return any(one and one.problem for one in self.results.values())


@safe_to_repeat
def dues_amounts(request: HttpRequest, identity: int) -> HttpResponse:
    """The amounts of the members of a branch; a POST computes, or computes and keeps."""
    scope = scope_of(request)
    branch_asked(scope, identity)
    if not may_see_amounts(scope, identity):
        raise PermissionDenied(NotYours(name=scope.todays_tree.name(identity)).sentence(spoken(request)))
    if request.method == "POST":
        require_keeping(request, scope, identity)
    asked = _asked(request, scope, identity)
    if request.POST.get("act") == _KEEP and not asked.is_wrong:
        found = _compared(asked)
        asked.overtaken = found.told
        if not found.is_open(request.POST):
            try:
                return _kept(asked, [draft for draft in asked.drafts if draft.person not in found.kept])
            except RuleBroken as error:
                asked.problem = error.sentence(asked.language)
    elif asked.is_wrong:
        asked.problem = gettext("Some names need another look; nothing was kept yet.")
    persons = [member.person for member in asked.members]
    log_list(request, scope.catalogue.types[AMOUNT], persons, len(persons), organisation=identity)
    return page(request, _page(asked), status=asked.status)


def _compared(asked: _Asked) -> AmountsCompared:
    """What was typed against what somebody else fixed since the form was opened."""
    month, standing = max(asked.since, month_of(usual_day())), {}
    for person, rows in amounts_of([draft.person for draft in asked.drafts]).items():
        now = amount_in(rows, month) or rows[-1]
        standing[person] = Standing(in_yuan(now.values["amount"]), now.id)
    names = {member.person: member.name for member in asked.members}
    return amounts_compared(asked.request.POST, asked.drafts, standing, names)


def _asked(request: HttpRequest, scope: Scope, organisation: int) -> _Asked:
    today, language = usual_day(), spoken(request)
    month = month_of(today)
    since = request.POST.get("since", "")
    since = since if is_month(since) and since in _sinces(month) else _usual_since(organisation, month)
    day = max(today, first_day(since))
    rule = rule_on(day)
    members = members_owing([organisation], min(day, last_day_of(month)), rule)
    posted = {name: request.POST.get(name, "") for name in request.POST}
    typed = {one.person: typed_of(posted, one) for one in members} if request.method == "POST" else {}
    with_bases = is_treasurer(scope, organisation)
    results = {
        one.person: fixed(one, typed[one.person], rule, since, language, with_bases=with_bases)
        for one in members if one.person in typed
    }  # fmt: skip
    return _Asked(request, scope, language, organisation, since, rule, members, typed, results)


def _sinces(month: str) -> tuple[str, ...]:
    """The months from which an amount may be fixed: those of the year, and the next January when the year ends."""
    first = f"{month[:4]}-01"
    return tuple(dict.fromkeys([first, month, *(month_after(month, ahead) for ahead in range(1, _AHEAD_MONTHS + 1))]))


def _usual_since(organisation: int, month: str) -> str:
    """January where the year before was fixed here and this one is not; else this month: nobody owes what was never said."""
    today = usual_day()
    members = members_owing([organisation], today, rule_on(today))
    years = {row.values["year"] for rows in amounts_of([member.person for member in members]).values() for row in rows}
    year = int(month[:4])
    return f"{month[:4]}-01" if years and year not in years else month


def _kept(asked: _Asked, drafts: list[AmountDraft]) -> HttpResponse:
    count = fix_amounts(
        organisation=asked.organisation, year=int(asked.since[:4]), drafts=drafts,
        writing=writing_of(asked.request, asked.scope),
    )  # fmt: skip
    told = gettext("Fixed from %(month)s on: amounts of %(count)s members.")
    messages.success(asked.request, told % {"count": count, "month": asked.since})
    return HttpResponseRedirect(reverse("dues_amounts", args=[asked.organisation]))


def _page(asked: _Asked) -> AmountsPage:
    organisation, scope, rule = asked.organisation, asked.scope, asked.rule
    amounts = amounts_of([member.person for member in asked.members])
    year = int(asked.since[:4])
    with_bases = is_treasurer(scope, organisation)
    lines = tuple(
        fix_line(
            member, amounts.get(member.person, ()), asked.typed.get(member.person), asked.results.get(member.person), rule,
            year, max(asked.since, month_of(usual_day())), asked.language, with_bases=with_bases,
        )
        for member in asked.members
    )  # fmt: skip
    name = scope.todays_tree.name(organisation)
    notes = [rule.starts, rule.rounding.note, rule.voluntary, rule.paper.note]
    return AmountsPage(
        title=gettext("Amounts of dues"),
        crumbs=(Crumb(gettext("Dues"), reverse("dues")), Crumb(name, reverse("dues_month", args=[organisation]))),
        problem=asked.problem, organisation=name, here=reverse("dues_amounts", args=[organisation]), year=year,
        since=asked.since, sinces=_sinces(month_of(usual_day())), lines=lines,
        of_year=sum(line.is_of_year for line in lines),
        stood=asked.request.POST.get(STOOD) or amounts_as_shown(lines), overtaken=asked.overtaken,
        keeps=keeps(scope, organisation), is_treasurer=with_bases, table=tuple(_table(rule, asked.language)),
        paper=rule.paper.title, in_force=rule.since.isoformat(),
        notes=tuple(note.in_language(asked.language) for note in notes if note),
    )  # fmt: skip


def _table(rule: DuesRule, language: str):
    for payer in rule.payers:
        base = payer.base.in_language(language) if payer.base else ""
        yield TableLine(payer.label(language), base, tuple(_steps(payer)), payer.article)


def _steps(payer):
    over = None
    for step in payer.steps:
        bound = gettext("up to %(yuan)s") % {"yuan": f"{step.up_to:f}"} if step.up_to is not None else ""
        above = gettext("over %(yuan)s") % {"yuan": f"{over:f}"} if over is not None and not bound else ""
        yield f"{bound or above} {step.percent:f}%"
        over = step.up_to
    if not payer.steps and payer.most == payer.least:
        yield gettext("%(yuan)s yuan a month") % {"yuan": f"{payer.least:f}"}
    elif not payer.steps and payer.most is not None:
        yield gettext("%(least)s to %(most)s yuan a month") % {"least": f"{payer.least:f}", "most": f"{payer.most:f}"}
    elif not payer.steps:
        yield gettext("less or nothing, as it was agreed")
