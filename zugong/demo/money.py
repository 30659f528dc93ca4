"""Money that was spent, in whole yuan, and the income of villages."""

from __future__ import annotations

from datetime import date
from random import Random

from zugong.demo.membership import shares
from zugong.demo.organisations import County
from zugong.demo.posts import Posts
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation, Person, Unit

_EXIT_INCOME = 50_000
_BONUS_SHARE = 3  # every third yuan is paid as a reward at the end of the year
_SMALLEST_PAYMENT = 8_000


class _Vouchers:
    """Gathers payments under running voucher numbers."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self.rows: list[tuple] = []

    def pay(
        self, payer: str, purpose: str, branch: Organisation, amount: int, on: date, *, unit: Unit | None = None,
        person: Person | None = None, status: str = "paid",
    ) -> None:  # fmt: skip
        number = f"PZ{on:%Y%m}{len(self.rows) + 1:05d}"
        name, identity = (person.name, person.identity_number) if person else ("", "")
        unit_name = unit.name_on(on) if unit else ""
        self.rows.append((number, payer, purpose, branch.name_on(on), unit_name, name, identity, amount, status, on))


def money_ledgers(targets: Targets, county: County, posts: Posts) -> list[Ledger]:
    """Payments of the year that add up to the sums wanted, money that does not count, and the income of villages."""
    random = Random(f"{targets.seed} money")
    vouchers = _Vouchers(targets)
    _subsidies(targets, county, posts, vouchers)
    _party_building(targets, county, vouchers, random)
    _other_money(targets, county, posts, vouchers)
    columns = (
        "number", "payer", "purpose", "organisation", "unit", "person.name", "person.identity_number", "amount", "status", "on",
    )  # fmt: skip
    return [Ledger("money", targets.closed_on, columns, vouchers.rows), _income(targets, county, posts, random)]


def _subsidies(targets: Targets, county: County, posts: Posts, vouchers: _Vouchers) -> None:
    """For each cadre sent a living subsidy and a reward, together the sum wanted."""
    total, count = targets.leaders.dispatch_subsidies_yuan, max(len(posts.sent), 1)
    for place, (person, unit, _) in enumerate(posts.sent):
        amount = total // count + (place < total % count)
        reward = amount // _BONUS_SHARE
        branch = county.village_branch[unit]
        for part, on in ((amount - reward, date(targets.year, 9, 28)), (reward, targets.closed_on)):
            vouchers.pay("county_budget", "dispatched_secretaries", branch, part, on, unit=unit, person=person)


def _party_building(targets: Targets, county: County, vouchers: _Vouchers, random: Random) -> None:
    """To every township, village and community, and the departments; village money once the merger is over."""
    branches: list[tuple[Organisation, Unit | None]] = [(township, None) for township in county.townships]
    branches += [(county.village_branch[unit], unit) for unit in county.places.villages]
    branches += [(one, None) for one in county.leaves if one.sector != "rural" and one.ended_on is None]
    amounts = shares(
        random,
        targets.work.party_building_yuan,
        [4.0 if unit else 1.0 for _, unit in branches],
        least=_SMALLEST_PAYMENT,
    )
    for (branch, unit), amount in zip(branches, amounts, strict=True):
        on = date(targets.year, random.randint(7, 12), random.randint(1, 28))
        vouchers.pay("county_budget", "party_building", branch, amount, on, unit=unit)


def _other_money(targets: Targets, county: County, posts: Posts, vouchers: _Vouchers) -> None:
    """Money that no target counts: of other payers, other years, only planned, for other purposes."""
    before, last, after = targets.day_before, targets.closed_on, targets.day_after
    for unit in county.places.communities:
        if unit in county.village_branch:
            branch = county.village_branch[unit]
            amount = targets.work.community_service_yuan
            vouchers.pay("county_budget", "community_service", branch, amount, date(targets.year, 6, 30), unit=unit)
    for purpose in ("dispatched_secretaries", "party_building"):
        for payer, on, status in (
            ("county_budget", before, "paid"), ("county_budget", after, "paid"), ("county_budget", last, "planned"),
            ("city_budget", last, "paid"), ("dues", last, "paid"), ("donation", last, "paid"),
        ):  # fmt: skip
            vouchers.pay(payer, purpose, county.root, 120_000, on, status=status)
    for township in county.townships:
        vouchers.pay("dues", "relief", township, 6_000, date(targets.year, 1, 17))


def _income(targets: Targets, county: County, posts: Posts, random: Random) -> Ledger:
    """The income of two years; a few of the villages whose secretary left earned less than the line.

    One village earned exactly the line, and less than it by the first count of the next year.
    """
    if targets.work.income:
        return _told_income(targets, county, random)
    weak = set(posts.exited_villages[: max(1, len(posts.exited_villages) // 4)])
    exact = next(unit for unit in county.places.villages if unit not in weak and not unit.new_name)
    rows: list[tuple] = [(exact.name, targets.year + 1, 900, 900, targets.day_after)]
    for unit in county.places.villages:
        income = random.randint(8_000, _EXIT_INCOME - 1) if unit in weak else random.randint(_EXIT_INCOME, 620_000)
        income = _EXIT_INCOME if unit is exact else income
        operating = income * random.randint(30, 90) // 100
        on = date(targets.year, 12, 20)
        rows.append((unit.name_on(on), targets.year, income, operating, on))
        if not unit.new_name:
            earlier = date(targets.year - 1, 12, 20)
            rows.append((unit.name, targets.year - 1, income * 8 // 10, operating * 8 // 10, earlier))
    return Ledger("village_income", targets.closed_on, ("unit", "year", "income", "operating", "on"), rows)


def _told_income(targets: Targets, county: County, random: Random) -> Ledger:
    """Two years' income in the bands wanted, in villages that lie apart; the year before lay in the band below."""
    villages = list(county.places.villages)
    random.shuffle(villages)
    bands = [band for band in targets.work.income for _ in range(band.villages)]
    rows: list[tuple] = []
    for unit, band in zip(villages, bands, strict=False):
        income = random.randint(band.least, band.most)
        for year, told in ((targets.year, income), (targets.year - 1, income * 7 // 10)):
            rows.append((unit.name, year, told, told * random.randint(30, 90) // 100, date(year, 12, 20)))
    return Ledger("village_income", targets.closed_on, ("unit", "year", "income", "operating", "on"), rows)
