"""Reports as packs declare them: a text with names in braces, from which a Word template is made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zugong.packs.figures import Name
from zugong.packs.reading import Declared, one


class Report(Declared):
    """One kind of report. `title` and `text` have names of figures in braces; `text` has the marks of an outline.

    # title, ## ### #### headings, > a line in the middle, >> a line at the right, | cells of a table |.
    """

    report: Name
    zh: str
    en: str
    title: str
    text: str

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


def read_reports(folders: Iterable[Path]) -> dict[str, Report]:
    """All reports of a lineage by their code; a locality's own replaces its ancestor's of the same code.

    Raises PackError where a file bears another name than its report.
    """
    reports: dict[str, Report] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("reports/*.yaml"))):
        report = read_report(path)
        reports[report.report] = report
    return reports


def read_report(path: Path) -> Report:
    """The report of one file. Raises PackError."""
    report = one(Report, path)
    if report.report != path.stem:
        raise report.error(f"stands in {path.name}; call the file {report.report}.yaml", key="report")
    return report
