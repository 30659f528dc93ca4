"""By what a figure can be split besides organisations: the coded fields of what it counts, and bands of age."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from zugong.dictionary.declarations import Field, RecordType
from zugong.figures.answers import Cell, Group
from zugong.figures.definitions import Definition, Definitions
from zugong.figures.queries import this_site
from zugong.kernel.errors import RuleBroken
from zugong.web.scope import Scope

#: The parameter that says where one band of ages ends and the next begins.
AGE_BANDS = "age_bands"


@dataclass(frozen=True)
class Band:
    """Whole years from `low` to `high`, both inclusive; None where it is open."""

    low: int | None
    high: int | None

    @property
    def code(self) -> str:
        return f"{'' if self.low is None else self.low}-{'' if self.high is None else self.high}"

    @property
    def label(self) -> str:
        if self.low is None:
            return gettext("%(age)s and under") % {"age": self.high}
        if self.high is None:
            return gettext("%(age)s and over") % {"age": self.low}
        return gettext("%(low)s to %(high)s") % {"low": self.low, "high": self.high}

    def holds(self, age: int) -> bool:
        return (self.low is None or age >= self.low) and (self.high is None or age <= self.high)


@dataclass(frozen=True)
class Split:
    """A path to split by. `field` gives the words of its values; of ages `bands` do."""

    path: str
    label: str
    field: Field | None
    bands: tuple[Band, ...] = ()

    def name(self, group: Group, language: str) -> str:
        """What a group is called."""
        if group is None:
            return gettext("Not filled in")
        band = next((band for band in self.bands if band.code == group), None)
        if band:
            return band.label
        return self.field.type.show(group, self.field, language) if self.field else str(group)

    def group_of(self, text: str) -> Group | None:
        """The group that an address names. Raises ValueError for none of this split."""
        if text == "none":
            return None
        if self.bands:
            return (
                next(band.code for band in self.bands if band.code == text)
                if text in self._codes
                else self._wrong(text)
            )
        if self.field and self.field.type.name == "yes_no":
            return {"true": True, "false": False}[text] if text in ("true", "false") else self._wrong(text)
        return text if self.field and self.field.codes and text in self.field.codes.codes else self._wrong(text)

    @property
    def _codes(self) -> set[str]:
        return {band.code for band in self.bands}

    @staticmethod
    def _wrong(text: str) -> str:
        raise ValueError(text)


def splits_of(code: str, scope: Scope, language: str) -> dict[str, Split]:
    """The splits of a figure whose fields the user may see, each in its own matter, wherever they may count its rows.

    None of a quotient's.
    """
    definitions = this_site().definitions
    if definitions.figure(code).parts:
        return {}
    definition = definitions.measured(code)
    if definition.measure == "organisations_with":
        return {}
    found = (
        split
        for kind, field, split in _all(definition, definitions, scope.clocks.on, language)
        if scope.may_split(definition.kind, {kind.code: field.depth})
    )
    return {split.path: split for split in found}


#: The type that a split reads, the field of it, and the split.
_Found = tuple[RecordType, Field, Split]


def _all(definition: Definition, definitions: Definitions, on: date, language: str) -> Iterator[_Found]:
    kind = definition.kind
    yield from _coded(kind, "", "", language)
    for field in kind.fields.values():
        if field.of and field.of in definitions.catalogue.types and not field.hidden:
            target = definitions.catalogue.types[field.of]
            owner = "" if field.of == "person" else field.label(language)
            yield from _coded(target, f"{field.code}.", owner, language)
            if field.of == "person":
                yield from _ages(target, field.code, definitions, on)


def _coded(kind: RecordType, before: str, owner: str, language: str) -> Iterator[_Found]:
    for field in kind.fields.values():
        if not field.hidden and field.type.name in ("code", "yes_no"):
            label = field.label(language)
            yield kind, field, Split(f"{before}{field.code}", f"{owner} · {label}" if owner else label, field)


def _ages(person: RecordType, reference: str, definitions: Definitions, on: date) -> Iterator[_Found]:
    bands = age_bands(definitions, on)
    if bands and "born_on" in person.fields:
        yield person, person.fields["born_on"], Split(f"years({reference}.born_on, day)", gettext("Age"), None, bands)


def age_bands(definitions: Definitions, on: date) -> tuple[Band, ...]:
    """The bands in force on the day; none where the pack sets none."""
    if AGE_BANDS not in definitions.pack.parameters:
        return ()
    try:
        ends = [int(text) for text in str(definitions.pack.rule_value(AGE_BANDS, on)).split(",")]
    except RuleBroken:
        return ()
    lows = [None, *(end + 1 for end in ends)]
    return tuple(Band(low, high) for low, high in zip(lows, [*ends, None], strict=True))


def in_bands(groups: Mapping[Group, Cell], split: Split) -> dict[Group, list[Cell]]:
    """The cells of each group of the split, in the order of its codes or bands; those not filled in come last."""
    if split.bands:
        found: dict[Group, list[Cell]] = {band.code: [] for band in split.bands}
        for age, cell in groups.items():
            if isinstance(age, int):
                found[next(band.code for band in split.bands if band.holds(age))].append(cell)
    else:
        codes: list[Group] = list(split.field.codes.codes) if split.field and split.field.codes else [True, False]
        found = {code: [groups[code]] for code in codes if code in groups}
    if None in groups:
        found[None] = [groups[None]]
    return {group: cells for group, cells in found.items() if cells}
