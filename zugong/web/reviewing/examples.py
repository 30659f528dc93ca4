"""What one may write in braces, by example: the words themselves, what they give, and what they are for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext


@dataclass(frozen=True)
class Example:
    """What is written, what comes of it (empty where that hangs on the data), and a sentence."""

    written: str
    shown: str
    says: str


def examples() -> tuple[Example, ...]:
    """The examples of the page of templates."""
    return (
        Example(
            "{{党员}}", "12016",
            gettext("the number of a figure, by its Chinese name or its code; quotation marks may be left out"),
        ),
        Example("{{党员|千分位}}", "12,016", gettext("digits in groups of three")),
        Example("{{讲党课|余百}}", "1800余", gettext("cut to hundreds; likewise to tens and thousands")),
        Example("{{党员|万|1位|余}}", "1.2万余", gettext("in ten thousands, with so many decimals")),
        Example("{{县级行动|汉字}}", "五", gettext("in Chinese characters")),
        Example(
            "{{党员|上年}}  {{党员|较上年}}  {{党员|增幅}}", "11980  增加36  增长0.30%",
            gettext("the year before, the change to it, and by how much in per cent"),
        ),
        Example(
            "{{组织}}  {{地区}}  {{全域}}  {{年份}}  {{上年年份}}  {{截至日}}  {{期间}}", "",
            gettext("whom and when the text speaks of"),
        ),
        Example(
            "{{如果 在建社区}}…{{否则}}…{{结束}}", "",
            gettext("text that stands only where the number is not zero; marks alone in paragraphs rule whole paragraphs"),
        ),
        Example("{{如果 “一肩挑”占比 >= 60%}}…{{结束}}", "", gettext("text that stands only where the comparison is true")),
        Example(
            "{{下级}}", "",
            gettext("the name of a subordinate: its row of a table, or its paragraph, stands once for each"),
        ),
        Example(
            "{{图 党员 按下级}}  {{图 党员、流动党员 比上年}}", "",
            gettext("a plot that Word can edit, alone in a paragraph"),
        ),
    )  # fmt: skip
