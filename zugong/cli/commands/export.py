"""zugong export: the records of a type as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
from django.conf import settings

from zugong.cli.clocks import clock_options, clocks_of, organisation_called
from zugong.cli.main import language
from zugong.cli.site import require_site
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import RecordType
from zugong.exchange.exporting import export_csv, export_rows
from zugong.exchange.sheet_rows import SheetRows, main_type
from zugong.figures.grouping import Grouping, all_rows
from zugong.figures.queries import list_rows
from zugong.figures.trees import grouping_at
from zugong.kernel.time import Clocks

_PAGE = 5000


@click.command("export")
@click.argument("type_code", metavar="TYPE")
@click.option("--org", help="Name, short name or code of the organisation; default: everything.")
@clock_options
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help=".xlsx or .csv")
def command(
    type_code: str, org: str | None, on: date | None, first: date | None, last: date | None, tree: date | None,
    known: int | None, output: Path,
) -> None:  # fmt: skip
    """Export the records of TYPE (a sheet or record type such as members, appointment) in the sheet's exact columns.

    Of events all up to the day, or those from --from to --to. Identity numbers are written in full: keep the file safe.
    """
    require_site()
    clocks = clocks_of(on=on, first=first, last=last, tree=tree, known=known)
    catalogue = installed_catalogue(settings.ZUGONG_PACK)
    sheet = catalogue.sheet(type_code)
    kind = catalogue.types[main_type(sheet)]
    grouping = grouping_at(clocks, organisation_called(org, clocks) if org else None)
    rows = SheetRows(sheet, catalogue, clocks, lambda field, row, place: True)
    placed = _placed(kind, clocks, grouping, in_period=bool(first or last))
    write = export_csv if output.suffix.lower() == ".csv" else export_rows
    partial = output.with_name(f".{output.name}.partial")
    with partial.open("wb") as stream:
        count = write(sheet, rows.rows(placed), stream, language=language())
    partial.replace(output)
    click.echo(f"{output}  {count:,}")


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
