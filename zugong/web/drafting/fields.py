"""Fields of a form for a part of an element: what was said before, what was typed, and the part with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.http import QueryDict
from django.utils.translation import gettext

from zugong.drafting.text import Data

Kind = Literal["text", "long", "number", "whole", "day", "choice", "choices", "flag", "condition"]
#: What is in a form by the name of its field: a text, or several for what may be chosen more than once.
Values = dict[str, Any]
_LONGEST = {"text": 300, "long": 2_000, "condition": 4_000}


@dataclass(frozen=True)
class Option:
    """One choice; those of one `group` stand together."""

    value: str
    label: str
    group: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Field:
    """One field. `path` is where its value stands in the part; empty for one that the section reads and writes itself.

    `of` is the record type on whose rows a condition is asked; `asks_again`: another choice changes the form.
    """

    name: str
    label: str
    path: tuple[str, ...] = ()
    kind: Kind = "text"
    options: tuple[Option, ...] = ()
    hint: str = ""
    is_needed: bool = False
    legend: str = ""
    of: str = ""
    asks_again: bool = False


@dataclass(frozen=True)
class ShownField:
    """A field as it is drawn: `value` as text, `groups` of options, what stands against it, and a condition in words."""

    name: str
    label: str
    kind: Kind
    value: str
    groups: tuple[tuple[str, tuple[Option, ...]], ...]
    hint: str
    is_needed: bool
    problems: tuple[str, ...]
    asks_again: bool
    said: str = ""
    met: str = ""
    guide: str = ""


@dataclass(frozen=True)
class Block:
    """Fields under one legend."""

    legend: str
    fields: tuple[ShownField, ...]


def read_from(part: Mapping[str, Any], fields: Iterable[Field]) -> Values:
    """What the part says, by the name of each field."""
    return {field.name: _as_text(_at(part, field.path), field) for field in fields if field.path}


def _as_text(value: Any, field: Field) -> Any:
    if field.kind == "choices":
        return [str(each) for each in value or ()]
    if field.kind == "flag":
        return "1" if value else ""
    return "" if value is None else str(value)


def _at(part: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        part = part.get(key) if isinstance(part, Mapping) else None
    return part


def typed_in(posted: QueryDict, fields: Iterable[Field]) -> Values:
    """What was typed, by the name of each field."""
    found: Values = {}
    for field in fields:
        if field.kind == "choices":
            found[field.name] = [one for one in posted.getlist(field.name) if one]
        else:
            text = posted.get(field.name, "").replace("\r\n", "\n").strip()
            found[field.name] = text[: _LONGEST.get(field.kind, 300)]
    return found


def written_to(part: Data, values: Mapping[str, Any], fields: Iterable[Field]) -> dict[str, str]:
    """The part with what was typed; by the name of a field what stands against it. What is left empty is left out."""
    problems: dict[str, str] = {}
    for field in fields:
        said = values.get(field.name, "")
        if field.is_needed and not said:
            problems[field.name] = gettext("This is needed.")
        if not field.path:
            continue
        try:
            put(part, field.path, _as_data(said, field))
        except ValueError as error:
            problems[field.name] = str(error)
    return problems


def _as_data(said: Any, field: Field) -> Any:
    if not said:
        return None
    if field.kind == "flag":
        return True
    if field.kind == "whole":
        return whole(said)
    if field.kind == "number":
        return number(said)
    if field.kind == "day":
        return _day(said)
    return list(said) if field.kind == "choices" else said


def whole(said: str) -> int:
    """A whole number. Raises ValueError with a sentence."""
    if not said.isascii() or not said.isdigit():
        raise ValueError(gettext("Write a whole number."))
    return int(said)


def number(said: str) -> int | float:
    """A number with at most two decimals, as packs have it. Raises ValueError with a sentence."""
    try:
        found = Decimal(said)
    except InvalidOperation:
        raise ValueError(gettext("Write a number, such as 12 or 2.5.")) from None
    if not found.is_finite():
        raise ValueError(gettext("Write a number, such as 12 or 2.5."))
    return int(found) if found == found.to_integral_value() else float(found)


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise ValueError(gettext("Write the day as 2027-01-01.")) from None


def put(part: Data, path: tuple[str, ...], value: Any) -> None:
    """Set the value at a path, or take it away with everything that is then empty."""
    key, *rest = path
    if not rest:
        if value is None or value == []:
            part.pop(key, None)
        else:
            part[key] = value
        return
    inner = part.get(key)
    if not isinstance(inner, dict):
        if value is None or value == []:
            return
        inner = part[key] = {}
    put(inner, tuple(rest), value)
    if not inner:
        del part[key]


def both_languages(part: Data, *paths: tuple[str, ...]) -> None:
    """Where words stand in one language only, they stand in the other too, until somebody translates them."""
    for path in paths:
        words = _at(part, path) if path else part
        if isinstance(words, dict):
            zh, en = words.get("zh", ""), words.get("en", "")
            if zh or en:
                words["zh"], words["en"] = zh or en, en or zh


def shown(field: Field, values: Mapping[str, Any], problems: Mapping[str, tuple[str, ...]]) -> ShownField:
    """The field with what is in it."""
    value = values.get(field.name, "")
    chosen = set(value) if isinstance(value, list) else {str(value)}
    known = {one.value for one in field.options}
    extra = tuple(Option(one, one) for one in sorted(chosen - known - {""})) if field.options else ()
    groups: dict[str, list[Option]] = {}
    for one in (*field.options, *extra):
        groups.setdefault(one.group, []).append(replace(one, is_chosen=one.value in chosen))
    return ShownField(
        field.name, field.label, field.kind, "" if isinstance(value, list) else str(value),
        tuple((name, tuple(options)) for name, options in groups.items()), field.hint, field.is_needed,
        problems.get(field.name, ()), field.asks_again,
    )  # fmt: skip


def blocks(fields: Iterable[Field], drawn: Mapping[str, ShownField]) -> tuple[Block, ...]:
    """The fields under their legends, in their order."""
    found: dict[str, list[ShownField]] = {}
    for field in fields:
        found.setdefault(field.legend, []).append(drawn[field.name])
    return tuple(Block(legend, tuple(each)) for legend, each in found.items())
