"""Who owes what for which month, and what was paid: every read of members' dues that has a name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import StoredRow, store_of
from zugong.dues.records import AMOUNT, ENTRY, FUND, GIFT, MONTH, PAYMENT, ledger, with_keys
from zugong.dues.rules import (
    PayingChoice,
    last_day_of,
    month_after,
    month_of,
    months_from,
    open_months,
    paying_choices,
)
from zugong.kernel.time import PartialDate, holds
from zugong.packs.dues import DuesRule, ShareRule, dues_rule_on, share_of_kind
from zugong.packs.pack import Pack, installed_pack

#: Who goes on in the successor of an organisation goes on owing what was owed before.
_GOES_ON = ("merged", "split")


def the_pack() -> Pack:
    """The pack of this site."""
    return installed_pack(settings.ZUGONG_PACK)


def rule_on(day: date) -> DuesRule:
    """The table in force on a day. Raises NoDuesRuleYet."""
    return dues_rule_on(tuple(the_pack().folders), day)


def share_on(kind: str, day: date) -> ShareRule | None:
    """The rule by which organisations of a kind hand on; None where none says."""
    return share_of_kind(tuple(the_pack().folders), kind, day)


@dataclass(frozen=True)
class Member:
    """A member of a branch who owes dues, from the month `starts` on at the earliest; "" where nothing tells it."""

    person: int
    organisation: int
    name: str
    category: str
    starts: str
    occupation: str


def members_owing(organisations: Collection[int], day: date, rule: DuesRule) -> list[Member]:
    """The members of branches on a day who owe dues, in the order of the roster. Two questions for all branches."""
    store = store_of(installed_catalogue(settings.ZUGONG_PACK).types["membership"])
    rows = (
        store.queryset().believed().holding(day).filter(organisation_id__in=list(organisations)).order_by("person_id")
    )
    columns = ("person_id", "organisation_id", "category", "standing", "since", "joined_on", "start_reason")
    found = [row for row in rows.values_list(*columns) if row[3] not in rule.not_due]
    told = _persons_told([row[0] for row in found], day)
    return [
        Member(person, branch, *told.get(person, (f"№{person}", ""))[:1], category or "", _starts(since, joined, reason),
               told.get(person, ("", ""))[1])
        for person, branch, category, _, since, joined, reason in found
    ]  # fmt: skip


def _starts(since: date, joined: object, reason: str | None) -> str:
    """The month of admission or of coming into this branch, whichever is later; what comes before is not its matter."""
    admitted = str(joined)[:7] if joined and len(str(joined)) >= len("2020-01") else ""
    return admitted if reason in _GOES_ON else max(admitted, month_of(since))


def _persons_told(persons: Sequence[int], day: date) -> dict[int, tuple[str, str]]:
    store = store_of(installed_catalogue(settings.ZUGONG_PACK).types["person"])
    rows = store.queryset().believed().holding(day).filter(anchor_id__in=persons)
    return {
        pk: (name, occupation or "") for pk, name, occupation in rows.values_list("anchor_id", "name", "occupation")
    }


def has_dues(person: int) -> bool:
    """Is or was somebody a member, so that there are dues of theirs? An applicant has none."""
    kind = installed_catalogue(settings.ZUGONG_PACK).types["membership"]
    return store_of(kind).queryset().believed().filter(person_id=person).exists()


@dataclass(frozen=True)
class Owing:
    """What a member owes and has paid, as it stands for one month. `amount` is None until it is fixed.

    `owed` are the months open up to this one, `before` those of them that are earlier; `paid` the payment for this month.
    """

    member: Member
    amount: StoredRow | None
    paid: StoredRow | None
    owed: tuple[str, ...]
    choices: tuple[PayingChoice, ...]
    amounts: tuple[StoredRow, ...]
    month: str
    paid_until: str

    @property
    def before(self) -> tuple[str, ...]:
        return tuple(one for one in self.owed if one < self.month)

    @property
    def is_due(self) -> bool:
        """Is something to be paid for the month itself?"""
        return self.amount is not None and self.amount.values["amount"] > 0

    def fen_for(self, month: str) -> int:
        """What is to be paid for a month: the amount that holds in it, else the first that was fixed."""
        found = amount_in(self.amounts, month)
        return found.values["amount"] if found else self.amounts[0].values["amount"]


def amount_in(amounts: Iterable[StoredRow], month: str) -> StoredRow | None:
    """Of a member's amounts the one that holds when the month ends."""
    day = last_day_of(month)
    return next((row for row in amounts if holds(since=row.since, until=row.until, on=day)), None)


def amounts_of(persons: Collection[int]) -> dict[int, tuple[StoredRow, ...]]:
    """All amounts that were fixed for persons, the earliest first."""
    found: dict[int, list[StoredRow]] = {}
    for row in with_keys(AMOUNT, [{"person": person} for person in persons]):
        found.setdefault(row.values["person"], []).append(row)
    return {person: tuple(sorted(rows, key=lambda row: row.since)) for person, rows in found.items()}


def payments_of(persons: Collection[int], months: Iterable[str]) -> dict[tuple[int, str], StoredRow]:
    """What persons paid for months, to whichever branch, by person and month."""
    keys = [{"person": person, "month": PartialDate(month)} for month in months for person in persons]
    return {(row.values["person"], row.values["month"].text): row for row in with_keys(PAYMENT, keys)}


def owing_of(organisations: Collection[int], month: str, today: date, *, is_short: bool = False) -> list[Owing]:
    """How each member of branches stands for a month. `is_short` looks at that month alone, for many branches at once."""
    day = min(last_day_of(month), today)
    rule = rule_on(day)
    members = members_owing(organisations, day, rule)
    persons = [member.person for member in members]
    amounts = amounts_of(persons)
    back = 0 if is_short else rule.back_months
    last = month if is_short else f"{month[:4]}-12"
    months = months_from(month_after(month, -back), last)
    payments = payments_of(persons, months)
    return [_owing(member, amounts.get(member.person, ()), payments, month, months) for member in members]


def _owing(
    member: Member, amounts: tuple[StoredRow, ...], payments: dict[tuple[int, str], StoredRow], month: str,
    months: tuple[str, ...],
) -> Owing:  # fmt: skip
    """How a member stands, as far as these months tell: those before the month and after it."""
    paid = {one for one in months if (member.person, one) in payments or _is_free(amounts, one)}
    starts, back = max(member.starts, month_of(amounts[0].since)) if amounts else "", months.index(month)
    owed = open_months(starts, paid, month, back) if amounts else ()
    choices = paying_choices(starts, paid, month, back) if amounts and len(months) > 1 else ()
    until = month
    while month_after(until) in paid:
        until = month_after(until)
    return Owing(
        member, amount_in(amounts, month), payments.get((member.person, month)), owed, choices, amounts, month, until
    )  # fmt: skip


def _is_free(amounts: Iterable[StoredRow], month: str) -> bool:
    """Is nothing owed in the month because the amount is nought?"""
    found = amount_in(amounts, month)
    return found is not None and found.values["amount"] == 0


def keeping_dues(organisations: Collection[int]) -> frozenset[int]:
    """Those of these branches that ever fixed an amount here: the others keep their dues on paper."""
    rows = ledger(AMOUNT).queryset().believed().values_list("organisation_id", flat=True).distinct()
    return frozenset(rows) & frozenset(organisations)


def closed_months(organisations: Collection[int], months: Iterable[str]) -> dict[tuple[int, str], StoredRow]:
    """The months that branches closed, by organisation and month."""
    keys = [{"organisation": one, "month": PartialDate(month)} for month in months for one in organisations]
    return {(row.values["organisation"], row.values["month"].text): row for row in with_keys(MONTH, keys)}


def receipts_of(organisation: int, start: date, end: date) -> dict[str, list[StoredRow]]:
    """The payments that a branch took from `start` to before `end`, by receipt, in the order of their numbers."""
    rows = ledger(PAYMENT).believed(organisation_id=organisation, since__gte=start, since__lt=end)
    found: dict[str, list[StoredRow]] = {}
    for row in sorted(rows, key=lambda row: (row.values["receipt"], row.values["month"].text)):
        found.setdefault(row.values["receipt"], []).append(row)
    return found


def whole_receipts(payments: Collection[StoredRow]) -> list[StoredRow]:
    """All payments under the receipts of these, which are of one organisation: a receipt may be for several months."""
    if not payments:
        return []
    receipts = {row.values["receipt"] for row in payments}
    organisation, days = next(iter(payments)).values["organisation"], {row.since for row in payments}
    rows = ledger(PAYMENT).believed(organisation_id=organisation, since__in=days)
    return [row for row in rows if row.values["receipt"] in receipts]


def payments_by(person: int, year: int) -> dict[str, StoredRow]:
    """What one member paid for the months of a year, by month."""
    months = [f"{year}-{number:02d}" for number in range(1, 13)]
    return {month: row for (_, month), row in payments_of([person], months).items()}


def funds_of(organisations: Collection[int]) -> list[StoredRow]:
    """The purposes that organisations keep money for, the latest first; those that are settled included."""
    rows = ledger(FUND).believed(organisation_id__in=list(organisations))
    return sorted(rows, key=lambda row: (row.since, row.id), reverse=True)


def fund_of(identity: int) -> StoredRow | None:
    """One purpose as it stands; None where there is none."""
    rows = sorted(ledger(FUND).believed(anchor_id=identity), key=lambda row: row.since)
    return rows[-1] if rows else None


def fund_names(funds: Collection[int]) -> dict[int, str]:
    """What purposes are called, in one question."""
    rows = sorted(ledger(FUND).believed(anchor_id__in=list(funds)), key=lambda row: row.since) if funds else []
    return {row.anchor or 0: row.values["name"] for row in rows}


def movements_of_fund(fund: int) -> tuple[list[StoredRow], list[StoredRow]]:
    """What was given to a purpose, and the entries of its money, wherever they stand."""
    found = []
    for code in (GIFT, ENTRY):
        store = ledger(code)
        likely = store.queryset().believed().filter(body__contains=f'"fund":{fund},')
        found.append(list(store.read(likely)))
    return found[0], found[1]
