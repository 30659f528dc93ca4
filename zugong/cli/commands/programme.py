"""zugong programme: what papers ask, how far each line has come, and the weekly sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

import click

from zugong.cli.clocks import Day, clock_options, clocks_of, organisation_called
from zugong.cli.main import language
from zugong.cli.output import show, table
from zugong.cli.site import require_site
from zugong.figures.answers import Answers, Request
from zugong.figures.grouping import all_rows
from zugong.figures.queries import ask, this_site
from zugong.figures.trees import grouping_at
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Clocks
from zugong.organisations.queries.tree import tree_at
from zugong.packs.reading import nearest
from zugong.programmes.evaluating import Evaluation, LineProgress, week_before
from zugong.programmes.papers import sheet_paper
from zugong.programmes.queries import Counting
from zugong.programmes.sheets import SheetLine, sheet_of
from zugong.programmes.wording import numbers, percent, round_name, state_word

_WHOLE_AREAS = ("local_committee", "higher_committee")


class NoSuchProgramme(RuleBroken):
    code: ClassVar[str] = "programme.none_of_that_code"
    message: ClassVar[str] = "There is no programme {name!r}{nearest}."
    message_zh: ClassVar[str] = "没有计划“{name}”{nearest}。"


@click.group("programme")
def command() -> None:
    """Programmes: a paper, its lines, who answers for them; progress is computed from the records."""


@command.command("list")
def list_programmes() -> None:
    """List the programmes of the pack with their papers."""
    require_site()
    made = table("code", "programme", "paper", "lines#")
    for code, programme in this_site().definitions.pack.programmes.items():
        made.add_row(code, programme.label(language()), programme.paper.title, str(len(programme.lines)))
    show(made)


@command.command("show")
@click.argument("programme")
@click.option("--org", help="The organisation below which is counted (default: everything).")
@clock_options
def show_programme(
    programme: str, org: str | None, on: date | None, first: date | None, last: date | None, tree: date | None,
    known: int | None,
) -> None:  # fmt: skip
    """Show how far each line of PROGRAMME has come on a day."""
    require_site()
    pack = this_site().definitions.pack
    if programme not in pack.programmes:
        raise NoSuchProgramme(name=programme, nearest=nearest(programme, pack.programmes))
    clocks = clocks_of(on=on, first=first, last=last, tree=tree, known=known)
    evaluation, counting = _asked(org, clocks, (programme,), is_recent=False)
    _show_lines(evaluation.progress(counting(evaluation.requests)))


@command.command("sheet")
@click.option("--org", help="The organisation below which is counted (default: everything).")
@click.option("--since", type=Day(), help="The day of the last sheet (default: a week before).")
@click.option("--word", type=click.Path(dir_okay=False, path_type=Path), help="Write it as a Word file instead.")
@clock_options
def sheet(
    org: str | None, since: date | None, word: Path | None, on: date | None, first: date | None, last: date | None,
    tree: date | None, known: int | None,
) -> None:  # fmt: skip
    """The sheet of the weekly meeting: every line now, beside the last sheet, by office."""
    require_site()
    clocks = clocks_of(on=on, first=first, last=last, tree=tree, known=known)
    evaluation, counting = _asked(org, clocks, (), is_recent=True)
    found = sheet_of(evaluation, since or week_before(clocks.on), counting)
    if word:
        name = tree_at(clocks.tree).name(organisation_called(org, clocks)) if org else evaluation.pack.heading.territory
        word.write_bytes(sheet_paper(found, evaluation.pack, organisation=name or "", is_weekly=True))
        click.echo(str(word))
        return
    for owner in found.owners:
        _show_sheet(evaluation.pack.owners[owner.owner].in_language(language()), owner.lines)


def _asked(
    org: str | None, clocks: Clocks, programmes: tuple[str, ...], *, is_recent: bool
) -> tuple[Evaluation, Counting]:
    root = organisation_called(org, clocks) if org else None
    grouping = grouping_at(clocks, root)
    is_whole = root is None or tree_at(clocks.tree).kind(root) in _WHOLE_AREAS

    def counted(requests: Sequence[Request]) -> Answers:
        return ask(requests, grouping, all_rows)

    pack = this_site().definitions.pack
    return Evaluation(pack, clocks, is_whole, programmes=programmes, is_recent=is_recent), counted


def _show_lines(found: Sequence[LineProgress]) -> None:
    pack, spoken = this_site().definitions.pack, language()
    made = table("line", "owner", "round", "progress#", "rate#", "state")
    for one in found:
        current = one.in_question
        name = round_name(current.round, one.asked.counted_line.returns, spoken) if current else ""
        made.add_row(
            one.asked.line.label(spoken), pack.owners[one.asked.line.owner].in_language(spoken), name,
            numbers(one, current, pack, spoken), percent(one.share), state_word(one.state, spoken),
        )  # fmt: skip
    show(made)


def _show_sheet(title: str, lines: Sequence[SheetLine]) -> None:
    pack, spoken = this_site().definitions.pack, language()
    made = table("line", "progress#", "since#", "due", "state", "then", title=title)
    for line in lines:
        one = line.now.in_question
        made.add_row(
            line.now.asked.line.label(spoken), numbers(line.now, one, pack, spoken),
            "" if line.moved is None else f"{line.moved:+d}", one.round.deadline.isoformat() if one else "",
            state_word(line.now.state, spoken), state_word(line.before.state, spoken) if line.before else "",
        )  # fmt: skip
    show(made)
