"""Rounds of a scheme: the year, half year, quarter or month for which somebody is rated, and how records name it. No Django."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Period, months_after
from zugong.packs.programmes import Returns
from zugong.packs.scheme_criteria import Window
from zugong.packs.schemes import Scheme

ONCE = "once"
_MONTHS: dict[Returns, int] = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
_WINDOW_MONTHS: dict[Window, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_CODE = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})))?")


class NoSuchRound(RuleBroken):
    code = "schemes.no_such_round"
    message = "{round!r} is no round of {scheme}; write it as {example}."
    message_zh = "“{round}”不是“{scheme_zh}”的评定期次，应写作 {example}。"


@dataclass(frozen=True, slots=True)
class Round:
    """One time of rating: how records name it (`2020`, `2020-H1`, `2020-Q3`, `2020-06`, `once`), and its days."""

    code: str
    period: Period

    def name(self, language: str) -> str:
        """What people call it."""
        if self.code == ONCE:
            return "一次性评定" if language.startswith("zh") else "once"
        year, _, rest = self.code.partition("-")
        if not language.startswith("zh"):
            return self.code.replace("-", " ") if rest[:1] in ("H", "Q") else self.code
        if not rest:
            return f"{year}年度"
        names = {"H1": "上半年", "H2": "下半年", **{f"Q{n}": f"第{'一二三四'[n - 1]}季度" for n in range(1, 5)}}
        return f"{year}年{names.get(rest, f'{int(rest[-2:]) if rest.isdigit() else rest}月')}"


def round_on(scheme: Scheme, day: date) -> Round:
    """The round in which a day lies. What is rated once has one round, from the first day of its version to the day."""
    if scheme.round == "once":
        version = scheme.version_on(day) or scheme.versions[-1]
        return Round(ONCE, Period.from_days(min(version.since, day), day))
    months = _MONTHS[scheme.round]
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Round(_code(start, months), Period(start, months_after(start, months)))


def round_called(scheme: Scheme, code: str, day: date) -> Round:
    """The round of that name; `day` ends a round that has no end of its own. Raises NoSuchRound."""
    found = _CODE.fullmatch(code)
    if scheme.round == "once" or found is None or not date.min.year < int(found[1]) < date.max.year:
        wanted = round_on(scheme, day)
    else:
        half, quarter, month = (int(part) if part else 0 for part in found.groups()[1:])
        number = (half - 1) * 6 + 1 if half else (quarter - 1) * 3 + 1 if quarter else month or 1
        wanted = round_on(scheme, date(int(found[1]), min(max(number, 1), 12), 1))
    if wanted.code != code:
        raise NoSuchRound(round=code, scheme=scheme.en, scheme_zh=scheme.zh, example=round_on(scheme, day).code)
    return wanted


def round_before(scheme: Scheme, one: Round) -> Round | None:
    """The round before; None for what is rated once."""
    return None if one.code == ONCE else round_on(scheme, months_after(one.period.start, -1))


def months_of(one: Round, day: date) -> tuple[str, ...]:
    """The months of a round that have begun by a day, as records of adjustments name them: `2020-06`."""
    month, found = date(one.period.start.year, one.period.start.month, 1), []
    while month < one.period.end and month <= day:
        found.append(f"{month.year:04}-{month.month:02}")
        month = months_after(month, 1)
    return tuple(found)


def window_period(window: Window, one: Round, day: date) -> Period:
    """The days that count for a criterion on a day: of the round up to that day, or the month, quarter ... in which it lies."""
    if window == "day":
        return Period.from_days(day, day)
    start = one.period.start
    if window != "round":
        months = _WINDOW_MONTHS[window]
        start = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period.from_days(min(start, day), day)


def _code(start: date, months: int) -> str:
    if months == 12:
        return f"{start.year:04}"
    if months == 6:
        return f"{start.year:04}-H{1 if start.month == 1 else 2}"
    if months == 3:
        return f"{start.year:04}-Q{(start.month + 2) // 3}"
    return f"{start.year:04}-{start.month:02}"
