"""Clauses and gaps in sentences, the same on screen, in the command and on paper."""

from __future__ import annotations

from fractions import Fraction

from zugong.language.errors import Sentence
from zugong.packs.pack import Pack
from zugong.packs.scheme_criteria import Bound, Criterion
from zugong.packs.schemes import Version
from zugong.schemes.evaluating import Clause, Question
from zugong.schemes.rules import HUNDREDTHS, Amount, Gap, State

_STATES: dict[State, Sentence] = {
    "met": Sentence("met", "达到"),
    "part": Sentence("partly met", "部分达到"),
    "unmet": Sentence("not met", "未达到"),
    "not_applicable": Sentence("does not apply", "不适用"),
    "waiting": Sentence("waits for the review", "待评审"),
    "blank": Sentence("nothing filled in", "未填报"),
    "unnamed": Sentence("text still to come", "内容待补"),
}
_NO_LEVEL = Sentence("no level yet", "未定等次")
_BASES = {
    "review": Sentence("Reviewed by {who} on {on}{why}.", "{who} {on} 评审{why}。"),
    "visit": Sentence("Visited by {who} on {on}{why}.", "{who} {on} 实地查看{why}。"),
    "appeal": Sentence("Decided on an appeal by {who} on {on}{why}.", "{who} {on} 就申诉作出决定{why}。"),
    "self_check": Sentence("By the own self-check of {on}{why}.", "按 {on} 自评{why}。"),
}
_CONDITION = {
    True: Sentence("The records show it.", "台账显示符合。"),
    False: Sentence("The records do not show it.", "台账未显示符合。"),
}
_UNDECIDED = Sentence("Dates that are known in part leave open {count}.", "有 {count} 条因日期不全未判定。")
_WAITS = Sentence("Filled in on {on}; {office} has not reviewed it.", "{on} 已自评，{office}尚未评审。")
_BLANK = Sentence("Nobody has filled it in; {office} reviews it.", "尚未填报，由{office}评审。")
_NO_TEXT = Sentence("Its text is the local paper's and still to come.", "内容待填入本地文件原文。")
_AT_LEAST = Sentence("{value}; at least {bound}.", "现为 {value}，要求不少于 {bound}。")
_AT_MOST = Sentence("{value}; at most {bound}.", "现为 {value}，要求不超过 {bound}。")
_BANDS = Sentence("{value}; {points} of {most} points.", "现为 {value}，得 {points}/{most} 分。")


def said(sentence: Sentence, language: str) -> str:
    """A sentence in the language of the reader."""
    return sentence.zh if language.startswith("zh") else sentence.en


def state_word(state: State, language: str) -> str:
    return said(_STATES[state], language)


def level_word(version: Version, level: str | None, language: str) -> str:
    """The level as the paper calls it; in words that there is none."""
    found = next((one for one in version.levels if one.level == level), None)
    return found.label(language) if found else said(_NO_LEVEL, language)


def clause_sentences(clause: Clause, question: Question, language: str) -> tuple[str, ...]:
    """Why a clause has its result, in whole sentences."""
    if clause.refusal is not None:
        return (clause.refusal.sentence(language),)
    found = [_why(clause, question, language)]
    if clause.undecided:
        found.append(said(_UNDECIDED, language).format(count=clause.undecided))
    return tuple(one for one in found if one)


def _why(clause: Clause, question: Question, language: str) -> str:
    if not clause.criterion.is_named:
        return said(_NO_TEXT, language)
    if clause.basis in _BASES and clause.record and clause.state != "waiting":
        who = clause.record.office or clause.record.said_by
        text = clause.record.text.rstrip("。.")
        why = f"{'：' if language.startswith('zh') else ': '}{text}" if text else ""
        return said(_BASES[clause.basis], language).format(who=who, on=clause.record.on, why=why)
    if clause.basis == "computed":
        return _computed(clause, question, language)
    office = office_word(question.version.reviewer_of(clause.criterion)[0], question.pack, language)
    if clause.self_check:
        return said(_WAITS, language).format(on=clause.self_check.on, office=office)
    return said(_BLANK, language).format(office=office)


def office_word(owner: str, pack: Pack, language: str) -> str:
    """The office that a pack names by a code."""
    return pack.owners[owner].in_language(language) if owner in pack.owners else owner


def _computed(clause: Clause, question: Question, language: str) -> str:
    threshold = clause.criterion.threshold
    if threshold is None:
        return said(_CONDITION[clause.state == "met"], language)
    value = number_word(clause.value)
    if threshold.bands:
        return said(_BANDS, language).format(value=value, points=clause.points, most=clause.most)
    sentence, bound = (
        (_AT_LEAST, threshold.at_least) if threshold.at_least is not None else (_AT_MOST, threshold.at_most)
    )
    assert bound is not None
    return said(sentence, language).format(value=value, bound=_bound(bound, clause.criterion, question))


def _bound(bound: Bound, criterion: Criterion, question: Question) -> str:
    if isinstance(bound, str):
        return number_word(question.pack.rule_value(bound, question.clocks_of(criterion).on))
    return number_word(bound)


def number_word(value: Amount | None) -> str:
    """A number with thousands apart and at most two decimals; — where there is none."""
    if value is None:
        return "—"
    number = Fraction(str(value)) if not isinstance(value, Fraction) else value
    return f"{int(number):,}" if number.denominator == 1 else f"{float(number):,.2f}"


def gap_sentence(gap: Gap, question: Question, language: str) -> str:
    """ "Two clauses short of four stars", with both clauses."""
    version, chinese = question.version, language.startswith("zh")
    level = level_word(version, gap.level, language)
    if gap.vetoes:
        names = {one.veto: one.label(language) for one in version.vetoes}
        vetoes = "、".join(names.get(one, one) for one in gap.vetoes)
        return f"因一票否决不能评为“{level}”：{vetoes}" if chinese else f"A veto stands against {level}: {vetoes}"
    lacking = [version.place(code) for code in gap.clauses]
    named = [one.label(language) for one in lacking if one is not None and one.is_named]
    unnamed = len(gap.clauses) - len(named)
    if chinese:
        names = "、".join([*named, *([f"{unnamed} 条内容待补"] if unnamed else [])])
        points = f"，还差 {number_word(Fraction(gap.points, HUNDREDTHS))} 分" if gap.points else ""
        return f"距“{level}”差 {len(gap.clauses)} 条{points}：{names}"
    names = "; ".join([*named, *([f"{unnamed} whose text is still to come"] if unnamed else [])])
    points = f" and {number_word(Fraction(gap.points, HUNDREDTHS))} points" if gap.points else ""
    return f"{len(gap.clauses)} clauses{points} short of {level}: {names}"
