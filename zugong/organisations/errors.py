"""Why something about organisations and units is refused."""

from __future__ import annotations

from typing import ClassVar

from zugong.kernel.errors import RuleBroken


class SuperiorEnds(RuleBroken):
    code: ClassVar[str] = "organisations.superior_ends"
    message: ClassVar[str] = (
        "{organisation} stands under {other} on {day}, but {other} does not exist on that day; move {organisation} first."
    )
    message_zh: ClassVar[str] = (
        "{organisation}在{day}隶属于{other}，但{other}在该日不存在；请先调整{organisation}的隶属关系。"
    )


class StandsWhenNotThere(RuleBroken):
    code: ClassVar[str] = "organisations.stands_when_not_there"
    message: ClassVar[str] = (
        "{organisation} would stand under {other} on {day}, a day on which {organisation} itself does not exist; "
        "correct its dates first."
    )
    message_zh: ClassVar[str] = (
        "{organisation}在{day}隶属于{other}，但{organisation}本身在该日不存在；请先更正其起止日期。"
    )


class Circle(RuleBroken):
    code: ClassVar[str] = "organisations.circle"
    message: ClassVar[str] = (
        "On {day} {organisation} would stand below itself; choose a superior that is not one of its subordinates."
    )
    message_zh: ClassVar[str] = "{organisation}在{day}将隶属于自己的下级；请选择不在其下属之列的上级党组织。"


class LeadingGroupAsSuperior(RuleBroken):
    code: ClassVar[str] = "organisations.leading_group_as_superior"
    message: ClassVar[str] = (
        "{other} is a leading Party members group and nobody's superior; choose the committee above {organisation}."
    )
    message_zh: ClassVar[str] = "{other}是党组，不领导下级党组织；请为{organisation}选择其上级党委。"


class LeadingGroupAdmits(RuleBroken):
    code: ClassVar[str] = "organisations.leading_group_admits"
    message: ClassVar[str] = (
        "{organisation} is a leading Party members group and approves no admission; a Party committee above the branch does."
    )
    message_zh: ClassVar[str] = "{organisation}是党组，无权审批接收党员；应由支部的上级党委审批。"


class LeadingGroupHasMembers(RuleBroken):
    code: ClassVar[str] = "organisations.leading_group_has_members"
    message: ClassVar[str] = (
        "{organisation} is a leading Party members group and has no members of its own; record them in their branch."
    )
    message_zh: ClassVar[str] = "{organisation}是党组，没有自己的党员；请把党员登记在其所在党支部。"


class SuccessorNotThere(RuleBroken):
    code: ClassVar[str] = "organisations.successor_not_there"
    message: ClassVar[str] = (
        "{other} cannot succeed {organisation} on {day}, because {other} does not exist on that day; choose another."
    )
    message_zh: ClassVar[str] = "{other}在{day}不存在，不能承接{organisation}；请选择当日存在的党组织。"


class SucceedsItself(RuleBroken):
    code: ClassVar[str] = "organisations.succeeds_itself"
    message: ClassVar[str] = "{organisation} cannot be merged into itself; choose another."
    message_zh: ClassVar[str] = "{organisation}不能并入自身；请选择另一个。"


class SuccessorBelow(RuleBroken):
    code: ClassVar[str] = "organisations.successor_below"
    message: ClassVar[str] = (
        "{other} stands under {organisation} on {day} and cannot take it over; move {other} under another superior first."
    )
    message_zh: ClassVar[str] = "{other}在{day}隶属于{organisation}，不能承接它；请先调整{other}的隶属关系。"


class NotThere(RuleBroken):
    code: ClassVar[str] = "organisations.not_there"
    message: ClassVar[str] = "{organisation} does not exist on {day}; choose a day on which it does."
    message_zh: ClassVar[str] = "{organisation}在{day}不存在；请选择其存续期间内的日期。"


class AlreadyUnder(RuleBroken):
    code: ClassVar[str] = "organisations.already_under"
    message: ClassVar[str] = "{organisation} stands under {other} on {day} already; there is nothing to move."
    message_zh: ClassVar[str] = "{organisation}在{day}已经隶属于{other}，无需调整。"


class CodeTaken(RuleBroken):
    code: ClassVar[str] = "organisations.code_taken"
    message: ClassVar[str] = "The code {code} belongs to {other} already; give another code."
    message_zh: ClassVar[str] = "代码{code}已属于{other}；请填写其他代码。"


class UnitsRemain(RuleBroken):
    code: ClassVar[str] = "organisations.units_remain"
    message: ClassVar[str] = (
        "{organisation} cannot end on {day}: {count} units still lie in its territory, {other} among them; move them first."
    )
    message_zh: ClassVar[str] = "{organisation}不能在{day}撤销：仍有{count}个单位属于它（如{other}）；请先调整其属地。"


class LinkedAlready(RuleBroken):
    code: ClassVar[str] = "organisations.linked_already"
    message: ClassVar[str] = "{organisation} and {other} are linked from {day} on already; end that link first."
    message_zh: ClassVar[str] = "{organisation}与{other}自{day}起已有同样的关系；请先终止原关系。"


class NotLinked(RuleBroken):
    code: ClassVar[str] = "organisations.not_linked"
    message: ClassVar[str] = (
        "{organisation} and {other} are not linked on the day before {day}; there is nothing to end."
    )
    message_zh: ClassVar[str] = "{organisation}与{other}在{day}前一日没有该关系，无可终止。"
