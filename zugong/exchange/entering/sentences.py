"""What stands against a record entered by hand, in Chinese and English, beside what is said of rows of a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zugong.dictionary.declarations import Field, RecordType
from zugong.dictionary.store import StoredRow
from zugong.exchange.planning.sentences import Sentence, goes_on_later, overlap

__all__ = [
    "Sentence", "did_not_hold", "goes_on_later", "is_there_already", "key_is_taken", "needs_value", "nothing_differs", "overlap",
    "person_is_there", "still_named",
]  # fmt: skip


def nothing_differs() -> Sentence:
    return Sentence(
        "没有改动任何内容，无需登记", "Nothing differs from what is recorded, so there is nothing to record"
    )


def did_not_hold(rows: Sequence[StoredRow], on: date) -> Sentence:
    first = min(row.since for row in rows)
    if on <= first:
        return Sentence(
            f"现有记录从{first}起；{on}还没有这条记录。如果起始日期录错了，请用“以前录错了”",
            f"The record begins on {first}, not before {on}; where its first day is wrong, correct it instead",
        )
    return Sentence(f"{on}这条记录已经终止，请填写更早的日期", f"The record had ended by {on}; give an earlier day")


def is_there_already(kind: RecordType) -> Sentence:
    return Sentence(
        f"已经有一条同样的{kind.zh}记录，请打开那条记录修改，不要重复登记",
        f"The same {kind.en} is recorded already; open that record instead of entering it twice",
    )


def key_is_taken(kind: RecordType, field: Field) -> Sentence:
    return Sentence(
        f"“{field.zh}”已被另一条{kind.zh}记录使用，请核对",
        f"{field.en} belongs to another {kind.en} already; compare them",
    )


def person_is_there() -> Sentence:
    return Sentence(
        "这个身份证号的人已经登记在册。如果是转入，请先由原党组织登记转出，再在这里登记",
        "A person with this identity number is a member already. After a transfer the former organisation records it first",
    )


def needs_value(field: Field) -> Sentence:
    return Sentence(f"“{field.zh}”必须填写", f"{field.en} must be filled in")


def still_named(kind: RecordType, counts: Sequence[tuple[RecordType, int]]) -> Sentence:
    listed = "、".join(f"{other.zh}{count}条" for other, count in counts)
    listed_en = ", ".join(f"{count} of {other.en}" for other, count in counts)
    return Sentence(
        f"还有记录用到这条{kind.zh}（{listed}），请先撤回或改正那些记录",
        f"Other records name this {kind.en} ({listed_en}); withdraw or correct them first",
    )
