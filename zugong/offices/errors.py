"""Why something about accounts, offices and mandates is refused."""

from __future__ import annotations

from typing import ClassVar

from zugong.kernel.errors import RuleBroken


class UnknownAct(RuleBroken):
    code: ClassVar[str] = "offices.unknown_act"
    message: ClassVar[str] = "There is no act {act}; choose one of: {allowed}."
    message_zh: ClassVar[str] = "没有“{act}”这一权限动作；可选：{allowed}。"


class UnknownMatter(RuleBroken):
    code: ClassVar[str] = "offices.unknown_matter"
    message: ClassVar[str] = "There is no matter {matter}; choose one of: {allowed}."
    message_zh: ClassVar[str] = "没有“{matter}”这一事项；可选：{allowed}。"


class LeadingGroupDecides(RuleBroken):
    code: ClassVar[str] = "offices.leading_group_decides"
    message: ClassVar[str] = (
        "{office} acts for {organisation}, a leading Party members group, which approves no admission; "
        "give the decision to an office of the committee above the branch."
    )
    message_zh: ClassVar[str] = "{office}代表的{organisation}是党组，无权审批接收党员；请授权给支部上级党委的科室。"


class HeldAlready(RuleBroken):
    code: ClassVar[str] = "offices.held_already"
    message: ClassVar[str] = "This is held from {day} on already; end what is held first."
    message_zh: ClassVar[str] = "自{day}起已有同样的任职或授权；请先终止原有的。"


class NotHeld(RuleBroken):
    code: ClassVar[str] = "offices.not_held"
    message: ClassVar[str] = "This is not held on the day before {day}; there is nothing to end."
    message_zh: ClassVar[str] = "{day}前一日没有该任职或授权，无可终止。"


class UserNameTaken(RuleBroken):
    code: ClassVar[str] = "offices.user_name_taken"
    message: ClassVar[str] = "There is an account {username} already; choose another user name."
    message_zh: ClassVar[str] = "账号{username}已存在；请换一个用户名。"


class UnknownKindOfOffice(RuleBroken):
    code: ClassVar[str] = "offices.unknown_kind_of_office"
    message: ClassVar[str] = "There are no usual mandates for an office of kind {kind}; choose one of: {allowed}."
    message_zh: ClassVar[str] = "没有“{kind}”这类科室的常用授权；可选：{allowed}。"
