"""Words for rounds, states and numbers, the same on screen and in Word."""

from __future__ import annotations

from fractions import Fraction

from zugong.figures.printing import printed
from zugong.language.errors import Sentence
from zugong.packs.figures import Figure
from zugong.packs.pack import Pack
from zugong.packs.programmes import Line, Returns
from zugong.programmes.evaluating import Asked, LineProgress, RoundProgress
from zugong.programmes.rules import Round, State

STATE_WORDS: dict[State, Sentence] = {
    "overdue": Sentence("overdue", "逾期"),
    "due": Sentence("due", "办理中"),
    "done": Sentence("done", "已完成"),
    "not_yet": Sentence("not yet due", "未到期"),
    "not_required": Sentence("not required", "不作要求"),
    "counted": Sentence("counted, no target set", "只统计，未定目标"),
    "unknown": Sentence("cannot be counted", "无法统计"),
}
RETURN_WORDS: dict[Returns, Sentence] = {
    "once": Sentence("once", "一次"),
    "monthly": Sentence("every month", "每月"),
    "quarterly": Sentence("every quarter", "每季度"),
    "half_yearly": Sentence("every half year", "每半年"),
    "yearly": Sentence("every year", "每年"),
}
_PER_CENT = 100


def said(sentence: Sentence, language: str) -> str:
    """A sentence in the language of the reader."""
    return sentence.zh if language.startswith("zh") else sentence.en


def state_word(state: State, language: str) -> str:
    return said(STATE_WORDS[state], language)


def round_name(one: Round, returns: Returns, language: str) -> str:
    """What a round is called: March, the first quarter; what is asked once is called by its last day.

    A round that is in time into the next year bears its own.
    """
    is_chinese = language.startswith("zh")
    if returns == "once":
        return f"{one.deadline.isoformat()}前" if is_chinese else f"by {one.deadline.isoformat()}"
    name, year = _part_of_the_year(one, returns, is_chinese), one.period.start.year
    if not _is_in_time_next_year(one) or str(year) in name:
        return name
    return f"{year}年{name}" if is_chinese else f"{name} {year}"


def _is_in_time_next_year(one: Round) -> bool:
    return one.deadline.year != one.period.last.year


def _part_of_the_year(one: Round, returns: Returns, is_chinese: bool) -> str:
    start = one.period.start
    if returns == "monthly":
        return f"{start.month}月" if is_chinese else f"{start.year}-{start.month:02d}"
    if returns == "quarterly":
        number = (start.month + 2) // 3
        return f"第{'一二三四'[number - 1]}季度" if is_chinese else f"Q{number}"
    if returns == "half_yearly":
        return ("上半年" if start.month == 1 else "下半年") if is_chinese else ("H1" if start.month == 1 else "H2")
    return f"{start.year}年" if is_chinese else str(start.year)


def percent(share: Fraction | None) -> str:
    """A share in per cent with one decimal; cut, never rounded up, so that 100% means all. — where there is none."""
    if share is None:
        return "—"
    tenths = share * _PER_CENT * 10 // 1
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths / 10:.1f}%"


def numbers(progress: LineProgress, one: RoundProgress | None, pack: Pack, language: str) -> str:
    """How far a round has come in few words: 486 of 504, 88 of 133 villages, or what was stated."""
    asked = progress.asked
    if one is None or one.state == "not_yet":
        return "—"
    if asked.counted_line.duty:
        excused = said(_EXCUSED, language).format(one.excused) if one.excused else ""
        return f"{one.done} / {one.required}{excused}"
    if asked.counted_line.is_stated:
        return said(_STATED if one.done else _NOT_STATED, language)
    return value_words(asked, one, pack, language)


_EXCUSED = Sentence(" ({} not required)", "（另有 {} 个不作要求）")
_STATED = Sentence("stated as done", "已填报完成")
_NOT_STATED = Sentence("nothing stated yet", "尚未填报")


def value_words(asked: Asked, one: RoundProgress, pack: Pack, language: str) -> str:
    """The value of a figure with its unit, and the target where there is one."""
    figure = pack.figures[asked.counted_line.figure or ""]
    value = shown(one.value, figure, language)
    if one.target is None:
        return value
    at_most = asked.counted_line.target is not None and asked.counted_line.target.at_most
    return f"{value} / {'≤ ' if at_most else ''}{plain(one.target)}"


def shown(value: object, figure: Figure, language: str) -> str:
    """A value of a figure as people read it."""
    if value is None:
        return "—"
    if figure.measure is None:
        return printed(value, figure.print, "")  # type: ignore[arg-type]
    return f"{plain(value)} {figure.unit.in_language(language)}"


def plain(value: object) -> str:
    """A number with thousands apart, and at most two decimals."""
    number = Fraction(str(value)) if not isinstance(value, Fraction) else value
    return f"{int(number):,}" if number.denominator == 1 else f"{float(number):,.2f}"


def interval(line: Line, language: str) -> str:
    return said(RETURN_WORDS[line.returns], language)
