"""Requests for data: what a box takes, how a request stands, when it is late. Values and days in, answer or sentence out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from zugong.kernel.time import months_after

TEXT, NUMBER, MONEY, CHOICE, DAY, YES_NO = "text", "number", "money", "choice", "day", "yes_no"
ANSWER_KINDS = (TEXT, NUMBER, MONEY, CHOICE, DAY, YES_NO)
YES, NO = "是", "否"
LONGEST_ANSWER = 300
MOST_BOXES = 60
MOST_CHOICES = 12
#: So long an answer is offered again, and a question that was asked is pointed out.
ASKED_BEFORE_DAYS = 366

#: After how many months a standing request returns.
ROUNDS = {"monthly": 1, "quarterly": 3, "yearly": 12}
_QUARTERS = "一二三四"

_SEPARATORS = re.compile(r"[；;\n]+")
_NOT_WORDS = re.compile(r"[\W_]+")
_YEAR_MONTH = re.compile(r"(\d{4})年(\d{1,2})月")
_YEAR_QUARTER = re.compile(r"(\d{4})年第?([一二三四])季度")
_YEAR = re.compile(r"(\d{4})年(?!\d{1,2}月|第?[一二三四]季度)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(frozen=True)
class Box:
    """One box of a request.

    `source` is where the data know it from ("organisation.sector", "unit.poverty", "post.village_secretary.name",
    "figure.members"); "" is a question of the asker's own. `takes_from` ("2020-003/2") names the box of an earlier
    request whose answers are taken for this one. `least` and `most` are whole yuan where the answer is money.
    """

    number: int
    words: str
    source: str = ""
    answer: str = TEXT
    choices: tuple[str, ...] = ()
    unit: str = ""
    hint: str = ""
    least: int | None = None
    most: int | None = None
    needed: bool = True
    takes_from: str = ""

    @property
    def is_question(self) -> bool:
        return not self.source


@dataclass(frozen=True)
class Answer:
    """What an organisation says in a box. `amount` and `fen` hold the value too where it is a number or money."""

    value: str
    amount: int | None = None
    fen: int | None = None


@dataclass(frozen=True)
class Problem:
    """What stands against an answer, in both languages."""

    zh: str
    en: str

    def sentence(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


def same_words(words: str) -> str:
    """What two wordings of the same question have in common: letters and digits, without spaces and punctuation."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", words)).casefold()


def choices_of(text: str) -> tuple[str, ...]:
    """The choices that stand in a text, separated by semicolons or lines, each once."""
    parts = (one.strip() for one in _SEPARATORS.split(text))
    return tuple(dict.fromkeys(one for one in parts if one))[:MOST_CHOICES]


def read_answer(typed: str, box: Box) -> Answer | Problem | None:
    """The answer that was typed into a box; None where nothing was, a Problem where it cannot be taken."""
    text = unicodedata.normalize("NFKC", typed).strip() if box.answer in (NUMBER, MONEY, DAY) else typed.strip()
    if not text:
        return None
    readers = {NUMBER: _whole, MONEY: _money, CHOICE: _choice, DAY: _day, YES_NO: _yes_no}
    return readers.get(box.answer, _text)(text, box)


def _text(text: str, box: Box) -> Answer | Problem:
    if len(text) > LONGEST_ANSWER:
        return Problem(f"最多{LONGEST_ANSWER}个字。", f"At most {LONGEST_ANSWER} characters.")
    return Answer(text)


def _whole(text: str, box: Box) -> Answer | Problem:
    plain = _THOUSANDS.sub("", text).removesuffix(box.unit).strip() if box.unit else _THOUSANDS.sub("", text)
    if not re.fullmatch(r"-?\d{1,12}", plain):
        return Problem("请填整数，如 12。", "Write a whole number, like 12.")
    number = int(plain)
    return _beyond(Decimal(number), box) or Answer(str(number), amount=number)


def _money(text: str, box: Box) -> Answer | Problem:
    plain = _THOUSANDS.sub("", text).replace("¥", "").removesuffix("元").strip()
    scale = Decimal(10000) if plain.endswith("万") else Decimal(1)
    try:
        yuan = Decimal(plain.removesuffix("万")) * scale
    except InvalidOperation:
        yuan = Decimal("NaN")
    if not yuan.is_finite() or abs(yuan) > 10**12 or yuan * 100 != int(yuan * 100):
        return Problem("请填金额，单位元，最多两位小数，如 1200.50。", "Write an amount in yuan, like 1200.50.")
    return _beyond(yuan, box) or Answer(f"{yuan:.2f}", fen=int(yuan * 100))


def _beyond(number: Decimal, box: Box) -> Problem | None:
    if box.least is not None and number < box.least:
        return Problem(f"不能小于 {box.least}。", f"Not less than {box.least}.")
    if box.most is not None and number > box.most:
        return Problem(f"不能大于 {box.most}。", f"Not more than {box.most}.")
    return None


def _choice(text: str, box: Box) -> Answer | Problem:
    listed = "、".join(box.choices)
    return Answer(text) if text in box.choices else Problem(f"请从中选一项：{listed}。", f"Choose one of: {listed}.")


def _day(text: str, box: Box) -> Answer | Problem:
    try:
        return Answer(date.fromisoformat(text).isoformat())
    except ValueError:
        return Problem("请填日期，如 2020-12-31。", "Write a day, like 2020-12-31.")


def _yes_no(text: str, box: Box) -> Answer | Problem:
    return Answer(text) if text in (YES, NO) else Problem("请选“是”或“否”。", "Choose yes or no.")


def is_required(*, admitted: bool, paper: str) -> bool:
    """Must a request be answered? Only where another person admitted it, and it names its paper."""
    return admitted and bool(paper)


def is_late(*, required: bool, due_on: date | None, sent_on: date | None, on: date) -> bool:
    """Was it not sent by its last day? What need not be answered is never late."""
    if not required or due_on is None:
        return False
    return (sent_on or on) > due_on


def next_round(day: date, returns: str) -> date:
    """The same day of the next month, quarter or year; the last day of a month stays the last."""
    later = months_after(day, ROUNDS[returns])
    is_last = (day + timedelta(days=1)).day == 1
    return months_after(later.replace(day=1), 1) - timedelta(days=1) if is_last else later


def next_title(title: str, returns: str) -> str:
    """The title of the next round: months, quarters and years that it names are counted on; any other stays as it is."""
    if returns == "monthly":
        return _YEAR_MONTH.sub(lambda said: _month_on(said, 1), title)
    if returns == "quarterly":
        return _YEAR_MONTH.sub(lambda said: _month_on(said, 3), _YEAR_QUARTER.sub(_quarter_on, title))
    counted = _YEAR_MONTH.sub(lambda said: _month_on(said, 12), _YEAR_QUARTER.sub(_year_on, title))
    return _YEAR.sub(_year_on, counted)


def _month_on(said: re.Match[str], months: int) -> str:
    year, month = divmod(int(said[1]) * 12 + int(said[2]) - 1 + months, 12)
    return f"{year}年{month + 1}月"


def _quarter_on(said: re.Match[str]) -> str:
    year, quarter = divmod(int(said[1]) * 4 + _QUARTERS.index(said[2]) + 1, 4)
    return said[0].replace(said[1], str(year)).replace(f"{said[2]}季度", f"{_QUARTERS[quarter]}季度")


def _year_on(said: re.Match[str]) -> str:
    return said[0].replace(said[1], str(int(said[1]) + 1))
