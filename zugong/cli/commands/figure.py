"""zugong figure: numbers, splits and the rows behind them."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from zugong.cli.clocks import clock_options, clocks_of, organisation_called
from zugong.cli.main import language
from zugong.cli.output import as_json, cell_as_data, show, table
from zugong.cli.row_names import row_names
from zugong.cli.site import require_site
from zugong.figures.answers import WHOLE, Answers, Request
from zugong.figures.grouping import Grouping, all_rows
from zugong.figures.plan import ORGANISATION
from zugong.figures.printing import printed
from zugong.figures.queries import ask, explain, rows_of, this_site
from zugong.figures.trees import grouping_at
from zugong.kernel.time import Clocks
from zugong.organisations.queries.tree import tree_at


@click.command("figure")
@click.argument("figures", nargs=-1)
@click.option(
    "--org", help="Name, short name or code of the organisation below which is counted (default: everything)."
)
@clock_options
@click.option(
    "--by", default="", help="Split by a field of the records, for example person.sex; default: by organisation."
)
@click.option("--split", is_flag=True, help="Show the split, too.")
@click.option("--rows", "list_rows", is_flag=True, help="List the rows behind each number.")
@click.option("--why", is_flag=True, help="Say how each number came about.")
@click.option("--json", "for_programs", is_flag=True, help="JSON for programs.")
def command(
    figures: tuple[str, ...], org: str | None, on: date | None, first: date | None, last: date | None, tree: date | None,
    known: int | None, by: str, split: bool, list_rows: bool, why: bool, for_programs: bool,
) -> None:  # fmt: skip
    """Compute FIGURES (codes of the pack; without any, all of them) on a day, under a tree, as known at a moment.

    \b
    zugong figure members --org 中共某镇委员会 --on 2020-12-31 --split
    zugong figure dual_post_share --on 2020-12-31 --why
    """
    require_site()
    clocks = clocks_of(on=on, first=first, last=last, tree=tree, known=known)
    grouping = grouping_at(clocks, organisation_called(org, clocks) if org else None)
    codes = figures or tuple(this_site().definitions.pack.figures)
    requests = [Request(code, clocks) for code in codes]
    answers = ask(requests, grouping, all_rows, by=by)
    for request in requests if figures else ():
        answers.total(request)  # raises the reason where one cannot be answered
    if for_programs:
        as_json([_as_data(request, answers, grouping, by, list_rows) for request in answers.cells])
        return
    _show_totals(answers)
    for request in answers.cells:
        if split or by:
            _show_split(request, answers, clocks, by)
        if list_rows:
            _show_rows(request, grouping, by)
        if why:
            _show_why(request, grouping)
    for request, reason in answers.refused.items():
        click.echo(f"{request.figure}: {reason.sentence(language())}", err=True)


def _as_data(request: Request, answers: Answers, grouping: Grouping, by: str, list_rows: bool) -> dict[str, Any]:
    content = cell_as_data(answers.total(request))
    content["groups"] = [
        {"group": group, **cell_as_data(cell)} for group, cell in answers.groups(request).items() if cell.rows
    ]
    if list_rows:
        content["lists"] = [
            [{"id": row.id, "anchor": row.anchor, "place": row.place, "key": row.key} for row in part]
            for part in _all_rows(request, grouping, by)
        ]
    return content


def _all_rows(request: Request, grouping: Grouping, by: str):
    """The list or lists behind a number, page by page."""
    parts = len(this_site().definitions.figure(request.figure).parts) or 1
    for part in range(parts):
        rows, after = [], None
        while True:
            page = rows_of(request, grouping, all_rows, part=part, by=by, after=after, limit=5000)
            rows += page.rows
            after = page.after
            if after is None:
                break
        yield rows


def _show_totals(answers: Answers) -> None:
    definitions = this_site().definitions
    shown = table("figure", "名称", "#", "rows#", "undecided#")
    for request, cells in answers.cells.items():
        figure = definitions.figure(request.figure)
        unit = figure.unit.in_language(language())
        number = printed(cells.total.value, figure.print, unit if language().startswith("zh") else f" {unit}")
        undecided = str(cells.total.undecided or "")
        shown.add_row(request.figure, figure.label(language()), number, str(cells.total.rows), undecided)
    show(shown)


def _show_split(request: Request, answers: Answers, clocks: Clocks, by: str) -> None:
    figure = this_site().definitions.figure(request.figure)
    tree = tree_at(clocks.tree, clocks.known)
    shown = table(by or "organisation", "#", "rows#", title=figure.label(language()))
    for group, cell in answers.groups(request).items():
        name = tree.name(group) if not by and isinstance(group, int) and group in tree else str(group)
        shown.add_row(name, printed(cell.value, figure.print, ""), str(cell.rows))
    show(shown)


def _show_rows(request: Request, grouping: Grouping, by: str) -> None:
    """The rows in words, divided by tabs: they may be many. Programs take ids from --json."""
    tree, definitions = tree_at(request.clocks.tree, request.clocks.known), this_site().definitions
    for part, rows in zip(definitions.measured_parts(request.figure), _all_rows(request, grouping, by), strict=True):
        kind = definitions.kind(ORGANISATION if part.measure == "organisations_with" else part.kind.code)
        ids = [row.id for row in rows]
        about = row_names(kind, ids, definitions.catalogue, request.clocks)
        click.echo(f"\n{part.code}\nrow\tabout\torganisation\tkey")
        for row in rows:
            place = tree.name(row.place) if row.place in tree else ""
            click.echo(f"{row.id}\t{about.get(row.id, '')}\t{place}\t{row.key}")


def _show_why(request: Request, grouping: Grouping) -> None:
    trace = explain(request, grouping, all_rows, language(), group=WHOLE)
    click.echo(f"\n{trace.label}: {trace.shown}\n  {trace.definition}")
    for step in trace.steps:
        click.echo(f"  {step.label}: {step.numbers}")
    for rule in trace.rules:
        click.echo(f"  {rule.label}: {rule.value} {rule.unit} ({rule.since}, {rule.source.title})")
    for part in trace.parts:
        click.echo(f"  · {part.label}: {part.shown}: {part.definition}")
