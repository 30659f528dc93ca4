"""A form for one record: made from the declarations, filled with what was typed or is recorded, read as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zugong.dictionary.declarations import Field, RecordType
from zugong.dictionary.fieldtypes import CellProblem
from zugong.dictionary.fieldtypes.dates import DAY
from zugong.dictionary.store import StoredRow, Values
from zugong.exchange.entering import sentences
from zugong.exchange.entering.stating import Complaint, Stated, state
from zugong.exchange.planning.sentences import Sentence
from zugong.kernel.facts.recording import last_number
from zugong.web.entering.fields import FormField, FormPart, field_options, hint_of, look_of, ordered, typed
from zugong.web.entering.references import Option, found_options, label_of, may_refer, offered
from zugong.web.scope import Scope
from zugong.web.typed import typed_number

_KEPT_HIDDEN = ".clear"


@dataclass(frozen=True)
class Part:
    """The fields of a record type that a form asks for. `present` is what is recorded; `links` fields filled by the form."""

    kind: RecordType
    fields: tuple[Field, ...]
    days: tuple[Field, ...] = ()
    present: StoredRow | None = None
    told: tuple[Field, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)

    def name(self, declared: Field) -> str:
        """The name of a field's input."""
        return f"{self.kind.code}.{declared.code}"

    def recorded(self, declared: Field) -> Any:
        """What is recorded of a field; None where there is nothing yet."""
        if self.present is None:
            return None
        if declared.code in ("since", "on"):
            return self.present.since
        return self.present.until if declared.code == "until" else self.present.values.get(declared.code)


@dataclass
class Form:
    """What a form asks, and what was typed into it. `problems` are by the name of the field, "" for the form.

    `known` is the last entry when it was opened: what is recorded later is not what it was checked against.
    """

    parts: Sequence[Part]
    typed: Mapping[str, str]
    scope: Scope
    language: str
    is_posted: bool
    problems: dict[str, list[Sentence]] = field(default_factory=dict)
    doubts: list[Complaint] = field(default_factory=list)
    warnings: list[Complaint] = field(default_factory=list)
    known: int = field(default_factory=last_number)

    def complain(self, name: str, sentence: Sentence) -> None:
        """Something stands against a field of the form."""
        known = self.problems.setdefault(name, [])
        if sentence not in known:
            known.append(sentence)

    def read(self) -> dict[str, Values]:
        """What the form says, by record type and field; `since`, `until` and `on` are among the fields. Complains."""
        stated = self._stated()
        found = {part.kind.code: self._values(part, stated) for part in self.parts}
        for complaint in stated.complaints:
            if complaint.is_doubt:
                self.doubts.append(complaint)
            else:
                self.complain(complaint.key, complaint.sentence)
        self.warnings += stated.warnings
        return found

    def _stated(self) -> Stated:
        cells: dict[str, Any] = {}
        for part in self.parts:
            for declared in (*part.fields, *part.days):
                if not declared.of:
                    cells[part.name(declared)] = self._cell(part, declared)
        return state([part.kind for part in self.parts], cells)

    def _cell(self, part: Part, declared: Field) -> Any:
        name = part.name(declared)
        text = self.typed.get(name, "").strip()
        if declared.hidden and not text and not self._is_cleared(name):
            return part.recorded(
                declared
            )  # left empty: it stays as it is, and is checked against what stands beside it
        return text

    def _is_cleared(self, name: str) -> bool:
        return bool(self.typed.get(name + _KEPT_HIDDEN))

    def _values(self, part: Part, stated: Stated) -> Values:
        values: Values = {}
        for declared in (*part.fields, *part.days):
            name = part.name(declared)
            values[declared.code] = self._reference(part, declared) if declared.of else stated.values.get(name)
        return values

    def _reference(self, part: Part, declared: Field) -> int | None:
        """The record that is chosen, or the only one that the words mean."""
        name, target = part.name(declared), self.scope.catalogue.types[declared.of]
        chosen, words = self.typed.get(name, "").strip(), self.typed.get(f"{name}.words", "").strip()
        recorded = part.recorded(declared)
        if not chosen and words:
            found = found_options(target, words, self.scope, self.language)
            chosen = found[0].value if len(found) == 1 else ""
            if not chosen:
                self.complain(name, _which(declared, words, len(found)))
                return None
        anchor = typed_number(chosen)
        if anchor is None:
            if declared.required:
                self.complain(name, sentences.needs_value(declared))
            return None
        if anchor != recorded and not may_refer(target, anchor, self.scope):
            self.complain(name, _unknown(declared))
        return anchor

    def day(self, name: str, label: str) -> Any:
        """The whole day that is typed under a name; None with a complaint where it is none."""
        text = self.typed.get(name, "").strip()
        stated = state_day(name, label, text)
        if isinstance(stated, Sentence):
            self.complain(name, stated)
            return None
        return stated

    def shown(self) -> tuple[FormPart, ...]:
        """The form as the page shows it."""
        return tuple(
            FormPart(
                part.kind.name(self.language),
                tuple(self._shown(part, declared) for declared in (*part.fields, *part.days)),
                tuple(self._told(part, declared) for declared in part.told),
            )
            for part in self.parts
        )

    def _told(self, part: Part, declared: Field) -> tuple[str, str]:
        return declared.label(self.language), self._words(declared, part.recorded(declared)) or "—"

    def _shown(self, part: Part, declared: Field) -> FormField:
        name, recorded = part.name(declared), part.recorded(declared)
        before = typed(declared, recorded, self.language)
        value = self.typed.get(name, "" if self.is_posted else before or self._only_one(part, declared))
        look = look_of(declared)
        words = self.typed.get(f"{name}.words", "")
        has_changed = self.is_posted and part.present is not None and value.strip() != before
        return FormField(
            name=name, label=declared.label(self.language), look=look, value=value, words=words,
            options=self._options(declared, value, words), target=declared.of,
            is_required=_is_needed(part, declared) and not (declared.hidden and recorded is not None),
            hint=hint_of(declared, is_present=recorded is not None),
            now=self._words(declared, recorded) if declared.hidden or has_changed else "",
            errors=self.sentences(name),
        )  # fmt: skip

    def _only_one(self, part: Part, declared: Field) -> str:
        """Of something new the organisation that must be named, where only one can be: a secretary need not choose it."""
        if not declared.of or not declared.required or part.present is not None:
            return ""
        found = offered(self.scope.catalogue.types[declared.of], self.scope)
        return found[0].value if len(found) == 1 else ""

    def _options(self, declared: Field, value: str, words: str) -> tuple[Option, ...]:
        if not declared.of:
            return field_options(declared, value, self.language)
        target = self.scope.catalogue.types[declared.of]
        found = list(found_options(target, words, self.scope, self.language) if words else offered(target, self.scope))
        number = typed_number(value)
        if number is not None and all(option.value != value for option in found):
            found.insert(0, Option(value, label_of(target, number, self.scope, self.language)))
        return tuple(Option(option.value, option.label, option.value == value) for option in found)

    def _words(self, declared: Field, value: Any) -> str:
        if value is None:
            return ""
        if declared.hidden:
            return declared.type.mask(value)
        if declared.of:
            return label_of(self.scope.catalogue.types[declared.of], value, self.scope, self.language)
        return declared.type.show(value, declared, self.language)

    def sentences(self, name: str) -> tuple[str, ...]:
        """What stands against a field, in the language of the page."""
        return tuple(sentence.text(self.language) for sentence in self.problems.get(name, ()))


def _is_needed(part: Part, declared: Field) -> bool:
    """Also the first day of whatever is recorded by hand: only a roster brings it from outside the row."""
    return declared.required or (declared in part.days and declared.code != "until")


def state_day(name: str, label: str, text: str) -> Any:
    """The day that a text means, or the sentence that says why it is none."""
    declared = Field(name, label, label, DAY)
    if not text:
        return sentences.needs_value(declared)
    try:
        return DAY.parse(text, declared)
    except CellProblem as problem:
        return Sentence(problem.zh, problem.en)


def _which(declared: Field, words: str, count: int) -> Sentence:
    if not count:
        return Sentence(
            f"“{declared.zh}”：没有找到“{words}”，请换个写法再查找",
            f"{declared.en}: nothing that you may see is called {words!r}; try other words",
        )
    return Sentence(
        f"“{declared.zh}”：有{count}个都含“{words}”，请从中选择一个",
        f"{declared.en}: {count} contain {words!r}; choose one of them",
    )


def _unknown(declared: Field) -> Sentence:
    return Sentence(
        f"“{declared.zh}”：不在您的权限范围内，请重新选择", f"{declared.en}: choose one that lies within your rights"
    )


def part_of(
    kind: RecordType, scope: Scope, *, skipped: Sequence[str] = (), days: Sequence[str] = (),
    present: StoredRow | None = None, told: Sequence[str] = (),
) -> Part:  # fmt: skip
    """The part of a form for a type: its fields but the skipped ones, and these of its days."""
    fields = tuple(ordered(kind.fields, [*skipped, *told]))
    shown = tuple(kind.fields[code] for code in told if code not in skipped)
    return Part(kind, fields, tuple(kind.dated[code] for code in days), present, shown)


def entered_days(kind: RecordType) -> tuple[str, ...]:
    """The days that a form of a new record asks for."""
    if not kind.is_state:
        return ("on",)
    return ("since", "until") if kind.dates == "given" else ("since",)
