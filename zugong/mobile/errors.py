"""What stands against recording something of mobile members, in sentences."""

from __future__ import annotations

from zugong.kernel.errors import RuleBroken


class NotYours(RuleBroken):
    code = "mobile.not_yours"
    message = "No mandate of yours lets you keep the register of {name}; its secretary or the level above does."
    message_zh = "您没有为“{name}”登记流动党员的权限，应由该党支部书记或上级登记。"


class DayToCome(RuleBroken):
    code = "mobile.day_to_come"
    message = "{day} is still to come; write the day on which it was done."
    message_zh = "{day} 还没有到，请填实际开展的日期。"


class OtherYear(RuleBroken):
    code = "mobile.other_year"
    message = "{day} does not lie in {year}; this card is for that year."
    message_zh = "{day} 不在 {year} 年，这张卡只登记当年的活动。"


class NoReceiver(RuleBroken):
    code = "mobile.no_receiver"
    message = "Choose the branch that takes over, or write its name where it is not on this site."
    message_zh = "请选择接收的党支部；不在本站的，请写明名称。"


class ReceiverIsGiver(RuleBroken):
    code = "mobile.receiver_is_giver"
    message = "The member is with {name} already; choose another branch."
    message_zh = "该党员现在就在“{name}”，请选别的党支部。"


class OfferedAlready(RuleBroken):
    code = "mobile.offered_already"
    message = "A hand-over of {name} waits for an answer already; take it back first."
    message_zh = "“{name}”已有一份交接在等待接收，请先收回。"


class AnsweredAlready(RuleBroken):
    code = "mobile.answered_already"
    message = "This hand-over was answered already; open the page again."
    message_zh = "这份交接已经办过了，请重新打开页面。"


class NoReceipt(RuleBroken):
    code = "mobile.no_receipt"
    message = "Write by which letter or receipt the other side took over."
    message_zh = "请写明对方接收的回执或函件。"
