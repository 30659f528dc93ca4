"""What the reading of a pack says against a value, in Chinese, for those who write it in forms and never see its file."""

from __future__ import annotations

from typing import Any

#: By the kind of mistake, as pydantic calls it; places are filled from its context.
_BY_TYPE = {
    "missing": "还没有填写",
    "extra_forbidden": "这里没有“{key}”这一项，请删除",
    "string_type": "应为文字",
    "string_pattern_mismatch": "只能用小写字母、数字和下划线，以字母开头",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "decimal_max_digits": "数字太长",
    "decimal_max_places": "最多两位小数",
    "bool_type": "应为是或否",
    "bool_parsing": "应为是或否",
    "date_type": "应为日期，如 2027-01-01",
    "date_parsing": "应为日期，如 2027-01-01",
    "date_from_datetime_parsing": "应为日期，如 2027-01-01",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than_equal": "应不大于 {le}",
    "too_short": "至少要有一项",
    "literal_error": "没有这种选择",
    "dict_type": "应为分项填写的内容",
    "tuple_type": "应为列表",
    "model_type": "应为分项填写的内容",
}
#: By the sentence of a rule of the pack's own.
_BY_SENTENCE = (
    ("needs names at least one of", "请至少写明一项条件：分数、得分率、条数、星数或各部分条数"),
    ("a threshold has exactly one of", "请选一种标准：不少于、不超过或分档计分，只能选一种"),
    ("a band has exactly one of", "每一档写明“不少于”或“不超过”，只能写一个"),
    ("only at_least is reached in proportion", "按比例计分只能用于“不少于”"),
    ("a criterion has zh, en and exactly one of", "每条要有内容，并选定一种评价方式；没有内容的条目不能有评价方式"),
    ("bands and proportional give points", "分档或按比例计分的条目，请写明满分是多少分"),
    ("a target has exactly one of", "目标只能写一个：数字、规定值或另一项指标"),
    ("a line has at most one of", "每项任务只能有一种统计方式：应办事项、指标，或与别处的任务相同"),
    ("only a line with a figure has a target", "选了指标的任务才能写目标"),
    (
        "what returns is due at the end of its period",
        "定期任务在每期期末到期，不另写截止日期；截止日期只用于一次性任务",
    ),
    ("an extension adds versions", "新版本沿用原方案的名称和评定对象，这里只写版本内容"),
)


def in_chinese(found: Any) -> str:
    """A mistake that pydantic found; "" where there is no Chinese sentence for it."""
    context = found.get("ctx", {})
    if found["type"] == "value_error":
        said = str(context.get("error", ""))
        return next((zh for begins, zh in _BY_SENTENCE if said.startswith(begins)), "")
    sentence = _BY_TYPE.get(found["type"], "")
    return sentence.format(**{**context, "key": found["loc"][-1] if found["loc"] else ""})
