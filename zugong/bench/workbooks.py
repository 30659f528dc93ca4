"""The workbooks of the demonstration county, written once per measuring, and which of them is which."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zugong.demo.targets import read_targets, usual_demonstration
from zugong.demo.workbooks import WorkbookPlan, write_workbooks
from zugong.dictionary.catalogue import installed_catalogue
from zugong.packs.folder import pack_folder


def workbooks(pack: str, folder: Path, targets: Path | None = None) -> list[WorkbookPlan]:
    """The county's workbooks, written into `folder`, in the order in which they are imported."""
    return write_workbooks(read_targets(targets or pack_folder(pack) / "demo.yaml"), folder, lambda title: None)


def first_demo_pack() -> str:
    """The pack whose demonstration is measured when nobody names one."""
    return usual_demonstration().parent.name


def first_roster(plans: Sequence[WorkbookPlan], pack: str) -> int:
    """The place of the first roster of members."""
    sheets = installed_catalogue(pack)
    return next(place for place, plan in enumerate(plans) if sheets.sheet(plan.sheet).roster == "membership")


def largest(plans: Sequence[WorkbookPlan]) -> WorkbookPlan:
    """The workbook with the most rows."""
    return max(plans, key=lambda plan: plan.rows)
