"""The weekly sheet and the monthly report as Word files on the page of official papers: done, due, overdue, by office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from docx.document import Document as WordDocument

from zugong.packs.pack import Pack
from zugong.programmes.evaluating import RoundProgress
from zugong.programmes.sheets import Sheet, SheetLine
from zugong.programmes.wording import numbers, state_word
from zugong.reviews.word.page import new_document
from zugong.reviews.word.tables import add_table

_ZH = "zh-hans"
_NUMERALS = "一二三四五六七八九十"
_HEADS = ("事项", "进展", "期限", "状态", "比上期")
_WIDTHS = (62, 34, 24, 20, 16)


def sheet_paper(
    sheet: Sheet, pack: Pack, *, organisation: str, problems: Sequence[str] = (), is_weekly: bool = False
) -> bytes:
    """A sheet for the weekly meeting, or for the standing committee's month. It is in Chinese, as the papers among which it goes.

    `problems` are the problems listed since the last report, one line each.
    """
    document = new_document()
    when = f"{sheet.on.year}年{sheet.on.month}月{f'{sheet.on.day}日' if is_weekly else ''}"
    title = f"{when}{'周例会党建计划调度表' if is_weekly else '党建计划落实情况'}"
    document.core_properties.title, document.core_properties.author = title, organisation
    document.add_paragraph(title, style="Title")
    document.add_paragraph("  ".join(text for text in (organisation, _day(sheet)) if text), style="Subtitle")
    document.add_paragraph(_summary(sheet))
    _named(document, "逾期事项", _in_question(sheet.overdue), pack, "没有逾期事项。")
    _named(document, "近期到期事项", _in_question(sheet.soon), pack, "两周内没有到期事项。")
    done = [(line, line.newly_done) for line in sheet.newly_done]
    _named(document, "上期以来新完成事项", done, pack, "上期以来没有新完成的事项。")
    document.add_paragraph("四、新列问题", style="Heading 1")
    for text in problems or ["上期以来没有新列问题。"]:
        document.add_paragraph(text)
    document.add_paragraph("五、按责任单位", style="Heading 1")
    for place, owner in enumerate(sheet.owners):
        document.add_paragraph(f"（{_numeral(place)}）{pack.owners[owner.owner].zh}", style="Heading 2")
        _table(document, owner.lines, pack)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _day(sheet: Sheet) -> str:
    return f"截至{sheet.on.year}年{sheet.on.month}月{sheet.on.day}日，对比{sheet.before.month}月{sheet.before.day}日"


def _numeral(place: int) -> str:
    return _NUMERALS[place] if place < len(_NUMERALS) else str(place + 1)


def _summary(sheet: Sheet) -> str:
    counts = [
        (word, sheet.count(state)) for word, state in (("已完成", "done"), ("办理中", "due"), ("逾期", "overdue"))
    ]
    said = "，".join(f"{word}{count}项" for word, count in counts)
    return f"计划共{len(sheet.lines)}项，其中{said}。上期以来新完成{len(sheet.newly_done)}项。"


def _in_question(lines: Iterable[SheetLine]) -> list[tuple[SheetLine, RoundProgress | None]]:
    return [(line, line.now.in_question) for line in lines]


def _named(
    document: WordDocument,
    title: str,
    lines: Sequence[tuple[SheetLine, RoundProgress | None]],
    pack: Pack,
    nothing: str,
) -> None:
    """Lines under a heading, each with the round that the heading is about."""
    headings = sum(paragraph.style.name == "Heading 1" for paragraph in document.paragraphs)
    document.add_paragraph(f"{_numeral(headings)}、{title}", style="Heading 1")
    for line, one in lines:
        document.add_paragraph(_sentence(line, one, pack))
    if not lines:
        document.add_paragraph(nothing)


def _sentence(line: SheetLine, one: RoundProgress | None, pack: Pack) -> str:
    asked = line.now.asked
    papers = "、".join(dict.fromkeys(f"《{each.programme.paper.title}》" for each in line.common.asked_by))
    until = f"，期限{one.round.deadline.isoformat()}" if one else ""
    owner = pack.owners[asked.line.owner].zh
    return f"{asked.line.zh}：{numbers(line.now, one, pack, _ZH)}，责任单位{owner}{until}。依据{papers}。"


def _table(document: WordDocument, lines: Sequence[SheetLine], pack: Pack) -> None:
    add_table(document, [_HEADS, *(_cells(line, pack) for line in lines)], _WIDTHS)


def _cells(line: SheetLine, pack: Pack) -> tuple[str, ...]:
    one = line.now.in_question
    moved = "" if line.moved is None else f"{line.moved:+d}" if line.moved else "持平"
    return (
        line.now.asked.line.zh,
        numbers(line.now, one, pack, _ZH),
        one.round.deadline.isoformat() if one else "",
        state_word(line.now.state, _ZH),
        moved,
    )
