"""What stands against an act in a scheme, as the user reads it."""

from __future__ import annotations

from typing import ClassVar

from zugong.kernel.errors import RuleBroken


class NotYoursToDo(RuleBroken):
    code: ClassVar[str] = "schemes.not_yours_to_do"
    message: ClassVar[str] = "No mandate of yours lets you {act} in the matter {matter} at {name}."
    message_zh: ClassVar[str] = "您没有在“{name}”办理此事的授权（事项 {matter}，需要“{act_zh}”）。"


class NoSuchClause(RuleBroken):
    code: ClassVar[str] = "schemes.no_such_clause"
    message: ClassVar[str] = "{clause!r} is no clause by which {name} is rated."
    message_zh: ClassVar[str] = "“{clause}”不是“{name}”适用的条目。"


class ClauseIsComputed(RuleBroken):
    code: ClassVar[str] = "schemes.clause_is_computed"
    message: ClassVar[str] = "{clause} is computed from the records; correct the record that is wrong, or appeal."
    message_zh: ClassVar[str] = "“{clause_zh}”由台账自动计算，不能填报；有误请更正台账，或提出申诉。"


class ClauseHasNoText(RuleBroken):
    code: ClassVar[str] = "schemes.clause_has_no_text"
    message: ClassVar[str] = (
        "Clause {clause} has no text yet; nobody is rated by it until the local paper's text is there."
    )
    message_zh: ClassVar[str] = "条目 {clause} 尚无内容，填入本地文件的原文后才能据此评定。"


class PartNeedsPoints(RuleBroken):
    code: ClassVar[str] = "schemes.part_needs_points"
    message: ClassVar[str] = (
        "{clause} is worth {most} points; partly met needs the points it gets, from 0 to that number."
    )
    message_zh: ClassVar[str] = "“{clause_zh}”满分 {most} 分，部分达到时请填写得分，不超过满分。"


class ReasonNeeded(RuleBroken):
    code: ClassVar[str] = "schemes.reason_needed"
    message: ClassVar[str] = "Say why: whoever is rated reads it."
    message_zh: ClassVar[str] = "请写明理由，被评定的党组织会看到。"


class DecidedByTheReviewer(RuleBroken):
    code: ClassVar[str] = "schemes.decided_by_the_reviewer"
    message: ClassVar[str] = "{name} reviewed this clause; another person decides on the appeal."
    message_zh: ClassVar[str] = "该条目由{name}评审，申诉应由另一人决定。"


class NothingToAppeal(RuleBroken):
    code: ClassVar[str] = "schemes.nothing_to_appeal"
    message: ClassVar[str] = "There is no appeal about this."
    message_zh: ClassVar[str] = "没有针对此事的申诉。"


class NothingAdjusted(RuleBroken):
    code: ClassVar[str] = "schemes.nothing_adjusted"
    message: ClassVar[str] = "Nothing was adjusted for {name} in {month}; there is nothing to appeal against."
    message_zh: ClassVar[str] = "“{name}”{month}没有月度调整，没有可以申诉的内容。"


class AppealTooLate(RuleBroken):
    code: ClassVar[str] = "schemes.appeal_too_late"
    message: ClassVar[str] = "Appeals were possible until {last}."
    message_zh: ClassVar[str] = "申诉期限已于 {last} 届满。"


class ResultIsPublished(RuleBroken):
    code: ClassVar[str] = "schemes.result_is_published"
    message: ClassVar[str] = "The result was published on {on}; the self-check is closed. Appeal against what is wrong."
    message_zh: ClassVar[str] = "结果已于 {on} 公布，不再自评；对结果有不同意见，可提出申诉。"


class NoAppealHere(RuleBroken):
    code: ClassVar[str] = "schemes.no_appeal_here"
    message: ClassVar[str] = "This version says nothing of appeals; ask the office that reviews."
    message_zh: ClassVar[str] = "本版标准没有规定申诉，请直接向评审单位反映。"


class StillWaiting(RuleBroken):
    code: ClassVar[str] = "schemes.still_waiting"
    message: ClassVar[str] = "{count} of them have clauses that wait for a review, the first: {name}."
    message_zh: ClassVar[str] = "有{count}个还有待评审的条目，首先是：{name}。"


class LevelIsGiven(RuleBroken):
    code: ClassVar[str] = "schemes.level_is_given"
    message: ClassVar[str] = "Here a level is given, not computed: say it for each, with its reason."
    message_zh: ClassVar[str] = "本项等次由评议确定，不由系统计算，请逐个填写等次和理由。"


class TextStillMissing(RuleBroken):
    code: ClassVar[str] = "schemes.text_still_missing"
    message: ClassVar[str] = (
        "{name} reaches no level while clauses have no text yet; fill in the local paper's text first."
    )
    message_zh: ClassVar[str] = "“{name}”未达到任何等次，而标准中还有条目没有内容；请先填入本地文件的原文。"


class NotPublished(RuleBroken):
    code: ClassVar[str] = "schemes.not_published"
    message: ClassVar[str] = "{name} has no published result in this round."
    message_zh: ClassVar[str] = "“{name}”本期没有公示的结果。"


class StillPublished(RuleBroken):
    code: ClassVar[str] = "schemes.still_published"
    message: ClassVar[str] = "The result of {name} is shown until {last}; decide it from the day after."
    message_zh: ClassVar[str] = "“{name}”的结果公示到 {last}，次日起方可审定。"


class AppealOpen(RuleBroken):
    code: ClassVar[str] = "schemes.appeal_open"
    message: ClassVar[str] = "{name} has an open appeal; decide on it first."
    message_zh: ClassVar[str] = "“{name}”有未办结的申诉，请先作出决定。"


class LotDrawnAlready(RuleBroken):
    code: ClassVar[str] = "schemes.lot_drawn_already"
    message: ClassVar[str] = "The lot of this round was drawn on {on} with the seed {seed}; it is drawn once."
    message_zh: ClassVar[str] = "本期已于 {on} 抽签，抽签号 {seed}；每期只抽一次。"


class NoLotHere(RuleBroken):
    code: ClassVar[str] = "schemes.no_lot_here"
    message: ClassVar[str] = "This version draws no lot: everybody proves."
    message_zh: ClassVar[str] = "本版标准不抽查，全部核验。"


class NoAdjustmentHere(RuleBroken):
    code: ClassVar[str] = "schemes.no_adjustment_here"
    message: ClassVar[str] = "This version has no monthly adjustment of that kind, or {month} is no month of the round."
    message_zh: ClassVar[str] = "本版标准没有这种月度调整，或 {month} 不在本期之内。"


class TooManyPoints(RuleBroken):
    code: ClassVar[str] = "schemes.too_many_points"
    message: ClassVar[str] = "One month adds or takes {most} points at most."
    message_zh: ClassVar[str] = "每月加减分不超过 {most} 分。"


class NoSuchLevel(RuleBroken):
    code: ClassVar[str] = "schemes.no_such_level"
    message: ClassVar[str] = "There is no level {level!r} for {name}."
    message_zh: ClassVar[str] = "“{name}”没有“{level}”这一等次。"


class NoSuchVeto(RuleBroken):
    code: ClassVar[str] = "schemes.no_such_veto"
    message: ClassVar[str] = "{veto!r} is no veto that is recorded here."
    message_zh: ClassVar[str] = "“{veto}”不是可登记的否决情形。"


class NotProposed(RuleBroken):
    code: ClassVar[str] = "schemes.not_proposed"
    message: ClassVar[str] = "The decided result of {name} does not propose this."
    message_zh: ClassVar[str] = "“{name}”已审定的结果没有提出这一事项。"
