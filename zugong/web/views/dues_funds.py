"""What is given beyond the dues, and money with a purpose: given, allocated, used, and where the rest lies, to the fen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.dictionary.store import StoredRow
from zugong.dues.accounts import Standing, Trace, open_funds, trace_of
from zugong.dues.actions import FundDraft, GiftDraft, free_fund_number, money_of, open_fund, take_gift
from zugong.dues.queries import fund_of, funds_of, members_owing, movements_of_fund, rule_on
from zugong.dues.records import ENTRY, FUND, GIFT
from zugong.dues.rules import in_yuan
from zugong.kernel.errors import RuleBroken
from zugong.organisations.queries import Tree
from zugong.web.clocks import usual_day
from zugong.web.dues.doors import KEEPERS, keeper_asked, keeps, may_keep, require_account, writing_of
from zugong.web.dues.fixing import yuan_typed
from zugong.web.dues.wording import choices_of
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_day, typed_number
from zugong.web.views.dues_account import EntryLine, entry_lines_of, kind_word

_SHORTEST = 2
_FEW, _MOST_LINES = 20, 60


@dataclass(frozen=True)
class Choice:
    """One entry of a select."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class GiftPage(Page):
    """The form of what somebody gives of the own will."""

    template: ClassVar[str] = "web/dues/gift.html"
    crumbs: tuple[Crumb, ...]
    organisation: str
    here: str
    problem: str
    problems: dict[str, str]
    said: dict[str, str]
    kinds: tuple[Choice, ...]
    funds: tuple[Choice, ...]
    members: tuple[Choice, ...]
    ways: tuple[Choice, ...]
    today: str
    voluntary: str
    whole: str
    back: str


@safe_to_repeat
def dues_gift_new(request: HttpRequest, identity: int) -> HttpResponse:
    """Record what one or several gave."""
    scope, language = scope_of(request), spoken(request)
    keeper_asked(scope, identity)
    require_account(request, scope, identity)
    said = {name: request.POST.get(name, "").strip() for name in request.POST}
    problems: dict[str, str] = {}
    problem = ""
    if request.method == "POST":
        draft = _gift(scope, identity, said, problems, language)
        if draft and not problems:
            try:
                receipt = take_gift(organisation=identity, draft=draft, writing=writing_of(request, scope))
                messages.success(request, _thanked(draft, receipt))
                return HttpResponseRedirect(reverse("dues_account", args=[identity]))
            except RuleBroken as error:
                problem = error.sentence(language)
    content = _gift_page(request, scope, identity, said, problems, problem, language)
    return page(request, content, status=422 if problem or problems else 200)


def _thanked(draft: GiftDraft, receipt: str) -> str:
    told = gettext("Recorded: %(sum)s yuan, receipt %(number)s.") % {"sum": in_yuan(draft.fen), "number": receipt}
    if money_of(draft) == "whole":
        told += " " + gettext("It goes upward undivided; the primary committee adds a short account of the giver.")
    return told


def _gift(
    scope: Scope, organisation: int, said: dict[str, str], problems: dict[str, str], language: str
) -> GiftDraft | None:  # fmt: skip
    """What the form says; `problems` takes what stands against it."""
    kinds, ways = dict(choices_of(GIFT, "kind", language)), dict(choices_of(GIFT, "way", language))
    fund = typed_number(said.get("fund", ""))
    offered = {row.anchor for row in open_funds(organisation, scope.todays_tree, usual_day())}
    if said.get("kind") not in kinds:
        problems["kind"] = gettext("Choose what it is.")
    if fund is not None and fund not in offered:
        problems["fund"] = gettext("Choose one of the purposes that are open.")
    givers = typed_number(said.get("givers", "") or "1") or 0
    if not givers:
        problems["givers"] = gettext("Write how many gave, as a number.")
    fen = None
    try:
        fen = yuan_typed(said.get("amount", ""))
    except RuleBroken as error:
        problems["amount"] = error.sentence(language)
    if not fen:
        problems.setdefault("amount", gettext("Write the amount in yuan."))
        return None
    members = {one.value for one in _members(scope, organisation, said)}
    person = typed_number(said.get("person", "")) if said.get("person") in members else None
    way = said.get("way", "")
    return GiftDraft(
        said.get("kind", ""), fen, way if way in ways else next(iter(ways)), typed_day(said.get("on", "")) or usual_day(),
        1 if person else givers, person, fund,
    )  # fmt: skip


def _members(scope: Scope, organisation: int, said: dict[str, str]) -> tuple[Choice, ...]:
    """The members of a branch, for who may see their names and amounts."""
    if not keeps(scope, organisation):
        return ()
    today = usual_day()
    members = members_owing([organisation], today, rule_on(today))
    return tuple(Choice(str(one.person), one.name, said.get("person") == str(one.person)) for one in members)


def _gift_page(
    request: HttpRequest, scope: Scope, organisation: int, said: dict[str, str], problems: dict[str, str], problem: str,
    language: str,
) -> GiftPage:  # fmt: skip
    today, tree = usual_day(), scope.todays_tree
    rule, members = rule_on(today), _members(scope, organisation, said)
    persons = [int(one.value) for one in members]
    log_list(request, scope.catalogue.types[GIFT], persons, len(persons), organisation=organisation)
    kinds = choices_of(GIFT, "kind", language)
    funds = open_funds(organisation, tree, today)
    back = reverse("dues_account", args=[organisation])
    whole = gettext("What one member gives at once above %(sum)s yuan goes upward undivided (article %(article)s).")
    return GiftPage(
        title=gettext("Given beyond the dues"),
        crumbs=(Crumb(gettext("Dues"), reverse("dues")), Crumb(tree.name(organisation), back)),
        organisation=tree.name(organisation), here=reverse("dues_gift_new", args=[organisation]), problem=problem,
        problems=problems, said=said,
        kinds=tuple(Choice(value, label, said.get("kind") == value) for value, label in kinds),
        funds=tuple(
            Choice(str(row.anchor), row.values["name"], said.get("fund") == str(row.anchor)) for row in funds
        ),
        members=members,
        ways=tuple(Choice(value, label, said.get("way") == value) for value, label in choices_of(GIFT, "way", language)),
        today=today.isoformat(), voluntary=rule.voluntary.in_language(language),
        whole=whole % {"sum": f"{rule.whole_above:f}", "article": rule.whole_article}, back=back,
    )  # fmt: skip


@dataclass(frozen=True)
class FundLine:
    """A purpose in the list."""

    name: str
    number: str
    by: str
    since: date
    address: str


@dataclass(frozen=True, kw_only=True)
class FundsPage(Page):
    """The purposes for which money is kept in the user's area and above; a form for a new one."""

    template: ClassVar[str] = "web/dues/funds.html"
    crumbs: tuple[Crumb, ...]
    funds: tuple[FundLine, ...]
    problem: str
    said: dict[str, str]
    organisation: str
    number: str


@safe_to_repeat
def dues_funds(request: HttpRequest) -> HttpResponse:
    """The purposes; a POST begins one for the user's organisation."""
    scope, language = scope_of(request), spoken(request)
    if not scope.may_list(scope.catalogue.types[FUND]):
        raise Http404
    root = scope.root
    may_open = root is not None and scope.todays_tree.kind(root) in KEEPERS and may_keep(root, scope.access)
    said = {name: request.POST.get(name, "").strip()[:300] for name in request.POST}
    problem = ""
    if request.method == "POST":
        if root is None or not may_open:
            raise PermissionDenied(gettext("Money with a purpose is begun by an organisation that keeps an account."))
        try:
            identity = _opened(request, scope, root, said)
            messages.success(request, gettext("From today on money can be given to this purpose."))
            return HttpResponseRedirect(reverse("dues_fund", args=[identity]))
        except RuleBroken as error:
            problem = error.sentence(language)
    rows = funds_of(_seen_by(scope))
    tree = scope.todays_tree
    content = FundsPage(
        title=gettext("Money with a purpose"), crumbs=(Crumb(gettext("Dues"), reverse("dues")),),
        funds=tuple(_fund_line(row, tree) for row in rows),
        problem=problem, said=said, organisation=tree.name(root) if may_open and root is not None else "",
        number=free_fund_number(_seen_by(scope), usual_day().year),
    )  # fmt: skip
    return page(request, content, status=422 if problem else 200)


def _fund_line(row: StoredRow, tree: Tree) -> FundLine:
    values = row.values
    return FundLine(
        values["name"], values["number"], _name(tree, row), row.since, reverse("dues_fund", args=[row.anchor])
    )


class FundNeedsWords(RuleBroken):
    code = "dues.fund_needs_words"
    message = "Write what the money is called and what it is for."
    message_zh = "请写明专项名称和用途。"


def _opened(request: HttpRequest, scope: Scope, organisation: int, said: dict[str, str]) -> int:
    if len(said.get("name", "")) < _SHORTEST or len(said.get("purpose", "")) < _SHORTEST:
        raise FundNeedsWords
    number = said.get("number") or free_fund_number(_seen_by(scope), usual_day().year)
    draft = FundDraft(number, said["name"], said["purpose"], said.get("paper", ""))
    return open_fund(organisation=organisation, draft=draft, writing=writing_of(request, scope))


def _name(tree: Tree, row: StoredRow) -> str:
    return tree.name(row.values["organisation"]) if row.values["organisation"] in tree else ""


def _seen_by(scope: Scope) -> list[int]:
    """Whose purposes the user may know: those in the own area, and of the levels above, which ask all below them."""
    tree, rights = scope.todays_tree, scope.names(scope.catalogue.types[FUND])
    inside = [node.id for node in tree if node.kind in KEEPERS and rights.reach(node.id, None)]
    above = {one for root in scope.roots for one in tree.above(root)}
    return sorted({*inside, *above})


@dataclass(frozen=True)
class WhereLine:
    """Where money of a purpose lies: what came in, what went out, what is left there."""

    name: str
    address: str
    incoming: str
    outgoing: str
    left: str


@dataclass(frozen=True, kw_only=True)
class FundPage(Page):
    """A purpose to the last fen."""

    template: ClassVar[str] = "web/dues/fund.html"
    crumbs: tuple[Crumb, ...]
    number: str
    by: str
    since: date
    purpose: str
    paper: str
    sums: tuple[tuple[str, str], ...]
    left: str
    sentence: str
    is_whole: bool
    where: tuple[WhereLine, ...]
    passed: int
    entries: tuple[EntryLine, ...]
    more: int


def dues_fund(request: HttpRequest, identity: int) -> HttpResponse:
    """A purpose: what was given, allocated, used, and where the rest lies, as far as the user's area goes."""
    scope, language = scope_of(request), spoken(request)
    row = fund_of(identity)
    if (
        row is None
        or not scope.may_list(scope.catalogue.types[FUND])
        or row.values["organisation"] not in _seen_by(scope)
    ):
        raise Http404
    tree, rights = scope.todays_tree, scope.names(scope.catalogue.types[ENTRY])
    gifts, entries = movements_of_fund(identity)
    gifts = [one for one in gifts if rights.reach(one.values["organisation"], None)]
    entries = [one for one in entries if rights.reach(one.values["organisation"], None)]
    trace = trace_of(gifts, entries)
    told = _told(trace.standings)
    movements = sorted([*((one, "gift") for one in gifts), *((one, one.values["kind"]) for one in entries)],
                       key=lambda pair: (pair[0].since, pair[0].id), reverse=True)  # fmt: skip
    content = FundPage(
        title=row.values["name"],
        crumbs=(Crumb(gettext("Dues"), reverse("dues")), Crumb(gettext("Money with a purpose"), reverse("dues_funds"))),
        number=row.values["number"], by=_name(tree, row), since=row.since, purpose=row.values["purpose"],
        paper=row.values["paper"] or "", sums=tuple(_sums(trace)), left=in_yuan(trace.left), sentence=_sentence(trace, tree),
        is_whole=trace.is_whole, where=tuple(_where(told, scope, language)), passed=len(trace.standings) - len(told),
        entries=tuple(entry_lines_of(movements[:_MOST_LINES], scope, language)),
        more=max(len(movements) - _MOST_LINES, 0),
    )  # fmt: skip
    return page(request, content)


def _sums(trace: Trace) -> Iterator[tuple[str, str]]:
    yield gettext("Given (%(count)s givers)") % {"count": f"{trace.givers:,}"}, in_yuan(trace.given)
    if trace.brought_in:
        yield gettext("Brought in and interest"), in_yuan(trace.brought_in)
    yield gettext("Allocated to levels below"), in_yuan(trace.allocated)
    yield gettext("Money used"), in_yuan(trace.used)
    yield gettext("Transferred outside"), in_yuan(trace.outside)


def _sentence(trace: Trace, tree: Tree) -> str:
    """Why so much is left, and where it lies."""
    told = gettext("%(given)s given − %(used)s used − %(outside)s transferred outside = %(left)s left.") % {
        "given": in_yuan(trace.given + trace.brought_in), "used": in_yuan(trace.used), "outside": in_yuan(trace.outside),
        "left": in_yuan(trace.left),
    }  # fmt: skip
    holders = [one for one in trace.standings if one.left and one.organisation in tree]
    if not holders:
        return told
    first = max(holders, key=lambda one: one.left)
    others = len(holders) - 1
    lies = gettext("Of it %(sum)s lie with %(name)s") % {
        "sum": in_yuan(first.left),
        "name": tree.name(first.organisation),
    }
    rest = gettext(", the rest with %(count)s others, each in the table below.") % {"count": others} if others else "。"
    return f"{told} {lies}{rest}"


def _told(standings: tuple[Standing, ...]) -> tuple[Standing, ...]:
    """Those where something is left; while there are few, those too that handed everything on."""
    return standings if len(standings) <= _FEW else tuple(one for one in standings if one.left)


def _where(standings: tuple[Standing, ...], scope: Scope, language: str) -> Iterator[WhereLine]:
    tree = scope.todays_tree
    for one in standings:
        name = tree.name(one.organisation) if one.organisation in tree else f"№{one.organisation}"
        yield WhereLine(
            name, reverse("dues_account", args=[one.organisation]) if one.organisation in tree else "",
            _parts(one.incoming, language), _parts(one.outgoing, language), in_yuan(one.left),
        )  # fmt: skip


def _parts(sums: dict[str, int], language: str) -> str:
    return "；".join(f"{kind_word(kind, language)} {in_yuan(fen)}" for kind, fen in sums.items())
