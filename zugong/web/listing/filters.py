"""How a list is narrowed: by code fields, by organisation, by a record that its rows name, by words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import Http404
from django.utils.translation import gettext

from zugong.dictionary.declarations import Depth, Field, RecordType
from zugong.kernel.time import Clocks
from zugong.web.listing.narrowed import Narrowing
from zugong.web.listing.references import known_records
from zugong.web.listing.search import persons_named
from zugong.web.scope import Scope

_MOST_FILTERS = 6
_YES, _NO = "yes", "no"


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FilterChoice:
    """One select of the filter form."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for, checked: unknown values are left out, a hidden organisation is 404."""

    clocks: Clocks
    codes: Mapping[str, str]
    organisation: int | None
    reference: tuple[str, int] | None
    reference_label: str
    search: str
    order: str
    after: str
    in_period: bool

    @property
    def is_filtered(self) -> bool:
        return bool(self.codes or self.search or self.reference or self.organisation)


def filter_fields(kind: RecordType) -> list[Field]:
    """The fields by which a list of the type may be filtered: codes and yes-or-no, the first few."""
    fields = [field for field in kind.fields.values() if field.codes or field.type.name == "yes_no"]
    return fields[:_MOST_FILTERS]


def asked_of(parameters: Mapping[str, str], kind: RecordType, scope: Scope, language: str) -> Asked:
    """What the address asks. Raises Http404 for an organisation or record that the user may not know of."""
    codes = {
        field.code: parameters[field.code] for field in filter_fields(kind) if _fits(field, parameters, kind, scope)
    }
    organisation = _number(parameters.get("organisation", ""))
    if organisation is not None and not scope.may_open(organisation):
        raise Http404
    reference = _reference(parameters.get("of", ""), scope)
    asked = Asked(
        clocks=scope.clocks,
        codes=codes,
        organisation=organisation,
        reference=reference,
        reference_label="",
        search=parameters.get("q", "").strip()[:60],
        order=parameters.get("order", ""),
        after=parameters.get("after", ""),
        in_period=not kind.is_state and bool(parameters.get("from") or parameters.get("to")),
    )
    return replace(asked, reference_label=_label(reference, scope, language)) if reference else asked


def _fits(field: Field, parameters: Mapping[str, str], kind: RecordType, scope: Scope) -> bool:
    value = parameters.get(field.code, "")
    allowed = field.codes.codes if field.codes else (_YES, _NO)
    return value in allowed and _may_filter(field, kind, scope)


def _may_filter(field: Field, kind: RecordType, scope: Scope) -> bool:
    """A filter tells the value, so it asks for the field's own depth wherever the list reaches."""
    return field.depth <= Depth.NAME or scope.at_depth(kind, field.depth) == scope.names(kind)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _reference(text: str, scope: Scope) -> tuple[str, int] | None:
    code, _, number = text.partition(":")
    anchor = _number(number)
    return (code, anchor) if code in scope.catalogue.types and anchor is not None else None


def _label(reference: tuple[str, int], scope: Scope, language: str) -> str:
    # A name is told only by the rows that the list shows; of organisations, by the right to open them.
    code, anchor = reference
    if code != "organisation" or not scope.may_open(anchor):
        return scope.catalogue.types[code].name(language)
    return known_records([reference], scope.clocks, scope.catalogue, language).label(code, anchor)


def condition_of(kind: RecordType, asked: Asked) -> str:
    """The filters as a condition of the language. Of events, what happened by the day, or in the period asked for."""
    parts = ["holds()"] if kind.is_state else ["on <= day"]
    if asked.in_period:
        parts = ["on >= period_start and on < period_end"]
    if asked.reference and kind.is_state:
        parts = ["true"]
    for code, value in asked.codes.items():
        is_code = kind.fields[code].codes is not None
        parts.append(f"{code} = '{value}'" if is_code else (code if value == _YES else f"not {code}"))
    return " and ".join(parts)


def narrowing_of(kind: RecordType, asked: Asked, scope: Scope) -> Narrowing | None:
    """Which records the rows must name, or which words their name must contain; None where neither is asked."""
    if asked.reference:
        code, anchor = asked.reference
        return Narrowing(dict.fromkeys(_naming(code, kind, scope), (anchor,)), {})
    if not asked.search:
        return None
    persons = _naming("person", kind, scope)
    found = persons_named(asked.search, scope.clocks) if persons else ()
    anchors = dict.fromkeys(persons, found)
    contains = {kind.label: asked.search} if kind.label else {}
    return Narrowing(anchors, contains)


def _naming(type_code: str, kind: RecordType, scope: Scope) -> list[str]:
    """The fields that refer to records of a type and that the user may see."""
    return [field.code for field in kind.fields.values() if field.of == type_code and _may_filter(field, kind, scope)]


def choices_of(kind: RecordType, asked: Asked, scope: Scope, language: str) -> tuple[FilterChoice, ...]:
    """The selects of the filter form, the organisation first."""
    shown = [_choice(field, asked, language) for field in filter_fields(kind) if _may_filter(field, kind, scope)]
    organisation = _organisations(asked, scope) if kind.place else None
    return tuple([organisation, *shown] if organisation else shown)


def _choice(field: Field, asked: Asked, language: str) -> FilterChoice:
    chosen = asked.codes.get(field.code)
    if field.codes:
        pairs = [(code, field.type.show(code, field, language)) for code in field.codes.codes]
    else:
        pairs = [(_YES, gettext("Yes")), (_NO, gettext("No"))]
    return FilterChoice(
        field.code, field.label(language), tuple(Choice(value, label, value == chosen) for value, label in pairs)
    )


def _organisations(asked: Asked, scope: Scope) -> FilterChoice | None:
    root = scope.root
    if root is None or not scope.tree.children(root):
        return None
    shown = [pk for pk in scope.tree.children(root) if scope.may_open(pk)]
    if asked.organisation and asked.organisation not in shown and asked.organisation in scope.tree:
        shown.insert(0, asked.organisation)
    choices = tuple(Choice(str(pk), scope.tree.name(pk), pk == asked.organisation) for pk in shown)
    return FilterChoice("organisation", gettext("Organisation"), choices)
