"""Every write about members' dues: amounts fixed, payments ticked off, months closed, what is given beyond the amount."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zugong.dictionary.declarations import Depth
from zugong.dictionary.store import NewRow, StoredRow, Values
from zugong.dues import errors
from zugong.dues.accounts import DUES, FUND_MONEY, WHOLE, account_of
from zugong.dues.queries import Owing, amounts_of, closed_months, funds_of, owing_of, rule_on
from zugong.dues.records import AMOUNT, FUND, GIFT, MONTH, PAYMENT, add, kind_of, ledger, rows_at, with_keys
from zugong.dues.rules import Reckoned, first_day, in_fen, month_of
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import Source, recording, wait_for_other_plans
from zugong.kernel.time import PartialDate, holds
from zugong.offices.access import Access
from zugong.packs.dues import PayerRule

MATTER = "dues"
VOLUNTARY = "voluntary"


@dataclass(frozen=True)
class Writing:
    """Who writes, from what, on which day."""

    source: Source
    access: Access
    on: date


def may_keep(organisation: int, access: Access) -> bool:
    """May the user keep the dues of an organisation: tick off, close, hand on, use?"""
    return access.may("fill", MATTER, organisation)


def may_see_bases(organisation: int, access: Access) -> bool:
    """Is the user the treasurer: who may fix amounts that depend on income?"""
    return organisation in access.territory(kind_of(AMOUNT), "fill", Depth.SENSITIVE)


def require_keeping(organisation: int, access: Access) -> None:
    """Raises NotYours."""
    if not may_keep(organisation, access):
        raise errors.NotYours(name=_name(organisation, access))


def _name(organisation: int, access: Access) -> str:
    return access.tree.name(organisation) if organisation in access.tree else str(organisation)


# --- amounts ---


@dataclass(frozen=True)
class AmountDraft:
    """What a member is to pay monthly from a month on, as it was computed; the base is not in it."""

    person: int
    payer: PayerRule
    reckoned: Reckoned
    since: str
    rule: str
    decision: str = ""


def fix_amounts(*, organisation: int, year: int, drafts: Sequence[AmountDraft], writing: Writing) -> int:
    """Fix the amounts of members for a year; how many were recorded. Said again the same, nothing is written.

    Raises NotYours, and OnlyTheTreasurer where an amount depends on income.
    """
    require_keeping(organisation, writing.access)
    if any(draft.payer.steps for draft in drafts) and not may_see_bases(organisation, writing.access):
        raise errors.OnlyTheTreasurer(name=_name(organisation, writing.access))
    with recording(writing.source) as entry:
        standing = amounts_of([draft.person for draft in drafts])
        changed = [
            _fix(organisation, year, draft, standing.get(draft.person, ()), entry) for draft in drafts
        ]  # fmt: skip
    return sum(changed)


def _fix(organisation: int, year: int, draft: AmountDraft, standing: Sequence[StoredRow], entry: Entry) -> bool:
    """One amount from its month on: what held before ends there, what was to hold later is replaced."""
    since, store = first_day(draft.since), ledger(AMOUNT)
    values = dict.fromkeys(store.kind.fields) | _amount_values(organisation, year, draft)
    later = [row for row in standing if row.since >= since]
    running = next((row for row in standing if holds(since=row.since, until=row.until, on=since)), None)
    if running is not None and running.values == values and running.until is None:
        return False
    gone = {row.id: row for row in (*later, *((running,) if running else ()))}
    store.retract(gone, entry=entry)
    rows = [NewRow(None, since, None, values, supersedes=running.id if running else None)]
    if running is not None and running.since < since:
        rows.insert(0, NewRow(None, running.since, since, running.values, supersedes=running.id))
    store.insert(rows, entry=entry)
    return True


def _amount_values(organisation: int, year: int, draft: AmountDraft) -> Values:
    percent = draft.reckoned.percent
    return {
        "person": draft.person, "organisation": organisation, "year": year, "amount": draft.reckoned.fen,
        "payer": draft.payer.payer, "percent": None if percent is None else f"{percent.normalize():f}",
        "rule": draft.rule or None, "decision": draft.decision or None,
    }  # fmt: skip


# --- payments ---


@dataclass(frozen=True)
class Tick:
    """A member who paid for these months."""

    person: int
    months: tuple[str, ...]


@dataclass(frozen=True)
class Taken:
    """What was taken at once: how many members, how much, under which receipts; `already` were paid before."""

    persons: int
    fen: int
    receipts: tuple[str, ...]
    already: int


def take_payments(
    *, organisation: int, month: str, ticks: Sequence[Tick], way: str, paid_on: date, writing: Writing,
    instead_of: Sequence[StoredRow] = (),
) -> Taken:  # fmt: skip
    """Record what members of a branch paid, each under a receipt of its own; what is paid already is left as it is.

    The payments in `instead_of` are withdrawn in the same entry: of two who took the same money one was mistaken.
    Raises NotYours, NotPaidYet, NothingTicked, NoAmounts, MonthIsClosed.
    """
    require_keeping(organisation, writing.access)
    if paid_on > writing.on:
        raise errors.NotPaidYet(day=paid_on)
    with recording(writing.source) as entry:
        wait_for_other_plans()
        to_share = account_of(organisation).to_share(DUES) if instead_of else 0
        ledger(PAYMENT).retract([row.id for row in instead_of], entry=entry)
        owing = {one.member.person: one for one in owing_of([organisation], month, writing.on) if one.amounts}
        if not owing:
            raise errors.NoAmounts(month=month)
        number, rows, receipts, already = _receipts_from(organisation, paid_on.year), [], [], 0
        for tick in ticks:
            due, paid = _due_of(tick, owing.get(tick.person))
            already += paid
            if due:
                receipts.append(f"{paid_on.year}-{number + len(receipts):04d}")
                rows += _payments(organisation, tick.person, due, way, receipts[-1])
        if not rows and not already:
            raise errors.NothingTicked
        if to_share + sum(row["amount"] for row in rows) < sum(row.values["amount"] for row in instead_of):
            raise errors.MonthIsClosed
        add(PAYMENT, rows, paid_on, entry)
    return Taken(len(receipts), sum(row["amount"] for row in rows), tuple(receipts), already)


def _due_of(tick: Tick, owing: Owing | None) -> tuple[list[tuple[str, int]], int]:
    """Of the months of a tick those that are open, with what is to be paid for each; and how many were paid already."""
    if owing is None:
        return [], 0
    is_open = {month for choice in owing.choices for month in choice.months}
    due = [(month, owing.fen_for(month)) for month in tick.months if month in is_open]
    return [(month, fen) for month, fen in due if fen], len(tick.months) - len(due)


def _payments(organisation: int, person: int, due: Iterable[tuple[str, int]], way: str, receipt: str) -> list[Values]:
    common = {"person": person, "organisation": organisation, "way": way, "receipt": receipt}
    return [common | {"month": PartialDate(month), "amount": fen} for month, fen in due]


def _receipts_from(organisation: int, year: int) -> int:
    """The next number of the year's receipts of an organisation; numbers of receipts that were withdrawn stay used."""
    start = f'"receipt":"{year}-'
    used = [0]
    for code in (PAYMENT, GIFT):
        rows = ledger(code).queryset().filter(organisation_id=organisation, body__contains=start)
        used += [_number_in(body, start) for body in rows.values_list("body", flat=True)]
    return max(used) + 1


def _number_in(body: str, start: str) -> int:
    told = body[body.index(start) + len(start) :].split('"', 1)[0]
    return int(told) if told.isdigit() else 0


def withdraw_receipt(*, organisation: int, rows: Sequence[StoredRow], writing: Writing) -> None:
    """The payments of a receipt were recorded by mistake. Raises NotYours, MonthIsClosed once the money was handed on."""
    require_keeping(organisation, writing.access)
    with recording(writing.source) as entry:
        taken = sum(row.values["amount"] for row in rows)
        if account_of(organisation).to_share(DUES) < taken:
            raise errors.MonthIsClosed
        ledger(PAYMENT).retract([row.id for row in rows], entry=entry)


def close_month(*, organisation: int, month: str, writing: Writing) -> None:
    """Say that the dues of a month are collected as far as they are; said again it counts anew.

    Raises NotYours, MonthNotThere, NoAmounts. Who has not paid is not written down: the list of names shows it.
    """
    require_keeping(organisation, writing.access)
    if month > month_of(writing.on):
        raise errors.MonthNotThere(month=month)
    with recording(writing.source) as entry:
        lines = [one for one in owing_of([organisation], month, writing.on, is_short=True) if one.is_due or one.paid]
        if not lines:
            raise errors.NoAmounts(month=month)
        paid = [one.paid for one in lines if one.paid]
        said = {
            "organisation": organisation, "month": PartialDate(month),
            "persons_due": len(lines), "persons_paid": len(paid),
            "amount_due": sum(one.paid.values["amount"] if one.paid else one.fen_for(month) for one in lines),
            "amount_paid": sum(row.values["amount"] for row in paid),
        }  # fmt: skip
        before = closed_months([organisation], [month]).get((organisation, month))
        if before is not None:
            ledger(MONTH).retract([before.id], entry=entry)
        add(MONTH, [said], writing.on, entry)


# --- given beyond the amount ---


@dataclass(frozen=True)
class GiftDraft:
    """What one or several gave of their own will: `person` where one member did, `fund` where it has a purpose."""

    kind: str
    fen: int
    way: str
    on: date
    givers: int = 1
    person: int | None = None
    fund: int | None = None


def take_gift(*, organisation: int, draft: GiftDraft, writing: Writing) -> str:
    """Record what was given, under a receipt; its number. A large sum of one giver goes upward whole, by the rule.

    Raises NotYours, NotPaidYet.
    """
    require_keeping(organisation, writing.access)
    if draft.on > writing.on:
        raise errors.NotPaidYet(day=draft.on)
    with recording(writing.source) as entry:
        wait_for_other_plans()
        receipt = f"{draft.on.year}-{_receipts_from(organisation, draft.on.year):04d}"
        said = {
            "receipt": receipt, "organisation": organisation, "kind": draft.kind, "money": money_of(draft),
            "fund": draft.fund, "person": draft.person, "givers": draft.givers, "amount": draft.fen, "way": draft.way,
        }  # fmt: skip
        add(GIFT, [said], draft.on, entry)
    return receipt


def money_of(draft: GiftDraft) -> str:
    """Which money a gift is: with a purpose, to be handed on whole, or as ordinary dues."""
    if draft.fund is not None:
        return FUND_MONEY
    above = in_fen(rule_on(draft.on).whole_above)
    return WHOLE if draft.kind == VOLUNTARY and draft.givers == 1 and draft.fen > above else DUES


@dataclass(frozen=True)
class FundDraft:
    """A purpose for which money is kept apart."""

    number: str
    name: str
    purpose: str
    paper: str


def open_fund(*, organisation: int, draft: FundDraft, writing: Writing) -> int:
    """Begin to keep money for a purpose; its identity. Raises NotYours, NumberTaken."""
    require_keeping(organisation, writing.access)
    if with_keys(FUND, [{"number": draft.number}]):
        raise errors.NumberTaken(number=draft.number)
    store = ledger(FUND)
    said: Mapping[str, object] = {
        "number": draft.number, "name": draft.name, "organisation": organisation, "purpose": draft.purpose,
        "paper": draft.paper or None,
    }  # fmt: skip
    with recording(writing.source) as entry:
        [anchor] = store.new_anchors(1)
        store.insert([NewRow(anchor, writing.on, None, dict.fromkeys(store.kind.fields) | dict(said))], entry=entry)
    return anchor


def free_fund_number(organisations: Collection[int], year: int) -> str:
    """A number that no purpose of these organisations has yet."""
    taken = {row.values["number"] for row in funds_of(organisations)}
    names = (f"ZX{year}-{number:02d}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def percent_of(row: StoredRow) -> Decimal | None:
    """The percentage that stands in an amount or in an entry."""
    text = row.values["percent"]
    return Decimal(text) if text else None


def gifts_at(organisation: int) -> list[StoredRow]:
    """What was given at an organisation, the latest first."""
    return sorted(rows_at(GIFT, [organisation]), key=lambda row: (row.since, row.id), reverse=True)
