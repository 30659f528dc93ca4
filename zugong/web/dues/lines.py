"""The list of names for a month: who paid, who has what open, what each may pay at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from zugong.dues.queries import Owing
from zugong.dues.rules import in_yuan, is_month
from zugong.packs.dues import DuesRule
from zugong.web.dues.wording import code_word, months_named


@dataclass(frozen=True)
class Choice:
    """Months that may be paid at once: `value` are the months, joined by a comma."""

    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class TickLine:
    """One name. `state` and `level` say how it stands; `open` what is open before this month; `choices` what may be paid."""

    person: int
    name: str
    mark: str
    amount: str
    level: str
    state: str
    receipt: str
    open: str
    is_overdue: bool
    choices: tuple[Choice, ...]
    is_ticked: bool


@dataclass(frozen=True)
class Totals:
    """How many are due and have paid for the month, how much in yuan."""

    persons_due: int
    persons_paid: int
    due: str
    paid: str
    left: int


def tick_lines(
    owing: Iterable[Owing], organisation: int, rule: DuesRule, language: str, *, with_amounts: bool,
    ticked: Mapping[int, str],
) -> tuple[TickLine, ...]:  # fmt: skip
    """Every member: those who still owe first come first, in the order of the roster."""
    lines = [_line(one, organisation, rule, language, with_amounts, ticked.get(one.member.person)) for one in owing]
    return tuple(sorted(lines, key=lambda line: (line.level == "good", line.level == "grey")))


def _line(
    one: Owing, organisation: int, rule: DuesRule, language: str, with_amounts: bool, ticked: str | None
) -> TickLine:  # fmt: skip
    level, state = _state(one, language)
    receipt = ""
    if one.paid and one.paid.values["organisation"] == organisation:
        receipt = f"{reverse('dues_receipts', args=[organisation])}?number={one.paid.values['receipt']}"
    return TickLine(
        person=one.member.person,
        name=one.member.name,
        mark=gettext("probationary") if one.member.category == "probationary" else "",
        amount=in_yuan(one.fen_for(one.month)) if with_amounts and one.amounts else "",
        level=level,
        state=state,
        receipt=receipt,
        open=gettext("open before: %(months)s") % {"months": months_named(one.before)} if one.before else "",
        is_overdue=len(one.before) >= rule.remind_months,
        choices=tuple(_choices(one, with_amounts, ticked)) if one.amounts else (),
        is_ticked=ticked is not None,
    )


def _state(one: Owing, language: str) -> tuple[str, str]:
    if one.paid:
        way = code_word("dues_payment", "way", one.paid.values["way"], language)
        told = f"{one.paid.since:%m-%d} {way}"
        return "good", told if one.paid_until <= one.month else gettext("until %(month)s") % {"month": one.paid_until}
    if not one.amounts:
        return "grey", gettext("no amount yet")
    if not one.is_due:
        return "grey", gettext("nothing to pay")
    return "amber", gettext("not paid yet")


def _choices(one: Owing, with_amounts: bool, ticked: str | None) -> Iterable[Choice]:
    words = {
        "month": gettext("this month"), "owed": gettext("with what is open"), "quarter": gettext("to the quarter's end"),
        "year": gettext("to the year's end"), "all": gettext("what is open and the year"),
    }  # fmt: skip
    for choice in one.choices:
        value = ",".join(choice.months)
        label = f"{words[choice.kind]}（{len(choice.months)}）" if len(choice.months) > 1 else words[choice.kind]
        if with_amounts and len(choice.months) > 1:
            label = f"{label} {in_yuan(sum(one.fen_for(month) for month in choice.months))}"
        yield Choice(value, label, value == ticked)


def totals_of(owing: Sequence[Owing]) -> Totals:
    """What the month comes to: who paid counts with what was paid, the others with their amount."""
    due = [one for one in owing if one.is_due or one.paid]
    paid = [one.paid.values["amount"] for one in due if one.paid]
    left = [one.fen_for(one.month) for one in due if not one.paid]
    return Totals(len(due), len(paid), in_yuan(sum(paid) + sum(left)), in_yuan(sum(paid)), len(left))


def ticked_on(posted: Mapping[str, str], persons: Sequence[str]) -> dict[int, str]:
    """Whom a form ticked, with the months chosen for each."""
    numbers = [int(one) for one in persons if one.isascii() and one.isdigit() and len(one) < 16]
    return {person: posted.get(f"m{person}", "") for person in numbers}


def all_of(owing: Iterable[Owing], posted: Mapping[str, str]) -> dict[int, str]:
    """Everybody who has this month open, for it alone, of those whom the form that was sent listed with it."""
    return {
        one.member.person: one.month
        for one in owing
        if f"m{one.member.person}" in posted and one.amounts and any(c.months == (one.month,) for c in one.choices)
    }


def months_of(text: str, month: str) -> tuple[str, ...]:
    """The months that a choice names; the month of the page where it names none."""
    return tuple(sorted({part for part in text.split(",") if is_month(part)})) or (month,)
