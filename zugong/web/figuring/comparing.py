"""Numbers beside each other: figures × organisations × days, each day under its own tree or all under one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import ClassVar

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from zugong.figures.answers import Cell, Request
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Clocks, Period
from zugong.organisations.queries import Tree
from zugong.packs.figures import Figure
from zugong.web.clocks import asked_clocks
from zugong.web.figuring.knowledge import beginnings
from zugong.web.kept_answers import Question, numbers_now
from zugong.web.scope import Scope
from zugong.web.typed import typed_number

_MOST_FIGURES, _MOST_ORGANISATIONS, _MOST_COLUMNS = 40, 40, 13


class TooMuch(RuleBroken):
    code: ClassVar[str] = "compare.too_much"
    message: ClassVar[str] = (
        "The table would have {figures} figures, {organisations} organisations and {columns} days;"
        " at most {most_figures}, {most_organisations} and {most_columns} fit on a page. Take some out."
    )
    message_zh: ClassVar[str] = (
        "对比表将有{figures}项指标、{organisations}个党组织、{columns}个时点，"
        "一页最多{most_figures}项、{most_organisations}个、{most_columns}个，请去掉一些。"
    )


class NotAColumn(RuleBroken):
    code: ClassVar[str] = "compare.not_a_column"
    message: ClassVar[str] = "{text} is no day for a column; write 2020-12-31, or 2020-01-01..2020-12-31 for a period."
    message_zh: ClassVar[str] = "{text} 不是可对比的时点，请写成 2020-12-31；时间段写成 2020-01-01..2020-12-31。"


@dataclass(frozen=True)
class Column:
    """One day or period with its clocks. `text` is how an address writes it, `known` the moment that it names itself."""

    text: str
    clocks: Clocks
    known: str
    has_period: bool

    @property
    def label(self) -> str:
        """The day; of a period that was asked for, both of its days."""
        if not self.has_period:
            return self.clocks.on.isoformat()
        return gettext("%(first)s to %(last)s") % {"first": self.clocks.period.start, "last": self.clocks.period.last}


def column_of(text: str, tree: date | None, known: str) -> Column:
    """A column as an address writes it: `2020-12-31`, `2020-01-01..2020-12-31`, and `@2021-01-05` behind, as known then.

    `tree` and `known` are for columns that say nothing of their own. Raises NotAColumn, NotAMoment.
    """
    days, _, own_known = text.partition("@")
    first_text, _, last_text = days.rpartition("..")
    try:
        last = date.fromisoformat(last_text)
        first = date.fromisoformat(first_text) if first_text else date(last.year, 1, 1)
        period = Period.from_days(first, last)
    except ValueError:
        raise NotAColumn(text=text[:60]) from None
    moment = own_known or known
    number = asked_clocks({"known": moment}).clocks.known if moment else None
    return Column(text, Clocks(last, tree or last, period, number), moment, bool(first_text))


@dataclass(frozen=True)
class Comparison:
    """What is compared, and every number of it. A missing cell is not known."""

    figures: Mapping[str, Figure]
    organisations: Sequence[int]
    columns: Sequence[Column]
    cells: Mapping[tuple[str, int, str], Cell]
    refused: Mapping[tuple[str, str], RuleBroken]
    names: Mapping[int, str]
    entry: int

    def cell(self, code: str, organisation: int, column: Column) -> Cell | None:
        """The number of a figure; None where it is not known or cannot be told."""
        return self.cells.get((code, organisation, column.text))


@dataclass(frozen=True)
class Chosen:
    """What an address asks to have compared."""

    figures: Mapping[str, Figure]
    organisations: tuple[int, ...]
    columns: tuple[Column, ...]


def chosen(request: HttpRequest, scope: Scope, countable: Mapping[str, Figure]) -> Chosen:
    """The choice that an address states; 404 for a figure or organisation that the user may not know of. Raises TooMuch."""
    codes = list(dict.fromkeys(code for code in request.GET.getlist("figure") if code))
    if any(code not in countable for code in codes):
        raise Http404
    organisations = _organisations(request.GET.getlist("organisation")) or ((scope.root,) if scope.root else ())
    texts = list(dict.fromkeys(text for text in request.GET.getlist("day") if text)) or usual_days(scope.clocks.on)
    if len(codes) > _MOST_FIGURES or len(organisations) > _MOST_ORGANISATIONS or len(texts) > _MOST_COLUMNS:
        raise TooMuch(
            figures=len(codes), organisations=len(organisations), columns=len(texts), most_figures=_MOST_FIGURES,
            most_organisations=_MOST_ORGANISATIONS, most_columns=_MOST_COLUMNS,
        )  # fmt: skip
    tree = scope.clocks.tree if request.GET.get("tree") else None
    columns = tuple(column_of(text, tree, request.asked.known) for text in texts)
    found = Chosen({code: countable[code] for code in codes}, organisations, columns)
    _check_names(found, scope)
    return found


def usual_days(on: date) -> list[str]:
    """The end of last year and the day itself."""
    return [date(on.year - 1, 12, 31).isoformat(), on.isoformat()]


def _organisations(texts: Iterable[str]) -> tuple[int, ...]:
    wanted = list(dict.fromkeys(text for text in texts if text))
    numbers = [typed_number(text) for text in wanted]
    if None in numbers:
        raise Http404
    return tuple(numbers)


def _check_names(wanted: Chosen, scope: Scope) -> None:
    trees = [scope.tree, *(at_clocks(scope, column.clocks).tree for column in wanted.columns)]
    for pk in wanted.organisations:
        if not any(pk in tree for tree in trees) or not (scope.may_name(pk) or pk == scope.root):
            raise Http404


def at_clocks(scope: Scope, clocks: Clocks) -> Scope:
    """The same rights on other clocks."""
    return scope if clocks == scope.clocks else Scope(scope.access, clocks)


def compared(wanted: Chosen, scope: Scope) -> Comparison:
    """Every number of the choice. Columns under one tree are asked together, as are organisations beside each other."""
    cells: dict[tuple[str, int, str], Cell] = {}
    refused: dict[tuple[str, str], RuleBroken] = {}
    entry = 0
    names: dict[int, str] = {}
    for columns in _under_one_tree(wanted.columns):
        there = at_clocks(scope, columns[0].clocks)
        names |= {pk: there.tree.name(pk) for pk in wanted.organisations if pk in there.tree}
        asked = _asked(wanted, columns)
        for layer in layers(there.tree, wanted.organisations):
            numbers = numbers_now(Question(tuple(asked), None, there, groups=layer)) if asked else None
            if numbers:
                entry = numbers.entry
                found, reasons = numbers.answers.cells, numbers.answers.refused
                for request, texts in asked.items():
                    for text in texts:
                        if request in reasons:
                            refused[request.figure, text] = reasons[request]
                            continue
                        groups = found[request].groups
                        cells |= {(request.figure, pk, text): groups[pk] for pk in layer}
    names |= {pk: scope.tree.name(pk) for pk in wanted.organisations if pk not in names and pk in scope.tree}
    return Comparison(wanted.figures, wanted.organisations, wanted.columns, cells, refused, names, entry)


def _asked(wanted: Chosen, columns: Sequence[Column]) -> dict[Request, list[str]]:
    """The requests of these columns that anything is known of, with the columns that each answers."""
    asked: dict[Request, list[str]] = {}
    for column in columns:
        begin = beginnings(wanted.figures, column.clocks.known)
        for code in wanted.figures:
            request = Request(code, column.clocks)
            if begin.knows(request):
                asked.setdefault(request, []).append(column.text)
    return asked


def _under_one_tree(columns: Sequence[Column]) -> list[list[Column]]:
    found: dict[tuple[date, int | None], list[Column]] = {}
    for column in columns:
        found.setdefault((column.clocks.tree, column.clocks.known), []).append(column)
    return list(found.values())


def layers(tree: Tree, organisations: Iterable[int]) -> list[tuple[int, ...]]:
    """The organisations that the tree has, in as few sets as it takes for none to stand below another of its set."""
    found: list[list[int]] = []
    for pk in sorted((pk for pk in organisations if pk in tree), key=tree.depth):
        fitting = next((layer for layer in found if not any(tree.is_below(pk, upper) for upper in layer)), None)
        if fitting is None:
            found.append([pk])
        else:
            fitting.append(pk)
    return [tuple(layer) for layer in found]


def change_shown(before: Cell | None, after: Cell | None, figure: Figure) -> str:
    """By how much a number moved: with its sign, a share in points; "" where one of them is not known."""
    if before is None or after is None or before.value is None or after.value is None:
        return ""
    moved = Fraction(after.value) - Fraction(before.value)
    sign = "+" if moved > 0 else "−" if moved < 0 else "±"
    if figure.print.is_share:
        return gettext("%(number)s points") % {"number": f"{sign}{float(abs(moved) * 100):.2f}"}
    size = abs(moved)
    return f"{sign}{int(size):,}" if size.denominator == 1 else f"{sign}{float(size):,.2f}"


def with_tree(column: Column, tree: date) -> Column:
    """The same column under another tree."""
    return replace(column, clocks=replace(column.clocks, tree=tree))
