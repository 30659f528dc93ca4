"""What stands against recording a meeting, in sentences."""

from __future__ import annotations

from zugong.kernel.errors import RuleBroken


class NotYours(RuleBroken):
    code = "activities.not_yours"
    message = "No mandate of yours lets you record meetings for {name}; its secretary or the level above does."
    message_zh = "您没有为“{name}”填报活动的权限，应由该党组织书记或上级填报。"


class NotHeldYet(RuleBroken):
    code = "activities.not_held_yet"
    message = "The meeting is on {day}, which is still to come. Save it as a plan, and record it when it was held."
    message_zh = "会议日期 {day} 还没有到。请先存为计划，开完会再记录。"


class NumbersCannotBe(RuleBroken):
    code = "activities.numbers_cannot_be"
    message = "These numbers cannot be: {why} Count again on the paper."
    message_zh = "人数对不上：{why_zh}请对照纸质记录再数一遍。"


class TooManyOfAGrade(RuleBroken):
    code = "activities.too_many_of_a_grade"
    message = "{given} members got “{grade}”; of {graded} at most {most} may. Change the grade of {over} of them."
    message_zh = "评为“{grade_zh}”的有 {given} 名，参评 {graded} 名中最多 {most} 名，请改 {over} 名的等次。"


class TooMany(RuleBroken):
    code = "activities.too_many"
    message = "One meeting holds at most {most} results; write the others as a second meeting."
    message_zh = "一次会议最多记 {most} 条成果，多出的请另记一次。"


class GradesWithoutMeeting(RuleBroken):
    code = "activities.grades_without_quorum"
    message = "Of {due} members {present} came; {needed} are needed for an appraisal."
    message_zh = "应到 {due} 人，实到 {present} 人，评议须有 {needed} 人到会才有效。"


class StepBeforeItsTime(RuleBroken):
    code = "activities.step_before_its_time"
    message = "“{step}” comes after “{before}”, which is not done yet."
    message_zh = "“{step_zh}”须在“{before_zh}”完成之后。"


class StepTooEarly(RuleBroken):
    code = "activities.step_too_early"
    message = "The step before was on {before}; this one cannot be on {day}."
    message_zh = "上一步在 {before}，这一步不能早于它（{day}）。"


class TitleTaken(RuleBroken):
    code = "activities.title_taken"
    message = "There is a matter of that name already. Open it, or add the year to the name."
    message_zh = "已有同名事项。请打开原事项，或在名称里写上年份。"


class NoScan(RuleBroken):
    code = "activities.no_scan"
    message = "Only pictures (JPEG, PNG) and PDF files are kept as scans, {most} MB each at most."
    message_zh = "扫描件只收照片（JPEG、PNG）和 PDF，每个不超过 {most} MB。"


class ScanGone(RuleBroken):
    code = "activities.scan_gone"
    message = "This scan is not in the folder of the site any more; bring it back from the backup."
    message_zh = "站点文件夹里找不到这份扫描件，请从备份中恢复。"


class ScanDestroyed(RuleBroken):
    code = "activities.scan_destroyed"
    message = (
        "This scan was destroyed on {on}, because somebody whom it names was erased ({paper}). Look into the paper."
    )
    message_zh = "这份扫描件涉及的人员信息已依规清除，扫描件于 {on} 一并销毁（{paper}）。请查阅纸质记录。"


WHY = {
    "no_one_due": ("nobody is due.", "应到人数不能是零。"),
    "more_present_than_due": ("more came than were due.", "实到多于应到。"),
    "more_votes_than_present": ("more votes than people who came.", "票数多于实到人数。"),
}


def numbers_cannot_be(why: str) -> NumbersCannotBe:
    """The error for one of the reasons that `rules.impossible` gives."""
    message, message_zh = WHY[why]
    return NumbersCannotBe(why=message, why_zh=message_zh)


class NobodyNamed(RuleBroken):
    code = "activities.nobody_named"
    message = "Write the names of the members on the paper, or choose that it names everybody or nobody."
    message_zh = "请填写材料上党员的姓名，或选择涉及全体党员、不涉及党员姓名。"


class NoSuchMember(RuleBroken):
    code = "activities.no_such_member"
    message = "No member here is called “{name}”; write the name as the roster has it, or leave out who is no member."
    message_zh = "本支部没有叫“{name}”的党员，请按名册填写；不是党员的不用填。"
