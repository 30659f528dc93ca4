"""zugong scheme: standards and evaluations, who stands where, why, and what lacks; two versions beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import click

from zugong.cli.clocks import NoSuchOrganisation, clock_options, clocks_of
from zugong.cli.main import language
from zugong.cli.output import as_json, show, table
from zugong.cli.site import require_site
from zugong.figures.grouping import all_rows
from zugong.figures.queries import this_site
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Clocks
from zugong.packs.reading import nearest
from zugong.packs.schemes import Version
from zugong.schemes.comparing import Change, differences, moved
from zugong.schemes.describing import Describing
from zugong.schemes.evaluating import Clause, Question, Rating, Standing, question_on
from zugong.schemes.queries import rate, schemes_on
from zugong.schemes.wording import clause_sentences, gap_sentence, level_word, state_word

_ROWS = 40


class NoSuchVersion(RuleBroken):
    code: ClassVar[str] = "schemes.no_such_version"
    message: ClassVar[str] = "{scheme} has no version {version!r}; there are: {versions}."
    message_zh: ClassVar[str] = "“{scheme}”没有版本“{version}”，现有：{versions}。"


@click.group("scheme")
def command() -> None:
    """Schemes: who is rated by which criteria, what is computed of it, and what lacks for the next level."""


@command.command("list")
@clock_options
def list_schemes(**options: Any) -> None:
    """List the schemes in force on a day, with their versions, clauses and levels."""
    require_site()
    clocks, spoken, pack = clocks_of(**options), language(), this_site().definitions.pack
    made = table("code", "scheme", "version", "rates", "clauses#", "computed#", "without text#", "levels#")
    for scheme in schemes_on(pack, clocks.on):
        version = scheme.version_on(clocks.on)
        assert version is not None
        places = version.places
        made.add_row(
            scheme.scheme, scheme.label(spoken), version.version, scheme.rates, str(len(places)),
            str(sum(one.is_computed for one in places)), str(sum(not one.is_named for one in places)),
            str(len(version.levels)),
        )  # fmt: skip
    show(made)


@command.command("show")
@click.argument("scheme")
@click.option("--org", help="One who is rated, by name or code: all clauses (default: everybody in a table).")
@click.option(
    "--round", "round_code", default="", help="The round, such as 2020 or 2020-Q3 (default: that of the day)."
)
@click.option("--all", "everybody", is_flag=True, help=f"Every row; without it the first {_ROWS}.")
@click.option("--json", "for_programs", is_flag=True, help="JSON for programs.")
@clock_options
def show_scheme(
    scheme: str, org: str | None, round_code: str, everybody: bool, for_programs: bool, **options: Any
) -> None:  # fmt: skip
    """Show who stands where in SCHEME, or one with every clause and what lacks for the next level."""
    require_site()
    rating = _rating(scheme, clocks_of(**options), round_code)
    if org:
        standing = _called(org, rating)
        as_json(_one(rating, standing)) if for_programs else _show_one(rating, standing)
    elif for_programs:
        as_json([_line(rating, one) for one in rating.standings.values()])
    else:
        _show_all(rating, None if everybody else _ROWS)


@command.command("compare")
@click.argument("scheme")
@click.argument("version")
@click.option(
    "--round", "round_code", default="", help="The round, such as 2020 or 2020-Q3 (default: that of the day)."
)
@clock_options
def compare(scheme: str, version: str, round_code: str, **options: Any) -> None:
    """Try VERSION of SCHEME on the data of a round, beside the version in force: what differs, and who would move."""
    require_site()
    rating, spoken = _rating(scheme, clocks_of(**options), round_code), language()
    question = rating.question
    other = question.scheme.version(version)
    if other is None:
        there = ", ".join(one.version for one in question.scheme.versions)
        raise NoSuchVersion(scheme=scheme, version=version, versions=there)
    made = table(
        "what", "clause, level or veto", "which", "before", "after", title=f"{question.version.version} → {version}"
    )
    definitions = this_site().definitions
    sides = [Describing(definitions, question.scheme, each, spoken) for each in (question.version, other)]
    for one in differences(*sides):
        for change in one.changes or (Change("", "", ""),):
            made.add_row(f"{one.kind} {one.what}", one.label, change.label, change.before, change.after)
    show(made)
    _show_moved(rating, rate(question.what_if(other), None, all_rows), other)


def _rating(scheme: str, clocks: Clocks, round_code: str) -> Rating:
    question = question_on(this_site().definitions.pack, scheme, clocks, round_code)
    return rate(question, None, all_rows)


def _called(name: str, rating: Rating) -> Standing:
    """The one who is rated with that name or code. Raises NoSuchOrganisation."""
    found = [one for one in rating.standings.values() if name in (one.subject.name, one.subject.code)]
    if found:
        return found[0]
    near = nearest(name, [one.subject.name for one in rating.standings.values()]).removeprefix("; nearest: ")
    hint, hint_zh = (f" Nearest: {near}.", f"相近的有：{near}。") if near else ("", "")
    raise NoSuchOrganisation(day=rating.question.day, name=name, hint=hint, hint_zh=hint_zh)


def _show_all(rating: Rating, limit: int | None) -> None:
    question, spoken = rating.question, language()
    for level, count in rating.levels.items():
        click.echo(f"{_level(question, level)}: {count}")
    made = table("code", "who", "level", "points#", "met#", "waiting#", "what lacks")
    for anchor, one in list(rating.standings.items())[:limit]:
        gap = rating.next_gap(anchor)
        made.add_row(
            one.subject.code, one.subject.name, _level(question, one.level), _points(one), str(one.sum.met),
            str(one.sum.waiting), gap_sentence(gap, question, spoken) if gap else "",
        )  # fmt: skip
    show(made)
    for waiting in rating.waiting:
        office = question.pack.owners[waiting.reviewer].in_language(spoken)
        click.echo(f"{office}: {waiting.clauses} ({len(waiting.subjects)})")


def _show_one(rating: Rating, standing: Standing) -> None:
    question, spoken, anchor = rating.question, language(), standing.subject.anchor
    made = table(
        "group", "clause", "state", "points#", "why", title=f"{standing.subject.name} {question.round.name(spoken)}"
    )
    for clause in rating.clauses(anchor):
        criterion = clause.criterion
        made.add_row(
            question.version.groups[criterion.group].label(spoken), criterion.label(spoken) or criterion.criterion,
            state_word(clause.finding.state, spoken), "" if clause.most is None else f"{clause.points}/{clause.most}",
            " ".join(clause_sentences(clause, question, spoken)),
        )  # fmt: skip
    show(made)
    click.echo(f"{_level(question, standing.level)}  {_points(standing)}")
    gap = rating.next_gap(anchor)
    if gap:
        click.echo(gap_sentence(gap, question, spoken))


def _show_moved(rating: Rating, other: Rating, version: Version) -> None:
    made = table("who", "now", "then")
    for one in moved(rating, other):
        name = rating.standings[one.anchor].subject.name
        then = level_word(version, one.after, language()) if one.after else "—"
        made.add_row(name, _level(rating.question, one.before), then)
    show(made)


def _level(question: Question, level: str | None) -> str:
    return level_word(question.version, level, language()) if level else "—"


def _points(standing: Standing) -> str:
    return f"{standing.points}/{standing.most}" if standing.sum.most else ""


def _line(rating: Rating, standing: Standing) -> Mapping[str, Any]:
    subject, gap = standing.subject, rating.next_gap(standing.subject.anchor)
    return {
        "code": subject.code, "name": subject.name, "sector": subject.sector, "level": standing.level,
        "points": str(standing.points), "most": str(standing.most), "stars": standing.stars,
        "waiting": standing.sum.waiting, "vetoes": standing.sum.vetoes,
        "next": {"level": gap.level, "clauses": gap.clauses, "vetoes": gap.vetoes} if gap else None,
    }  # fmt: skip


def _one(rating: Rating, standing: Standing) -> Mapping[str, Any]:
    clauses = rating.clauses(standing.subject.anchor)
    return {**_line(rating, standing), "clauses": [_clause(one, rating.question) for one in clauses]}


def _clause(clause: Clause, question: Question) -> Mapping[str, Any]:
    return {
        "criterion": clause.criterion.criterion, "label": clause.criterion.label(language()),
        "group": clause.criterion.group, "state": clause.finding.state, "basis": clause.basis,
        "value": None if clause.value is None else str(clause.value),
        "points": None if clause.points is None else str(clause.points),
        "why": clause_sentences(clause, question, language()),
    }  # fmt: skip
