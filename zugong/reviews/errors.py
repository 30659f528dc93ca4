"""What stands against an action on reviews, in sentences."""

from __future__ import annotations

from typing import ClassVar

from zugong.kernel.errors import RuleBroken


class TemplateHasProblems(RuleBroken):
    code: ClassVar[str] = "reviews.template_has_problems"
    message: ClassVar[str] = "The template has {count} mistakes; the first: {first} Mend it and try again."
    message_zh: ClassVar[str] = "模板有{count}处需要改正，第一处：{first_zh}改正后再试。"


class NothingToApprove(RuleBroken):
    code: ClassVar[str] = "reviews.nothing_to_approve"
    message: ClassVar[str] = "{count} numbers of this review have no value; choose another day or mend the template."
    message_zh: ClassVar[str] = "综述中有{count}个数没有值，请换一个时点或改模板后再定稿。"


class RightsTooNarrow(RuleBroken):
    code: ClassVar[str] = "reviews.rights_too_narrow"
    message: ClassVar[str] = (
        "“{figure}” counts records that you may not see; whoever approves must see all that the review counts."
    )
    message_zh: ClassVar[str] = "“{figure}”含有您无权查看的记录，须由能看到全部记录的人定稿。"


class OtherThanShown(RuleBroken):
    code: ClassVar[str] = "reviews.other_than_shown"
    message: ClassVar[str] = (
        "Records or the review changed since you opened it, and the text is another one now; read it again and approve then."
    )
    message_zh: ClassVar[str] = "打开页面后，数据或综述有变动，文字已与您看到的不同；请重新核对后再定稿。"


class NoSuchReport(RuleBroken):
    code: ClassVar[str] = "reviews.no_such_report"
    message: ClassVar[str] = "The pack {pack} has no report {report!r}{nearest}."
    message_zh: ClassVar[str] = "配置包 {pack} 中没有报告“{report}”{nearest}。"


class ReviewEndsBeforeItBegins(RuleBroken):
    code: ClassVar[str] = "reviews.ends_before_it_begins"
    message: ClassVar[str] = "The period ends on {last}, before its first day, {first}; choose a later end."
    message_zh: ClassVar[str] = "期间的末日 {last} 早于首日 {first}，请选更晚的末日。"


class OrganisationNotThere(RuleBroken):
    code: ClassVar[str] = "reviews.organisation_not_there"
    message: ClassVar[str] = "The organisation does not stand in the tree of {day}; choose another day for the tree."
    message_zh: ClassVar[str] = "{day} 的组织树中没有该组织，请换一个组织时点。"
