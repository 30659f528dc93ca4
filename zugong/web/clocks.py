"""The three clocks as the address of a page states them: ?on=2020-12-31&tree=…&from=…&to=…&known=2021-01-05T09:00."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import ClassVar
from urllib.parse import urlencode

from django.conf import settings

from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import number_at
from zugong.kernel.time import SHANGHAI, Clocks, Period, last_day, today

NAMES = ("on", "tree", "from", "to", "known")


class NotADay(RuleBroken):
    code: ClassVar[str] = "clocks.not_a_day"
    message: ClassVar[str] = "{name}={text} is not a day; write it as 2020-12-31."
    message_zh: ClassVar[str] = "{name}={text} 不是日期，请写成 2020-12-31。"


class NotAMoment(RuleBroken):
    code: ClassVar[str] = "clocks.not_a_moment"
    message: ClassVar[str] = "known={text} is not a moment; write it as 2021-01-05 or 2021-01-05T09:00."
    message_zh: ClassVar[str] = "known={text} 不是时刻，请写成 2021-01-05 或 2021-01-05T09:00。"


class PeriodBackwards(RuleBroken):
    code: ClassVar[str] = "clocks.period_backwards"
    message: ClassVar[str] = "The period ends on {last}, before its first day, {first}; choose a later end."
    message_zh: ClassVar[str] = "期间的末日 {last} 早于首日 {first}，请选更晚的末日。"


@dataclass(frozen=True)
class AskedClocks:
    """What an address asks: the clocks, the moment in words of the address, and the query that keeps them on a link.

    `query` is empty where nothing but the usual day is asked, so that ordinary addresses stay short.
    """

    clocks: Clocks
    known: str
    query: str

    @property
    def is_usual(self) -> bool:
        return not self.query

    @property
    def first(self) -> date:
        return self.clocks.period.start

    @property
    def last(self) -> date:
        return last_day(self.clocks.period.end) or self.clocks.on


def usual_day() -> date:
    """The day that a page speaks of when nobody says otherwise: today, on a demonstration site the day of its data."""
    return settings.ZUGONG_AS_OF or today()


def asked_clocks(parameters: Mapping[str, str]) -> AskedClocks:
    """The clocks of an address. Raises NotADay, NotAMoment, PeriodBackwards."""
    asked = {name: parameters[name].strip() for name in NAMES if parameters.get(name, "").strip()}
    on = _day(asked, "on") or usual_day()
    first = _day(asked, "from") or date(on.year, 1, 1)
    last = _day(asked, "to") or max(on, first)
    if last < first:
        raise PeriodBackwards(first=first, last=last)
    known = number_at(_moment(asked["known"])) if "known" in asked else None
    clocks = Clocks(on, _day(asked, "tree") or on, Period.from_days(first, last), known)
    return AskedClocks(clocks, asked.get("known", ""), urlencode(asked))


def _day(asked: Mapping[str, str], name: str) -> date | None:
    if name not in asked:
        return None
    try:
        return date.fromisoformat(asked[name])
    except ValueError:
        raise NotADay(name=name, text=asked[name]) from None


def _moment(text: str) -> datetime:
    """A day alone means its end: what was known when it was over."""
    try:
        moment = (
            datetime.combine(date.fromisoformat(text), time.max) if len(text) == 10 else datetime.fromisoformat(text)
        )
    except ValueError:
        raise NotAMoment(text=text) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
