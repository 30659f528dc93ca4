"""What stands against an act with dues, in sentences."""

from __future__ import annotations

from zugong.kernel.errors import RuleBroken


class NotYours(RuleBroken):
    code = "dues.not_yours"
    message = "No mandate of yours lets you keep the dues of {name}; its treasurer or secretary does."
    message_zh = "您没有办理“{name}”党费的权限，应由该党组织的党费管理员或书记办理。"


class OnlyTheTreasurer(RuleBroken):
    code = "dues.only_the_treasurer"
    message = "Amounts that depend on income are fixed by the treasurer of {name}; your mandate does not reach so deep."
    message_zh = "按收入计算的党费由“{name}”的党费管理员核定，您的授权不到这一层。"


class BaseNeeded(RuleBroken):
    code = "dues.base_needed"
    message = "For “{name}” type the base in yuan; it is used to compute and not kept."
    message_zh = "“{name_zh}”要填计算基数（元）。基数只用来计算，不保存。"


class AmountOutside(RuleBroken):
    code = "dues.amount_outside"
    message = "The amount is between {least} and {most} yuan a month."
    message_zh = "每月交纳额应在 {least} 元至 {most} 元之间。"


class DecisionNeeded(RuleBroken):
    code = "dues.decision_needed"
    message = (
        "Write when the branch discussed it and which committee agreed, such as: branch 3 March, committee 10 March."
    )
    message_zh = "请写明支部何时讨论、哪个党委何时批准，例如：支部3月3日讨论，镇党委3月10日批准。"


class NothingTicked(RuleBroken):
    code = "dues.nothing_ticked"
    message = "Nobody is ticked who still has something to pay. Tick the names of those who paid, then send again."
    message_zh = "没有勾选还要交费的党员。请先勾选已交费的人，再登记。"


class NotPaidYet(RuleBroken):
    code = "dues.not_paid_yet"
    message = "The day of payment, {day}, is still to come; write the day on which the money was taken."
    message_zh = "交纳日期 {day} 还没有到，请填收到钱的那一天。"


class MonthNotThere(RuleBroken):
    code = "dues.month_not_there"
    message = "The month {month} has not begun; it is closed when it is there."
    message_zh = "{month} 还没有开始，到了当月再月结。"


class NoAmounts(RuleBroken):
    code = "dues.no_amounts"
    message = "No member of this branch has an amount for {month}. Fix the amounts first; this takes once a year."
    message_zh = "{month} 还没有核定任何党员的月交纳额。请先核定，每年一次。"


class NotEnough(RuleBroken):
    code = "dues.not_enough"
    message = "The account holds {there} yuan of this money; {wanted} yuan cannot leave it. Check the amount."
    message_zh = "这笔款的结存是 {there} 元，不能支出 {wanted} 元。请核对金额。"


class NothingToHandOn(RuleBroken):
    code = "dues.nothing_to_hand_on"
    message = "Everything that was received has been handed on."
    message_zh = "收到的党费都已上缴，没有新的可缴。"


class NobodyAbove(RuleBroken):
    code = "dues.nobody_above"
    message = "{name} has no organisation above it here. Record it as a transfer to an account outside."
    message_zh = "“{name}”在本站没有上级党组织。请登记为划转外单位。"


class NoShare(RuleBroken):
    code = "dues.no_share"
    message = (
        "The pack does not say which part an organisation of this kind hands on; write the local paper's share into it."
    )
    message_zh = "规则里没有这类党组织的上缴比例，请先按本地文件填入。"


class NotBelow(RuleBroken):
    code = "dues.not_below"
    message = "Money is allocated to organisations directly below; choose one of them."
    message_zh = "党费只能下拨给直接下级党组织，请从中选择。"


class NumberTaken(RuleBroken):
    code = "dues.number_taken"
    message = "The number {number} is used already; write another one."
    message_zh = "编号 {number} 已经用过，请换一个。"


class MonthIsClosed(RuleBroken):
    code = "dues.receipt_handed_on"
    message = "This receipt's money was handed on already. Book the difference back with the level above first."
    message_zh = "这张收据的钱已经上缴，不能作废。请先与上级办理退款。"
