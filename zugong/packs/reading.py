"""From a YAML file to checked values: unknown keys, missing keys and wrong values are errors with their line.

Every model remembers the file and the line where it stands, so that a later check can point there as well.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError

from zugong.kernel.errors import PackError
from zugong.packs import yaml
from zugong.packs.reading_zh import in_chinese

_SENTENCES = {"missing": "is missing", "string_type": "should be text; write it in quotes"}


class Declared(BaseModel):
    """Something that a pack declares. Unknown keys are refused and nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    _file: str = PrivateAttr("")
    _declared: yaml.Mapping | None = PrivateAttr(None)

    def at(self, *, file: str, declared: yaml.Mapping) -> Self:
        """Itself, with the place where it stands."""
        self._file, self._declared = file, declared
        for name, value in self:
            if isinstance(value, tuple):
                _place(value, declared.get(name), file)
        return self

    def error(self, problem: str, *, key: str = "", zh: str = "") -> PackError:
        """The error to raise or collect about something declared here: at its `key`, or else at its beginning.

        `zh` says the same in Chinese, for those who write in the browser.
        """
        line = self._declared.line_of(key) if self._declared is not None else None
        return PackError(problem, file=self._file, line=line, key=key, zh=zh)

    @property
    def file(self) -> str:
        return self._file


def _place(values: tuple[Any, ...], declared: Any, file: str) -> None:
    """Tell each declaration of a list where it stands."""
    for value, written in zip(values, declared or (), strict=False):
        if isinstance(value, Declared) and isinstance(written, yaml.Mapping):
            value.at(file=file, declared=written)


Model = TypeVar("Model", bound=Declared)


class Words(Declared):
    """The same words in Chinese and English."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


def nearest(word: str, allowed: Iterable[str]) -> str:
    """`; nearest: …` for an error's end, or nothing where nothing is near."""
    near = difflib.get_close_matches(word, list(allowed), n=2, cutoff=0.5)
    return f"; nearest: {', '.join(near)}" if near else ""


def one(model: type[Model], path: Path) -> Model:
    """The one declaration that a file holds. Raises PackError."""
    return validated(model, yaml.read(path), file=str(path))


def many(model: type[Model], path: Path) -> list[Model]:
    """The declarations of a file that is a list. Raises PackError for the first wrong one."""
    declared = yaml.read(path)
    if not isinstance(declared, list):
        first = next(iter(model.model_fields))
        raise PackError(f"should be a list: begin each entry with '- {first}:'", file=str(path), line=1)
    return [validated(model, entry, file=str(path)) for entry in declared]


def validated(model: type[Model], declared: Any, *, file: str) -> Model:
    """The declaration as a checked value. Raises PackError with the line and key of what is wrong first."""
    if not isinstance(declared, yaml.Mapping):
        raise PackError(f"should be a mapping with the keys {', '.join(model.model_fields)}", file=file, line=1)
    try:
        return model.model_validate(declared).at(file=file, declared=declared)
    except ValidationError as error:
        # Of all that is wrong, an unknown key before anything else: it usually explains the rest.
        raise _errors(error, model, declared, file)[0] from error


def every_error(model: type[Declared], declared: Any, *, file: str) -> list[PackError]:
    """Everything that stands against a declaration by itself, unknown keys first; nothing where it is right."""
    try:
        validated(model, declared, file=file)
    except PackError as first:
        cause = first.__cause__
        return _errors(cause, model, declared, file) if isinstance(cause, ValidationError) else [first]
    return []


def _errors(error: ValidationError, model: type[Declared], declared: yaml.Mapping, file: str) -> list[PackError]:
    found = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    return [_error(one, model, declared, file) for one in found]


def _error(found: Any, model: type[Declared], declared: yaml.Mapping, file: str) -> PackError:
    place = [part for part in found["loc"] if isinstance(part, str | int)]
    line, mapping = _line_of(declared, place)
    key = ".".join(str(part) for part in place)
    return PackError(_problem(found, model, place, mapping), file=file, line=line, key=key, zh=in_chinese(found))


def _line_of(declared: yaml.Mapping, place: list[Any]) -> tuple[int, yaml.Mapping]:
    """The line of the innermost key that is written, and the mapping it stands in."""
    line, mapping = declared.line, declared
    here: Any = declared
    for part in place:
        if isinstance(here, yaml.Mapping) and part in here:
            line, mapping, here = here.line_of(part), here, here[part]
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            here = here[part]
            line = getattr(here, "line", line)
    return line, here if isinstance(here, yaml.Mapping) else mapping


def _problem(found: Any, model: type[Declared], place: list[Any], mapping: yaml.Mapping) -> str:
    if found["type"] == "extra_forbidden":
        allowed = _keys_at(model, place[:-1])
        there = f"; allowed: {', '.join(sorted(allowed))}" if allowed else ""
        return f"unknown key{nearest(str(place[-1]), set(allowed) - set(mapping))}{there}"
    if found["type"] == "value_error":
        return str(found["ctx"]["error"])
    return _SENTENCES.get(found["type"]) or found["msg"].replace("Input should be", "should be")


def _keys_at(model: type[Declared], place: list[Any]) -> list[str]:
    """The keys allowed where `place` leads, or none where it leads through a choice of several shapes."""
    for part in place:
        field = model.model_fields.get(part) if isinstance(part, str) else None
        inner = _models_in(field.annotation) if field else []
        if field and len(inner) != 1:
            return []
        model = inner[0] if inner else model
    return list(model.model_fields)


def _models_in(annotation: Any) -> list[type[Declared]]:
    if isinstance(annotation, type) and issubclass(annotation, Declared):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in _models_in(part)]
