"""Numbers of meetings in sentences, in both languages."""

from __future__ import annotations

from zugong.activities.rules import INVALID, PASSED, Numbers, Verdict
from zugong.packs.meetings import RulePaper, Share

_PARTS = {
    "1/2": ("半数", "half"), "2/3": ("三分之二", "two thirds"), "1/3": ("三分之一", "one third"),
    "4/5": ("五分之四", "four fifths"),
}  # fmt: skip


def share_word(share: Share, language: str, count: int | None = None) -> str:
    """A share in words: more than half of those due; with `count` it says of how many."""
    written = share.more_than or share.at_least or ""
    zh, en = _PARTS.get(written, (written, written))
    if language.startswith("zh"):
        base = ("应到" if share.of == "due" else "实到") + ("人数" if count is None else f" {count} 人")
        return f"{base}的{zh}以上" if share.at_least else f"超过{base}的{zh}"
    base = "those due" if share.of == "due" else "those present"
    of = f"{base} ({count})" if count is not None else base
    return f"{'at least' if share.at_least else 'more than'} {en} of {of}"


def paper_word(paper: RulePaper, language: str) -> str:
    """The paper of a rule with its article."""
    if language.startswith("zh"):
        article = f"第{paper.article}条" if paper.article.isdigit() else paper.article
        return f"《{paper.title}》{article}"
    return f"{paper.title}, article {paper.article}" if paper.article else paper.title


def numbers_word(numbers: Numbers, observers: int, language: str) -> str:
    """The numbers of a meeting in one line; what is nought is left out but those due and present."""
    zh = language.startswith("zh")
    parts = [f"应到 {numbers.due}，实到 {numbers.present}" if zh else f"due {numbers.due}, present {numbers.present}"]
    named = (
        (numbers.leave, "请假", "on leave"), (numbers.absent, "缺席", "absent"),
        (numbers.excused, "不计入应到", "not counted as due"), (numbers.without_vote, "到会无表决权", "present without a vote"),
        (observers, "列席", "observers"),
    )  # fmt: skip
    parts += [f"{word} {count}" if zh else f"{english} {count}" for count, word, english in named if count]
    return ("，" if zh else ", ").join(parts)


def verdict_word(found: Verdict, majority: Share | None, language: str) -> str:
    """What a vote comes to, with how many were needed and why."""
    return _in_chinese(found, majority) if language.startswith("zh") else _in_english(found, majority)


def _in_chinese(found: Verdict, majority: Share | None) -> str:
    if found.outcome == INVALID:
        return f"无效：须 {found.present_needed} 人到会，实到 {found.present} 人。"
    head = "有效，通过" if found.outcome == PASSED else "有效，未通过"
    if found.needed is None or majority is None:
        return f"{head}：赞成 {found.ballot.in_favour} 票。"
    base = found.due if majority.of == "due" else found.present
    return f"{head}：赞成 {found.ballot.in_favour} 票，须 {found.needed} 票（{share_word(majority, 'zh', base)}）。"


def _in_english(found: Verdict, majority: Share | None) -> str:
    if found.outcome == INVALID:
        return f"Invalid: {found.present_needed} must come, {found.present} came."
    head = "Valid, passed" if found.outcome == PASSED else "Valid, not passed"
    if found.needed is None or majority is None:
        return f"{head}: {found.ballot.in_favour} in favour."
    base = found.due if majority.of == "due" else found.present
    return f"{head}: {found.ballot.in_favour} in favour, {found.needed} needed, {share_word(majority, 'en', base)}."
