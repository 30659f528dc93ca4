"""The account of an organisation: what was there, received, handed on, used, what is left; and the forms of its entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.dictionary.store import StoredRow
from zugong.dues.accounts import DUES, FUND_MONEY, WHOLE, Account, HandingOn, account_of, to_hand_on
from zugong.dues.booking import EntryDraft, book, hand_on
from zugong.dues.queries import fund_names, share_on
from zugong.dues.records import ENTRY, GIFT
from zugong.dues.rules import INCOMING, OUTGOING, Sums, in_yuan
from zugong.kernel.errors import RuleBroken
from zugong.web.clocks import usual_day
from zugong.web.dues.doors import keeper_asked, may_keep, require_account, writing_of, year_asked
from zugong.web.dues.fixing import yuan_typed
from zugong.web.dues.wording import choices_of, code_word
from zugong.web.listing.references import address_of
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_day, typed_number

#: The movements that a form records; what is handed on follows from the shares.
KINDS = ("allocated", "used", "outside", "interest", "opening")
_MOST_LINES = 60
_SHORTEST_DECISION = 4


@dataclass(frozen=True)
class SumLine:
    """A line of the account of a year."""

    label: str
    text: str
    is_total: bool = False


@dataclass(frozen=True)
class HandLine:
    """One money that is to be handed on."""

    label: str
    of: str
    percent: str
    amount: str
    kept: str


@dataclass(frozen=True)
class EntryLine:
    """One movement of the list."""

    on: date
    label: str
    what: str
    incoming: str
    outgoing: str
    number: str
    address: str
    organisation: str


@dataclass(frozen=True)
class BalanceLine:
    """What is there of one money."""

    label: str
    text: str
    address: str


@dataclass(frozen=True, kw_only=True)
class AccountPage(Page):
    """The account of an organisation for a year."""

    template: ClassVar[str] = "web/dues/account.html"
    crumbs: tuple[Crumb, ...]
    organisation: str
    year: int
    before: str
    after: str
    sums: tuple[SumLine, ...]
    balances: tuple[BalanceLine, ...]
    hand: tuple[HandLine, ...]
    hand_total: str
    above: str
    share_note: str
    hand_address: str
    new: tuple[Crumb, ...]
    entries: tuple[EntryLine, ...]
    more_address: str
    statement_address: str
    keeps: bool


def dues_account(request: HttpRequest, identity: int) -> HttpResponse:
    """The account of an organisation in a year."""
    scope, language = scope_of(request), spoken(request)
    keeper_asked(scope, identity)
    year, tree, today = year_asked(request.GET.get("year", "")), scope.todays_tree, usual_day()
    account = account_of(identity)
    lines = to_hand_on(account, tree, today)
    above, here = tree.parent(identity), reverse("dues_account", args=[identity])
    keeps = may_keep(identity, scope.access)
    share = share_on(tree.kind(identity), today)
    names = fund_names(account.funds)
    content = AccountPage(
        title=gettext("Account of dues"),
        crumbs=_crumbs(scope, identity),
        organisation=tree.name(identity), year=year, before=f"{here}?year={year - 1}",
        after=f"{here}?year={year + 1}" if year < today.year else "",
        sums=tuple(sum_lines(account.sums(date(year, 1, 1), date(year + 1, 1, 1)), language)),
        balances=tuple(_balances(account, language)),
        hand=tuple(_hand_line(line, names, language) for line in lines), hand_total=in_yuan(sum(line.fen for line in lines)),
        above=tree.name(above) if above is not None else "",
        share_note=share.assumption.in_language(language) if share and share.assumption else "",
        hand_address=reverse("dues_hand_on", args=[identity]) if keeps and lines and above is not None else "",
        new=tuple(_new_links(identity, scope, language)) if keeps else (),
        entries=tuple(_entry_lines(account, year, scope, language)),
        more_address=f"{reverse('record_list', args=[ENTRY])}",
        statement_address=reverse("dues_statement", args=[identity, year]), keeps=keeps,
    )  # fmt: skip
    return page(request, content)


def _crumbs(scope: Scope, organisation: int) -> tuple[Crumb, ...]:
    return (Crumb(gettext("Dues"), reverse("dues")),)


def sum_lines(sums: Sums, language: str) -> Iterator[SumLine]:
    """The account as a table reads it: what was there, in, out, what is left."""
    yield SumLine(gettext("Balance at the beginning"), in_yuan(sums.opening), True)
    for kind in ("payment", "gift", *INCOMING):
        if kind in sums.incoming:
            yield SumLine(f"＋ {kind_word(kind, language)}", in_yuan(sums.incoming[kind]))
    for kind in OUTGOING:
        if kind in sums.outgoing:
            yield SumLine(f"－ {kind_word(kind, language)}", in_yuan(sums.outgoing[kind]))
    yield SumLine(gettext("Balance at the end"), in_yuan(sums.closing), True)


def kind_word(kind: str, language: str) -> str:
    """What a kind of movement is called."""
    words = {"payment": gettext("dues of members"), "gift": gettext("given beyond the dues")}
    return words.get(kind) or code_word(ENTRY, "kind", kind, language)


def money_word(money: str, fund: int | None, names: Mapping[int, str], language: str) -> str:
    """Which money, with the purpose by name."""
    return names[fund] if fund in names else code_word(ENTRY, "money", money, language)


def moneys_of(account: Account) -> tuple[list[tuple[str, int | None]], dict[int, str]]:
    """Every money that an account can hold, and what its purposes are called."""
    moneys = [(DUES, None), (WHOLE, None), *((FUND_MONEY, fund) for fund in account.funds)]
    return moneys, fund_names(account.funds)


def _balances(account: Account, language: str) -> Iterator[BalanceLine]:
    moneys, names = moneys_of(account)
    for money, fund in moneys:
        fen = account.balance(money, fund)
        if fen or money == DUES:
            address = reverse("dues_fund", args=[fund]) if fund is not None else ""
            yield BalanceLine(money_word(money, fund, names, language), in_yuan(fen), address)


def _hand_line(line: HandingOn, names: Mapping[int, str], language: str) -> HandLine:
    return HandLine(
        money_word(line.money, line.fund, names, language), in_yuan(line.of_fen), f"{line.percent.normalize():f}",
        in_yuan(line.fen), in_yuan(line.kept),
    )  # fmt: skip


def _new_links(organisation: int, scope: Scope, language: str) -> Iterator[Crumb]:
    for kind in KINDS:
        if kind != "allocated" or scope.todays_tree.children(organisation):
            yield Crumb(code_word(ENTRY, "kind", kind, language), reverse("dues_entry_new", args=[organisation, kind]))


def _entry_lines(account: Account, year: int, scope: Scope, language: str) -> Iterator[EntryLine]:
    """The entries and gifts of a year, the latest first; members' monthly dues stand in the list of names."""
    rows = [(row, "gift") for row in account.gifts] + [(row, row.values["kind"]) for row in account.entries]
    of_year = sorted((one for one in rows if one[0].since.year == year), key=lambda one: one[0].since, reverse=True)
    yield from entry_lines_of(of_year[:_MOST_LINES], scope, language)


def entry_lines_of(rows: Sequence[tuple[StoredRow, str]], scope: Scope, language: str) -> Iterator[EntryLine]:
    """Entries and gifts, each with its kind, as lines of a table."""
    names = fund_names({row.values["fund"] for row, _ in rows if row.values["fund"] is not None})
    for row, kind in rows:
        amount = in_yuan(row.values["amount"])
        is_out = kind in OUTGOING
        code = GIFT if kind == "gift" else ENTRY
        yield EntryLine(
            row.since, kind_word(kind, language), _what(row, scope, names, language), "" if is_out else amount,
            amount if is_out else "", row.values.get("number") or row.values.get("receipt") or "",
            address_of(code, row.id), _named(row, scope),
        )  # fmt: skip


def _named(row: StoredRow, scope: Scope) -> str:
    place = row.values["organisation"]
    return scope.todays_tree.name(place) if place in scope.todays_tree else ""


def _what(row: StoredRow, scope: Scope, names: Mapping[int, str], language: str) -> str:
    """What an entry was about: with whom, for which purpose, what for, by which share, who decided."""
    values, tree = row.values, scope.todays_tree
    other = values.get("counterpart")
    parts = [
        tree.name(other) if other in tree else "", values.get("outside"),
        money_word(values["money"], values["fund"], names, language) if values["money"] != DUES else "",
        code_word(ENTRY, "use", values.get("use"), language) if values.get("use") else "", values.get("text"),
        _share_told(values), values.get("decision"), values.get("paper"),
    ]  # fmt: skip
    return "；".join(str(part) for part in parts if part)


def _share_told(values: dict) -> str:
    if values.get("of_amount") is None or values.get("percent") is None:
        return ""
    return gettext("%(percent)s %% of %(sum)s") % {"percent": values["percent"], "sum": in_yuan(values["of_amount"])}


@require_POST
@safe_to_repeat
def dues_hand_on(request: HttpRequest, identity: int) -> HttpResponse:
    """Hand on to the level above what is to be handed on."""
    scope, language = scope_of(request), spoken(request)
    keeper_asked(scope, identity)
    require_account(request, scope, identity)
    try:
        lines = hand_on(organisation=identity, tree=scope.todays_tree, writing=writing_of(request, scope))
        told = gettext("Handed on: %(sum)s yuan. It stands in the account of the level above as well.")
        messages.success(request, told % {"sum": in_yuan(sum(line.fen for line in lines))})
    except RuleBroken as error:
        messages.error(request, error.sentence(language))
    return HttpResponseRedirect(reverse("dues_account", args=[identity]))


@dataclass(frozen=True)
class MoneyChoice:
    """Which money leaves or comes: its value, name and what is there of it."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class EntryFormPage(Page):
    """The form of one movement. `asks` are the fields that the kind has."""

    template: ClassVar[str] = "web/dues/entry.html"
    crumbs: tuple[Crumb, ...]
    organisation: str
    here: str
    kind: str
    problem: str
    problems: dict[str, str]
    said: dict[str, str]
    asks: tuple[str, ...]
    moneys: tuple[MoneyChoice, ...]
    below: tuple[MoneyChoice, ...]
    uses: tuple[tuple[str, str], ...]
    today: str
    back: str


_ASKS = {
    "allocated": ("to", "decision", "paper", "text"), "used": ("use", "decision", "paper", "text"),
    "outside": ("outside", "decision", "paper", "text"), "interest": ("text",), "opening": ("text",),
}  # fmt: skip


@safe_to_repeat
def dues_entry_new(request: HttpRequest, identity: int, kind: str) -> HttpResponse:
    """The form of one movement in an account."""
    scope, language = scope_of(request), spoken(request)
    keeper_asked(scope, identity)
    if kind not in KINDS:
        raise Http404
    require_account(request, scope, identity)
    said = {name: request.POST.get(name, "").strip() for name in request.POST}
    problems: dict[str, str] = {}
    problem = ""
    if request.method == "POST":
        draft = _draft(kind, said, problems, language)
        if draft and not problems:
            try:
                number = book(
                    organisation=identity, draft=draft, tree=scope.todays_tree, writing=writing_of(request, scope)
                )
                messages.success(request, gettext("Recorded under voucher %(number)s.") % {"number": number})
                return HttpResponseRedirect(reverse("dues_account", args=[identity]))
            except RuleBroken as error:
                problem = error.sentence(language)
    content = _form(scope, identity, kind, said, problems, problem, language)
    return page(request, content, status=422 if problem or problems else 200)


def _draft(kind: str, said: dict[str, str], problems: dict[str, str], language: str) -> EntryDraft | None:
    """What the form says; `problems` takes what stands against it, by field."""
    fen = _fen(said, problems, language)
    on = typed_day(said.get("on", "")) or usual_day()
    money, fund = _money(said.get("money", ""))
    asks = _ASKS[kind]
    below = typed_number(said.get("to", ""))
    if "to" in asks and below is None:
        problems["to"] = gettext("Choose who gets it.")
    if "use" in asks and said.get("use") not in dict(choices_of(ENTRY, "use", language)):
        problems["use"] = gettext("Choose what it is used for; dues serve these uses only.")
    if "outside" in asks and not said.get("outside"):
        problems["outside"] = gettext("Write whose account it goes to.")
    if "decision" in asks and len(said.get("decision", "")) < _SHORTEST_DECISION:
        problems["decision"] = gettext("Write which meeting decided it and when; dues are used by joint decision only.")
    if fen is None:
        return None
    told = {name: said.get(name, "")[:300] for name in ("outside", "use", "decision", "paper", "text") if name in asks}
    return EntryDraft(
        kind, money, fen, on, fund=fund, counterpart=below if "to" in asks else None,
        passed_on=said.get("passed_on") == "yes", **told,
    )  # fmt: skip


def _fen(said: dict[str, str], problems: dict[str, str], language: str) -> int | None:
    try:
        fen = yuan_typed(said.get("amount", ""))
    except RuleBroken as error:
        problems["amount"] = error.sentence(language)
        return None
    if not fen:
        problems["amount"] = gettext("Write the amount in yuan.")
        return None
    return fen


def _money(text: str) -> tuple[str, int | None]:
    """The money that a form names: ordinary dues, large sums, or a purpose by its identity."""
    fund = typed_number(text)
    return (FUND_MONEY, fund) if fund is not None else (WHOLE if text == WHOLE else DUES, None)


def _form(
    scope: Scope, organisation: int, kind: str, said: dict[str, str], problems: dict[str, str], problem: str, language: str
) -> EntryFormPage:  # fmt: skip
    tree, word = scope.todays_tree, code_word(ENTRY, "kind", kind, language)
    back = reverse("dues_account", args=[organisation])
    return EntryFormPage(
        title=word,
        crumbs=(*_crumbs(scope, organisation), Crumb(tree.name(organisation), back)),
        organisation=tree.name(organisation), here=reverse("dues_entry_new", args=[organisation, kind]), kind=kind,
        problem=problem, problems=problems, said=said, asks=_ASKS[kind],
        moneys=tuple(_money_choices(account_of(organisation), said.get("money", ""), language)),
        below=tuple(
            MoneyChoice(str(one), tree.name(one), said.get("to") == str(one))
            for one in _living(tree.children(organisation), scope)
        ),
        uses=choices_of(ENTRY, "use", language), today=usual_day().isoformat(), back=back,
    )  # fmt: skip


def _living(organisations: Sequence[int], scope: Scope) -> list[int]:
    return [one for one in organisations if scope.todays_tree.living(one)]


def _money_choices(account: Account, chosen: str, language: str) -> Iterator[MoneyChoice]:
    moneys, names = moneys_of(account)
    for money, fund in moneys:
        fen, value = account.balance(money, fund), str(fund or money)
        if fen or money == DUES:
            told = gettext("%(money)s, %(sum)s yuan there") % {
                "money": money_word(money, fund, names, language), "sum": in_yuan(fen),
            }  # fmt: skip
            yield MoneyChoice(value, told, value == chosen)
