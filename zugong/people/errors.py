"""Why something about members is refused."""

from __future__ import annotations

from typing import ClassVar

from zugong.kernel.errors import RuleBroken


class StillAMember(RuleBroken):
    code: ClassVar[str] = "people.still_a_member"
    message: ClassVar[str] = (
        "{name} is a member until {until}; personal values are destroyed only when no membership holds any more."
    )
    message_zh: ClassVar[str] = "{name}的党籍至{until}仍有效，党籍终止后才能清除其个人信息。"


class NotMembersThere(RuleBroken):
    code: ClassVar[str] = "people.not_members_there"
    message: ClassVar[str] = (
        "{count} of the persons chosen are not members of the organisation on {day}; open the form again and choose anew."
    )
    message_zh: ClassVar[str] = "所选人员中有{count}人在{day}不是该组织的党员；请重新打开表单选择。"
