"""Every write in the accounts of organisations. What one hands over another gets: both sides stand in one entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zugong.dictionary.store import Values
from zugong.dues import errors
from zugong.dues.accounts import FUND_MONEY, Account, HandingOn, account_of, to_hand_on
from zugong.dues.actions import Writing, require_keeping
from zugong.dues.queries import share_on
from zugong.dues.records import ENTRY, add, ledger
from zugong.kernel.facts.recording import recording, wait_for_other_plans
from zugong.organisations.queries import Tree

_HANDED, _ALLOCATED, _OTHER = "SJ", "XB", "PZ"


@dataclass(frozen=True)
class EntryDraft:
    """One movement in the account of an organisation, as a form says it."""

    kind: str
    money: str
    fen: int
    on: date
    fund: int | None = None
    counterpart: int | None = None
    outside: str = ""
    passed_on: bool = False
    use: str = ""
    decision: str = ""
    paper: str = ""
    text: str = ""


def hand_on(*, organisation: int, tree: Tree, writing: Writing) -> tuple[HandingOn, ...]:
    """Hand on to the level above what is to be handed on of everything that was received; what was handed on.

    Raises NotYours, NobodyAbove, NoShare, NothingToHandOn, NotEnough where what is to go was used already.
    """
    require_keeping(organisation, writing.access)
    above = tree.parent(organisation)
    if above is None:
        raise errors.NobodyAbove(name=tree.name(organisation))
    if share_on(tree.kind(organisation), writing.on) is None:
        raise errors.NoShare
    with recording(writing.source) as entry:
        wait_for_other_plans()
        account = account_of(organisation)
        lines = to_hand_on(account, tree, writing.on)
        if not lines:
            raise errors.NothingToHandOn
        for line in lines:
            _check_enough(account, line.money, line.fund, line.fen)
        prefix = f"{_HANDED}{writing.on:%Y%m%d}-{tree.node(organisation).code}"
        rows = [
            row for number, line in enumerate(lines, start=_entries_ever(organisation) + 1)
            for row in _both_sides(organisation, above, line, f"{prefix}-{number}")
        ]  # fmt: skip
        add(ENTRY, rows, writing.on, entry)
    return lines


def _both_sides(organisation: int, above: int, line: HandingOn, number: str) -> list[Values]:
    """What leaves, with of how much it is which part; and what arrives, unless it comes to nothing."""
    common = {"number": number, "money": line.money, "fund": line.fund, "amount": line.fen}
    told = {"of_amount": line.of_fen, "percent": f"{line.percent.normalize():f}"}
    sent = common | told | {"organisation": organisation, "kind": "sent_on", "counterpart": above}
    got = common | {"organisation": above, "kind": "from_below", "counterpart": organisation}
    return [sent, got] if line.fen else [sent]


def book(*, organisation: int, draft: EntryDraft, tree: Tree, writing: Writing) -> str:
    """Record one movement; its voucher. What is allocated arrives in the account below in the same entry.

    Raises NotYours, NotPaidYet, NotBelow, NotEnough.
    """
    require_keeping(organisation, writing.access)
    if draft.on > writing.on:
        raise errors.NotPaidYet(day=draft.on)
    if draft.kind == "allocated" and draft.counterpart not in tree.children(organisation):
        raise errors.NotBelow
    with recording(writing.source) as entry:
        wait_for_other_plans()
        account = account_of(organisation)
        if draft.kind not in ("opening", "interest"):
            _check_enough(account, draft.money, draft.fund, draft.fen)
        prefix = _ALLOCATED if draft.kind == "allocated" else _OTHER
        number = f"{prefix}{draft.on:%Y%m%d}-{tree.node(organisation).code}-{_entries_ever(organisation) + 1}"
        add(ENTRY, _booked(organisation, draft, number), draft.on, entry)
    return number


def _booked(organisation: int, draft: EntryDraft, number: str) -> Sequence[Values]:
    said: Values = {
        "number": number, "organisation": organisation, "kind": draft.kind, "money": draft.money, "fund": draft.fund,
        "amount": draft.fen, "counterpart": draft.counterpart, "outside": draft.outside or None,
        "passed_on": draft.passed_on if draft.kind == "allocated" else None, "use": draft.use or None,
        "decision": draft.decision or None, "paper": draft.paper or None, "text": draft.text or None,
    }  # fmt: skip
    if draft.kind != "allocated":
        return [said]
    got = {"organisation": draft.counterpart, "counterpart": organisation, "kind": "from_above", "passed_on": None}
    return [said, said | got]


def _entries_ever(organisation: int) -> int:
    """How many entries an account ever had, those that were withdrawn included: no voucher gets a number twice."""
    return ledger(ENTRY).queryset().filter(organisation_id=organisation).count()


def _check_enough(account: Account, money: str, fund: int | None, fen: int) -> None:
    there = account.balance(money, fund if money == FUND_MONEY else None)
    if fen > there:
        raise errors.NotEnough(there=_yuan(there), wanted=_yuan(fen))


def _yuan(fen: int) -> str:
    return f"{Decimal(fen) / 100:,.2f}"
