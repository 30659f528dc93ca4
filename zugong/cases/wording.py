"""Rules and what stands against an act, in Chinese and English sentences. No database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from zugong.kernel.time import PartialDate
from zugong.packs.case_conditions import Condition, RuleText, Terms
from zugong.packs.case_types import Asked, CaseType, Outcome, PaperInFile, Step

if TYPE_CHECKING:
    from zugong.cases.rules import Count, Limit

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Said:
    """A sentence in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


#: What may happen in any case, by its code.
_BUILT_IN = {
    "_suspended": Said("暂停办理", "Suspended"), "_resumed": Said("恢复办理", "Resumed"),
    "_withdrawn": Said("申请单位撤回", "Withdrawn by who proposed it"), "_stopped": Said("终止办理", "Stopped"),
    "_reopened": Said("重新启动", "Opened again"), "_moved": Said("材料转交其他党支部", "File handed over to another branch"),
    "_filed": Said("材料补入卷内", "Papers put into the file"),
}  # fmt: skip
_WITHDRAWN_BY_PERSON = Said("本人撤回", "Withdrawn by the person")


def step_called(code: str, case_type: CaseType) -> Said:
    """What a line of a file is called: a step of the type, or what may happen in any case."""
    if code == "_withdrawn" and case_type.about == "person":
        return _WITHDRAWN_BY_PERSON
    step = case_type.step(code)
    return Said(step.zh, step.en) if step else _BUILT_IN.get(code, Said(code, code))


def article_zh(number: str) -> str:
    """`第十三条` for "13"; what is no whole number below 100 stands as it is written."""
    if not number.isdigit() or not 0 < int(number) < 100:
        return f"第{number}条"
    tens, ones = divmod(int(number), 10)
    written = (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")
    return f"第{written}条"


def rule(text: RuleText, terms: Terms) -> Said:
    """Where a rule stands and since when it holds."""
    if not terms.article:
        return Said(text.zh, text.en)
    return Said(
        f"{text.zh}{article_zh(terms.article)}，{text.since}起施行",
        f"article {terms.article} of {text.en}, in force since {text.since}",
    )


def not_before(step: Step, limit: Limit) -> Said:
    """From when a step is possible, by which rule, counted from which day."""
    where = rule(limit.text, limit.terms)
    return Said(
        f"{limit.day}前不能“{step.zh}”：{limit.condition.zh}（{where.zh}），自{limit.counted_from}起算。{_hint_zh(limit)}",
        f"“{step.en}” is not possible before {limit.day}: {limit.condition.en} ({where.en}), "
        f"from {limit.counted_from}.{_hint_en(limit)}",
    )


def _hint_zh(limit: Limit) -> str:
    return "当年放假安排尚未公布，此日期为暂定。" if limit.is_provisional else ""


def _hint_en(limit: Limit) -> str:
    return (
        " The year's notice on holidays is not published yet; the day is provisional." if limit.is_provisional else ""
    )


def due(step: Step, limit: Limit) -> Said:
    """Until when a step is to be done, by which rule."""
    where = rule(limit.text, limit.terms)
    return Said(
        f"最迟{limit.day}办理：{limit.condition.zh}（{where.zh}）{_counted_zh(limit)}。{_hint_zh(limit)}",
        f"Due by {limit.day}: {limit.condition.en} ({where.en}){_counted_en(limit)}.{_hint_en(limit)}",
    )


def _counted_zh(limit: Limit) -> str:
    """From when it counts; nothing where a step itself names the day."""
    return f"，自{limit.counted_from}起算" if limit.counted_from != limit.day else ""


def _counted_en(limit: Limit) -> str:
    return f", from {limit.counted_from}" if limit.counted_from != limit.day else ""


def late(step: Step, limit: Limit) -> Said:
    where = rule(limit.text, limit.terms)
    return Said(
        f"“{step.zh}”超过期限：应不迟于{limit.day}，{limit.condition.zh}（{where.zh}）。可以登记，请写明原因。",
        f"“{step.en}” is late: due by {limit.day}, {limit.condition.en} ({where.en}). It can be recorded; say why.",
    )


def too_late(step: Step, limit: Limit) -> Said:
    where = rule(limit.text, limit.terms)
    return Said(
        f"“{step.zh}”最迟到{limit.day}（{where.zh}），特殊情况也不能再延长，应从上一环节重新办理。",
        f"“{step.en}” was possible until {limit.day} at the latest ({where.en}); do the step before it anew.",
    )


def birth_unknown(where: Said) -> Said:
    return Said(
        f"没有出生日期，无法核对年龄（{where.zh}），请补登出生日期。",
        f"The birth date is not recorded, so the age cannot be checked ({where.en}); record it.",
    )


def birth_undecided(where: Said, born: PartialDate) -> Said:
    return Said(
        f"出生日期只到{born}，不能确定当日是否已满年龄（{where.zh}），请核对。",
        f"The birth date is known as {born} only, which does not decide the age on the day ({where.en}).",
    )


def too_young(step: Step, day: date, asked: Any) -> Said:
    condition, where = asked.condition, asked.rule
    return Said(
        f"{day}前不能“{step.zh}”：{condition.zh}（{where.zh}）。",
        f"“{step.en}” is not possible before {day}: {condition.en} ({where.en}).",
    )


def impossible_count(count: Count) -> Said:
    return Said(
        f"票数对不上：应到{count.eligible}，实到{count.present}，赞成{count.yes}，书面赞成{count.written_yes}。请核对。",
        f"The count cannot be: {count.eligible} entitled, {count.present} present, {count.yes} in favour, "
        f"{count.written_yes} in writing.",
    )


def no_quorum(count: Count, needed: int, where: Said) -> Said:
    return Said(
        f"会议无效：应到会有表决权的党员{count.eligible}名，实到{count.present}名，至少要到{needed}名（{where.zh}）。",
        f"The meeting is not valid: of {count.eligible} entitled {count.present} came; {needed} are needed ({where.en}).",
    )


def vote(count: Count, needed: int, *, passed: bool) -> Said:
    """What a vote came to, with the arithmetic."""
    sum_zh = f"赞成{count.yes}票" + (f"加书面赞成{count.written_yes}票" if count.written_yes else "")
    sum_en = f"{count.yes} in favour" + (f" and {count.written_yes} in writing" if count.written_yes else "")
    head_zh = f"应到{count.eligible}，实到{count.present}，{sum_zh}，须{needed}票"
    head_en = f"{count.eligible} entitled, {count.present} present, {sum_en}; {needed} needed"
    return Said(f"{head_zh}：{'通过' if passed else '未通过'}", f"{head_en}: {'passed' if passed else 'not passed'}")


def wrong_number(condition: Condition, least: int, most: int, where: Said) -> Said:
    many_zh = f"{least}名" if least == most else f"{least}至{most}名"
    many_en = f"{least}" if least == most else f"{least} to {most}"
    return Said(
        f"{condition.zh}应为{many_zh}，不能重复（{where.zh}）。",
        f"{condition.en}: {many_en} different persons ({where.en}).",
    )


def not_full_members(condition: Condition, where: Said) -> Said:
    return Said(
        f"{condition.zh}应当是正式党员（{where.zh}），所填人员当日不是正式党员。",
        f"{condition.en} must be full members on the day ({where.en}).",
    )


def too_little(terms: Terms, where: Said) -> Said:
    return Said(
        f"培训不少于{terms.least}天或{terms.hours}学时（{where.zh}）。",
        f"At least {terms.least} days or {terms.hours} hours ({where.en}).",
    )


def notice_runs(wanted: int, posted: date, last: date, ends: date, provisional: bool, where: Said) -> Said:
    more_zh, more_en = ("（暂定）", " (provisional)") if provisional else ("", "")
    return Said(
        f"公示须满{wanted}个工作日（{where.zh}）：{posted}张贴，公示到{last}{more_zh}，{ends}起可以登记结果。",
        f"The notice runs {wanted} working days ({where.en}): posted on {posted} it runs through {last}{more_en}; "
        f"record its result from {ends}.",
    )


def too_soon_after(condition: Condition, where: Said) -> Said:
    return Said(f"{condition.zh}（{where.zh}）。", f"{condition.en} ({where.en}).")


def papers_lack(papers: Iterable[PaperInFile], where: Said) -> Said:
    names = list(papers)
    return Said(
        f"档案中还缺：{'、'.join(one.zh for one in names)}（{where.zh}）。",
        f"The file still lacks: {', '.join(one.en for one in names)} ({where.en}).",
    )


def out_of_range(condition: Condition, terms: Terms, where: Said) -> Said:
    said = asked_by(condition, terms)
    return Said(f"{said.zh}（{where.zh}）。", f"{said.en} ({where.en}).")


def asked_by(condition: Condition, terms: Terms) -> Said:
    """What a condition asks; of a number from which to which, where only one is set from it or up to it."""
    least, most = terms.least, terms.most
    if condition.kind != "range" or (least is None and most is None):
        return Said(condition.zh, condition.en)
    if most is None:
        return Said(f"{condition.zh}不少于{least}", f"{condition.en}: at least {least}")
    if least is None:
        return Said(f"{condition.zh}不超过{most}", f"{condition.en}: at most {most}")
    return Said(f"{condition.zh}应在{least}至{most}之间", f"{condition.en}: from {least} to {most}")


def ended(code: str, case_type: CaseType) -> Said:
    """That the case is closed, and how; one that was withdrawn or stopped can be opened again."""
    if how := case_type.ends.get(code):
        return Said(
            f"此事已经办结（{how.zh}），不能再登记。", f"The case is closed ({how.en}); nothing more is recorded in it."
        )
    told = step_called(f"_{code}", case_type)
    return Said(
        f"此事已经办结（{told.zh}）；如需继续，请先重新启动。",
        f"The case is closed ({told.en.lower()}); reopen it first.",
    )


def suspended(since: date) -> Said:
    return Said(f"此事自{since}起暂停，请先恢复。", f"The case is suspended since {since}; resume it first.")


def not_to_do(step: Step, day: date) -> Said:
    return Said(
        f"“{step.zh}”在{day}不需要办理：已经办过，或当日的规定没有这一环节。",
        f"“{step.en}” is not to be done on {day}: it is done already, or the rules of that day do not ask for it.",
    )


def waits_for(step: Step, needed: Iterable[Step]) -> Said:
    names = list(needed)
    return Said(
        f"“{step.zh}”之前要先完成：{'、'.join(one.zh for one in names)}。",
        f"“{step.en}” waits for: {', '.join(one.en for one in names)}.",
    )


def before_its_need(step: Step, needed: Step, day: date) -> Said:
    return Said(
        f"“{step.zh}”不能早于“{needed.zh}”（{day}）。", f"“{step.en}” cannot come before “{needed.en}” ({day})."
    )


def field_needed(asked: Asked) -> Said:
    return Said(f"请填写“{asked.zh}”。", f"Fill in “{asked.en}”.")


def field_needed_by(step: Step, field: str, where: Said) -> Said:
    """A field of the step that a rule wants filled in."""
    asked = next((one for one in step.asks if one.field == field), None)
    zh, en = (asked.zh, asked.en) if asked else (field, field)
    return Said(f"请填写“{zh}”（{where.zh}）。", f"Fill in “{en}” ({where.en}).")


def tasks_open(condition: Condition, count: int, where: Said) -> Said:
    more_zh, more_en = (
        ("", "") if condition.weight == "stops" else ("可以登记，请写明原因。", " It can be recorded; say why.")
    )
    return Said(
        f"还有{count}项任务没有办结：{condition.zh}（{where.zh}）。{more_zh}",
        f"{count} task(s) are still open: {condition.en} ({where.en}).{more_en}",
    )


def reason_needed(outcome: Outcome) -> Said:
    return Said(f"结果为“{outcome.zh}”的，请写明原因。", f"Say why the outcome is “{outcome.en}”.")


def too_often(outcome: Outcome) -> Said:
    return Said(
        f"“{outcome.zh}”只能有{outcome.most_times}次。",
        f"“{outcome.en}” is possible {outcome.most_times} time(s) only.",
    )
