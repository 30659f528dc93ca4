"""The account of an organisation: what came in and went out, what is there of which money, what is to be handed on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zugong.dictionary.store import StoredRow
from zugong.dues.queries import funds_of, share_on
from zugong.dues.records import ENTRY, FUND, GIFT, PAYMENT, ledger, rows_at
from zugong.dues.rules import INCOMING, Moved, Sums, handed_on, sums_of
from zugong.organisations.queries import Tree

DUES, WHOLE, FUND_MONEY = "dues", "whole", "fund"
#: What came in to be shared with the level above: from members and from below, never what came from above.
_SHARED = ("payment", "gift", "from_below")


@dataclass(frozen=True)
class Account:
    """Everything that moved in the account of one organisation."""

    organisation: int
    moves: tuple[Moved, ...]
    entries: tuple[StoredRow, ...]
    gifts: tuple[StoredRow, ...]

    def sums(self, start: date, end: date) -> Sums:
        return sums_of(self.moves, start, end)

    def balance(self, money: str, fund: int | None = None) -> int:
        """What is there of one money, of all days."""
        return sum(one.signed for one in self.moves if (one.money, one.fund) == (money, fund))

    def received_to_share(self, money: str, fund: int | None = None) -> int:
        """What came in of a money from members and from below, of all days."""
        return sum(one.fen for one in self.moves if one.kind in _SHARED and (one.money, one.fund) == (money, fund))

    def shared(self, money: str, fund: int | None = None) -> int:
        """Of how much of it a share was handed on already."""
        return sum(
            row.values["of_amount"] or 0 for row in self.entries
            if row.values["kind"] == "sent_on" and (row.values["money"], row.values["fund"]) == (money, fund)
        )  # fmt: skip

    def to_share(self, money: str, fund: int | None = None) -> int:
        return self.received_to_share(money, fund) - self.shared(money, fund)

    @property
    def funds(self) -> tuple[int, ...]:
        """The purposes for which anything ever moved here."""
        return tuple(sorted({one.fund for one in self.moves if one.fund is not None}))


def account_of(organisation: int) -> Account:
    """The account of an organisation, in three questions."""
    payments = rows_at(PAYMENT, [organisation])
    gifts = sorted(rows_at(GIFT, [organisation]), key=lambda row: (row.since, row.id))
    entries = sorted(rows_at(ENTRY, [organisation]), key=lambda row: (row.since, row.id))
    moves = [Moved(row.since, "payment", row.values["amount"]) for row in payments]
    moves += [_moved(row, "gift") for row in gifts]
    moves += [_moved(row, row.values["kind"]) for row in entries]
    return Account(organisation, tuple(moves), tuple(entries), tuple(gifts))


def _moved(row: StoredRow, kind: str) -> Moved:
    return Moved(row.since, kind, row.values["amount"], row.values["money"], row.values["fund"])


@dataclass(frozen=True)
class HandingOn:
    """One money that is to be handed on: of so much, at this percentage, so much; the rest is kept."""

    money: str
    fund: int | None
    of_fen: int
    percent: Decimal
    fen: int

    @property
    def kept(self) -> int:
        return self.of_fen - self.fen


def to_hand_on(account: Account, tree: Tree, day: date) -> tuple[HandingOn, ...]:
    """What an organisation has to hand on now: dues by its share, large sums and money with a purpose whole."""
    found = []
    share = share_on(tree.kind(account.organisation), day)
    if share is not None and (of_fen := account.to_share(DUES)) > 0:
        percent = share.percent[tree.kind(account.organisation)]
        found.append(HandingOn(DUES, None, of_fen, percent, handed_on(of_fen, percent)))
    for money, fund in ((WHOLE, None), *((FUND_MONEY, one) for one in _kept_above(account, tree))):
        if (of_fen := account.to_share(money, fund)) > 0:
            found.append(HandingOn(money, fund, of_fen, Decimal(100), of_fen))
    return tuple(found)


def _kept_above(account: Account, tree: Tree) -> list[int]:
    """Of the purposes with money here those that an organisation above keeps."""
    above = set(tree.above(account.organisation))
    rows = ledger(FUND).believed(anchor_id__in=account.funds)
    return sorted({row.anchor or 0 for row in rows if row.values["organisation"] in above})


def open_funds(organisation: int, tree: Tree, day: date) -> list[StoredRow]:
    """The purposes to which an organisation may give money: its own and those of the levels above, not settled yet."""
    rows = funds_of([organisation, *tree.above(organisation)])
    return [row for row in rows if row.since <= day and (row.until is None or row.until > day)]


@dataclass(frozen=True)
class Standing:
    """What one organisation has of a purpose: what came in, what went out by kind, what is left."""

    organisation: int
    incoming: dict[str, int]
    outgoing: dict[str, int]

    @property
    def left(self) -> int:
        return sum(self.incoming.values()) - sum(self.outgoing.values())


def standings_of(gifts: Iterable[StoredRow], entries: Iterable[StoredRow]) -> tuple[Standing, ...]:
    """Where the money of a purpose lies, organisation by organisation, those first that had the most."""
    found: dict[int, Standing] = {}
    for row, kind in [*((row, "gift") for row in gifts), *((row, row.values["kind"]) for row in entries)]:
        one = found.setdefault(row.values["organisation"], Standing(row.values["organisation"], {}, {}))
        side = one.incoming if kind == "gift" or kind in INCOMING else one.outgoing
        side[kind] = side.get(kind, 0) + row.values["amount"]
    return tuple(sorted(found.values(), key=lambda one: (-sum(one.incoming.values()), one.organisation)))


@dataclass(frozen=True)
class Trace:
    """A purpose to the last fen: what was given, where it went, where the rest lies."""

    given: int
    givers: int
    used: int
    outside: int
    allocated: int
    brought_in: int
    standings: tuple[Standing, ...]

    @property
    def left(self) -> int:
        return self.given + self.brought_in - self.used - self.outside

    @property
    def is_whole(self) -> bool:
        """Does what lies at the organisations add up to what is left?"""
        return sum(one.left for one in self.standings) == self.left


def trace_of(gifts: Sequence[StoredRow], entries: Sequence[StoredRow]) -> Trace:
    """Where the money of a purpose came from and went: each yuan counted once, however often it was passed on."""

    def total(kind: str) -> int:
        return sum(row.values["amount"] for row in entries if row.values["kind"] == kind)

    first_hand = sum(
        row.values["amount"] for row in entries if row.values["kind"] == "allocated" and not row.values["passed_on"]
    )
    return Trace(
        sum(row.values["amount"] for row in gifts), sum(row.values["givers"] for row in gifts), total("used"),
        total("outside"), first_hand, total("opening") + total("interest"), standings_of(gifts, entries),
    )  # fmt: skip
