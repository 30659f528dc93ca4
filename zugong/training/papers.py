"""What is printed of a class; papers are Chinese in every language."""

from __future__ import annotations

from datetime import date

from zugong.training.queries import FiledClass

Line = tuple[str, str]
#: The columns of the sheet to sign on.
SHEET_HEADINGS = ("序号", "姓名", "选派单位", "签名", "缺课课次")


def certificate(filed: FiledClass, name: str, person: int, organiser: str) -> tuple[Line, ...]:
    """The lines of a certificate, each with its role. Its number is the same whenever it is printed."""
    last = filed.row.values["ended_on"] or filed.row.since
    text = (
        f"于{days_word(filed.row.since, last)}参加“{filed.row.values['name']}”培训，共 {filed.hours} 学时，"
        "完成规定的学习任务，准予结业。"
    )
    number = f"{filed.row.since.year}-{filed.row.values['number'] or filed.identity}-{person}"
    return (
        ("title", "结业证书"), ("name", f"{name} 同志："), ("body", text), ("signature", organiser),
        ("signature", day_word(last)), ("number", f"证书编号：{number}"),
    )  # fmt: skip


def sheet_lines(filed: FiledClass) -> tuple[Line, ...]:
    """What stands above the names on the sheet to sign on."""
    values = filed.row.values
    when = days_word(filed.row.since, values["ended_on"] or filed.row.since)
    lines = [
        ("title", f"{values['name']} 签到表"),
        ("body", " · ".join(part for part in (when, values["venue"]) if part)),
    ]
    if filed.courses:
        courses = "；".join(f"{row.values['number']}. {row.values['title']}" for row in filed.courses)
        lines.append(("body", f"课程：{courses}"))
    return tuple(lines)


def day_word(day: date) -> str:
    """A day as papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def days_word(first: date, last: date) -> str:
    """The days of a class as papers write them."""
    return day_word(first) if first == last else f"{day_word(first)}至{day_word(last)}"
