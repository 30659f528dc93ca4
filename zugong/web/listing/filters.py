"""How a list is narrowed: each column by what its field can say, the organisation below, words, and a record named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from django.http import Http404
from django.utils.translation import gettext

from zugong.dictionary.declarations import Depth, Field, RecordType
from zugong.dictionary.fieldtypes import CellProblem
from zugong.dictionary.fieldtypes.dates import partial_date
from zugong.kernel.time import Clocks
from zugong.web.listing.narrowed import Narrowing
from zugong.web.listing.references import known_records
from zugong.web.listing.search import persons_named
from zugong.web.listing.tables import Column
from zugong.web.scope import Scope
from zugong.web.typed import typed_number

_YES, _NO, EMPTY = "yes", "no", "-"
#: A list of codes up to this long is a row of boxes to tick; of a longer one a word is typed.
_SHORT_LIST = 15
_LONGEST_TEXT = 60
CODES, LISTED, DATES, NUMBERS, WORDS = "codes", "listed", "dates", "numbers", "words"


class Parameters(Protocol):
    """The query of an address: several values may have one name."""

    def get(self, name: str, default: str = "") -> str: ...
    def getlist(self, name: str) -> list[str]: ...


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FilterChoice:
    """One field of the filter form. `low` and `high` bound dates and numbers; `low` is the words of a text.

    `problem` is the sentence that says why what was typed narrows nothing.
    """

    name: str
    label: str
    look: str
    choices: tuple[Choice, ...] = ()
    low: str = ""
    high: str = ""
    is_empty: bool = False
    problem: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.low or self.high or self.is_empty or any(one.is_chosen for one in self.choices))

    @property
    def told(self) -> str:
        """What it narrows to, for whoever reads the list."""
        if self.is_empty:
            return gettext("not filled in")
        if self.look == WORDS or (self.low and self.low == self.high):
            return self.low
        if self.low or self.high:
            return f"{self.low or '…'} – {self.high or '…'}"
        return "、".join(one.label for one in self.choices if one.is_chosen)


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for, checked: unknown values are left out, a hidden organisation is 404.

    `conditions` are in the condition language, `texts` are words that paths must contain.
    """

    clocks: Clocks
    filters: tuple[FilterChoice, ...]
    conditions: tuple[str, ...]
    texts: Mapping[str, str]
    organisation: int | None
    reference: tuple[str, int] | None
    reference_label: str
    search: str
    order: str
    after: str
    in_period: bool

    @property
    def is_filtered(self) -> bool:
        return bool(self.conditions or self.texts or self.search or self.reference or self.organisation)


def asked_of(parameters: Parameters, kind: RecordType, columns: Iterable[Column], scope: Scope, language: str) -> Asked:
    """What the address asks. Raises Http404 for an organisation or record that the user may not know of."""
    organisation = typed_number(parameters.get("organisation", ""))
    if organisation is not None and not scope.may_open(organisation):
        raise Http404
    reference = _reference(parameters.get("of", ""), scope)
    filters, conditions, texts = _filters(parameters, kind, columns, scope, language)
    asked = Asked(
        clocks=scope.clocks,
        filters=filters,
        conditions=conditions,
        texts=texts,
        organisation=organisation,
        reference=reference,
        reference_label="",
        search=parameters.get("q", "").strip()[:_LONGEST_TEXT],
        order=parameters.get("order", ""),
        after=parameters.get("after", ""),
        in_period=not kind.is_state and bool(parameters.get("from", "") or parameters.get("to", "")),
    )
    return replace(asked, reference_label=_label(reference, scope, language)) if reference else asked


def _filters(
    parameters: Parameters, kind: RecordType, columns: Iterable[Column], scope: Scope, language: str
) -> tuple[tuple[FilterChoice, ...], tuple[str, ...], dict[str, str]]:
    filters, conditions, texts = [], [], {}
    for column in columns:
        if column.field.of or not may_filter(column.field, kind, scope):
            continue
        found = _filter(parameters, column, language)
        filters.append(found)
        path = ".".join(column.path)
        if found.is_empty:
            conditions.append(_is_empty(column, path))
        elif found.look == WORDS and found.low:
            texts[path] = found.low
        elif not found.problem:
            conditions += _conditions(found, column, path)
    return tuple(filters), tuple(one for one in conditions if one), texts


def _filter(parameters: Parameters, column: Column, language: str) -> FilterChoice:
    field, name = column.field, ".".join(column.path)
    look = look_of(field)
    found = FilterChoice(name, column.label, look, is_empty=EMPTY in parameters.getlist(name))
    if look == CODES:
        return replace(found, choices=_choices(field, parameters.getlist(name), language))
    if look == LISTED:
        return _listed(found, field, parameters.get(name, "").strip(), language)
    if look == WORDS:
        return replace(found, low=parameters.get(f"{name}.has", "").strip()[:_LONGEST_TEXT])
    bounds = [parameters.get(f"{name}.{end}", "").strip()[:_LONGEST_TEXT] for end in ("from", "to")]
    problem = next((said for text in bounds if text and (said := _problem(field, text, language))), "")
    return replace(found, low=bounds[0], high=bounds[1], problem=problem)


def look_of(field: Field) -> str:
    """How a list is narrowed by a field."""
    if field.codes is not None:
        return CODES if len(field.codes.codes) <= _SHORT_LIST else LISTED
    names = {"yes_no": CODES, "date": DATES, "day": DATES, "integer": NUMBERS, "money": NUMBERS}
    return names.get(field.type.name, WORDS)


def _choices(field: Field, chosen: Sequence[str], language: str) -> tuple[Choice, ...]:
    if field.codes is None:
        pairs = [(_YES, gettext("Yes")), (_NO, gettext("No"))]
    else:
        pairs = [(code, field.type.show(code, field, language)) for code in field.codes.codes]
    return tuple(Choice(value, label, value in chosen) for value, label in pairs)


def _listed(found: FilterChoice, field: Field, text: str, language: str) -> FilterChoice:
    """A word of a long list; the one that is meant is the chosen one."""
    chosen, problem = "", ""
    if text and text != EMPTY:
        try:
            chosen = field.type.parse(text, field)
        except CellProblem as error:
            problem = error.sentence(language)
    choices = _choices(field, [chosen], language)
    return replace(found, choices=choices, problem=problem)


def _problem(field: Field, text: str, language: str) -> str:
    if look_of(field) == DATES:
        shown = gettext("%(text)s is no date; write 1987-05-20, 1987-05 or 1987") % {"text": text}
        return "" if partial_date(text) else shown
    try:
        field.type.parse(text, field)
    except CellProblem as error:
        return error.sentence(language)
    return ""


def _is_empty(column: Column, path: str) -> str:
    return f"{path} is unknown" if column.field.type.name != "yes_no" else f"not {path}"


def _conditions(found: FilterChoice, column: Column, path: str) -> list[str]:
    field = column.field
    chosen = [one.value for one in found.choices if one.is_chosen]
    if field.type.name == "yes_no":
        return [path if chosen == [_YES] else f"not {path}"] if len(chosen) == 1 else []
    if chosen:
        return [f"{path} in ({', '.join(_quoted(code) for code in chosen)})"]
    bounds = [(">=", found.low, "first"), ("<=", found.high, "last")]
    return [f"{path} {sign} {_bound(field, text, end)}" for sign, text, end in bounds if text]


def _quoted(code: str) -> str:
    return "'" + code.replace("'", "''") + "'"


def _bound(field: Field, text: str, end: str) -> str:
    if look_of(field) == DATES:
        found = partial_date(text)
        bound: date = getattr(found, end)
        return f"day('{bound.isoformat()}')"
    return str(field.type.parse(text, field))


def may_filter(field: Field, kind: RecordType, scope: Scope) -> bool:
    """A filter tells the value, and so does an order: both ask for the field's own depth wherever the list reaches."""
    return field.depth <= Depth.NAME or scope.at_depth(kind, field.depth) == scope.names(kind)


def _reference(text: str, scope: Scope) -> tuple[str, int] | None:
    code, _, number = text.partition(":")
    anchor = typed_number(number)
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
    return " and ".join([*parts, *asked.conditions])


def narrowing_of(kind: RecordType, asked: Asked, scope: Scope) -> Narrowing:
    """Which records the rows must name, which words their name, and which words their texts must contain."""
    if asked.reference:
        code, anchor = asked.reference
        return Narrowing(dict.fromkeys(_naming(code, kind, scope), (anchor,)), {}, asked.texts)
    if not asked.search:
        return Narrowing({}, {}, asked.texts, is_asked=False)
    persons = _naming("person", kind, scope)
    found = persons_named(asked.search, scope.clocks) if persons else ()
    contains = {kind.label: asked.search} if kind.label else {}
    return Narrowing(dict.fromkeys(persons, found), contains, asked.texts)


def _naming(type_code: str, kind: RecordType, scope: Scope) -> list[str]:
    """The fields that refer to records of a type and that the user may see."""
    return [field.code for field in kind.fields.values() if field.of == type_code and may_filter(field, kind, scope)]


def organisations_of(asked: Asked, scope: Scope) -> tuple[Choice, ...]:
    """The organisations to which a list can be narrowed at once; further ones are searched for."""
    root = scope.root
    if root is None or (not scope.tree.children(root) and not asked.organisation):
        return ()
    shown = [pk for pk in scope.tree.children(root) if scope.may_open(pk)]
    if asked.organisation and asked.organisation not in shown and asked.organisation in scope.tree:
        shown.insert(0, asked.organisation)
    return tuple(Choice(str(pk), scope.tree.name(pk), pk == asked.organisation) for pk in shown)
