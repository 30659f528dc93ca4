"""Why a card is not issued, or opens nothing."""

from __future__ import annotations

from typing import ClassVar

from zugong.kernel.errors import RuleBroken


class NotYourCards(RuleBroken):
    code: ClassVar[str] = "cards.not_your_cards"
    message: ClassVar[str] = (
        "No card was issued: {username} holds mandates beyond yours, or sits in no office below you. Whoever "
        "administers this site gives it a password."
    )
    message_zh: ClassVar[str] = (
        "未制卡：账号{username}的授权超出您的范围，或不在您的下级组织任职。请由本站管理员为其设置密码。"
    )


class CardOpensNothing(RuleBroken):
    code: ClassVar[str] = "cards.opens_nothing"
    message: ClassVar[str] = (
        "Code or number is not right, or the card is no longer valid. Ask your township for a new one."
    )
    message_zh: ClassVar[str] = "卡号或密码不对，或者卡已失效。如需换卡，请联系乡镇。"


class TryLater(RuleBroken):
    code: ClassVar[str] = "cards.try_later"
    message: ClassVar[str] = (
        "The number was wrong. Wait a minute or two before the next attempt; after {most} the card is locked."
    )
    message_zh: ClassVar[str] = "密码不对。请过一两分钟再试；连续错{most}次，卡将锁定。"


class CardLocked(RuleBroken):
    code: ClassVar[str] = "cards.locked"
    message: ClassVar[str] = "The number was wrong {most} times, so the card is locked. Your township issues a new one."
    message_zh: ClassVar[str] = "密码连续错{most}次，卡已锁定，请联系乡镇换卡。"


class PinUnfit(RuleBroken):
    code: ClassVar[str] = "cards.pin_unfit"
    message: ClassVar[str] = "A PIN has six digits, not all the same and not in a row, and is typed twice alike."
    message_zh: ClassVar[str] = "密码为6位数字，不能全部相同或连号，两次填写须一致。"
