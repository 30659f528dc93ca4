"""zugong case: what kinds of cases there are, which run, where one stands, what a day would allow."""

from __future__ import annotations

from datetime import date
from typing import Any

import click
from django.conf import settings

from zugong.cases import queries
from zugong.cases.errors import NoSuchCase, NoSuchCaseType
from zugong.cases.filed import Case, case, types_here
from zugong.cases.judging import why_not_yet
from zugong.cases.reach import EVERY_CASE
from zugong.cases.rules import Offer
from zugong.cases.wording import due as due_sentence
from zugong.cli.clocks import Day, clock_options, clocks_of
from zugong.cli.main import language
from zugong.cli.output import as_json, show, table
from zugong.cli.site import require_site
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.naming import record_names
from zugong.kernel.time import Clocks, today
from zugong.organisations.queries import tree_at

_ROWS = 40


@click.group("case")
def command() -> None:
    """Cases: staged work on a person, by the rules of the day of each step."""


@command.command("types")
@click.argument("case_type", required=False)
@click.option("--on", type=Day(), help="By the texts of this day (default: today).")
def show_types(case_type: str | None, on: date | None) -> None:
    """List the case types, or the steps of CASE_TYPE as the texts of a day ask for them."""
    types, spoken, day = types_here(), language(), on or today()
    if case_type is None:
        made = table("code", "type", "version", "steps#", "text in force")
        for one in types.types.values():
            found = one.text_on(day)
            made.add_row(
                one.case_type,
                one.label(spoken),
                one.version,
                str(len(one.steps)),
                found[1].paper.title if found else "",
            )
        show(made)
        return
    if case_type not in types.types:
        raise NoSuchCaseType(code=case_type, known=", ".join(types.types))
    _show_steps(case_type, day)


def _show_steps(case_type: str, day: date) -> None:
    types, spoken = types_here(), language()
    declared = types.with_forms(case_type, types.forms_on(case_type, day))
    made = table("stage", "code", "step", "by", "conditions")
    for step in declared.steps:
        if not step.texts or any(declared.texts[one].is_in_force(day) for one in step.texts):
            asked = "; ".join(dict.fromkeys(one.label(spoken) for one in step.conditions))
            stage = declared.stages[step.stage].in_language(spoken)
            made.add_row(stage, step.step, step.label(spoken), step.does, asked)
    show(made)


@command.command("list")
@click.argument("case_type", required=False)
@click.option("--overdue", is_flag=True, help="Only what is overdue.")
@click.option("--all", "everything", is_flag=True, help=f"Every row; without it the first {_ROWS}.")
@clock_options
def list_waiting(case_type: str | None, overdue: bool, everything: bool, **options: Any) -> None:
    """List what waits in running cases, what is due first."""
    require_site()
    clocks, spoken, types = clocks_of(**options), language(), types_here()
    size = 1_000_000 if everything else _ROWS
    page = queries.waiting(EVERY_CASE, clocks.on, case_type=case_type or "", size=size)
    tree = tree_at(clocks.on)
    made = table("case#", "person", "step", "who acts", "due")
    rows = [one for one in page.rows if not overdue or one.is_overdue(clocks.on)]
    names = _names([one.case for one in rows], clocks)
    for one in rows:
        step = types.types[one.case_type].step(one.step)
        actor = tree.name(one.actor) if one.actor in tree else ""
        made.add_row(
            str(one.case),
            names.get(one.case, ""),
            step.label(spoken) if step else one.step,
            actor,
            str(one.due_on or ""),
        )
    show(made)


def _names(identities: list[int], clocks: Clocks) -> dict[int, str]:
    """Whom cases are about."""
    persons = {one.case: one.person for one in queries.standings(identities)}
    kind = installed_catalogue(settings.ZUGONG_PACK).types["person"]
    names = record_names(kind, {one for one in persons.values() if one}, on=clocks.on)
    return {one: names.get(person, "") for one, person in persons.items() if person}


@command.command("show")
@click.argument("number")
@click.option("--json", "for_programs", is_flag=True, help="JSON for programs.")
@clock_options
def show_case(number: str, for_programs: bool, **options: Any) -> None:
    """Show the case NUMBER: its steps, what is next and why not yet, what its file lacks."""
    require_site()
    found, day = _found(number), clocks_of(**options).on
    if for_programs:
        as_json(_as_json(found, day))
        return
    spoken, state = language(), found.state
    made = table("#", "day", "step", "outcome", title=f"{found.number} {found.case_type.label(spoken)}")
    for act in found.acts:
        step = found.case_type.step(act.step)
        outcome = step.outcome(act.outcome) if step and step.outcomes else None
        made.add_row(
            str(act.line),
            str(act.on),
            step.label(spoken) if step else act.step,
            outcome.label(spoken) if outcome else "",
        )
    show(made)
    for offer in state.offers(day):
        click.echo(_sentence(offer, day))
    lacking = "、".join(found.case_type.papers[one].label(spoken) for one in state.missing_papers())
    click.echo(("缺：" if spoken.startswith("zh") else "lacks: ") + lacking if lacking else "")


def _sentence(offer: Offer, day: date) -> str:
    spoken = language()
    parts = [offer.step.label(spoken)]
    if not offer.ready:
        parts.append("← " + "、".join(one.label(spoken) for one in offer.waits_for))
    elif offer.earliest and offer.earliest.day > day:
        parts.append(why_not_yet(offer.step, offer.earliest).in_language(spoken))
    elif offer.due:
        parts.append(due_sentence(offer.step, offer.due).in_language(spoken))
    return "  ".join(parts)


def _as_json(found: Case, day: date) -> dict[str, Any]:
    state = found.state
    return {
        "number": found.number, "case_type": found.case_type.case_type, "version": found.case_type.version,
        "stage": state.stage, "ended": state.ended, "dates": {name: str(one) for name, one in state.dates.items()},
        "steps": [{"line": one.line, "step": one.step, "on": str(one.on), "outcome": one.outcome} for one in found.acts],
        "next": [
            {
                "step": one.step.step, "ready": one.ready, "waits_for": [other.step for other in one.waits_for],
                "not_before": str(one.earliest.day) if one.earliest else None,
                "due": str(one.due.day) if one.due else None,
            }
            for one in state.offers(day)
        ],
        "missing_papers": state.missing_papers(),
    }  # fmt: skip


def _found(number: str) -> Case:
    identity = queries.case_of_number(number)
    found = case(identity) if identity is not None else None
    if found is None:
        raise NoSuchCase(case=number)
    return found


@command.command("check")
@click.option("--on", type=Day(), help="For this day (default: today).")
def check(on: date | None) -> None:
    """Make the to-do of all cases anew and compare it with what was kept; exit code 1 where they differ."""
    require_site()
    differing = queries.differences_of_what_waits(on or today())
    for line in differing[:_ROWS]:
        click.echo(line, err=True)
    click.echo(f"{len(differing)} differences")
    raise SystemExit(1 if differing else 0)
