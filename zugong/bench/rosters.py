"""The roster of a county's members: read, checked, recorded, undone. On a site that has organisations and no members yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from zugong.bench.measuring import Measurement, seconds_of
from zugong.bench.workbooks import first_roster, workbooks
from zugong.demo.workbooks import WorkbookPlan
from zugong.dictionary.catalogue import installed_catalogue
from zugong.exchange.commit import Committed
from zugong.exchange.pipeline import check_file, import_file
from zugong.exchange.undo import undo
from zugong.kernel.crypto import create_key_file
from zugong.kernel.facts.recording import Source

_SOURCE = Source("import", "bench")


def measure(runs: int, *, targets: Path | None = None) -> Iterator[Measurement]:
    """Each run imports the roster and undoes it; what earlier runs withdrew lies beside it, as on a real site."""
    make_site()
    plans = workbooks(settings.ZUGONG_PACK, settings.ZUGONG_HOME / "workbooks", targets)
    place = first_roster(plans, settings.ZUGONG_PACK)
    for plan in plans[:place]:
        import_workbook(plan)
    roster = plans[place]
    checks, imports, undos = [], [], []
    for _ in range(runs):
        checks.append(seconds_of(lambda: check_workbook(roster)))
        committed: list[Committed] = []
        imports.append(seconds_of(lambda kept=committed: kept.append(import_workbook(roster))))
        entry = committed[0].entry
        assert entry is not None
        undos.append(seconds_of(lambda entry=entry: undo(entry, source=_SOURCE)))
    yield from _measurements(roster, checks, imports, undos)


def make_site() -> None:
    """Key and tables in the home folder; what is there already stays."""
    settings.ZUGONG_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not settings.ZUGONG_KEY_FILE.is_file():
        create_key_file(settings.ZUGONG_KEY_FILE)
    call_command("migrate", verbosity=0, interactive=False)


def import_workbook(plan: WorkbookPlan) -> Committed:
    """Read, check and record a workbook, as the command line and the pages do."""
    return import_file(plan.file, on=plan.as_of, catalogue=installed_catalogue(settings.ZUGONG_PACK), source=_SOURCE)


def check_workbook(plan: WorkbookPlan) -> None:
    """Read and check a workbook, and record nothing."""
    check_file(plan.file, on=plan.as_of, catalogue=installed_catalogue(settings.ZUGONG_PACK))


def _measurements(
    roster: WorkbookPlan, checks: list[float], imports: list[float], undos: list[float]
) -> Iterator[Measurement]:
    zh, en = f"{roster.rows:,} 行党员名册", f"A roster of {roster.rows:,} members"
    yield Measurement("roster_check", f"{zh}：读取并检查", f"{en}: read and checked", "s", tuple(checks))
    yield Measurement(
        "roster_import", f"{zh}：读取、检查并写入", f"{en}: read, checked and recorded", "s", tuple(imports), target=5
    )
    yield Measurement("roster_undo", f"{zh}：撤销导入", f"{en}: import undone", "s", tuple(undos))
