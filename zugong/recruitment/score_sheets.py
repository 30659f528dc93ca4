"""Scores by workbook: the list of who sits a part, and what stands in it once it is filled in; a reason for each wrong row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zugong.exchange.headers import normal_header, without_note
from zugong.exchange.reading.opening import read_table
from zugong.exchange.reading.tables import RawTable
from zugong.kernel.errors import RuleBroken
from zugong.recruitment import errors, rules
from zugong.recruitment.deciding import ABSENT
from zugong.recruitment.models import Application
from zugong.recruitment.notices import Notice
from zugong.recruitment.order import called_to
from zugong.recruitment.registering import filled_in

#: Headers in Chinese and English; what may stand for them besides.
NUMBER, NAME, POST = ("报名号", "Number on the slip"), ("姓名", "Applicant's name"), ("报考岗位", "Post applied for")
SCORE: Mapping[str, tuple[str, str]] = {
    rules.WRITTEN: ("笔试成绩", "Written score"), rules.INTERVIEW: ("面试成绩", "Interview score"),
    rules.FURTHER: ("加试成绩", "Score of the further test"),
}  # fmt: skip
_NUMBER_TOO, _SCORE_TOO = ("准考证号", "编号", "序号", "No."), ("成绩", "得分", "分数", "Score")
_SEARCHED_ROWS = 10


@dataclass(frozen=True)
class ReadScores:
    """What a workbook says: a score by registration, how many rows were left empty, and what is wrong, row by row."""

    said: Mapping[int, str]
    left_empty: int
    wrong: tuple[tuple[int, RuleBroken], ...]


@dataclass(frozen=True)
class _Columns:
    """Where number, name and score stand, and the place of the first row below their header."""

    number: int
    name: int | None
    score: int
    body: int


def headings(part: str, language: str) -> list[str]:
    """The columns of the list of a part."""
    return [pair[0 if language.startswith("zh") else 1] for pair in (NUMBER, NAME, POST, SCORE[part])]


def score_rows(found: Notice, part: str, language: str) -> Iterator[tuple[str, str, str, str]]:
    """The list of a part: number, name, post, and the score as far as there is one."""
    posts = {post.anchor: f"{post.values['code']} {post.values['name']}" for post in found.posts}
    for one in called_to(found, part):
        yield str(one.number), filled_in(one)[rules.NAME], posts.get(one.post, ""), score_text(one, part, language)


def score_text(one: Application, part: str, language: str) -> str:
    """A score as people write it: "" for none yet, a word for who did not come."""
    if part in one.absent.split(","):
        return ABSENT[1 if language.startswith("zh") else 0]
    score = getattr(one, part)
    return "" if score is None else str(score)


def read_scores(found: Notice, part: str, content: bytes, filename: str) -> ReadScores:
    """What the first table of a file says. A row without a score says nothing. Raises UnreadableFile, NoScoreColumns, OtherPart.

    A name must be that of the number: rows that slipped against each other would else give scores to the wrong people.
    """
    table = read_table(content, filename)[0]
    columns = _columns(table, part)
    known = {one.number: one for one in called_to(found, part)}
    said: dict[int, str] = {}
    wrong: list[tuple[int, RuleBroken]] = []
    left_empty = 0
    for place, row in enumerate(table.rows[columns.body :], start=table.first_row + columns.body):
        number, score = _text(row[columns.number]), _text(row[columns.score])
        if not number and not score:
            continue
        application = known.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 9 else None
        name = _text(row[columns.name]) if columns.name is not None else ""
        if problem := _problem(application, number, name, score, said):
            wrong.append((place, problem))
        elif application is not None and score:
            said[application.pk] = score
        else:
            left_empty += 1
    return ReadScores(said, left_empty, tuple(wrong))


def _problem(
    application: Application | None, number: str, name: str, score: str, said: Mapping[int, str]
) -> RuleBroken | None:
    """What stands against a row; the first reason."""
    if application is None:
        return errors.NotOnList(text=number[:20] or "—")
    if name and normal_header(name) != normal_header(known := filled_in(application)[rules.NAME]):
        return errors.OtherName(number=number, name=name[:20], known=known)
    if application.pk in said:
        return errors.NumberTwice(number=number)
    if score and score.casefold() not in ABSENT and rules.read_score(score) is None:
        return errors.NoScore(text=score[:20], number=number)
    return None


def _columns(table: RawTable, part: str) -> _Columns:
    """The columns by the first row that names a number and a score. Raises NoScoreColumns, OtherPart."""
    others = {one: pair for one, pair in SCORE.items() if one != part}
    for place, row in enumerate(table.rows[:_SEARCHED_ROWS]):
        heads = [without_note(normal_header(_text(cell))) for cell in row]
        number, score = _found(heads, (*NUMBER, *_NUMBER_TOO)), _found(heads, (*SCORE[part], *_SCORE_TOO))
        if number is not None and score is not None:
            return _Columns(number, _found(heads, NAME), score, place + 1)
        if number is not None and any(_found(heads, pair) is not None for pair in others.values()):
            raise errors.OtherPart(wanted=SCORE[part][1], wanted_zh=SCORE[part][0])
    raise errors.NoScoreColumns(
        number=NUMBER[1], score=SCORE[part][1], number_zh=NUMBER[0], score_zh=SCORE[part][0]
    )  # fmt: skip


def _found(heads: Sequence[str], names: Iterable[str]) -> int | None:
    """The column that bears the first of these names that any column bears."""
    wanted = [normal_header(one) for one in names]
    return next((heads.index(one) for one in wanted if one in heads), None)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
