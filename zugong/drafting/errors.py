"""What stands against an act on a draft, as the user reads it."""

from __future__ import annotations

from typing import ClassVar

from zugong.kernel.errors import RuleBroken


class ChangedMeanwhile(RuleBroken):
    code: ClassVar[str] = "drafting.changed_meanwhile"
    message: ClassVar[str] = (
        "{who} changed the same part at {at}. Nothing of yours is lost: compare, and save once more."
    )
    message_zh: ClassVar[str] = "{who}已于 {at} 改过同一处。您填写的内容都还在下面，请对照后再保存一次。"


class HasProblems(RuleBroken):
    code: ClassVar[str] = "drafting.has_problems"
    message: ClassVar[str] = "The check finds {count} problems; mend them first. The first: {first}"
    message_zh: ClassVar[str] = "检查发现 {count} 处问题，请先改好。第一处：{first_zh}"


class PaperMissing(RuleBroken):
    code: ClassVar[str] = "drafting.paper_missing"
    message: ClassVar[str] = (
        "Say the number of the paper, or the day on which it was issued; without a paper nothing is in force."
    )
    message_zh: ClassVar[str] = "请先填写文件的文号或印发日期；没有文件，不能发布施行。"


class ResultsStand(RuleBroken):
    code: ClassVar[str] = "drafting.results_stand"
    message: ClassVar[str] = (
        "Results of {round} are published already by the version in force. Choose a first day after {last}."
    )
    message_zh: ClassVar[str] = "{round_zh}的结果已按现行版本公布，施行日期请选在 {last} 之后。"


class NotOpen(RuleBroken):
    code: ClassVar[str] = "drafting.not_open"
    message: ClassVar[str] = (
        "This draft is published or dropped, and is not changed any more. Begin the next version from it."
    )
    message_zh: ClassVar[str] = "这份草案已经发布或作废，不能再改。要改动，请以它为底稿起草下一版。"


class NotAnElement(RuleBroken):
    code: ClassVar[str] = "drafting.not_an_element"
    message: ClassVar[str] = "{file} cannot be taken in: {reason}"
    message_zh: ClassVar[str] = "“{file}”不能收入：{reason_zh}"


class CodeTaken(RuleBroken):
    code: ClassVar[str] = "drafting.code_taken"
    message: ClassVar[str] = "{code} is in use already; choose another name."
    message_zh: ClassVar[str] = "“{code}”已经用过，请另取一个。"


class CodeNotWritable(RuleBroken):
    code: ClassVar[str] = "drafting.code_not_writable"
    message: ClassVar[str] = "{code!r} will not do: small letters, digits and _, such as {example}."
    message_zh: ClassVar[str] = "“{code}”不行，请用小写字母、数字和下划线，例如 {example}。"
