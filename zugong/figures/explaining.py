"""How a number came about, in words: its definition, the rules and days that it rests on, and its arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zugong.figures.answers import WHOLE, Cell, Group, Number, Request, Whole
from zugong.figures.definitions import Definition, Definitions, rules_of
from zugong.figures.engine import answers
from zugong.figures.labels import CatalogueLabels
from zugong.figures.plan import ORGANISATION, Asking
from zugong.figures.printing import printed
from zugong.kernel.time import Clocks
from zugong.language.errors import Sentence
from zugong.language.words import explain, inner_quotes, records_of
from zugong.packs.arithmetic import plain
from zugong.packs.figures import Figure
from zugong.packs.parameters import Source


@dataclass(frozen=True, slots=True)
class RuleUsed:
    """A parameter that a condition asks for: its value in force on the day, from when, and where it comes from."""

    name: str
    label: str
    value: int | str
    unit: str
    since: date
    source: Source


@dataclass(frozen=True, slots=True)
class Step:
    """One line of arithmetic: what it is, and the numbers."""

    label: str
    numbers: str


@dataclass(frozen=True, slots=True)
class Trace:
    """One number with everything that it stands on. `condition` is the text of the pack, `definition` the same in words.

    `root` is the organisation below which rows were counted, None for everything. The period is None for a stock.
    `parts` are the traces of the two numbers that it divides.
    """

    cell: Cell
    label: str
    shown: str
    definition: str
    condition: str
    root: int | None
    first_day: date | None
    last_day: date | None
    rules: tuple[RuleUsed, ...]
    steps: tuple[Step, ...]
    parts: tuple[Trace, ...] = ()


def trace(request: Request, asking: Asking, language: str, *, group: Group | Whole = WHOLE) -> Trace:
    """The trace of a figure in one group or in all. Raises what the figure is refused with."""
    found = answers([request], asking)
    cell = found.total(request) if isinstance(group, Whole) else found.groups(request)[group]
    return trace_of(cell, asking, language)


def trace_of(cell: Cell, asking: Asking, language: str) -> Trace:
    """The trace of a cell that was answered already: nothing is counted again."""
    return kept_trace(cell, asking.definitions, asking.grouping.root, language)


def kept_trace(cell: Cell, definitions: Definitions, root: int | None, language: str) -> Trace:
    """The same without a question to the copy; `root` is the organisation below which the cell was counted."""
    return _Tracing(definitions, root, language).of(cell)


def definition_in_words(code: str, definitions: Definitions, language: str) -> str:
    """What a figure counts, in one sentence. Raises UnknownFigure, LanguageError."""
    return _Tracing(definitions, None, language).definition_of(definitions.figure(code))


_MEASURES = {
    "rows": Sentence("The number of records of {type} with: {condition}", "{records}的条数，条件：{condition}。"),
    "distinct": Sentence(
        "The number of different values of {path} in records of {type} with: {condition}",
        "{records}中的{path}数，同一{path}只计一次，条件：{condition}。",
    ),
    "sum": Sentence(
        "The sum of {path} in records of {type} with: {condition}", "{records}中{path}的合计，条件：{condition}。"
    ),
    "organisations_with": Sentence(
        "The number of organisations ({kinds}) that have, themselves or below them, records of {type} with: {condition}",
        "本级或下级有{records}的党组织数，只计{kinds}，记录条件：{condition}。",
    ),
}
_DIVIDED = Sentence("{upper} divided by {lower}", "“{upper}”除以“{lower}”。")
_COUNTED = Sentence("Records that count", "计入的记录")
_UNDECIDED = Sentence("Records left undecided by partial dates", "因日期不全无法判定的记录")
_COUNTED_KEYS = {
    "distinct": Sentence("Different values among them", "去重后"),
    "sum": Sentence("Sum", "合计"),
    "organisations_with": Sentence("Organisations with such a record", "有此类记录的党组织"),
}
_QUOTIENT = Sentence("Divided", "相除")
_PRINTED = Sentence("Printed", "显示为")


@dataclass(frozen=True)
class _Tracing:
    """Makes traces in one language."""

    definitions: Definitions
    root: int | None
    language: str

    @property
    def _chinese(self) -> bool:
        return self.language.startswith("zh")

    def of(self, cell: Cell) -> Trace:
        figure = self.definitions.figure(cell.figure)
        return self._divided(cell, figure) if cell.parts else self._measured(cell, figure)

    def _measured(self, cell: Cell, figure: Figure) -> Trace:
        definition = self.definitions.measured(cell.figure)
        flows = figure.time == "flow"
        return Trace(
            cell=cell,
            label=figure.label(self.language),
            shown=self._shown(cell.value, figure),
            definition=self._definition(definition),
            condition=definition.condition.text,
            root=self.root,
            first_day=cell.clocks.period.start if flows else None,
            last_day=cell.clocks.period.last if flows else None,
            rules=tuple(self._rule(name, cell.clocks) for name in rules_of(definition.condition)),
            steps=tuple(self._measured_steps(cell, definition, figure)),
        )

    def _divided(self, cell: Cell, figure: Figure) -> Trace:
        upper, lower = (self.of(part) for part in cell.parts)
        first = upper if upper.first_day else lower
        return Trace(
            cell=cell,
            label=figure.label(self.language),
            shown=self._shown(cell.value, figure),
            definition=self.definition_of(figure),
            condition="",
            root=self.root,
            first_day=first.first_day,
            last_day=first.last_day,
            rules=(*upper.rules, *(rule for rule in lower.rules if rule not in upper.rules)),
            steps=tuple(self._divided_steps(cell, figure)),
            parts=(upper, lower),
        )

    def definition_of(self, figure: Figure) -> str:
        """The sentence of a figure that measures rows, or of one that divides two."""
        if not figure.parts:
            return self._definition(self.definitions.measured(figure.figure))
        upper, lower = (self.definitions.figure(part).label(self.language) for part in figure.parts)
        return self._say(_DIVIDED, upper=self._quotable(upper), lower=self._quotable(lower))

    def _definition(self, definition: Definition) -> str:
        labels = CatalogueLabels(self.definitions.catalogue, self.definitions.pack, self.language)
        condition = explain(definition.condition, labels, self.language)
        name = definition.kind.name(self.language)
        path = explain(definition.path, labels, self.language) if definition.path else ""
        kinds = [labels.code_label(ORGANISATION, "kind", code) for code in definition.organisation_kinds]
        joined = self._say(Sentence(", ", "、")).join(kinds)
        return self._say(
            _MEASURES[definition.measure],
            type=name,
            records=records_of(name),
            condition=condition,
            path=path,
            kinds=joined,
        )

    def _rule(self, name: str, clocks: Clocks) -> RuleUsed:
        parameter = self.definitions.pack.parameters[name]
        since = max(start for start in parameter.values if start <= clocks.on)
        unit = parameter.unit.in_language(self.language)
        return RuleUsed(
            name, parameter.text(self.language), parameter.values[since], unit, since, parameter.sources[since]
        )

    def _measured_steps(self, cell: Cell, definition: Definition, figure: Figure) -> list[Step]:
        steps = [Step(self._say(_COUNTED), str(cell.rows))]
        if definition.measure in _COUNTED_KEYS:
            steps.append(Step(self._say(_COUNTED_KEYS[definition.measure]), _plain(cell.value)))
        if cell.undecided:
            steps.append(Step(self._say(_UNDECIDED), str(cell.undecided)))
        return [*steps, self._printed(cell, figure)]

    def _divided_steps(self, cell: Cell, figure: Figure) -> list[Step]:
        upper, lower = (_plain(part.value) for part in cell.parts)
        quotient = _plain(cell.value)
        worked = f"{upper} ÷ {lower} {quotient if quotient.startswith('≈') else f'= {quotient}'}".replace("≈", "≈ ")
        return [Step(self._say(_QUOTIENT), worked), self._printed(cell, figure)]

    def _printed(self, cell: Cell, figure: Figure) -> Step:
        return Step(self._say(_PRINTED), self._shown(cell.value, figure))

    def _shown(self, value: Number | None, figure: Figure) -> str:
        unit = figure.unit.in_language(self.language)
        return printed(value, figure.print, unit if self._chinese else f" {unit}")

    def _quotable(self, label: str) -> str:
        return inner_quotes(label) if self._chinese else label

    def _say(self, sentence: Sentence, **words: str) -> str:
        return (sentence.zh if self._chinese else sentence.en).format(**words)


def _plain(value: Number | None) -> str:
    return "—" if value is None else plain(Fraction(value))
