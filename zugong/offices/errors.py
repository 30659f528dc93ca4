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


class NotYourDuty(RuleBroken):
    code: ClassVar[str] = "offices.not_your_duty"
    message: ClassVar[str] = "Your account does not administer this; an administrator with the duty for it may do it."
    message_zh: ClassVar[str] = "您的账号没有这项管理职责，请由负有相应职责的管理员办理。"


class RightsToOneself(RuleBroken):
    code: ClassVar[str] = "offices.rights_to_oneself"
    message: ClassVar[str] = "Nobody gives rights to themselves; another administrator has to do it."
    message_zh: ClassVar[str] = "不得给自己授权，请由另一名管理员办理。"


class OneDutyOnly(RuleBroken):
    code: ClassVar[str] = "offices.one_duty_only"
    message: ClassVar[str] = (
        "The system, security and audit administrators exclude one another: {username} has one of these duties already."
    )
    message_zh: ClassVar[str] = "系统、安全、审计三类管理员不得兼任：账号{username}已担任其中一类。"


class AdministratorSitsNowhere(RuleBroken):
    code: ClassVar[str] = "offices.administrator_sits_nowhere"
    message: ClassVar[str] = (
        "{username} administers this site and so sits in no office; make a second account for the work in the office."
    )
    message_zh: ClassVar[str] = "{username}是管理员账号，不得在科室任职；科室业务请另设账号。"


class LastAdministrator(RuleBroken):
    code: ClassVar[str] = "offices.last_administrator"
    message: ClassVar[str] = "{username} is the last system administrator; make another one first."
    message_zh: ClassVar[str] = "{username}是唯一的系统管理员，请先另设一名。"


class UnknownDuty(RuleBroken):
    code: ClassVar[str] = "offices.unknown_duty"
    message: ClassVar[str] = "There is no duty {duty}; choose one of: {allowed}."
    message_zh: ClassVar[str] = "没有“{duty}”这一管理职责；可选：{allowed}。"


class UserNameUnfit(RuleBroken):
    code: ClassVar[str] = "offices.user_name_unfit"
    message: ClassVar[str] = (
        "{username!r} is no user name: use letters, digits and . _ - only, three to thirty of them."
    )
    message_zh: ClassVar[str] = "“{username}”不能作用户名：请用3至30个字母、数字或 . _ -。"


class AccountEnded(RuleBroken):
    code: ClassVar[str] = "offices.account_ended"
    message: ClassVar[str] = "The account {username} has ended and is not opened again; make a new one."
    message_zh: ClassVar[str] = "账号{username}已注销，不能恢复；请新建账号。"


class EndsTooEarly(RuleBroken):
    code: ClassVar[str] = "offices.ends_too_early"
    message: ClassVar[str] = "The last day, {last}, is before the first, {first}; choose a later one."
    message_zh: ClassVar[str] = "截止日期{last}早于起始日期{first}，请选更晚的日期。"


class UserNameTaken(RuleBroken):
    code: ClassVar[str] = "offices.user_name_taken"
    message: ClassVar[str] = "There is an account {username} already; choose another user name."
    message_zh: ClassVar[str] = "账号{username}已存在；请换一个用户名。"


class UnknownKindOfOffice(RuleBroken):
    code: ClassVar[str] = "offices.unknown_kind_of_office"
    message: ClassVar[str] = "There are no usual mandates for an office of kind {kind}; choose one of: {allowed}."
    message_zh: ClassVar[str] = "没有“{kind}”这类科室的常用授权；可选：{allowed}。"
