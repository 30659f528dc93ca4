"""A condition in words that people read who never read the language."""

from __future__ import annotations

import pytest

from tests.language.county import RULES, SCHEMA
from zugong.language.checker import check_value
from zugong.language.words import explain

CHINESE = {
    "person": "党员", "organisation": "组织", "post": "岗位", "appointment": "任职", "step": "发展步骤",
    "gender": "性别", "f": "女", "m": "男", "birth": "出生日期", "kind": "类别", "age": "年龄", "place": "所在组织",
    "head": "村主任", "secretary": "书记", "dual_post": "书记主任一肩挑", "line": "年龄线", "on": "日期",
    "income": "收入", "poor": "困难党员", "admitted": "接收为预备党员", "team": "队员",
}  # fmt: skip


class Named:
    """Labels from a plain table; without one, the codes themselves."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def type_label(self, type_code: str) -> str:
        return self.names.get(type_code, type_code)

    def field_label(self, type_code: str, field: str) -> str:
        return self.names.get(field, field)

    def code_label(self, type_code: str, field: str, code: str) -> str:
        return self.names.get(code, code)

    def rule_label(self, name: str) -> str:
        return self.names.get(name, name)


def words(text: str, type_code: str, language: str) -> str:
    labels = Named(CHINESE if language == "zh-hans" else {})
    return explain(check_value(text, type_code, SCHEMA, RULES), labels, language)


@pytest.mark.parametrize(
    ("type_code", "text", "chinese", "english"),
    [
        ("person", "gender = 'f' and holds()", "性别为“女”，且当日有效", "gender is f, and in force on the day"),
        (
            "appointment",
            "dual_post or post.kind in ('head', 'team')",
            "书记主任一肩挑，或岗位的类别为“村主任”“队员”之一",
            "dual_post, or kind of post is one of head, team",
        ),
        (
            "person",
            "not (poor or income < 5) and (age >= rule('line') or income is unknown)",
            "不符合（“困难党员”为“是”，或收入小于5），且（年龄不少于“年龄线”的规定值，或收入为空）",
            'not (poor, or income is less than 5), and (age is at least "line" as ruled, or income is not known)',
        ),
        (
            "person",
            "none(step, person = this and kind = 'admitted' and on > years_before(day, 3) and on <= day)",
            "没有对应的发展步骤记录（党员即本条党员记录，且类别为“接收为预备党员”，"
            "且日期晚于当日往前推3年之日，且日期不晚于当日）",
            "there is no record of step with: (person is this person, and kind is admitted,"
            " and on is after 3 years before the day, and on is on or before the day)",
        ),
        (
            "appointment",
            "some(appointment, post.place = this.post.place and years(person.birth, day) < 35)",
            "有对应的任职记录（岗位的所在组织即本条任职记录的岗位的所在组织，且党员的出生日期至当日的周年数小于35）",
            "there is a record of appointment with: (place of post is place of post of this appointment,"
            " and whole years from birth of person to the day is less than 35)",
        ),
        ("person", "income + 1", "收入 + 1", "income + 1"),
        (
            "person",
            "none(step, on >= period_start and on < period_end and not (kind = 'admitted') and on < period_end)",
            "没有对应的发展步骤记录（日期在统计期内，且类别不是“接收为预备党员”（未填的也算），且日期不晚于统计期末日）",
            "there is no record of step with: (on is in the period, and not: kind is admitted, and on is not after the period)",
        ),
    ],
)  # fmt: skip
def test_a_condition_is_said_in_words(type_code, text, chinese, english):
    assert words(text, type_code, "zh-hans") == chinese
    assert words(text, type_code, "en") == english
