"""The options by which every command says of which time and organisation it asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, ClassVar

import click
from django.conf import settings

from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import last_number, number_at
from zugong.kernel.time import SHANGHAI, Clocks, Period, today
from zugong.organisations.queries.tree import Tree, tree_at


class Day(click.ParamType):
    """A day as 2020-12-31."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as 2020-12-31", param, context)


class KnownAt(click.ParamType):
    """An entry number, or a moment as 2020-12-31T18:00; a day alone means its end."""

    name = "MOMENT"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> int:
        if isinstance(value, int) or value.isdigit():
            return self._entry(int(value), param, context)
        try:
            is_day = len(value) == len("2020-12-31")
            moment = datetime.combine(date.fromisoformat(value), time.max) if is_day else datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is neither an entry number nor a moment such as 2020-12-31T18:00", param, context)
        return number_at(moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI))

    def _entry(self, number: int, param: click.Parameter | None, context: click.Context | None) -> int:
        last = last_number()
        if number > last:
            self.fail(f"there is no entry {number} yet; the last one is {last}", param, context)
        return number


class NoSuchOrganisation(RuleBroken):
    code: ClassVar[str] = "organisation.none_of_that_name"
    message: ClassVar[str] = "On {day} no organisation has the name, short name or code {name!r}.{hint}"
    message_zh: ClassVar[str] = "{day} 没有名称、简称或代码为“{name}”的党组织。{hint_zh}"


class SeveralOrganisations(RuleBroken):
    code: ClassVar[str] = "organisation.several_of_that_name"
    message: ClassVar[str] = "On {day} several organisations are called {name!r}; give the code: {codes}."
    message_zh: ClassVar[str] = "{day} 有多个党组织叫“{name}”，请改用代码：{codes}。"


def clock_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--on --from --to --tree --known, in this order in the help."""
    options = [
        click.option(
            "--on", type=Day(), help="As of this day (default: today; on a demonstration site the day of its data)."
        ),
        click.option("--from", "first", type=Day(), help="First day of the period (default: 1 January of that year)."),
        click.option("--to", "last", type=Day(), help="Last day of the period, inclusive (default: the day)."),
        click.option("--tree", type=Day(), help="Under the tree of this day (default: the day itself)."),
        click.option(
            "--known",
            type=KnownAt(),
            help="As known at this moment, at the end of this day, or at this entry number (default: now).",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def clocks_of(
    *, on: date | None, first: date | None, last: date | None, tree: date | None, known: int | None
) -> Clocks:
    """The clocks that the options mean; without a day today, on a demonstration site the day of its data, as on its pages."""
    day = on or last or settings.ZUGONG_AS_OF or today()
    start = first or date((last or day).year, 1, 1)
    try:
        period = Period.from_days(start, last or day)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--from/--to") from error
    return Clocks.at(day, tree=tree, period=period, known=known)


def organisation_called(name: str, clocks: Clocks) -> int:
    """The living organisation with that name, short name or code on the tree day. Raises RuleBroken."""
    tree = tree_at(clocks.tree, clocks.known)
    found = [node for node in tree if node.living and name in (node.name, node.short_name, node.code)]
    if len(found) == 1:
        return found[0].id
    if found:
        raise SeveralOrganisations(name=name, day=clocks.tree, codes="、".join(node.code for node in found[:5]))
    near = _containing(name, tree)
    hint = f" Names with it: {'; '.join(near)}." if near else ""
    hint_zh = f"含有该词的有：{'；'.join(near)}。" if near else ""
    raise NoSuchOrganisation(name=name, day=clocks.tree, hint=hint, hint_zh=hint_zh)


def _containing(name: str, tree: Tree) -> list[str]:
    return [node.name for node in tree if node.living and name in node.name][:5]
