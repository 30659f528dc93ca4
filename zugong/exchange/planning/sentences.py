"""What an import says about a row, in Chinese and English: what was asked, what stands against it, what would be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zugong.dictionary.declarations import Field, RecordType


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in both languages."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Lacking(Sentence):
    """Says that the row does not give a value: `column` is its column. False where its cell holds what cannot be read."""

    column: str


def _near(words: Sequence[str]) -> tuple[str, str]:
    if not words:
        return "", ""
    return f"；最接近的是：{'、'.join(words)}", f"; nearest: {', '.join(words)}"


def unknown_name(field: Field, kind: RecordType, word: str, nearest: Sequence[str]) -> Sentence:
    near, near_en = _near(nearest)
    return Sentence(
        f"“{field.zh}”：没有叫“{word}”的{kind.zh}{near}", f"{field.en}: there is no {kind.en} {word!r}{near_en}"
    )


def ambiguous_name(field: Field, kind: RecordType, word: str, others: Sequence[str]) -> Sentence:
    listed = "、".join(others)
    return Sentence(
        f"“{field.zh}”：有{len(others)}个{kind.zh}都叫“{word}”（{listed}），请改填代码",
        f"{field.en}: {len(others)} records are called {word!r} ({', '.join(others)}); write the code instead",
    )


def ended_name(field: Field, word: str, until: date, day: date) -> Sentence:
    return Sentence(
        f"“{field.zh}”：“{word}”已于{until}终止，{day}不能再填它，请填承接它的组织或单位",
        f"{field.en}: {word!r} ended on {until} and cannot stand here on {day}; write its successor",
    )


def person_without_number(field: Field) -> Sentence:
    return Lacking(
        f"“{field.zh}”：缺少公民身份证号，无法确定是哪一位",
        f"{field.en}: without the identity number it is not known who is meant",
        "person.identity_number",
    )


def unknown_person(field: Field, number: str, name: str | None) -> Sentence:
    shown = f"{number[:6]}＊＊＊＊{number[-4:]}"
    return Sentence(
        f"“{field.zh}”：库中没有身份证号为{shown}的人（{name or '未填姓名'}），请先导入其基本信息",
        f"{field.en}: nobody with the identity number {shown} ({name or 'no name'}) is recorded; import the person first",
    )


def other_name(field: Field, name: str, known: Sequence[str]) -> Sentence:
    listed = "、".join(known)
    return Sentence(
        f"“{field.zh}”：该身份证号登记的姓名是“{listed}”，表中写的是“{name}”，请核对",
        f"{field.en}: the name recorded for this identity number is {listed}, the sheet says {name}; compare them",
    )


def somebody_else(name: str, known: str) -> Sentence:
    return Sentence(
        f"该身份证号登记的是“{known}”，姓名、性别或出生日期都与表中“{name}”不同，像是另一个人，请核对身份证号",
        f"This identity number belongs to {known}, whose name and sex or birth date differ from {name}: compare the number",
    )


def unknown_composite(field: Field, kind: RecordType, words: Sequence[str]) -> Sentence:
    shown = " / ".join(words)
    return Sentence(f"“{field.zh}”：没有这样的{kind.zh}：{shown}", f"{field.en}: there is no such {kind.en}: {shown}")


def incomplete_composite(field: Field, parts: Sequence[Field]) -> Sentence:
    return Sentence(
        f"“{field.zh}”：要写明{'、'.join(part.zh for part in parts)}，缺一不可",
        f"{field.en}: needs all of {', '.join(part.en for part in parts)}",
    )


def missing_value(kind: RecordType, field: Field) -> Sentence:
    return Lacking(
        f"新登记{kind.zh}时必须有“{field.zh}”，表中没有",
        f"A new {kind.en} needs {field.en}, which the sheet does not give",
        f"{kind.code}.{field.code}",
    )


def missing_link(kind: RecordType, other: RecordType) -> Sentence:
    return Sentence(
        f"{kind.zh}要先有{other.zh}，本行没有写明", f"{kind.en} needs {other.en}, which the row does not give"
    )


def two_rows_differ(kind: RecordType, field: Field, first: int, second: int) -> Sentence:
    return Sentence(
        f"第{first}行和第{second}行写的是同一{kind.zh}，但“{field.zh}”不一样，请改成一致",
        f"Rows {first} and {second} are about the same {kind.en} but differ in {field.en}; make them agree",
    )


def later_knowledge(kind: RecordType, since: date, on: date, fields: Sequence[Field]) -> Sentence:
    return Sentence(
        f"{kind.zh}已有自{since}起的记录，与本表（截至{on}）的“{'、'.join(field.zh for field in fields)}”不同；"
        "较早的表不能改动较晚的记录，请核对截止日期",
        f"{kind.en} is recorded from {since} and differs from this sheet (as of {on}) in "
        f"{', '.join(field.en for field in fields)}; an earlier sheet does not change later records: check the as-of day",
    )


def corrected_already(field: Field) -> Sentence:
    return Sentence(
        f"“{field.zh}”的这个值以前登记过，后来已经更正；如果表中的值才是对的，请把该列标为更正，否则请改用新表",
        f"{field.en}: this value was recorded once and has been corrected since; "
        "if it is right after all, mark the column as correction, else use the newer sheet",
    )


def already_ended(kind: RecordType, until: date, on: date) -> Sentence:
    return Sentence(
        f"该{kind.zh}已于{until}终止，不应再出现在截至{on}的表中",
        f"This {kind.en} ended on {until} and should not stand in a sheet as of {on}",
    )


def nothing_to_end(kind: RecordType, until: date) -> Sentence:
    return Sentence(
        f"在{until}之前没有可以终止的{kind.zh}记录", f"There is no record of {kind.en} before {until} to be ended"
    )


def goes_on_later(kind: RecordType, until: date, since: date) -> Sentence:
    return Sentence(
        f"{kind.zh}在{until}之后还有自{since}起的记录，不能在{until}终止，请核对",
        f"{kind.en} has a later record from {since}, so it cannot end on {until}; check the day",
    )


def ends_before_it_begins(since: date, until: date) -> Sentence:
    return Sentence(
        f"终止日期{until}不晚于起始日期{since}，请填写更晚的日期",
        f"The end, {until}, is not after the start, {since}; choose a later day",
    )


def overlap(kind: RecordType, since: date, until: date | None, row: int | None) -> Sentence:
    period = f"{since}至{until}" if until else f"自{since}起"
    period_en = f"from {since} to {until}" if until else f"from {since} on"
    where, where_en = (f"（第{row}行）", f" (row {row})") if row else ("（已登记）", " (recorded already)")
    return Sentence(
        f"与另一条{kind.zh}记录{where}的时间重叠：{period}；同一时间只能有一条，请先填写前一条的终止日期",
        f"Overlaps another {kind.en}{where_en} {period_en}; only one may hold at a time: give the former its end first",
    )
