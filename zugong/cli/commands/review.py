"""zugong review: reviews written as Word files, templates checked, approved versions computed again."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from zugong.cli.clocks import clock_options, clocks_of, organisation_called
from zugong.cli.main import language
from zugong.cli.output import as_json, show, table
from zugong.cli.site import require_site
from zugong.figures.grouping import all_rows
from zugong.figures.queries import ask, this_site
from zugong.organisations.queries import tree_at
from zugong.reviews.actions import check_template
from zugong.reviews.documents import review_file, template_file
from zugong.reviews.filling import requests_of
from zugong.reviews.models import FrozenReview
from zugong.reviews.queries import reviews_of, versions_of
from zugong.reviews.text import Subject, about, grouping_of, template_read, text_of, the_report, usual_title
from zugong.reviews.verification import Checked, Verification, verify_version
from zugong.reviews.word.reading import open_document, outline_in

_REPORT = "yearly_review"


@click.group("review")
def command() -> None:
    """Reviews: texts whose every number is a figure."""


@command.command("list")
def list_reviews() -> None:
    """The reviews of this site with their approved versions."""
    require_site()
    shown = table("id#", "day", "organisation", "title", "approved")
    for state in reviews_of(None):
        tree = tree_at(state.tree)
        name = tree.name(state.organisation_id) if state.organisation_id in tree else ""
        versions = "、".join(f"{one.number} (№{one.pk})" for one in versions_of(state.anchor))
        shown.add_row(str(state.anchor_id), state.on.isoformat(), name, state.title, versions)
    show(shown)


@command.command("write")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--org", required=True, help="Name, short name or code of the organisation that the review is about.")
@click.option("--report", default=_REPORT, show_default=True, help="A report of the pack.")
@click.option(
    "--template", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="An own .docx template instead."
)
@clock_options
def write(
    target: Path, org: str, report: str, template: Path | None, on: date | None, first: date | None, last: date | None,
    tree: date | None, known: int | None,
) -> None:  # fmt: skip
    """Write a review into the Word file TARGET.

    \b
    zugong review write 综述.docx --org 中共某县委员会 --on 2020-12-31
    """
    require_site()
    clocks = clocks_of(on=on, first=first, last=last, tree=tree, known=known)
    subject = Subject(
        "",
        organisation_called(org, clocks),
        clocks.on,
        clocks.tree,
        clocks.period.start,
        clocks.period.last,
        clocks.known,
    )
    content = template.read_bytes() if template else template_file(the_report(report))
    read = template_read(outline_in(open_document(content, template.name if template else report)))
    check_template(read)
    grouping, speaks_of = grouping_of(subject), about(subject)
    text = text_of(read, speaks_of, ask(requests_of(read, clocks), grouping, all_rows))
    title = usual_title(template.stem if template else the_report(report).title, speaks_of)
    target.write_bytes(review_file(content, text, grouping, title=title))
    for refusal in text.filling.refusals(language()):
        click.echo(refusal, err=True)
    click.echo(f"{target}  ✓")


@command.command("template")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--report", default=_REPORT, show_default=True, help="A report of the pack.")
def template(target: Path, report: str) -> None:
    """Write the pack's template into the Word file TARGET, to be edited."""
    target.write_bytes(template_file(the_report(report)))
    click.echo(f"{target}  ✓")


@command.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check(files: tuple[Path, ...]) -> None:
    """Check Word templates: every wrong name with its paragraph and the nearest right one. Exit code 1 if one is wrong."""
    wrong = 0
    for file in files:
        problems = template_read(outline_in(open_document(file.read_bytes(), file.name))).problems
        for problem in problems:
            click.echo(f"{file.name}: “{problem.place}” {problem.sentence(language())}", err=True)
        wrong += len(problems)
        if not problems:
            click.echo(f"{file.name}  ✓")
    sys.exit(1 if wrong else 0)


@command.command("verify")
@click.argument("version", type=int, required=False)
@click.option("--json", "for_programs", is_flag=True, help="JSON for programs.")
def verify(version: int | None, for_programs: bool) -> None:
    """Compute approved versions again: as known then, and as known now with the reason of each difference.

    Without VERSION all of them. Exit code 1 if a number is not what was approved even as known then.
    """
    require_site()
    wanted = FrozenReview.objects.order_by("pk")
    versions = list(wanted.filter(pk=version) if version is not None else wanted)
    if version is not None and not versions:
        raise click.BadParameter(f"there is no approved version {version}; `zugong review list` names them")
    found = [(one, verify_version(one)) for one in versions]
    if for_programs:
        as_json([_as_data(one, checked) for one, checked in found])
    else:
        for one, checked in found:
            _show(one, checked)
    sys.exit(0 if all(checked.is_same_then for _, checked in found) else 1)


def _show(version: FrozenReview, found: Verification) -> None:
    mark = "✓" if found.is_same_then else "✗"
    click.echo(f"№{version.pk} {version.title} v{version.number}: {len(found.checked)} @ {version.known} {mark}")
    if not found.differing:
        return
    shown = table("figure", "approved#", "then#", "now#", "why")
    for one in found.differing:
        shown.add_row(
            _name(one), _number(one.cell.exact), _number(one.then), _number(one.now),
            ", ".join(f"{cause} {_number(size)}" for cause, size in one.causes.items()),
        )  # fmt: skip
    show(shown)


def _name(checked: Checked) -> str:
    figure = this_site().definitions.pack.figures.get(checked.cell.code)
    return figure.label(language()) if figure else checked.cell.code


def _number(value: object) -> str:
    return "—" if value is None else f"{float(value):.10g}"


def _as_data(version: FrozenReview, found: Verification) -> dict[str, object]:
    return {
        "version": version.pk, "review": version.review_id, "number": version.number, "title": version.title,
        "known": version.known, "pack": version.pack, "same_then": found.is_same_then,
        "differing": [
            {
                "figure": one.cell.code, "year": one.cell.year, "organisation": one.cell.group, "approved": one.cell.exact,
                "then": one.then, "now": one.now, "causes": dict(one.causes),
            }
            for one in found.differing
        ],
    }  # fmt: skip
