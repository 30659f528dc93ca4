"""The whole roster of members as a workbook, encrypted fields in clear, as an export with a reason writes it."""

from __future__ import annotations

import io
from collections.abc import Iterator

from zugong.bench.figures import Promised
from zugong.bench.measuring import Measurement, seconds_of_runs
from zugong.exchange.exporting import export_rows
from zugong.exchange.sheet_rows import SheetRows
from zugong.figures.grouping import all_rows
from zugong.figures.queries import list_rows

_PAGE = 5000


def measure(runs: int) -> Iterator[Measurement]:
    """List, read and write every member that the county has on the day of the document."""
    promised = Promised.of_this_site()
    written = _exported(promised)
    yield Measurement(
        "export", f"导出 {written:,} 名党员为 xlsx", f"{written:,} members exported to .xlsx", "s",
        seconds_of_runs(runs, lambda: _exported(promised), warm_up=0),
    )  # fmt: skip


def _exported(promised: Promised) -> int:
    catalogue = promised.site.definitions.catalogue
    sheet = next(sheet for sheet in catalogue.all_sheets() if sheet.roster == "membership")
    rows = SheetRows(sheet, catalogue, promised.clocks, lambda field, row, place: True)
    return export_rows(sheet, rows.rows(_placed(promised)), io.BytesIO())


def _placed(promised: Promised) -> Iterator[tuple[int, int | None]]:
    after = None
    while True:
        page = list_rows(
            "membership", "holds()", promised.clocks, promised.grouping, all_rows, after=after, limit=_PAGE
        )
        yield from ((row.id, row.place) for row in page.rows)
        if page.after is None:
            return
        after = page.after
