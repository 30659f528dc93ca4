"""What stands against an act in a case, as the user reads it."""

from __future__ import annotations

from typing import ClassVar

from zugong.kernel.errors import RuleBroken


class StepStopped(RuleBroken):
    """A condition stops the step; its sentence is what is said."""

    code: ClassVar[str] = "cases.step_stopped"
    message: ClassVar[str] = "{said}"
    message_zh: ClassVar[str] = "{said_zh}"


class NotYoursToAct(RuleBroken):
    code: ClassVar[str] = "cases.not_yours_to_act"
    message: ClassVar[str] = "“{step}” is taken by {actor}; no mandate of yours lets you act for it."
    message_zh: ClassVar[str] = "“{step_zh}”由{actor}办理，您没有代其办理的授权。"


class WentOnMeanwhile(RuleBroken):
    code: ClassVar[str] = "cases.went_on_meanwhile"
    message: ClassVar[str] = (
        "Somebody recorded “{step}” in this case meanwhile; nothing of yours was recorded. See how it stands now."
    )
    message_zh: ClassVar[str] = "这件事刚刚有人登记了“{step_zh}”，您这一步没有登记。请核对最新情况。"


class NotCarriedOut(RuleBroken):
    code: ClassVar[str] = "cases.not_carried_out"
    message: ClassVar[str] = (
        "“{step}” changes organisations; take it on its own page, which shows first what it will do."
    )
    message_zh: ClassVar[str] = "“{step_zh}”会变更党组织设置，请打开该步骤的页面，核对变更影响后办理。"


class NoTitle(RuleBroken):
    code: ClassVar[str] = "cases.no_title"
    message: ClassVar[str] = "The pack does not say as what this case names an organisation; ask who keeps the pack."
    message_zh: ClassVar[str] = "配置包没有写明这类事项授予什么命名，请联系维护配置包的人员。"


class NumberIsSpoiled(RuleBroken):
    code: ClassVar[str] = "cases.number_is_spoiled"
    message: ClassVar[str] = (
        "The form numbered {number} is recorded as spoiled; take the next one, or correct that record."
    )
    message_zh: ClassVar[str] = "编号 {number} 的志愿书已登记作废，请换用下一份；登记有误的，先更正作废记录。"


class NoPaperChosen(RuleBroken):
    code: ClassVar[str] = "cases.no_paper_chosen"
    message: ClassVar[str] = "Tick which paper goes into the file."
    message_zh: ClassVar[str] = "请勾选补入的材料。"


class TooManyScans(RuleBroken):
    code: ClassVar[str] = "cases.too_many_scans"
    message: ClassVar[str] = (
        "This case has {most} scans already, which is the most; withdraw one, or join several into one PDF."
    )
    message_zh: ClassVar[str] = "这件事已有 {most} 份扫描件，到了上限。请撤回一份，或把几份合成一个 PDF。"


class NothingRecorded(RuleBroken):
    """Of several cases none took the step; what stands against each is said beside it."""

    code: ClassVar[str] = "cases.nothing_recorded"
    message: ClassVar[str] = "Nothing was recorded: something stands against each line that is ticked."
    message_zh: ClassVar[str] = "一项也没有登记：勾选的各行都有问题。"


class NoSuchStep(RuleBroken):
    code: ClassVar[str] = "cases.no_such_step"
    message: ClassVar[str] = "There is no step {step!r} in this type of case; there are: {steps}."
    message_zh: ClassVar[str] = "这类事项没有“{step}”这一步，现有：{steps}。"


class DayToCome(RuleBroken):
    code: ClassVar[str] = "cases.day_to_come"
    message: ClassVar[str] = "{on} is still to come; record a step when it was done."
    message_zh: ClassVar[str] = "{on}还没有到，请在办理之后登记。"


class RunsAlready(RuleBroken):
    code: ClassVar[str] = "cases.runs_already"
    message: ClassVar[str] = "A case of this type runs for this person already."
    message_zh: ClassVar[str] = "此人已有同类事项正在办理，请打开原事项继续。"


class RunsAlreadyHere(RuleBroken):
    code: ClassVar[str] = "cases.runs_already_here"
    message: ClassVar[str] = "A case of this type about the same runs already; open it and go on there."
    message_zh: ClassVar[str] = "同一对象已有同类事项正在办理，请打开原事项继续。"


class NotOfThisKind(RuleBroken):
    code: ClassVar[str] = "cases.not_of_this_kind"
    message: ClassVar[str] = "“{case_type}” is not for this; choose another one."
    message_zh: ClassVar[str] = "“{case_type_zh}”不适用于所选对象，请另选。"


class IsMemberAlready(RuleBroken):
    code: ClassVar[str] = "cases.is_member_already"
    message: ClassVar[str] = "This person is a member already."
    message_zh: ClassVar[str] = "此人已经是党员。"


class NoMemberHere(RuleBroken):
    code: ClassVar[str] = "cases.no_member_here"
    message: ClassVar[str] = "On {on} this person is no member of the branch that the case is to stand in."
    message_zh: ClassVar[str] = "{on}此人不是所选党支部的党员，请核对党员名册和所在党支部。"


class NoSuchMembership(RuleBroken):
    code: ClassVar[str] = "cases.no_such_membership"
    message: ClassVar[str] = (
        "No membership of this person is recorded on {on}; record it first, so that it can be changed."
    )
    message_zh: ClassVar[str] = "{on}没有此人的党籍记录，请先核对党员名册。"


class NothingToTakeBack(RuleBroken):
    code: ClassVar[str] = "cases.nothing_to_take_back"
    message: ClassVar[str] = (
        "Only the last step can be taken back, not the first, and not one that wrote another record, such as a membership."
    )
    message_zh: ClassVar[str] = "只能撤回最后一步；第一步，以及已经写入党籍等记录的步骤不能撤回。"


class UndoneWithTheChange(RuleBroken):
    code: ClassVar[str] = "cases.undone_with_the_change"
    message: ClassVar[str] = (
        "“{step}” changed organisations. Open “What it changed” beside it and take the change back there; the step goes with it."
    )
    message_zh: ClassVar[str] = "“{step_zh}”已变更党组织设置。请打开这一步的“查看变更内容”撤回变更，这一步随之撤回。"


class LaterStepsRestOnIt(RuleBroken):
    code: ClassVar[str] = "cases.later_steps_rest_on_it"
    message: ClassVar[str] = (
        "This is a step of case {number}, in which “{step}” was recorded later. Take the later steps back in that case first."
    )
    message_zh: ClassVar[str] = "这是事项{number}的一步，其后已登记“{step_zh}”。请先在该事项中逐步撤回后面的步骤。"


class ChangedAlready(RuleBroken):
    code: ClassVar[str] = "cases.changed_already"
    message: ClassVar[str] = (
        "“{step}” has changed organisations already, so the case is carried on to its end. Where the change was a mistake, "
        "take it back under “What it changed” first."
    )
    message_zh: ClassVar[str] = (
        "“{step_zh}”已变更党组织设置，本事项须办到底。变更有误的，先打开“查看变更内容”撤回变更。"
    )


class DecidedAlready(RuleBroken):
    code: ClassVar[str] = "cases.decided_already"
    message: ClassVar[str] = (
        "The level above has taken it up already, so it is withdrawn no more; ask that level to send it back or to stop it."
    )
    message_zh: ClassVar[str] = "上级已经受理，不能再撤回；需要撤回的，请联系上级退回或终止办理。"


class CasesRemain(RuleBroken):
    code: ClassVar[str] = "cases.remain"
    message: ClassVar[str] = (
        "{organisation} cannot end on {day}: {count} cases still run there ({cases}). Finish them, hand their files over, "
        "or stop them first."
    )
    message_zh: ClassVar[str] = (
        "{organisation}不能在{day}撤销：还有{count}件事项没有办结（{cases_zh}）。请先办结、转交其他党支部或终止办理。"
    )


class SayWhy(RuleBroken):
    code: ClassVar[str] = "cases.say_why"
    message: ClassVar[str] = "Say why: it stands in the file."
    message_zh: ClassVar[str] = "请写明原因，原因要记入卷内。"


class NotAPlaceForIt(RuleBroken):
    code: ClassVar[str] = "cases.not_a_place_for_it"
    message: ClassVar[str] = "Choose the branch to which it goes; it is another one than now."
    message_zh: ClassVar[str] = "请选择转入（接收）的党支部，不能是原党支部。"


class NoSuchCase(RuleBroken):
    code: ClassVar[str] = "cases.no_such_case"
    message: ClassVar[str] = "There is no case {case}."
    message_zh: ClassVar[str] = "没有编号为{case}的事项。"


class NoSuchCaseType(RuleBroken):
    code: ClassVar[str] = "cases.no_such_case_type"
    message: ClassVar[str] = "There is no case type {code!r}; there are: {known}."
    message_zh: ClassVar[str] = "没有事项类型“{code}”，现有：{known}。"


class NumberIsTaken(RuleBroken):
    code: ClassVar[str] = "cases.number_is_taken"
    message: ClassVar[str] = "The number {number} stands in another file already; each form has its own."
    message_zh: ClassVar[str] = "编号{number}已在另一人的材料中登记，一号只能一人。"


class ListTooLong(RuleBroken):
    code: ClassVar[str] = "cases.list_too_long"
    message: ClassVar[str] = "A list takes at most {most} persons."
    message_zh: ClassVar[str] = "名单最多{most}人。"


class HoldsPostOtherwise(RuleBroken):
    code: ClassVar[str] = "cases.holds_post_otherwise"
    message: ClassVar[str] = (
        "The post “{post}” has an appointment that begins on {since}, after the election of {on}; put that record right first."
    )
    message_zh: ClassVar[str] = "“{post}”已登记有{since}起的任职，晚于{on}的选举结果，请先核对这条任职记录。"
