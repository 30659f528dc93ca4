"""What `zugong import` says of a file: counts, what it left unread, what changes, what stands against it, who is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from zugong.cli.main import language
from zugong.exchange.pipeline import CheckedFile
from zugong.exchange.planning.comparing import CHANGED, CORRECTION, ENDED
from zugong.exchange.planning.outcomes import OUTCOME_WORDS, Plan
from zugong.exchange.planning.sentences import Sentence
from zugong.organisations.queries.tree import tree_at

_SHOWN = 10
_DIFFERING = (CHANGED, CORRECTION, ENDED)
NOTHING_THERE = Sentence("没有数据行", "no rows")


def show_report(checked: CheckedFile, plan: Plan, entry: int | None) -> None:
    """Print it for people; what stands against the file goes to the error stream."""
    spoken = language()
    counts = ", ".join(f"{OUTCOME_WORDS[kind].text(spoken)} {count}" for kind, count in plan.counts.items())
    click.echo(f"{checked.filename} · {plan.request.sheet.name(spoken)}: {counts or NOTHING_THERE.text(spoken)}")
    for note in notes(checked):
        click.echo(f"  ! {note.text(spoken)}", err=True)
    _show_some((f"  {issue.row}: {issue.sentence.text(spoken)}" for issue in plan.issues), err=True)
    _show_some(_differing(plan, spoken))
    _show_some(_missing(plan))
    if entry is not None:
        click.echo(f"  → {entry}")


def _show_some(lines: Iterator[str], *, err: bool = False) -> None:
    listed = list(lines)
    for line in listed[:_SHOWN]:
        click.echo(line, err=err)
    if len(listed) > _SHOWN:
        click.echo(f"  + {len(listed) - _SHOWN}", err=err)


def _differing(plan: Plan, spoken: str) -> Iterator[str]:
    if plan.is_refused:
        return
    for row in plan.table(spoken):
        if row["outcome"] in _DIFFERING:
            changes = "; ".join(f"{one['label']} {one['before']} → {one['after']}" for one in row["differences"])
            yield f"  {row['row']}: {row['label']} {changes}".rstrip()


def _missing(plan: Plan) -> Iterator[str]:
    tree = tree_at(plan.request.on) if plan.missing else None
    for found in plan.missing:
        place = tree.name(found.organisation) if tree and found.organisation in tree else ""
        yield f"  ? {found.key} {found.name} {place} ({'/'.join(found.choices)})"


def notes(checked: CheckedFile) -> list[Sentence]:
    """What of the file was not taken in: other worksheets, columns that mean nothing here, lines that are no records."""
    return [
        *_other_worksheets(checked),
        *_columns_left_out(checked),
        *_columns_not_there(checked),
        *_lines_left_out(checked),
    ]


def _other_worksheets(checked: CheckedFile) -> Iterator[Sentence]:
    read = checked.parsed.mapped.sheet_name
    others = [name for name in checked.recognised.worksheets if name != read]
    if others:
        zh, en = "、".join(others), ", ".join(others)
        yield Sentence(
            f"只读取了工作表“{read}”；未读取：{zh}（用 --worksheet 指定）",
            f"Only the worksheet {read!r} was read; not read: {en} (name one with --worksheet)",
        )


def _columns_left_out(checked: CheckedFile) -> Iterator[Sentence]:
    proposal = checked.recognised.proposal
    left = {**proposal.unknown, **{index: checked.recognised.header.shown(index) for index in proposal.ambiguous}}
    left = {index: header for index, header in left.items() if index not in checked.parsed.mapped.columns}
    if left:
        yield Sentence(f"未导入的列：{'、'.join(left.values())}", f"Columns not imported: {', '.join(left.values())}")


def _columns_not_there(checked: CheckedFile) -> Iterator[Sentence]:
    mapped = checked.parsed.columns
    absent = [column for column in checked.recognised.proposal.missing if column.key not in mapped]
    if absent:
        yield Sentence(
            f"文件中没有这些必填列：{'、'.join(column.header for column in absent)}",
            f"The file has no column for: {', '.join(column.header for column in absent)}",
        )


def _lines_left_out(checked: CheckedFile) -> Iterator[Sentence]:
    for aside in checked.parsed.mapped.set_aside:
        yield Sentence(f"第{aside.number}行未导入：{aside.zh}", f"Line {aside.number} left out: {aside.en}")


def as_data(checked: CheckedFile, plan: Plan, on: date, entry: int | None) -> dict[str, Any]:
    """The same for programs, with every row that does something."""
    return {
        "file": checked.filename,
        "sheet": plan.request.sheet.code,
        "worksheet": checked.parsed.mapped.sheet_name,
        "on": on,
        "counts": plan.counts,
        "types": plan.type_counts,
        "notes": [note.text(language()) for note in notes(checked)],
        "rows": [row for row in plan.table(language()) if row["outcome"] not in ("unchanged", "new")],
        "missing": [
            {"key": found.key, "type": found.kind.code, "name": found.name, "organisation": found.organisation,
             "choices": list(found.choices)}
            for found in plan.missing
        ],
        "entry": entry,
    }  # fmt: skip
