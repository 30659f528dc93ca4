"""The form in which amounts are fixed: what was typed for each member, what it comes to, and why. Bases are never kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext

from zugong.dictionary.store import StoredRow
from zugong.dues.actions import AmountDraft
from zugong.dues.queries import Member, amount_in
from zugong.dues.rules import Reckoned, amount_by, in_fen, in_yuan
from zugong.kernel.errors import RuleBroken
from zugong.packs.dues import DuesRule, PayerRule
from zugong.web.dues.wording import formula, rule_named, since_named, why

_LARGEST_YUAN = Decimal(10_000_000)


@dataclass(frozen=True)
class PayerChoice:
    """A measure by which somebody may pay."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FixLine:
    """A member in the form. `now` is what stands, `told` what was typed comes to, `problem` what stands against it."""

    person: int
    name: str
    mark: str
    now: str
    why: str
    is_of_year: bool
    choices: tuple[PayerChoice, ...]
    typed: str
    decision: str
    told: str
    problem: str
    asks_decision: bool


@dataclass(frozen=True)
class Typed:
    """What was typed for one member: the measure, a number in yuan, who agreed to less."""

    payer: str
    number: str
    decision: str


def typed_of(posted: Mapping[str, str], member: Member) -> Typed:
    """What a form says of a member."""
    said = [posted.get(f"{field}{member.person}", "").strip() for field in ("k", "n", "d")]
    return Typed(said[0], said[1], said[2][:200])


def yuan_typed(text: str) -> int | None:
    """Yuan as people type them, in fen; None where nothing is typed. Raises NotAnAmount."""
    plain = text.replace(",", "").replace("，", "").removesuffix("元").strip()
    if not plain:
        return None
    try:
        yuan = Decimal(plain)
    except InvalidOperation:
        raise NotAnAmount(text=text) from None
    if not yuan.is_finite() or yuan < 0 or yuan > _LARGEST_YUAN or yuan * 100 != int(yuan * 100):
        raise NotAnAmount(text=text)
    return in_fen(yuan)


class NotAnAmount(RuleBroken):
    code = "dues.not_an_amount"
    message = "“{text}” is no amount in yuan; write it as 4200 or 4200.50."
    message_zh = "“{text}”不是金额，请写成 4200 或 4200.50（元）。"


@dataclass(frozen=True)
class Fixed:
    """What was typed for a member, computed: a draft to be recorded, or why there is none."""

    draft: AmountDraft | None
    told: str = ""
    problem: str = ""


def fixed(member: Member, typed: Typed, rule: DuesRule, since: str, language: str, *, with_bases: bool) -> Fixed | None:
    """What the typed comes to; None where no measure is chosen, or a base is needed and none was typed."""
    payer = rule.payer(typed.payer)
    if payer is None or (payer.steps and not (with_bases and typed.number)):
        return None
    try:
        number = yuan_typed(typed.number)
        reckoned = amount_by(payer, number, typed.decision, rule.rounding)
    except RuleBroken as error:
        return Fixed(None, problem=error.sentence(language))
    first = max(since, member.starts)
    decision = typed.decision if payer.needs_decision else ""
    draft = AmountDraft(member.person, payer, reckoned, first, rule_named(rule, payer), decision)
    return Fixed(draft, _told(payer, number, reckoned, rule, language))


def _told(payer: PayerRule, number: int | None, reckoned: Reckoned, rule: DuesRule, language: str) -> str:
    if payer.steps and number is not None:
        return formula(reckoned.fen, number, reckoned, rule, payer)
    told = gettext("%(payer)s: %(amount)s yuan a month.") % {
        "payer": payer.label(language), "amount": in_yuan(reckoned.fen),
    }  # fmt: skip
    return f"{told} {since_named(rule, payer)}"


def fix_line(
    member: Member, amounts: Iterable[StoredRow], typed: Typed | None, result: Fixed | None, rule: DuesRule, year: int,
    month: str, language: str, *, with_bases: bool,
) -> FixLine:  # fmt: skip
    """A member as the form shows them: what stands, what was typed, what it comes to."""
    listed = tuple(amounts)
    now = amount_in(listed, month) or (listed[-1] if listed else None)
    chosen = typed.payer if typed else _usual_payer(member, now, rule)
    payer = rule.payer(chosen)
    return FixLine(
        person=member.person,
        name=member.name,
        mark=gettext("probationary") if member.category == "probationary" else "",
        now=in_yuan(now.values["amount"]) if now else "",
        why=why(now, language, with_base=False) if now and (now.values["percent"] or now.values["decision"]) else "",
        is_of_year=now is not None and now.values["year"] == year,
        choices=tuple(_payer_choices(rule, chosen, now, language, with_bases=with_bases)),
        typed=typed.number if typed else "",
        decision=typed.decision if typed else (now.values["decision"] or "" if now else ""),
        told=result.told if result else "",
        problem=result.problem if result else "",
        asks_decision=payer is not None and payer.needs_decision,
    )


def _usual_payer(member: Member, now: StoredRow | None, rule: DuesRule) -> str:
    """The measure of last time, else that of the occupation."""
    if now is not None:
        return now.values["payer"]
    found = (payer.payer for payer in rule.payers if member.occupation in payer.occupations)
    return next(found, rule.payers[0].payer)


def _payer_choices(
    rule: DuesRule, chosen: str, now: StoredRow | None, language: str, *, with_bases: bool
) -> Iterable[PayerChoice]:  # fmt: skip
    """The measures that the user may fix by; the one that stands is shown to everybody who sees amounts."""
    standing = now.values["payer"] if now else ""
    yield PayerChoice("", gettext("leave as it is"), chosen == "")
    for payer in rule.payers:
        if with_bases or not payer.steps or payer.payer == standing:
            yield PayerChoice(payer.payer, payer.label(language), payer.payer == chosen)
