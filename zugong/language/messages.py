"""Every sentence with which a text is refused, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from zugong.language.errors import Sentence

# Reading the text
TOO_LONG = Sentence(
    "the text has {length} characters; at most {limit} are read", "文本有 {length} 个字符，最多 {limit} 个"
)
EMPTY = Sentence("nothing is written here", "内容为空")
UNCLOSED_TEXT = Sentence("this text has no closing quote", "文字缺少右引号")
CONTROL_IN_TEXT = Sentence("a text may not contain control characters", "文字中不能有控制字符")
STRANGE_SIGN = Sentence("'{sign}' means nothing here", "此处不认识“{sign}”")
TOO_LARGE_NUMBER = Sentence("the number is too large; it must be below 10^15", "数字过大，应小于 10 的 15 次方")
EXPECTED = Sentence("{wanted} is expected here, not {found}", "此处应为{wanted_zh}，而不是{found_zh}")
TRAILING = Sentence("the text should end before {found}", "文本应在{found_zh}之前结束")
CHAINED = Sentence("comparisons cannot be chained", "比较不能连写")
NESTED_TOO_DEEP = Sentence("more than {limit} levels of nesting", "嵌套超过 {limit} 层")
TOO_MANY_QUANTIFIERS = Sentence(
    "more than {limit} some() or none() inside one another", "some()、none() 嵌套超过 {limit} 层"
)
TREE_TOO_LARGE = Sentence("the expression with its derived fields is too large", "表达式连同派生字段过大")
NOT_A_DATE = Sentence("'{text}' is not a day", "“{text}”不是一个日期")

# Names
UNKNOWN_TYPE = Sentence("'{name}' is not a record type", "“{name}”不是记录类型")
UNKNOWN_FIELD = Sentence("'{name}' is not a field of {type}", "“{name}”不是 {type} 的字段")
UNKNOWN_FUNCTION = Sentence("'{name}' is not a function", "“{name}”不是函数")
UNKNOWN_CODE = Sentence("'{code}' is not in the code list of {field}", "“{code}”不在 {field} 的代码表中")
UNKNOWN_RULE = Sentence("'{name}' is not a rule", "“{name}”不是规则参数")
HIDDEN_FIELD = Sentence(
    "{type}.{name} is kept encrypted and cannot be used in conditions", "{type}.{name} 加密存储，不能用于条件"
)
NOT_A_REFERENCE = Sentence(
    "{path} refers to no record, so nothing follows its dot", "{path} 不指向记录，点号后不能再取字段"
)
TARGET_UNKNOWN = Sentence("{path} refers to '{type}', which is not a record type", "{path} 指向的“{type}”不是记录类型")
TARGET_WITHOUT_ANCHOR = Sentence(
    "{path} refers to {type}, whose rows have no identity of their own",
    "{path} 指向 {type}，而该类型的行没有自己的身份",
)
DERIVED_CYCLE = Sentence("derived fields lead back to themselves: {cycle}", "派生字段循环引用：{cycle}")
THIS_OUTSIDE = Sentence("'this' has a meaning only inside some() and none()", "this 只能在 some() 或 none() 之内使用")
THIS_WITHOUT_ANCHOR = Sentence(
    "'this' needs a row with an identity of its own, and {type} has none", "this 需要有自己身份的记录，而 {type} 没有"
)

# Functions
ARGUMENT_COUNT = Sentence("{name}() takes {wanted}", "{name}() 的写法是 {wanted_zh}")
HOLDS_OF_EVENT = Sentence("{type} is an event; holds() asks about states", "{type} 是事件，holds() 只用于状态")
ARGUMENT_KIND = Sentence("{name}() needs {wanted}, and this is {found}", "{name}() 需要{wanted_zh}，而这里是{found_zh}")
TOTAL_OF = Sentence(
    "total() adds up a field of whole numbers or money of its rows", "total() 只合计该类记录中的整数或金额字段"
)
NOT_FIXED = Sentence("{name}() needs a value that is the same for every row", "{name}() 需要对所有行都相同的固定值")
IN_NOT_FIXED = Sentence("the list of 'in' holds fixed values only", "in 的列表中只能有固定值")
IN_KIND = Sentence(
    "'in' is for integers, codes and texts, and this is {found}", "in 只用于整数、代码和文字，而这里是{found_zh}"
)

# Kinds
NOT_A_CONDITION = Sentence("a condition is expected, and this is {found}", "此处应为条件，而这里是{found_zh}")
NOT_A_VALUE = Sentence("a value is expected, and this is a condition", "此处应为值，而这里是条件")
WRONG_RESULT = Sentence(
    "the expression should give {wanted}, and it gives {found}", "表达式应得到{wanted_zh}，却得到{found_zh}"
)
CONDITION_KNOWN = Sentence("a condition is always true or false, never unknown", "条件非真即假，不会未知")
COMPARED_KINDS = Sentence("{left} cannot be compared with {right}", "{left_zh}不能与{right_zh}比较")
NO_ORDER = Sentence("{found} has no order; only = and != fit", "{found_zh}没有大小之分，只能用 = 和 !=")
OTHER_RECORDS = Sentence("{left} and {right} are different record types", "{left} 与 {right} 是不同的记录类型")
OTHER_CODES = Sentence("the two code lists have no code in common", "两个代码表没有共同的代码")
NOT_ADDED = Sentence(
    "only integers can be added and subtracted, and this is {found}", "只有整数可以加减，而这里是{found_zh}"
)

# Asking on a day
RULE_WITHOUT_VALUE = Sentence("rule '{name}' has no value on {day}", "规则参数“{name}”在 {day} 没有取值")
RULE_WRONG_VALUE = Sentence(
    "rule '{name}' has the value {value!r} on {day}, which is not {wanted}",
    "规则参数“{name}”在 {day} 的取值 {value!r} 不是{wanted_zh}",
)
DAY_OUT_OF_RANGE = Sentence("this day lies outside the calendar", "该日期超出日历范围")

# Suggestions
NEAREST = Sentence("nearest: {names}", "最接近的是：{names_zh}")
WRITE = Sentence("write {right}", "请写 {right}")


def write(right: str) -> Sentence:
    """The suggestion to write `right` instead."""
    return WRITE.filled(right=right)


def nearest(name: str, allowed: Iterable[str]) -> Sentence | None:
    """The three names most like `name`, or None where nothing is allowed."""
    likeness = {other: SequenceMatcher(None, name.lower(), other.lower()).ratio() for other in allowed}
    names = sorted(likeness, key=lambda other: (-likeness[other], other))[:3]
    return NEAREST.filled(names=", ".join(names), names_zh="、".join(names)) if names else None
