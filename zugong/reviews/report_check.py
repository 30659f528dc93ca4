"""What can be wrong with the reports of a pack: names in braces that mean nothing, conditions without an end."""

from __future__ import annotations

from collections.abc import Iterator

from zugong.kernel.errors import PackError
from zugong.packs.pack import Pack
from zugong.packs.reports import Report, read_reports
from zugong.reviews.outline import Line, outline_of
from zugong.reviews.template import read_template


def report_errors(pack: Pack) -> list[PackError]:
    """Everything wrong with the reports of a pack and what it inherits; the reports themselves must be readable."""
    return [error for report in read_reports(pack.folders).values() for error in _errors(report, pack)]


def _errors(report: Report, pack: Pack) -> Iterator[PackError]:
    for key, outline in (("title", (Line("title", report.title),)), ("text", outline_of(report.text))):
        for problem in read_template(outline, pack).problems:
            yield report.error(f"“{problem.place}”: {problem.sentence('en')}", key=key)
