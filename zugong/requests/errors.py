"""What stands against acting on a request, in sentences that users read."""

from __future__ import annotations

from typing import ClassVar

from zugong.kernel.errors import RuleBroken


class NotYoursToAsk(RuleBroken):
    code: ClassVar[str] = "requests.not_yours_to_ask"
    message: ClassVar[str] = "A request is made by an office that may check in matters of work at {name}."
    message_zh: ClassVar[str] = "填报任务由对“{name}”有工作审核权限的科室提出，您没有这项权限。"


class NotYoursToDecide(RuleBroken):
    code: ClassVar[str] = "requests.not_yours_to_decide"
    message: ClassVar[str] = "Requests are admitted by an office that may decide in matters of work at {name}."
    message_zh: ClassVar[str] = "填报准入由对“{name}”有工作审定权限的科室审核，您没有这项权限。"


class NotYoursToAnswer(RuleBroken):
    code: ClassVar[str] = "requests.not_yours_to_answer"
    message: ClassVar[str] = "{name} is answered for by an office that may fill in there; none of yours may."
    message_zh: ClassVar[str] = "“{name}”的表由有填报权限的科室或支部填报，您没有这项权限。"


class DecidedByTheDefiner(RuleBroken):
    code: ClassVar[str] = "requests.decided_by_the_definer"
    message: ClassVar[str] = "Who defined a request does not admit it; another person of an office that decides does."
    message_zh: ClassVar[str] = "拟定人不能审核自己的填报任务，请由另一位有审定权限的同志审核。"


class NoPaperNoAdmission(RuleBroken):
    code: ClassVar[str] = "requests.no_paper_no_admission"
    message: ClassVar[str] = "A request without the number of its paper is not admitted; the base need not answer it."
    message_zh: ClassVar[str] = "没有依据文号的填报任务不能准入，基层可以不填。"


class ReasonNeeded(RuleBroken):
    code: ClassVar[str] = "requests.reason_needed"
    message: ClassVar[str] = "Write why, in at most {most} characters: whoever is concerned reads it."
    message_zh: ClassVar[str] = "请写明理由（不超过{most}字），对方可以看到。"


class NoBoxes(RuleBroken):
    code: ClassVar[str] = "requests.no_boxes"
    message: ClassVar[str] = "The request has no boxes yet; add at least one."
    message_zh: ClassVar[str] = "还没有填报项目，请至少添加一项。"


class NobodyOwes(RuleBroken):
    code: ClassVar[str] = "requests.nobody_owes"
    message: ClassVar[str] = "Nobody fits who owes it; choose at least one organisation."
    message_zh: ClassVar[str] = "没有符合条件的填报单位，请至少选择一个党组织。"


class TooManyBoxes(RuleBroken):
    code: ClassVar[str] = "requests.too_many_boxes"
    message: ClassVar[str] = "A request has {most} boxes at most."
    message_zh: ClassVar[str] = "一项填报任务最多{most}个项目。"


class BoxIncomplete(RuleBroken):
    code: ClassVar[str] = "requests.box_incomplete"
    message: ClassVar[str] = "Write what is asked; a choice needs at least two choices, separated by semicolons."
    message_zh: ClassVar[str] = "请写明问题；单选题至少写两个选项，用分号隔开。"


class LimitsBackwards(RuleBroken):
    code: ClassVar[str] = "requests.limits_backwards"
    message: ClassVar[str] = "The least, {least}, is more than the most, {most}; exchange them."
    message_zh: ClassVar[str] = "最小值 {least} 大于最大值 {most}，请对调。"


class AskedAlready(RuleBroken):
    code: ClassVar[str] = "requests.asked_already"
    message: ClassVar[str] = "“{words}” is in the request already."
    message_zh: ClassVar[str] = "“{words}”已经在本表中。"


class NoDraftAnyMore(RuleBroken):
    code: ClassVar[str] = "requests.no_draft_any_more"
    message: ClassVar[str] = (
        "“{title}” has gone out; what is asked does not change any more. Close it and define another."
    )
    message_zh: ClassVar[str] = "《{title}》已经发出，填报内容不能再改；需要修改的，请办结后另行拟定。"


class AdmittedAsItStands(RuleBroken):
    code: ClassVar[str] = "requests.admitted_as_it_stands"
    message: ClassVar[str] = "“{title}” was admitted with its paper and its day; only a later day may be given now."
    message_zh: ClassVar[str] = "《{title}》已按现有文件和期限准入，现在只能延长报送期限。"


class DayIsOver(RuleBroken):
    code: ClassVar[str] = "requests.day_is_over"
    message: ClassVar[str] = "The day by which it is to be sent, {due}, is before today; choose a later one."
    message_zh: ClassVar[str] = "报送期限 {due} 已过，请选更晚的日期。"


class NotOpen(RuleBroken):
    code: ClassVar[str] = "requests.not_open"
    message: ClassVar[str] = "“{title}” is closed; nothing more is taken. Ask {asked_by}."
    message_zh: ClassVar[str] = "《{title}》已办结，不再接收报送；确需补报请联系{asked_by}。"


class GapsRemain(RuleBroken):
    code: ClassVar[str] = "requests.gaps_remain"
    message: ClassVar[str] = (
        "The data do not answer everything for {count} organisations; send it out, or leave those boxes out."
    )
    message_zh: ClassVar[str] = "还有{count}个党组织的数据不全，不能直接生成；请发出填报，或去掉没有数据的项目。"


class DataAnswerAll(RuleBroken):
    code: ClassVar[str] = "requests.data_answer_all"
    message: ClassVar[str] = "The data answer every box for everybody: make the workbook from them and ask nobody."
    message_zh: ClassVar[str] = "现有数据已能填满全部项目，不再下发基层，请直接由数据生成汇总表。"


class RepeatedAlready(RuleBroken):
    code: ClassVar[str] = "requests.repeated_already"
    message: ClassVar[str] = "The next round is there already, as {code}; open that one."
    message_zh: ClassVar[str] = "下一期已经生成（编号 {code}），请打开下一期办理。"


class AskedOnce(RuleBroken):
    code: ClassVar[str] = "requests.asked_once"
    message: ClassVar[str] = "“{title}” is asked once; say first how often it returns."
    message_zh: ClassVar[str] = "《{title}》不是定期填报，请先填写填报周期。"


class RemindedAlready(RuleBroken):
    code: ClassVar[str] = "requests.reminded_already"
    message: ClassVar[str] = "A reminder went out on {on}; one is enough. Ring those who are missing."
    message_zh: ClassVar[str] = "已于 {on} 提醒过一次，不再重复提醒；请直接电话联系未报单位。"


class NothingToSendBack(RuleBroken):
    code: ClassVar[str] = "requests.nothing_to_send_back"
    message: ClassVar[str] = "{name} has sent nothing that could be sent back."
    message_zh: ClassVar[str] = "“{name}”没有可退回的报送。"


class NothingWaits(RuleBroken):
    code: ClassVar[str] = "requests.nothing_waits"
    message: ClassVar[str] = "“{title}” is not waiting for this any more; open it again."
    message_zh: ClassVar[str] = "《{title}》的状态已变，请重新打开查看。"


class NoLayout(RuleBroken):
    code: ClassVar[str] = "requests.no_layout"
    message: ClassVar[str] = (
        "{filename}: no row of the workbook names two boxes of the request. Its header cells must say: {words}."
    )
    message_zh: ClassVar[str] = "{filename}：没有找到写有两个以上项目名称的表头行。表头应写：{words}。"


class LayoutNotXlsx(RuleBroken):
    code: ClassVar[str] = "requests.layout_not_xlsx"
    message: ClassVar[str] = "{filename} is no .xlsx of at most {megabytes} MB; save it as .xlsx and bring it again."
    message_zh: ClassVar[str] = "{filename} 不是 .xlsx 文件或超过 {megabytes} MB；请另存为 .xlsx 后再上传。"
