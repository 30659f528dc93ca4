"""Dues of one township, and money that all gave for a purpose: handed up, allocated, used, with both sides of each entry."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from zugong.demo.dues_targets import GivenMoney, KeptDues
from zugong.demo.membership import Membership, shares
from zugong.demo.organisations import County
from zugong.demo.targets import Targets
from zugong.demo.world import LEAF_KINDS, Ledger, Organisation, Person
from zugong.kernel.time import months_after

_COLUMNS: dict[str, tuple[str, ...]] = {
    "dues_amount": (
        "person.name", "person.identity_number", "organisation", "year", "amount", "payer", "percent", "rule", "since",
    ),
    "dues_payment": ("person.name", "person.identity_number", "organisation", "month", "amount", "way", "receipt", "on"),
    "dues_month": ("organisation", "month", "persons_due", "persons_paid", "amount_due", "amount_paid", "on"),
    "dues_fund": ("number", "name", "organisation", "purpose", "paper", "since"),
    "dues_gift": ("receipt", "organisation", "kind", "money", "fund", "givers", "amount", "way", "on"),
    "dues_entry": (
        "number", "organisation", "kind", "money", "fund", "amount", "counterpart", "outside", "passed_on", "use", "of_amount",
        "percent", "decision", "on",
    ),
}  # fmt: skip
#: By occupation: measure, percent of the base, its article, and the monthly amounts that come out.
_MEASURES: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "farmer": ("farmer", "", "6", ("1",)), "student": ("student", "", "6", ("0.2",)),
    "retired": ("pension", "0.5", "5", ("13.5", "15.2", "18.25", "21.4")),
}  # fmt: skip
_WAGE = ("wage", "1", "1、2", ("32.5", "38", "42", "46.5"))
_RULE = "《关于中国共产党党费收缴、使用和管理的规定》第{article}条"
_PAY_DAYS = 20
_TARDY = 17  # every so manieth member pays the last month later
_FUND, _DUES, _OUTSIDE = "fund", "dues", ""


@dataclass
class _Filed:
    """The rows by record type, and the running numbers of vouchers."""

    rows: dict[str, list[tuple]] = field(default_factory=lambda: {code: [] for code in _COLUMNS})
    numbers: dict[Organisation, int] = field(default_factory=lambda: defaultdict(int))

    def entry(
        self, organisation: Organisation, kind: str, money: str, fund: str, amount: Decimal, on: date, *,
        other: Organisation | None = None, outside: str = _OUTSIDE, passed_on: str = "", use: str = "",
        of_amount: Decimal | None = None, percent: str = "", decision: str = "",
    ) -> None:  # fmt: skip
        """One entry, and where another organisation is on the other side its entry as well."""
        self.numbers[organisation] += 1
        number = f"PZ{on:%Y%m}-{organisation.code}-{self.numbers[organisation]}"
        names = [one.name_on(on) if one else "" for one in (organisation, other)]
        self.rows["dues_entry"].append(
            (
                number,
                names[0],
                kind,
                money,
                fund,
                amount,
                names[1],
                outside,
                passed_on,
                use,
                of_amount,
                percent,
                decision,
                on,
            )
        )
        there = {"sent_on": "from_below", "allocated": "from_above"}.get(kind)
        if there:
            self.rows["dues_entry"].append(
                (number, names[1], there, money, fund, amount, names[0], "", "", "", None, "", "", on)
            )


def dues_ledgers(targets: Targets, county: County, membership: Membership) -> list[Ledger]:
    """What the targets tell of dues; none where they tell nothing."""
    filed, told = _Filed(), targets.dues
    if told is not None and told.given is not None:
        _given(told.given, targets, county, filed)
    if told is not None and told.kept is not None:
        _kept(told.kept, targets, county, membership, filed)
    return [Ledger(code, targets.closed_on, _COLUMNS[code], rows) for code, rows in filed.rows.items() if rows]


# --- the dues of one township ---


def _kept(told: KeptDues, targets: Targets, county: County, membership: Membership, filed: _Filed) -> None:
    last = targets.closed_on
    township = county.townships[told.township]
    members: dict[Organisation, list[Person]] = defaultdict(list)
    for person in membership.everybody:
        if person.is_member_on(last):
            members[person.branch_on(last, rosters_apply_on=last)].append(person)
    branches = [one for one in members if one.kind in LEAF_KINDS and _township_of(one, last) is township]
    branches.sort(key=lambda one: (one.parent_on(last) is not township, one.code))
    handed = Decimal(0)
    for place, branch in enumerate(branches):
        handed += _branch(told, branch, members[branch], last, filed, is_open=place < told.open_branches)
    on = last.replace(day=10)
    sent = (handed * told.share / 100).quantize(Decimal("0.01"))
    filed.entry(township, "sent_on", _DUES, "", sent, on, other=county.root, of_amount=handed, percent=str(told.share))
    _from_the_county(told, county.root, township, last, filed)


def _township_of(branch: Organisation, day: date) -> Organisation | None:
    """The committee above a branch, past its general branch."""
    above = branch.parent_on(day)
    return above.parent_on(day) if above is not None and above.kind == "general_branch" else above


def _branch(
    told: KeptDues, branch: Organisation, members: list[Person], last: date, filed: _Filed, *, is_open: bool
) -> Decimal:  # fmt: skip
    """Amounts, payments and closed months of a branch; what it handed on of the months before the last."""
    name, before, receipt = branch.name_on(last), Decimal(0), 0
    amounts = {person: _amount(person, place, name, told.since, filed) for place, person in enumerate(members)}
    month = told.since
    while month <= last:
        is_last = months_after(month, 1) > last
        on = month + timedelta(days=int(branch.code[-2:]) % _PAY_DAYS)
        due = [one for one in members if one.is_member_on(month.replace(day=_PAY_DAYS))]
        paying = [one for place, one in enumerate(due) if not is_last or (place % _TARDY and not is_open)]
        for person in paying:
            receipt += 1
            filed.rows["dues_payment"].append(
                (person.name, person.identity_number, name, f"{month:%Y-%m}", amounts[person],
                 "transfer" if receipt % 3 else "cash", f"{on.year}-{receipt:04d}", on)
            )  # fmt: skip
        paid = sum((amounts[person] for person in paying), Decimal(0))
        before += Decimal(0) if is_last else paid
        if paying:
            filed.rows["dues_month"].append(
                (
                    name,
                    f"{month:%Y-%m}",
                    len(due),
                    len(paying),
                    sum(amounts[one] for one in due),
                    paid,
                    on + timedelta(days=2),
                )
            )
        month = months_after(month, 1)
    _hand_on(branch, before, last, filed)
    return before


def _hand_on(branch: Organisation, amount: Decimal, last: date, filed: _Filed) -> None:
    """A branch hands on everything, to the committee above its general branch too."""
    on, here = last.replace(day=5), branch
    while (above := here.parent_on(last)) is not None:
        filed.entry(here, "sent_on", _DUES, "", amount, on, other=above, of_amount=amount, percent="100")
        if above.kind != "general_branch":
            return
        here = above


def _amount(person: Person, place: int, branch: str, since: date, filed: _Filed) -> Decimal:
    payer, percent, article, amounts = _MEASURES.get(person.occupation, _WAGE)
    amount = Decimal(amounts[place % len(amounts)])
    rule = _RULE.format(article=article)
    filed.rows["dues_amount"].append(
        (person.name, person.identity_number, branch, since.year, amount, payer, percent, rule, since)
    )
    return amount


def _from_the_county(told: KeptDues, root: Organisation, township: Organisation, last: date, filed: _Filed) -> None:
    if told.allocated_yuan:
        opening = told.allocated_yuan * 3
        filed.entry(root, "opening", _DUES, "", opening, told.since)
        on = last.replace(day=15)
        decision = f"{on.month}月12日部务会讨论"
        filed.entry(
            root, "allocated", _DUES, "", told.allocated_yuan, on, other=township, passed_on="no", decision=decision
        )
    if told.used_yuan:
        on = last.replace(day=20)
        filed.entry(
            township, "used", _DUES, "", told.used_yuan, on, use="hardship_aid", decision=f"{on.month}月18日党委会讨论"
        )


# --- money given for a purpose ---


def _given(told: GivenMoney, targets: Targets, county: County, filed: _Filed) -> None:
    """Given in every branch, handed up level by level, allocated by the root, used below it, sent outside by it."""
    root, random = county.root, Random(f"{targets.seed} dues")
    filed.rows["dues_fund"].append(
        (told.number, told.name, root.name_on(told.since), told.purpose, told.paper, told.since)
    )
    day = told.since + timedelta(days=20)
    branches = [one for one in county.leaves if one.exists_on(day)]
    sums = shares(random, int(told.given_yuan), [1.0] * len(branches), least=100)
    at: dict[Organisation, Decimal] = defaultdict(Decimal)
    for branch, amount in zip(branches, sums, strict=True):
        givers = max(1, amount // 200)
        row = (f"{day.year}-0001", branch.name_on(day), "donation", _FUND, told.number, givers, amount, "transfer", day)
        filed.rows["dues_gift"].append(row)
        at[branch] += amount
    _hand_up(told, at, root, day + timedelta(days=10), filed)
    _put_to_use(told, county, day + timedelta(days=40), filed)


def _hand_up(told: GivenMoney, at: dict[Organisation, Decimal], root: Organisation, on: date, filed: _Filed) -> None:
    """From the deepest level upward, each organisation once, until everything lies with the root."""
    while below := [one for one in at if one is not root]:
        deepest = max(_depth(one, on) for one in below)
        for organisation in [one for one in below if _depth(one, on) == deepest]:
            amount, above = at.pop(organisation), organisation.parent_on(on)
            if above is None:
                raise ValueError(f"{organisation.name} stands under nobody")
            filed.entry(
                organisation, "sent_on", _FUND, told.number, amount, on, other=above, of_amount=amount, percent="100"
            )
            at[above] += amount


def _depth(organisation: Organisation, on: date) -> int:
    above = organisation.parent_on(on)
    return 0 if above is None else 1 + _depth(above, on)


def _put_to_use(told: GivenMoney, county: County, on: date, filed: _Filed) -> None:
    """Allocated in equal parts to who stands directly below the root, most of it used there; a part sent outside."""
    root = county.root
    below = [one for one in (*county.districts, *county.committees) if one.parent_on(on) is root]
    below = list(dict.fromkeys(below))
    for amount, used, one in zip(
        _parts(told.allocated_yuan, len(below)), _parts(told.used_yuan, len(below)), below, strict=True
    ):
        filed.entry(
            root, "allocated", _FUND, told.number, amount, on, other=one, passed_on="no", decision=told.decision
        )
        filed.entry(
            one, "used", _FUND, told.number, used, on + timedelta(days=15), use=told.use, decision="本级党委会集体讨论"
        )
    filed.entry(
        root, "outside", _FUND, told.number, told.outside_yuan, on, outside=told.outside, decision=told.decision
    )


def _parts(amount: Decimal, count: int) -> list[Decimal]:
    """An amount in equal parts to the fen, the first taking what is over."""
    part = (amount / count).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
    return [amount - part * (count - 1), *([part] * (count - 1))]
