"""The scans of a case as its page shows them, and the steps to which one may be put."""

from __future__ import annotations

from collections.abc import Mapping

from zugong.cases.filed import Case, scans_of
from zugong.cases.scans import may_attach
from zugong.web.activities.read_page import ShownScan, shown_scans
from zugong.web.cases.asked import AskedCases
from zugong.web.cases.forms import Choice


def scans_by_line(asked: AskedCases, found: Case) -> Mapping[int, tuple[ShownScan, ...]]:
    """The scans of each step by its line; none for who may not read the remarks of the case."""
    if not asked.may_see_personal(found):
        return {}
    rows = scans_of(found)
    mine = {act.line for act in found.acts if may_attach(found, act.line, asked.scope.access)}
    made: dict[int, list[ShownScan]] = {}
    for is_mine in (True, False):
        some = [row for row in rows if (row.values["line"] in mine) is is_mine]
        withdraw = "case_scan_withdraw" if is_mine else ""
        shown = shown_scans(some, "case_scan_file", withdraw, found.id, asked.language)
        for row, scan in zip(some, shown, strict=True):
            made.setdefault(row.values["line"], []).append(scan)
    return {line: tuple(scans) for line, scans in made.items()}


def scan_steps(asked: AskedCases, found: Case, labels: Mapping[int, str]) -> tuple[Choice, ...]:
    """The steps to which the user may put a scan, the latest first and chosen."""
    lines = [act.line for act in reversed(found.acts) if may_attach(found, act.line, asked.scope.access)]
    return tuple(Choice(str(line), labels[line], place == 0) for place, line in enumerate(lines))
