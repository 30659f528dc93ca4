"""What dues come to: amounts by the table, months that are open, shares, accounts. Money is whole fen throughout."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from functools import lru_cache

from zugong.dues.errors import AmountOutside, BaseNeeded, DecisionNeeded
from zugong.kernel.time import months_after
from zugong.packs.dues import PayerRule, Rounding, Step

_FEN = 100
_ROUNDINGS = {"half_up": ROUND_HALF_UP, "up": ROUND_UP, "down": ROUND_DOWN}
#: The kinds of entries by which money comes into an account; by all others it goes out.
INCOMING = ("opening", "from_below", "from_above", "interest")
OUTGOING = ("sent_on", "allocated", "outside", "used")


@dataclass(frozen=True)
class Reckoned:
    """A monthly amount and how it came about. `percent` is None where there is no base; `over` and `up_to` bound the step."""

    fen: int
    percent: Decimal | None = None
    over: Decimal | None = None
    up_to: Decimal | None = None


def amount_by(payer: PayerRule, typed_fen: int | None, decision: str, rounding: Rounding) -> Reckoned:
    """The monthly amount of a payer: of the whole base by its step, or what was typed within the bounds.

    `typed_fen` is the base where there are steps, else the amount, None for the usual one. Raises BaseNeeded,
    AmountOutside, DecisionNeeded. Source: Regulations on dues, articles 2 and 5: the rate is of the whole base.
    """
    if payer.needs_decision and not decision:
        raise DecisionNeeded
    if not payer.steps:
        return Reckoned(_within(payer, typed_fen))
    if typed_fen is None:
        raise BaseNeeded(name=payer.en, name_zh=payer.zh)
    over, step = _step_of(payer.steps, typed_fen)
    exact = Decimal(typed_fen) * step.percent / _FEN
    return Reckoned(rounded(exact, rounding), step.percent, over, step.up_to)


def _within(payer: PayerRule, typed_fen: int | None) -> int:
    usual = payer.usual if payer.usual is not None else payer.least
    fen = in_fen(usual or Decimal(0)) if typed_fen is None else typed_fen
    least, most = in_fen(payer.least or Decimal(0)), None if payer.most is None else in_fen(payer.most)
    if fen < least or (most is not None and fen > most):
        raise AmountOutside(least=in_yuan(least), most=in_yuan(most) if most is not None else "—")
    return fen


def _step_of(steps: Sequence[Step], base_fen: int) -> tuple[Decimal | None, Step]:
    """The step of a base, and what the base must be over to be in it."""
    over: Decimal | None = None
    for step in steps:
        if step.up_to is None or base_fen <= in_fen(step.up_to):
            return over, step
        over = step.up_to
    raise AssertionError("the last step has no end")  # the pack's check holds it


def rounded(exact_fen: Decimal, rounding: Rounding) -> int:
    """Fen as a pack rounds them."""
    unit = Decimal(rounding.fen)
    return int((exact_fen / unit).quantize(Decimal(1), rounding=_ROUNDINGS[rounding.how]) * unit)


def base_behind(fen: int, percent: Decimal) -> int:
    """Of about which base, in whole yuan, an amount is that percentage: what a payer compares, since no base is kept."""
    return int((Decimal(fen) / percent).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def in_fen(yuan: Decimal) -> int:
    return int(yuan * _FEN)


def in_yuan(fen: int) -> str:
    """Fen as people write them: 1,234.50."""
    return f"{Decimal(fen) / _FEN:,.2f}"


def handed_on(base_fen: int, percent: Decimal) -> int:
    """What an organisation hands on of what it received; the rest, to the fen, it keeps."""
    return int((Decimal(base_fen) * percent / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


# --- months ---

_KEPT_MONTHS = 2000
_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")


def is_month(text: str) -> bool:
    """Is it a month as 2026-03?"""
    return bool(_MONTH.fullmatch(text))


def month_of(day: date) -> str:
    """The month of a day, as 2026-03."""
    return day.isoformat()[:7]


def first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


@lru_cache(maxsize=_KEPT_MONTHS)
def last_day_of(month: str) -> date:
    return date.fromordinal(months_after(first_day(month), 1).toordinal() - 1)


@lru_cache(maxsize=_KEPT_MONTHS)
def month_after(month: str, months: int = 1) -> str:
    return month_of(months_after(first_day(month), months))


@lru_cache(maxsize=_KEPT_MONTHS)
def months_from(first: str, last: str) -> tuple[str, ...]:
    """The months from `first` to `last`, both inclusive; none where the last comes before. Kept: every name asks the same."""
    found, month = [], first
    while month <= last:
        found.append(month)
        month = month_after(month)
    return tuple(found)


def open_months(starts: str, paid: Collection[str], upto: str, back: int) -> tuple[str, ...]:
    """The months that are owed up to `upto`, inclusive: of the last `back` and that one, from where owing starts on."""
    first = max(starts, month_after(upto, -back))
    return tuple(month for month in months_from(first, upto) if month not in paid)


@dataclass(frozen=True)
class PayingChoice:
    """So many months that may be paid at once; `kind` says which: this one, all that are open, up to the year's end."""

    kind: str
    months: tuple[str, ...]


def paying_choices(starts: str, paid: Collection[str], month: str, back: int) -> tuple[PayingChoice, ...]:
    """What a member may pay in a month: it alone, what is open before it too, and in advance to the end of the year."""
    owed = open_months(starts, paid, month, back)
    ahead = tuple(one for one in months_from(month, f"{month[:4]}-12") if one >= starts and one not in paid)
    quarter = tuple(one for one in ahead if one <= _quarter_end(month))
    found = [
        PayingChoice("month", tuple(one for one in owed if one == month)), PayingChoice("owed", owed),
        PayingChoice("quarter", quarter), PayingChoice("year", ahead), PayingChoice("all", (*owed, *ahead)),
    ]  # fmt: skip
    kept: dict[tuple[str, ...], PayingChoice] = {}
    for choice in found:
        if choice.months:
            kept.setdefault(tuple(dict.fromkeys(choice.months)), choice)
    return tuple(PayingChoice(choice.kind, months) for months, choice in kept.items())


def _quarter_end(month: str) -> str:
    number = int(month[5:])
    return f"{month[:4]}-{number + (-number) % 3:02d}"


# --- accounts ---


@dataclass(frozen=True)
class Sums:
    """An account over a time: what stood there before, what came in and went out by kind, in fen."""

    opening: int
    incoming: Mapping[str, int]
    outgoing: Mapping[str, int]

    @property
    def received(self) -> int:
        return sum(self.incoming.values())

    @property
    def spent(self) -> int:
        return sum(self.outgoing.values())

    @property
    def closing(self) -> int:
        return self.opening + self.received - self.spent


@dataclass(frozen=True)
class Moved:
    """One movement of money in an account: "payment" and "gift" from members, else the kind of the entry."""

    on: date
    kind: str
    fen: int
    money: str = "dues"
    fund: int | None = None

    @property
    def signed(self) -> int:
        return -self.fen if self.kind in OUTGOING else self.fen


def sums_of(moves: Sequence[Moved], start: date, end: date) -> Sums:
    """The account from `start` to before `end`; a balance brought in on the way counts as what stood there before."""
    opening = sum(one.signed for one in moves if one.on < start or (one.kind == "opening" and one.on < end))
    within = [one for one in moves if start <= one.on < end and one.kind != "opening"]
    incoming: dict[str, int] = {}
    outgoing: dict[str, int] = {}
    for one in within:
        side = outgoing if one.kind in OUTGOING else incoming
        side[one.kind] = side.get(one.kind, 0) + one.fen
    return Sums(opening, incoming, outgoing)


# --- receipts ---

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def in_capitals(fen: int) -> str:
    """An amount as receipts write it, in capitals: 1050 fen is 壹拾元伍角整."""
    yuan, rest = divmod(fen, _FEN)
    jiao, last = divmod(rest, 10)
    text = f"{_whole_in_capitals(yuan)}元" if yuan else ""
    if not rest:
        return f"{text or '零元'}整"
    text += f"{_DIGITS[jiao]}角" if jiao else ("零" if text else "")
    return text + (f"{_DIGITS[last]}分" if last else "整")


def _whole_in_capitals(number: int) -> str:
    """Read from the left; a gap of noughts is one 零 before the next digit, never at the end of a group."""
    text, digits, gap = "", str(number), False
    for place, digit in zip(range(len(digits) - 1, -1, -1), map(int, digits), strict=True):
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place % 4]
        gap = not digit
        is_group = place % 4 == 0 and int(digits[max(0, len(digits) - place - 4) : len(digits) - place])
        text += _GROUPS[place // 4] if is_group else ""
    return text
