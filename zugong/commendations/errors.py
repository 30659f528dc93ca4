"""What stands against a commendation, in sentences."""

from __future__ import annotations

from zugong.kernel.errors import RuleBroken


class NotYours(RuleBroken):
    code = "commendations.not_yours"
    message = "No mandate of yours lets you do this for {name}; who acts for it or for the level above does."
    message_zh = "您没有为“{name}”办理表彰事项的权限，应由该党组织或上级办理。"


class SaidTwice(RuleBroken):
    code = "commendations.said_twice"
    message = "{what} is there already; open it instead."
    message_zh = "“{what}”已经有了，请打开原来的那条。"


class NotOpen(RuleBroken):
    code = "commendations.not_open"
    message = "This round takes no proposals any more: its state is “{state}”."
    message_zh = "这一批次不再接受推荐，目前{state_zh}。"


class TooLate(RuleBroken):
    code = "commendations.too_late"
    message = "Proposals were taken until {day}; ask the office that holds the round."
    message_zh = "推荐已于 {day} 截止，请与主办部门联系。"


class NoNominee(RuleBroken):
    code = "commendations.no_nominee"
    message = "Choose the member whom the branch proposes."
    message_zh = "请选择支部推荐的党员。"


class NothingSaid(RuleBroken):
    code = "commendations.nothing_said"
    message = "Write in a sentence or two what was done; facts, with their year."
    message_zh = "请用一两句话写明主要事迹，写事实和年份。"


class DayToCome(RuleBroken):
    code = "commendations.day_to_come"
    message = "{day} is still to come; write the day on which it was done."
    message_zh = "{day} 还没有到，请填实际办理的日期。"


class NobodyChosen(RuleBroken):
    code = "commendations.nobody_chosen"
    message = "Tick whom it concerns."
    message_zh = "请勾选要办理的对象。"


class MoreThanPlaces(RuleBroken):
    code = "commendations.more_than_places"
    message = "{name} has {places} places for “{kind}”, and {chosen} are chosen; take {over} off or change the places."
    message_zh = "“{name}”的“{kind_zh}”名额是 {places} 个，选了 {chosen} 个，请减少 {over} 个或调整名额。"


class NotEndorsed(RuleBroken):
    code = "commendations.not_endorsed"
    message = "The proposal of {name} has not been looked at by {above} yet; it is endorsed or sent back there first."
    message_zh = "“{name}”的推荐还没有经“{above}”初审，请先初审同意或退回。"


class StillShown(RuleBroken):
    code = "commendations.still_shown"
    message = "The publication lasts until {last}; decide from {first} on."
    message_zh = "公示到 {last} 为止，请从 {first} 起再作决定。"


class ConditionNotMet(RuleBroken):
    code = "commendations.condition_not_met"
    message = (
        "{name} lacks a condition in the records: {condition}. Mend the record, or write why it is met all the same."
    )
    message_zh = "台账显示“{name}”不符合“{condition_zh}”。请先更正台账，或写明为什么符合条件。"


class NoPaper(RuleBroken):
    code = "commendations.no_paper"
    message = "Write the number or title of the paper."
    message_zh = "请填写文件名称或文号。"


class HandedAlready(RuleBroken):
    code = "commendations.handed_already"
    message = "This medal was handed over already; open the page again."
    message_zh = "这枚纪念章已登记颁发，请重新打开页面。"


class NotLater(RuleBroken):
    code = "commendations.not_later"
    message = "The new end, {until}, is not after {before}; choose a later day."
    message_zh = "新的有效期 {until} 不晚于 {before}，请填更晚的日期。"
