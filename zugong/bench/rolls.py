"""The largest workbook of the county, the roll of a year's themed days, recorded on a site that has everything but it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from django.conf import settings

from zugong.bench.measuring import Measurement, seconds_of
from zugong.bench.rosters import check_workbook, import_workbook
from zugong.bench.workbooks import largest, workbooks
from zugong.demo.workbooks import WorkbookPlan
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import store_of
from zugong.exchange.undo import undo
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import Source


class WorkbookNotThere(RuleBroken):
    code: ClassVar[str] = "bench.workbook_not_there"
    message: ClassVar[str] = "This site has no rows of the workbook {file}; measure on the demonstration county."
    message_zh: ClassVar[str] = "本站没有来自 {file} 的记录；请用演示县测速。"


def measure(runs: int, *, targets: Path | None = None) -> Iterator[Measurement]:
    """Undo the roll that the site has, then import it again as often as asked."""
    roll = largest(workbooks(settings.ZUGONG_PACK, settings.ZUGONG_HOME / "workbooks", targets))
    checks, imports = [], []
    for _ in range(runs):
        undo(_entry_of(roll), source=Source("command", "bench"))
        checks.append(seconds_of(lambda: check_workbook(roll)))
        imports.append(seconds_of(lambda: import_workbook(roll)))
    zh, en = f"{roll.rows:,} 行主题党日签到名册", f"A roll of {roll.rows:,} attendances"
    yield Measurement("roll_check", f"{zh}：读取并检查", f"{en}: read and checked", "s", tuple(checks))
    yield Measurement(
        "roll_import", f"{zh}：读取、检查并写入", f"{en}: read, checked and recorded", "s", tuple(imports)
    )


def _entry_of(roll: WorkbookPlan) -> Entry:
    """The entry that recorded most of the rows that are believed now."""
    catalogue = installed_catalogue(settings.ZUGONG_PACK)
    code = catalogue.sheet(roll.sheet).writes[-1]
    rows = store_of(catalogue.types[code]).queryset().believed()
    row = rows.order_by("-recorded_in").first()
    if row is None:
        raise WorkbookNotThere(file=roll.file.name)
    return row.recorded_in
