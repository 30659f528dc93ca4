"""Codes, dates and limits of complaints. Values in, answer or error out; no Django."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import ClassVar

from zugong.kernel.errors import RuleBroken

ANSWER_DAYS = "complaint_answer_days"
#: Without what is easily misread: 0 and O, 1 and I and L.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 10
LONGEST_TEXT = 4_000
AN_HOUR = timedelta(hours=1)
FROM_ONE_ADDRESS = 5
FROM_ALL = 200


class TooManyComplaints(RuleBroken):
    code: ClassVar[str] = "complaints.too_many"
    message: ClassVar[str] = (
        "Too many complaints came in within the last hour. Nothing was lost; send yours again later."
    )
    message_zh: ClassVar[str] = "一小时内提交过多，请稍后再提交。您填写的内容尚未提交。"


class NothingWritten(RuleBroken):
    code: ClassVar[str] = "complaints.nothing_written"
    message: ClassVar[str] = "Write what it is about, in at most {most} characters."
    message_zh: ClassVar[str] = "请写明具体内容，不超过{most}字。"


class AnsweredAlready(RuleBroken):
    code: ClassVar[str] = "complaints.answered_already"
    message: ClassVar[str] = "It was answered already; an answer is given once."
    message_zh: ClassVar[str] = "这一件已经答复过，不能重复答复。"


class ComplainedAbout(RuleBroken):
    code: ClassVar[str] = "complaints.complained_about"
    message: ClassVar[str] = "It is about that very office and is not forwarded there; choose another one."
    message_zh: ClassVar[str] = "投诉的正是这个科室，不能转给它办理，请另选。"


class PromisedOutOfTime(RuleBroken):
    code: ClassVar[str] = "complaints.promised_out_of_time"
    message: ClassVar[str] = "An answer cannot be promised for {promised}; choose a day from {first} to {last}."
    message_zh: ClassVar[str] = "答复日期不能是 {promised}，请在 {first} 至 {last} 之间选择。"


def new_code() -> str:
    """A random code, in two groups of five letters and digits."""
    return _grouped("".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH)))


def code_of(hexadecimal: str) -> str:
    """The code that belongs to a keyed hash: as hard to guess as a random one, and the same each time."""
    number, letters = int(hexadecimal, 16), ""
    for _ in range(_CODE_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return _grouped(letters)


def _grouped(letters: str) -> str:
    return f"{letters[:5]}-{letters[5:]}"


def plain_code(text: str) -> str:
    """A code as somebody types it, in the form in which it is compared."""
    return "".join(letter for letter in text.upper() if letter in _LETTERS)


def due_on(at: datetime, days: int) -> date:
    """The last day on which an answer is in time: so many days after the day it came in."""
    return at.date() + timedelta(days=days)


def check_flood(*, from_address: int, from_all: int) -> None:
    """So many came within the hour before. Raises TooManyComplaints."""
    if from_address >= FROM_ONE_ADDRESS or from_all >= FROM_ALL:
        raise TooManyComplaints


def check_text(text: str) -> None:
    """Raises NothingWritten for an empty text and for one that is too long."""
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise NothingWritten(most=LONGEST_TEXT)


def check_promise(promised: date, *, first: date, last: date) -> None:
    """A promised day lies ahead, and no later than an answer is owed anyway. Raises PromisedOutOfTime."""
    if not first <= promised <= last:
        raise PromisedOutOfTime(promised=promised, first=first, last=last)
