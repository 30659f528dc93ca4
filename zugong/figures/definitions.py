"""The figures of a pack with everything about them checked and looked up, ready for either engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import Any, Literal

from zugong.dictionary.catalogue import Catalogue, installed_catalogue
from zugong.dictionary.declarations import RecordType
from zugong.figures.schema import schema_of
from zugong.kernel.errors import RuleBroken
from zugong.kernel.keeping import Kept
from zugong.kernel.time import Clocks
from zugong.language import tree
from zugong.language.checker import check, check_value
from zugong.language.moment import Moment
from zugong.language.tree import Checked, Count, FixedDay, Row, RuleValue, Some, Table, Total
from zugong.packs.figures import Distinct, Figure, OrganisationsWith, Sum
from zugong.packs.pack import Pack, installed_pack
from zugong.packs.reading import nearest

MeasureName = Literal["rows", "distinct", "sum", "organisations_with"]
HERE = "this"


class UnknownFigure(RuleBroken):
    code = "figures.unknown_figure"
    message = "There is no figure {figure!r} in the pack {pack}{nearest}."
    message_zh = "配置包 {pack} 中没有指标“{figure}”{nearest}。"


class UnknownType(RuleBroken):
    code = "figures.unknown_type"
    message = "There is no record type {type!r} in the pack {pack}{nearest}."
    message_zh = "配置包 {pack} 中没有数据类型“{type}”{nearest}。"


class DividesFigures(RuleBroken):
    code = "figures.divides_figures"
    message = "{figure} divides two figures and has no rows of its own; ask for {parts}."
    message_zh = "“{figure_zh}”由两个指标相除得出，本身没有记录；请查 {parts}。"


@dataclass(frozen=True)
class Definition:
    """A figure that measures rows. `path` is what is counted distinct, summed, or leads to the organisation.

    `is_money`: the path is money, summed in fen and answered in yuan. `rules` are the parameters that it asks for.
    """

    figure: Figure
    kind: RecordType
    condition: Checked
    measure: MeasureName
    path: Checked | None
    is_money: bool
    rules: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.figure.figure

    @cached_property
    def looks_elsewhere(self) -> int:
        """How often its condition looks for rows of other types."""
        return sum(isinstance(node, Some | Count | Total) for node in _nodes(self.condition.tree))

    @property
    def organisation_kinds(self) -> tuple[str, ...]:
        """The kinds of organisations that are counted, for `organisations_with`."""
        return self.figure.measure.kinds if isinstance(self.figure.measure, OrganisationsWith) else ()


class Definitions:
    """The checked figures, record types and rules of one pack."""

    def __init__(self, pack: Pack, catalogue: Catalogue) -> None:
        self.pack, self.catalogue = pack, catalogue
        self.schema = schema_of(catalogue)
        self._measured: dict[str, Definition] = {}
        self._types_read: dict[tuple[str, str], frozenset[str]] = {}
        self._places: dict[str, Checked] = {}
        self._moments: Kept[Moment] = Kept()

    def figure(self, code: str) -> Figure:
        """The figure of that code. Raises UnknownFigure."""
        found = self.pack.figures.get(code) or self.pack.line_figures.get(code)
        if found is None:
            raise UnknownFigure(figure=code, pack=self.pack.name, nearest=nearest(code, self.pack.figures))
        return found

    def kind(self, type_code: str) -> RecordType:
        """The record type of that code. Raises UnknownType."""
        if type_code not in self.catalogue.types:
            near = nearest(type_code, self.catalogue.types)
            raise UnknownType(type=type_code, pack=self.pack.name, nearest=near)
        return self.catalogue.types[type_code]

    def measured(self, code: str) -> Definition:
        """The definition of a figure that measures rows, checked once. Raises UnknownFigure, DividesFigures, LanguageError."""
        if code not in self._measured:
            self._measured[code] = self._checked(self.figure(code))
        return self._measured[code]

    def measured_parts(self, code: str) -> tuple[Definition, ...]:
        """The definitions whose rows stand behind a figure: its own, or those of the two figures that it divides."""
        return tuple(self.measured(part) for part in self.figure(code).parts or (code,))

    def condition(self, kind: RecordType, text: str) -> Checked:
        """A condition on rows of the type. Raises LanguageError."""
        return check(text, kind.code, self.schema, self.pack.rules)

    def value(self, kind: RecordType, text: str) -> Checked:
        """A value of rows of the type. Raises LanguageError."""
        return check_value(text, kind.code, self.schema, self.pack.rules)

    def _place(self, kind: RecordType) -> Checked:
        """The place of each type is parsed and checked once; every question asks for it."""
        if kind.code not in self._places:
            self._places[kind.code] = self.value(kind, kind.place)
        return self._places[kind.code]

    def place(self, kind: RecordType) -> Checked | None:
        """The path to the organisation where a row counts; None where there is none, or the row itself is it."""
        return self._place(kind) if kind.place not in ("", HERE) else None

    def moment(self, clocks: Clocks) -> Moment:
        """The fixed values on these clocks. A rule without value on the day is left out; asking for it is refused."""
        return self._moments.value((clocks.on, clocks.period), lambda: self._moment(clocks))

    def _moment(self, clocks: Clocks) -> Moment:
        values: dict[str, int | str] = {}
        for name in self.pack.parameters:
            try:
                values[name] = self.pack.rule_value(name, clocks.on)
            except RuleBroken:
                continue
        return Moment(clocks.on, clocks.period.start, clocks.period.end, values)

    def check_rules(self, definition: Definition, clocks: Clocks) -> None:
        """Every rule that the figure asks for has a value on the day. Raises NoValueYet, NoLocalValue."""
        for name in definition.rules:
            self.pack.rule_value(name, clocks.on)

    def types_read(self, code: str, by: str = "") -> frozenset[str]:
        """The record types whose rows decide a figure: counted, joined, asked for in a condition, or where rows count.

        `by` is the path by which it is split. Raises UnknownFigure, LanguageError.
        """
        if (code, by) not in self._types_read:
            parts = self.measured_parts(code)
            self._types_read[code, by] = frozenset(read for part in parts for read in self._read_by(part, by))
        return self._types_read[code, by]

    def _read_by(self, definition: Definition, by: str) -> Iterator[str]:
        kind = definition.kind
        split = self.value(kind, by) if by else None
        for checked in (definition.condition, definition.path, self.place(kind), split):
            if checked is not None:
                yield from (node.code for node in _nodes(checked.tree) if isinstance(node, Table))
        yield kind.code
        if definition.measure == "organisations_with":
            yield "organisation"

    def _checked(self, figure: Figure) -> Definition:
        if figure.measure is None:
            parts = ", ".join(figure.parts)
            raise DividesFigures(figure=figure.figure, figure_zh=figure.zh, parts=parts)
        assert figure.of is not None and figure.where is not None
        kind = self.kind(figure.of)
        measure, text = measure_of(figure)
        path = self.value(kind, text) if text else None
        is_money = measure == "sum" and path is not None and self._is_money(path.tree)
        condition = self.condition(kind, figure.where)
        return Definition(figure, kind, condition, measure, path, is_money, rules_of(condition))

    def _is_money(self, value: Any) -> bool:
        """Is what a value comes to money? What its conditions compare does not make it so."""
        match value:
            case tree.FieldValue(row=row, field=field):
                declared = self.catalogue.types[row.table.code].fields.get(field)
                return declared is not None and declared.type.name == "money"
            case tree.Total(field=field):
                return self._is_money(field)
            case tree.Sum(terms=terms):
                return any(self._is_money(term) for _, term in terms)
            case tree.DerivedValue(body=body):
                return self._is_money(body)
        return False


def measure_of(figure: Figure) -> tuple[MeasureName, str]:
    """How a figure measures rows, and the text of its path, empty for rows themselves."""
    match figure.measure:
        case Distinct(distinct=path):
            return "distinct", path
        case Sum(sum=path):
            return "sum", path
        case OrganisationsWith(organisations_with=path):
            return "organisations_with", path
    return "rows", ""


def rules_of(checked: Checked) -> tuple[str, ...]:
    """The names of the rules that a checked text asks for, inside derived fields too, in their order, each once."""
    return tuple(dict.fromkeys(node.name for node in _nodes(checked.tree) if isinstance(node, RuleValue)))


def hangs_on_the_day(checked: Checked, *, is_state: bool) -> bool:
    """May the value of one row differ by the day asked about? Rows beside a state's are read on that day."""
    return any(
        isinstance(node, FixedDay | RuleValue)
        or (is_state and isinstance(node, Row) and bool(node.steps or node.level))
        for node in _nodes(checked.tree)
    )


def _nodes(node: Any) -> Iterator[Any]:
    """Every node of a checked tree."""
    if isinstance(node, tuple):
        for part in node:
            yield from _nodes(part)
    elif is_dataclass(node):
        yield node
        for declared in fields(node):
            yield from _nodes(getattr(node, declared.name))


_KEPT_STATES = 4
_installed: Kept[Definitions] = Kept(_KEPT_STATES)


def installed_definitions(pack: str) -> Definitions:
    """The definitions of an installed pack, made once per process and state of the pack. Raises PackError."""
    found = installed_pack(pack)
    key = (pack, id(found))  # the definitions keep the pack, so that its id stays its own
    return _installed.value(key, lambda: Definitions(found, installed_catalogue(pack)))
