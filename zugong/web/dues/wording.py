"""Dues in sentences: why an amount is what it is, months, arrears."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from zugong.dictionary.store import StoredRow
from zugong.dues.actions import percent_of
from zugong.dues.queries import rule_on
from zugong.dues.records import kind_of
from zugong.dues.rules import Reckoned, base_behind, in_yuan
from zugong.packs.dues import DuesRule, PayerRule


def rule_named(rule: DuesRule, payer: PayerRule) -> str:
    """The paper with its article, as records keep it: 《…》第2条."""
    return f"《{rule.paper.title}》第{payer.article}条"


def formula(fen: int, base_fen: int, reckoned: Reckoned, rule: DuesRule, payer: PayerRule) -> str:
    """How an amount comes of a base, as the treasurer reads it; the base stands nowhere else."""
    told = gettext("Base %(base)s × %(percent)s %% = %(amount)s yuan a month.") % {
        "base": in_yuan(base_fen), "percent": f"{reckoned.percent:f}", "amount": in_yuan(fen),
    }  # fmt: skip
    return f"{told} {step_named(reckoned)}{since_named(rule, payer)}"


def step_named(reckoned: Reckoned) -> str:
    """Which step of the table it is."""
    over = f"{reckoned.over:f}" if reckoned.over is not None else ""
    upto = f"{reckoned.up_to:f}" if reckoned.up_to is not None else ""
    if over and upto:
        return gettext("Step over %(over)s, up to %(upto)s yuan. ") % {"over": over, "upto": upto}
    if over:
        return gettext("Step over %(over)s yuan. ") % {"over": over}
    return gettext("Step up to %(upto)s yuan. ") % {"upto": upto} if upto else ""


def since_named(rule: DuesRule, payer: PayerRule) -> str:
    """Which paper says so, since when."""
    paper, article, since = rule.paper.title, payer.article, rule.since.isoformat()
    return gettext("《%(paper)s》, article %(article)s, in force since %(since)s.") % {
        "paper": paper, "article": article, "since": since,
    }  # fmt: skip


def why(row: StoredRow, language: str, *, with_base: bool) -> str:
    """Why a member pays what was fixed. `with_base` only for the member: no base is kept, the amount tells about which."""
    rule = rule_on(row.since)
    payer = rule.payer(row.values["payer"])
    if payer is None:
        return row.values["rule"] or ""
    amount, percent = in_yuan(row.values["amount"]), percent_of(row)
    if percent is None:
        told = gettext("%(payer)s: %(amount)s yuan a month.") % {"payer": payer.label(language), "amount": amount}
        return " ".join(part for part in (told, row.values["decision"] or "", since_named(rule, payer)) if part)
    told = gettext("%(payer)s: base × %(percent)s %% = %(amount)s yuan a month.") % {
        "payer": payer.label(language), "percent": f"{percent:f}", "amount": amount,
    }  # fmt: skip
    base = ""
    if with_base and percent:
        base = gettext("The base is not kept; by the amount it was about %(base)s yuan.") % {
            "base": f"{base_behind(row.values['amount'], percent):,}"
        }  # fmt: skip
    return " ".join(part for part in (told, base, since_named(rule, payer)) if part)


def months_named(months: Sequence[str]) -> str:
    """Months as people say them: 2026-03, 2026-03 to 2026-05, or each where there are gaps."""
    if len(months) < 3:
        return gettext(", ").join(months)
    return gettext("%(first)s to %(last)s (%(count)s months)") % {
        "first": months[0], "last": months[-1], "count": len(months),
    }  # fmt: skip


def code_word(type_code: str, field: str, code: str | None, language: str) -> str:
    """What a code is called."""
    codes = kind_of(type_code).fields[field].codes
    if not code or codes is None or code not in codes.codes:
        return code or ""
    one = codes.codes[code]
    return one.zh if language.startswith("zh") else one.en


def choices_of(type_code: str, field: str, language: str, without: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """The codes of a field with their words, for a select."""
    codes = kind_of(type_code).fields[field].codes
    listed = codes.codes if codes else {}
    return tuple((code, code_word(type_code, field, code, language)) for code in listed if code not in without)
