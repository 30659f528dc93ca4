"""What needs attention below an organisation: the matters that packs declare, counted in one plan, with list and reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.dictionary.declarations import Depth, RecordType
from zugong.dictionary.store import store_of
from zugong.figures.answers import Group, Request
from zugong.figures.plan import ORGANISATION
from zugong.figures.queries import list_rows, this_site
from zugong.kernel.errors import RuleBroken
from zugong.kernel.keeping import Kept
from zugong.kernel.time import PartialDate, last_day, months_after
from zugong.packs.attention import Attention, DueAfter
from zugong.packs.figures import Figure
from zugong.packs.parameters import Source
from zugong.web.clocks import usual_day
from zugong.web.kept_answers import Numbers, Question, numbers_soon
from zugong.web.numbers import unit_of
from zugong.web.scope import Scope

_MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Matter:
    """One matter somewhere: how many, until when, why, and where its rows are listed ("" where they may not be).

    `count` is None where the matter is the one organisation itself, which nobody counts.
    """

    code: str
    level: str
    label: str
    count: int | None
    unit: str
    why: str
    source: str
    article: str
    due: str
    is_over: bool
    address: str


@dataclass(frozen=True)
class BoardLine:
    """An organisation with its matters, the gravest first; `level` is that of the gravest, "good" without any."""

    name: str
    address: str
    level: str
    matters: tuple[Matter, ...]


@dataclass(frozen=True)
class Attentions:
    """The matters of a pack that a user may count, with their cells below an organisation.

    `overdue`: by organisation what else its line on the board must show; it is told once, by the matter, where both say
    the same sentence.
    """

    root: int | None
    scope: Scope
    language: str
    declared: tuple[Attention, ...]
    numbers: Numbers
    overdue: Mapping[int, tuple[Matter, ...]] = field(default_factory=dict)

    def in_all(self) -> tuple[Matter, ...]:
        """Every matter of the organisation and all below it, the gravest first, with its date."""
        cells = {one.attention: self._counted[one.attention][0] for one in self.declared}
        return tuple(self._matter(one, cells[one.attention], None) for one in _gravest_first(self.declared, cells))

    @cached_property
    def board(self) -> tuple[BoardLine, ...]:
        """A line for each subordinate, the gravest first; for the organisation's own rows too, where there are any."""
        if self.root is None:
            return ()
        groups = [pk for pk in (self.root, *self.scope.tree.children(self.root)) if self._is_shown(pk)]
        lines = [self._line(pk) for pk in groups]
        return tuple(sorted(lines, key=_weight))

    def _is_shown(self, organisation: int) -> bool:
        if organisation == self.root:
            return organisation in self.overdue or any(self._in_group(one, organisation) for one in self.declared)
        return self.scope.may_name(organisation) and self.scope.tree.living(organisation)

    def _line(self, organisation: int) -> BoardLine:
        cells = {one.attention: self._in_group(one, organisation) for one in self.declared}
        grave = _gravest_first(self.declared, cells)
        noticed = [self._matter(one, cells[one.attention], organisation) for one in grave]
        matters = with_overdue(noticed, self.overdue.get(organisation, ()))
        goes_down = organisation != self.root and self.scope.tree.children(organisation)
        address = ""
        if goes_down:
            address = reverse("board", args=[organisation])
        elif self.scope.may_open(organisation):
            address = reverse("organisation", args=[organisation])
        level = matters[0].level if matters else "good"
        return BoardLine(self.scope.tree.name(organisation), address, level, matters)

    def _request(self, one: Attention) -> Request:
        return Request(one.figure, one.clocks(self.scope.clocks))

    @cached_property
    def _counted(self) -> dict[str, tuple[int, dict[Group, int]]]:
        """By matter: how many in all, and in each group where there are any."""
        return {one.attention: self._count(one) for one in self.declared}

    def _count(self, one: Attention) -> tuple[int, dict[Group, int]]:
        request = self._request(one)
        answers = self.numbers.answers
        if request in answers.refused:
            return 0, {}
        groups = {group: int(cell.value or 0) for group, cell in answers.groups(request).items()}
        return int(answers.total(request).value or 0), groups

    def _in_group(self, one: Attention, organisation: int) -> int:
        return self._counted[one.attention][1].get(organisation, 0)

    def _matter(self, one: Attention, count: int, group: int | None) -> Matter:
        figure = _figures()[one.figure]
        due = _due_on(one, self.scope) if group is not None else self._due_on(one)
        source = _source_of(one, self.scope)
        return Matter(
            code=one.attention,
            level=one.level,
            label=one.label(self.language),
            count=None if self._is_of_itself(figure) else count,
            unit=unit_of(figure, self.language),
            why=one.why.in_language(self.language),
            source=(source.paper or source.title) if source else "",
            article=gettext("art. %(number)s") % {"number": source.article} if source and source.article else "",
            due=due.isoformat() if due else "",
            is_over=due is not None and due < self.scope.clocks.on,
            address=self._address(one, group),
        )

    def _is_of_itself(self, figure: Figure) -> bool:
        """Does the figure count organisations, and is there but the one?"""
        is_alone = self.root is not None and not self.scope.tree.children(self.root)
        return is_alone and figure.of == ORGANISATION

    def _due_on(self, one: Attention) -> date | None:
        """The date of the earliest row, where the date hangs on rows."""
        if not isinstance(one.due, DueAfter):
            return _due_on(one, self.scope)
        text = self._earliest(one, one.due.field)
        return _after(text, one.due, one.clocks(self.scope.clocks).on) if text else None

    def _earliest(self, one: Attention, field: str) -> str:
        """The earliest date in a field of the rows that need attention; "" for whoever may only count them."""
        kind = self.scope.catalogue.types[_figures()[one.figure].of or ""]
        request, depth = self._request(one), kind.fields[field].depth
        rows = self.numbers.rows.get(request)
        if rows is None:
            return self._read_earliest(request, kind, field, depth)
        key = (rows, field, self.scope.at_depth(kind, depth))
        return _earliest.value(key, lambda: self._read_earliest(request, kind, field, depth))

    def _read_earliest(self, request: Request, kind: RecordType, field: str, depth: Depth) -> str:
        found = list_rows(
            kind.code, _figures()[request.figure].where or "", request.clocks, self.scope.grouping(self.root),
            lambda read: self.scope.at_depth(read, depth), order=field, limit=1,
        )  # fmt: skip
        store = store_of(kind)
        rows = store.read(store.queryset().filter(pk__in=[row.id for row in found.rows]))
        return next((str(row.values[field]) for row in rows if row.values.get(field)), "")

    def _address(self, one: Attention, group: int | None) -> str:
        """The list behind the number, by the ordinary drill-through; "" where the rows may only be counted."""
        figure = _figures()[one.figure]
        if not self.scope.may_list(self.scope.catalogue.types[figure.of or ""]):
            return ""
        query = _asked_clocks(one, self.scope)
        if self.root is not None and self.root != self.scope.root:
            query["organisation"] = str(self.root)
        if group is not None:
            query["group"] = str(group)
        address = reverse("figure_rows", args=[one.figure])
        return f"{address}?{urlencode(query)}" if query else address


#: The earliest dates, kept until an entry touches what their figure reads.
_earliest: Kept[str] = Kept()


def with_overdue(noticed: Iterable[Matter], overdue: Iterable[Matter]) -> tuple[Matter, ...]:
    """Matters with the duties that are overdue, red before amber; not twice what both say by the same sentence."""
    matters = list(noticed)
    told = {one.why for one in matters}
    besides = [one for one in overdue if one.why not in told]
    return tuple(sorted([*besides, *matters], key=lambda one: one.level != "red"))


def attentions_below(root: int | None, scope: Scope, language: str) -> Attentions:
    """The matters below an organisation, all of them counted in one plan."""
    declared = matters_for(scope)
    numbers = numbers_soon(Question(requests_of(declared, scope), root, scope))
    return Attentions(root, scope, language, declared, numbers)


def matters_for(scope: Scope) -> tuple[Attention, ...]:
    """The matters whose rows the user may count."""
    return tuple(one for one in this_site().definitions.pack.attentions.values() if may_count_matter(one, scope))


def requests_of(declared: Iterable[Attention], scope: Scope) -> tuple[Request, ...]:
    """What must be counted for matters."""
    return tuple(dict.fromkeys(Request(one.figure, one.clocks(scope.clocks)) for one in declared))


def may_count_matter(one: Attention, scope: Scope) -> bool:
    """May the user count the rows that a matter is about?"""
    return scope.may_count(scope.catalogue.types[_figures()[one.figure].of or ""])


def _figures() -> Mapping[str, Figure]:
    return this_site().definitions.pack.figures


def _gravest_first(declared: Sequence[Attention], counts: Mapping[str, int]) -> Iterable[Attention]:
    return sorted((one for one in declared if counts[one.attention]), key=lambda one: one.level != "red")


def _weight(line: BoardLine) -> tuple[int, int, int]:
    """Red before amber before good; among equals whoever has more of them. The tree's order stays among the rest."""
    reds = sum(one.level == "red" for one in line.matters)
    return ("red", "amber", "good").index(line.level), -reds, -len(line.matters)


def _due_on(one: Attention, scope: Scope) -> date | None:
    """The last day of the span, where the matter is due then."""
    return last_day(one.clocks(scope.clocks).period.end) if one.due == "end_of_span" else None


def _after(text: str, due: DueAfter, on: date) -> date | None:
    """Some years after a date; of a partial one, after its first day, which is the earliest that it could be."""
    years = this_site().definitions.pack.rule_value(due.rule, on)
    return months_after(PartialDate(text).first, int(years) * _MONTHS_A_YEAR)


def _source_of(one: Attention, scope: Scope) -> Source | None:
    """Where the rule stands: as declared, else the source of the parameter that the figure asks for."""
    if one.source:
        return one.source
    definitions = this_site().definitions
    try:
        parameter = definitions.pack.parameters[definitions.measured(one.figure).rules[0]]
        started = [since for since in parameter.sources if since <= scope.clocks.on]
    except RuleBroken:
        return None
    return parameter.sources[max(started)] if started else None


def _asked_clocks(one: Attention, scope: Scope) -> dict[str, str]:
    """What of the clocks the list must be asked with; nothing for a stock on the usual day."""
    clocks = one.clocks(scope.clocks)
    query = {}
    if clocks.on != usual_day():
        query["on"] = clocks.on.isoformat()
    if one.span is not None:
        last = last_day(clocks.period.end)
        query |= {"from": clocks.period.start.isoformat(), "to": last.isoformat() if last else ""}
    return query
