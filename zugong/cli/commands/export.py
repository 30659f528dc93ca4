"""zugong export: the records of a type as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import ClassVar

import click
from django.conf import settings

from zugong.cli.clocks import clock_options, clocks_of, organisation_called
from zugong.cli.site import require_site
from zugong.dictionary.catalogue import Catalogue, installed_catalogue
from zugong.dictionary.declarations import RecordType, Sheet
from zugong.exchange.exporting import export_csv, export_rows
from zugong.exchange.sheet_rows import SheetRows, main_type
from zugong.figures.grouping import Grouping, all_rows
from zugong.figures.queries import list_rows
from zugong.figures.trees import grouping_at
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Clocks
from zugong.packs.reading import nearest

_PAGE = 5000
_WRITERS = {".csv": export_csv, ".xlsx": export_rows}


class NoSuchSheet(RuleBroken):
    code: ClassVar[str] = "export.no_such_sheet"
    message: ClassVar[str] = "There is no sheet or record type {sheet!r}{nearest}. Sheets: {allowed}."
    message_zh: ClassVar[str] = "没有名为“{sheet}”的台账{nearest}。现有：{allowed}。"


class NothingKept(RuleBroken):
    code: ClassVar[str] = "export.nothing_kept"
    message: ClassVar[str] = (
        "{name}: what this sheet says is carried out, not kept as rows; export organisations or units."
    )
    message_zh: ClassVar[str] = "“{name_zh}”是办理事项，不留存为行；请导出 organisations 或 units。"


class UnknownFormat(RuleBroken):
    code: ClassVar[str] = "export.unknown_format"
    message: ClassVar[str] = "{file}: give a name that ends in .xlsx or .csv."
    message_zh: ClassVar[str] = "{file}：文件名请以 .xlsx 或 .csv 结尾。"


@click.command("export")
@click.argument("type_code", metavar="TYPE")
@click.option("--org", help="Name, short name or code of the organisation; default: everything.")
@clock_options
@click.option(
    "--english", is_flag=True, help="Headers and codes in English; default: as the sheet circulates, in Chinese."
)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help=".xlsx or .csv")
def command(
    type_code: str, org: str | None, on: date | None, first: date | None, last: date | None, tree: date | None,
    known: int | None, english: bool, output: Path,
) -> None:  # fmt: skip
    """Export the records of TYPE (a sheet or record type such as members, appointment) in the sheet's exact columns.

    Of events all up to the day, or those from --from to --to. Identity numbers are written in full: keep the file safe.
    """
    require_site()
    clocks = clocks_of(on=on, first=first, last=last, tree=tree, known=known)
    catalogue = installed_catalogue(settings.ZUGONG_PACK)
    sheet = _sheet(type_code, catalogue)
    write = _writer(output)
    kind = catalogue.types[main_type(sheet)]
    grouping = grouping_at(clocks, organisation_called(org, clocks) if org else None)
    rows = SheetRows(sheet, catalogue, clocks, lambda field, row, place: True)
    placed = _placed(kind, clocks, grouping, in_period=bool(first or last))
    partial = output.with_name(f".{output.name}.partial")
    try:
        with partial.open("wb") as stream:
            count = write(sheet, rows.rows(placed), stream, language="en" if english else "zh")
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)  # identity numbers in full
    click.echo(f"{output}  {count:,}")


def _sheet(code: str, catalogue: Catalogue) -> Sheet:
    """Raises NoSuchSheet, NothingKept."""
    sheets = {sheet.code: sheet for sheet in catalogue.all_sheets()}
    if code in sheets and sheets[code].operations:
        raise NothingKept(name=sheets[code].en, name_zh=sheets[code].zh)
    if code not in sheets and code not in catalogue.types:
        raise NoSuchSheet(sheet=code, nearest=nearest(code, {**sheets, **catalogue.types}), allowed=", ".join(sheets))
    return catalogue.sheet(code)


def _writer(output: Path) -> Callable[..., int]:
    """Raises UnknownFormat."""
    if output.suffix.lower() not in _WRITERS:
        raise UnknownFormat(file=output.name)
    return _WRITERS[output.suffix.lower()]


def _placed(
    kind: RecordType, clocks: Clocks, grouping: Grouping, *, in_period: bool
) -> Iterator[tuple[int, int | None]]:
    where = "holds()" if kind.is_state else "on >= period_start and on < period_end" if in_period else "on <= day"
    after = None
    while True:
        page = list_rows(kind.code, where, clocks, grouping, all_rows, after=after, limit=_PAGE)
        yield from ((row.id, row.place) for row in page.rows)
        if page.after is None:
            return
        after = page.after
