"""Parameters: the settings of a rule, dated, each value with its source. One parameter, one file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from zugong.kernel.errors import RuleBroken
from zugong.language.schema import Kind
from zugong.packs.figures import Name
from zugong.packs.reading import Declared, Words, one

FEN_PER_YUAN = 100


class NoValueYet(RuleBroken):
    code = "parameter.no_value_yet"
    message = "{name} has no value on {day}; its first value is from {first} on."
    message_zh = "参数“{name_zh}”在 {day} 没有取值，最早的取值自 {first} 起。"


class NoLocalValue(RuleBroken):
    code = "parameter.no_local_value"
    message = "{name} has no value in this pack; each locality sets its own in parameters/{file}.yaml."
    message_zh = "参数“{name_zh}”在本配置包中没有取值，应由各地在 parameters/{file}.yaml 中设定。"


class Source(Declared):
    """Where a value comes from. `paper` is the rule itself where `title` only reports it; `published` as known."""

    title: str
    paper: str = ""
    article: str = ""
    published: str = ""
    url: str = ""
    note: str = ""


class Parameter(Declared):
    """One setting. `kind` money is written in yuan. `items` are what the value counts, in words of our own.

    `set_by: locality` declares a parameter that national figures ask for and that has no national value.
    `unnamed_items` is how many numbered places stand open where the source names a number and not its items.
    """

    name: Name
    label: str
    label_en: str
    unit: Words
    kind: Literal["integer", "money", "text"] = "integer"
    set_by: Literal["locality"] | None = None
    values: dict[date, int | str] = {}
    sources: dict[date, Source] = {}
    items: tuple[Words, ...] = ()
    unnamed_items: int = Field(0, ge=0)
    items_note: Words | None = None
    checked_on: date | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.set_by:
            if self.values:
                raise ValueError("a parameter set by a locality has no values here")
            return self
        if not self.values or self.checked_on is None:
            raise ValueError("a parameter needs values, their sources and checked_on")
        if unsourced := sorted(set(self.values) ^ set(self.sources)):
            raise ValueError(f"each value has one source and each source its value; see {unsourced[0]}")
        return self._checked_values()

    def _checked_values(self) -> Self:
        wanted = str if self.kind == "text" else int
        if wrong := [value for value in self.values.values() if not isinstance(value, wanted)]:
            raise ValueError(f"{wrong[0]!r} is not of kind {self.kind}")
        listed = len(self.items) + self.unnamed_items
        if listed and listed not in self.values.values() and self.items_note is None:
            raise ValueError(f"{listed} items are listed, which is none of its values; say why in items_note")
        return self

    def text(self, language: str) -> str:
        """Its label."""
        return self.label if language.startswith("zh") else self.label_en

    def value_on(self, day: date) -> int | str:
        """The value in force on `day`: the one with the latest start not after it; money in yuan.

        Raises NoValueYet before the first, NoLocalValue where the pack leaves it to a locality.
        """
        if not self.values:
            raise NoLocalValue(name=self.label_en, name_zh=self.label, file=self.name)
        started = [start for start in self.values if start <= day]
        if not started:
            raise NoValueYet(name=self.label_en, name_zh=self.label, day=day, first=min(self.values))
        return self.values[max(started)]

    def rule_value_on(self, day: date) -> int | str:
        """The value as conditions compare it: money in fen."""
        value = self.value_on(day)
        return value * FEN_PER_YUAN if self.kind == "money" and isinstance(value, int) else value

    @property
    def rule_kind(self) -> Kind:
        """What `rule()` gives in a condition."""
        return Kind.TEXT if self.kind == "text" else Kind.INTEGER


def read_parameters(folders: list[Path]) -> dict[str, Parameter]:
    """All parameters of a lineage by name; a locality's file replaces a declaration that leaves the value to it.

    Raises PackError where two packs give values for one name, or the file's name is not the parameter's.
    """
    parameters: dict[str, Parameter] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("parameters/**/*.yaml"))):
        parameter = one(Parameter, path)
        _check_place(parameter, path, parameters)
        parameters[parameter.name] = parameter
    return parameters


def _check_place(parameter: Parameter, path: Path, known: Mapping[str, Parameter]) -> None:
    if path.stem != parameter.name:
        raise parameter.error(f"stands in {path.name}; call the file {parameter.name}.yaml", key="name")
    declared = known.get(parameter.name)
    if declared is None:
        return
    if declared.set_by is None:
        raise parameter.error(f"has its values in {declared.file}; only set_by: locality leaves them open", key="name")
    if (declared.unit, declared.kind) != (parameter.unit, parameter.kind):
        raise parameter.error(f"has another unit or kind in {declared.file}", key="unit")
