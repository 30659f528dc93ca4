"""Writes the demo county's workbooks, in the order in which the ordinary import must take them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from zugong.demo.county import build_world, ledgers_of
from zugong.demo.targets import Targets
from zugong.demo.workbook import TIDY, Scramble, write_workbook
from zugong.dictionary.catalogue import installed_catalogue

Progress = Callable[[str], None]

#: The workbooks that come in disorder, as many of those that offices receive do.
DISORDER = {
    "units": Scramble(title_row=True, shuffled=True),
    "reserve_candidates": Scramble(title_row=True, required_row=True, blank_rows_every=97, text_dates=True),
    "attached": Scramble(shuffled=True, full_width_digits=True, text_dates=True),
    "delegate": Scramble(title_row=True, blank_rows_every=50),
    "mobile_register": Scramble(title_row=True, required_row=True, full_width_digits=True),
    "problem": Scramble(shuffled=True, text_dates=True),
}


@dataclass(frozen=True)
class WorkbookPlan:
    """One workbook to import: the file, the code of its sheet or record type, and the day of which it is a statement."""

    file: Path
    sheet: str
    as_of: date
    title: str
    rows: int


def write_workbooks(
    targets: Targets, folder: Path, progress: Progress, *, disorder: dict[str, Scramble] | None = None
) -> list[WorkbookPlan]:
    """Write every workbook of the county into `folder` and say, in order, how each is to be imported.

    `disorder` says by sheet which workbooks come in which disorder; without it, DISORDER. The same targets give the
    same files, byte for byte. `progress` is told the title of each workbook before it is written.
    """
    catalogue = installed_catalogue(targets.pack)
    scrambles = DISORDER if disorder is None else disorder
    folder.mkdir(parents=True, exist_ok=True)
    plans = []
    for number, ledger in enumerate(ledgers_of(build_world(targets)), start=1):
        sheet = catalogue.sheet(ledger.sheet)
        title = ledger.title or sheet.zh
        progress(title)
        file = folder / f"{number:02d}-{title}-{ledger.as_of}.xlsx"
        random = Random(f"{targets.seed} columns {number}")
        write_workbook(ledger, sheet, file, scramble=scrambles.get(ledger.sheet, TIDY), random=random)
        plans.append(WorkbookPlan(file, ledger.sheet, ledger.as_of, title, len(ledger.rows)))
    return plans
