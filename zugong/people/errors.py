"""Why something about members is refused."""

from __future__ import annotations

from typing import ClassVar

from zugong.kernel.errors import RuleBroken


class StillRecorded(RuleBroken):
    code: ClassVar[str] = "people.still_recorded"
    message: ClassVar[str] = (
        "{what} of {name} holds still; personal values are destroyed only when nothing of the kind holds any more. "
        "End it first."
    )
    message_zh: ClassVar[str] = "{name}的{what_zh}仍在有效期内；终止后才能清除其个人信息，请先办理终止。"


class NotMembersThere(RuleBroken):
    code: ClassVar[str] = "people.not_members_there"
    message: ClassVar[str] = (
        "{count} of the persons chosen are not members of the organisation on {day}; open the form again and choose anew."
    )
    message_zh: ClassVar[str] = "所选人员中有{count}人在{day}不是该组织的党员；请重新打开表单选择。"
