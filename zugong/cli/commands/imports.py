"""zugong import: workbooks into facts, checked first, all or nothing."""

from __future__ import annotations

import getpass
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import click
from django.conf import settings
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from zugong.cli.clocks import Day
from zugong.cli.import_report import as_data, show_report
from zugong.cli.main import language
from zugong.cli.output import as_json, stderr_console
from zugong.cli.site import require_site
from zugong.dictionary.catalogue import installed_catalogue
from zugong.exchange.commit import Decision, commit
from zugong.exchange.marking import mark_errors
from zugong.exchange.pipeline import CheckedFile, check_file
from zugong.exchange.planning.outcomes import Plan
from zugong.exchange.recognising import Choices
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source


class NoSuchColumn(RuleBroken):
    code: ClassVar[str] = "import.no_such_column"
    message: ClassVar[str] = "The file has no column {header!r}; its columns are: {headers}."
    message_zh: ClassVar[str] = "文件中没有“{header}”这一列，现有：{headers}。"


class NobodyMissing(RuleBroken):
    code: ClassVar[str] = "import.nobody_missing"
    message: ClassVar[str] = "Key {key} is not among those whom the roster leaves out: {keys}."
    message_zh: ClassVar[str] = "名册中缺少的人员里没有编号 {key}，有：{keys}。"


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--on", type=Day(), required=True, help="The day as of which the sheets speak.")
@click.option("--sheet", default="", help="What the file is, where that is not recognised, for example members.")
@click.option("--worksheet", default="", help="Which worksheet to read; default: the one most like a known sheet.")
@click.option("--correct", multiple=True, metavar="HEADER", help="A column whose differing values were always wrong.")
@click.option("--confirm", multiple=True, type=int, metavar="ROW", help="A row whose doubtful cells are as on paper.")
@click.option(
    "--missing",
    multiple=True,
    metavar="KEY=CHOICE[:DAY]",
    help="What became of somebody the roster leaves out:"
    " transferred_out, died, removed or cancelled with the first day without membership, or stay. Who is not decided stays.",
)
@click.option("--check", "only_check", is_flag=True, help="Say what would happen, and write nothing.")
@click.option(
    "--marked", type=click.Path(path_type=Path, dir_okay=False), help="Write a copy with what is wrong marked in it."
)
@click.option("--paper", default="", help="The paper that the facts rest on.")
@click.option("--json", "for_programs", is_flag=True, help="JSON for programs, with every row that does something.")
def command(
    files: tuple[Path, ...], on: date, sheet: str, worksheet: str, correct: tuple[str, ...], confirm: tuple[int, ...],
    missing: tuple[str, ...], only_check: bool,
    marked: Path | None, paper: str, for_programs: bool,
) -> None:  # fmt: skip
    """Import workbooks (.xlsx, .xls, .csv) as of a day, one after the other; each is recorded whole or not at all.

    \b
    zugong import 党员.xlsx --on 2020-12-31 --check
    zugong import 党员.xlsx --on 2020-12-31 --correct 民族 --missing 812=died:2020-11-03

    Exit code 1 if a row stands against a file; that file and those after it were not recorded.
    """
    require_site()
    told: list[dict[str, Any]] = []
    for file in files:
        choices = Choices(sheet=sheet, worksheet=worksheet, confirmed=frozenset(confirm))
        checked = _check(file, on, choices, correct, quiet=for_programs)
        plan, entry = checked.plan, None
        if plan.is_refused:
            _write_marked(file, checked, marked)
        elif not only_check:
            plan, entry = _commit(checked, missing, paper)
        told.append(as_data(checked, plan, on, entry))
        if not for_programs:
            show_report(checked, plan, entry)
        if checked.plan.is_refused:
            break
    if for_programs:
        as_json(told)
    sys.exit(1 if any(one["counts"].get("refused") for one in told) else 0)


def _check(file: Path, on: date, choices: Choices, correct: tuple[str, ...], *, quiet: bool) -> CheckedFile:
    console = stderr_console()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        TextColumn("{task.fields[phase]}"),
    )
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal, transient=True) as progress:
        task = progress.add_task(file.name, total=None, phase="")

        def tell(phase: str, done: int, total: int) -> None:
            progress.update(task, completed=done, total=total or None, phase=phase)

        catalogue = installed_catalogue(settings.ZUGONG_PACK)
        checked = check_file(file, on=on, catalogue=catalogue, choices=choices, progress=tell)
        if not correct:
            return checked
        corrections = frozenset(_key_of(header, checked) for header in correct)
        return check_file(
            file, on=on, catalogue=catalogue, choices=replace(choices, corrections=corrections), progress=tell
        )


def _key_of(header: str, checked: CheckedFile) -> str:
    mapped = checked.parsed.mapped
    for index, column in mapped.columns.items():
        if header in (mapped.headers.get(index), column.header, column.header_en, column.key):
            return column.key
    raise NoSuchColumn(header=header, headers="、".join(column.header for column in mapped.columns.values()))


def _commit(checked: CheckedFile, missing: tuple[str, ...], paper: str) -> tuple[Plan, int | None]:
    """The plan that was carried out: made anew where somebody wrote meanwhile."""
    source = Source("import", getpass.getuser(), paper, checked.note)
    committed = commit(checked.plan, source=source, decisions=_decisions(checked, missing))
    return committed.plan, committed.entry.number if committed.entry else None


def _decisions(checked: CheckedFile, missing: tuple[str, ...]) -> dict[int, Decision]:
    """`812=died:2020-11-03` by the key of the missing record. Raises NobodyMissing."""
    keys = {found.key for found in checked.plan.missing}
    decisions = {}
    for text in missing:
        key, _, decided = text.partition("=")
        choice, _, day = decided.partition(":")
        if not key.isdigit() or int(key) not in keys:
            raise NobodyMissing(key=key, keys=", ".join(map(str, sorted(keys)[:20])) or "—")
        decisions[int(key)] = Decision(choice, Day().convert(day, None, None) if day else None)
    return decisions


def _write_marked(file: Path, checked: CheckedFile, marked: Path | None) -> None:
    if marked is None:
        return
    mapped = checked.parsed.mapped
    results = {row["row"]: row["label"] for row in checked.plan.table(language())}
    content = mark_errors(
        file.read_bytes(), checked.issues, language(), filename=file.name, sheet_name=mapped.sheet_name,
        header_row=mapped.header_row, results=results,
    )  # fmt: skip
    marked.write_bytes(content)
