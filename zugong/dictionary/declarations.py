"""What a pack declares of a record type, its fields, its code lists and its sheets: frozen values, no database.

One declaration drives the import's header matching and checks, the form, the list column, the figure column, the
export column, the mask and the reference page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from zugong.dictionary.fieldtypes import FieldType
from zugong.dictionary.fieldtypes.base import cell_text
from zugong.packs.reading import Words


class Depth(IntEnum):
    """How deep somebody may look. Numbers tell how many; names who; personal and sensitive the fields so classified."""

    NUMBER = 0
    NAME = 1
    PERSONAL = 2
    SENSITIVE = 3


#: The least depth at which a field's value is shown. `open` fields name nobody but are shown only with their row.
FIELD_DEPTHS = {"open": Depth.NAME, "name": Depth.NAME, "personal": Depth.PERSONAL, "sensitive": Depth.SENSITIVE}


@dataclass(frozen=True)
class Code:
    """One entry of a code list. `also` are other words for it in real spreadsheets."""

    code: str
    zh: str
    en: str
    standard: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeList:
    code: str
    zh: str
    en: str
    standard: str
    codes: Mapping[str, Code]

    @cached_property
    def by_word(self) -> Mapping[str, str]:
        """Code by every word that means it: the Chinese and English label, the other words, the standard's number.

        Words are written as `cell_text` writes a cell, so that full-width brackets in a label are found as well.
        """
        words: dict[str, str] = {}
        for entry in self.codes.values():
            for word in (entry.zh, entry.en, *entry.also, entry.standard, entry.code):
                if word:
                    words.setdefault(cell_text(word).casefold(), entry.code)
        return words


@dataclass(frozen=True)
class Field:
    """One field of a record type.

    `fixed`: by nature it does not change (a birth date), so a differing value in a roster is proposed as a correction.
    `depth` is the least Depth at which the value is shown; `also` are other headers under which the field circulates.
    """

    code: str
    zh: str
    en: str
    type: FieldType
    of: str = ""
    codes: CodeList | None = None
    required: bool = False
    fixed: bool = False
    depth: Depth = Depth.NAME
    also: tuple[str, ...] = ()

    @property
    def hidden(self) -> bool:
        """Encrypted at rest: never in the columnar copy, never in a condition, found only by keyed hash."""
        return self.type.hidden

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class Derived:
    """A derived field: a name and labels for an expression of the condition language."""

    code: str
    zh: str
    en: str
    text: str

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class RecordType:
    """One record type: a state that holds on days, or an event that happens on one.

    `store` is "ledger" or the label of the Django model that keeps its facts. `place` is the path to the organisation
    where a row counts and whose rights apply ("this" for organisations themselves, "" for persons, who are placed by
    their memberships). `rights` is "organisation", "position", or "unit": seen too by whoever sees an
    organisation that is set up in it. `dates` is "given" where the sheet states since and
    until itself, "roster" where the as-of day of an import does. `key` are the fields that name one and the same thing.
    `purpose` is what its rows are for and `owner` the office that answers for them, in both languages.
    `act` is what a mandate must allow for its rows to be written: to fill in, or to check or decide what others filled in.
    """

    code: str
    zh: str
    en: str
    time: str
    store: str
    anchored: bool
    place: str
    rights: str
    matter: str
    dates: str
    key: tuple[str, ...]
    label: str
    purpose: Words
    owner: Words
    keep: str
    fields: Mapping[str, Field]
    dated: Mapping[str, Field]
    derived: Mapping[str, Derived]
    pack: str
    file: str = ""
    act: str = "fill"

    @property
    def is_state(self) -> bool:
        return self.time == "state"

    @property
    def is_ledger(self) -> bool:
        return self.store == "ledger"

    @property
    def about_persons(self) -> bool:
        """Does reading a row of it count as reading personal data?"""
        return self.code == "person" or any(found.of == "person" for found in self.fields.values())

    def name(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def field(self, code: str) -> Field:
        """A declared field, or one of the dates `since`, `until`, `on`."""
        return self.fields[code] if code in self.fields else self.dated[code]


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    `type_code` is the record type that the sheet writes, `path` leads from it to the value: one field of its own, or a
    reference and a field of the record that it refers to, by which that record is found (never written).
    """

    header: str
    header_en: str
    also: tuple[str, ...]
    type_code: str
    path: tuple[str, ...]
    field: Field
    reference_required: bool = True

    @property
    def is_required(self) -> bool:
        """Must a row have a value here? A lookup column only where the reference that it fills is required itself."""
        return self.field.required and self.reference_required

    @property
    def is_lookup(self) -> bool:
        return len(self.path) > 1

    @property
    def key(self) -> str:
        return ".".join((self.type_code, *self.path))


@dataclass(frozen=True)
class Sheet:
    """A table as it circulates: which record types its rows write, in which columns.

    `roster` is the record type of which the sheet is a full statement as of a day: what is missing from it is asked
    about. `links` fills references between the records of one row. `optional` types are written only where the row has
    values for them. `operations`: each row is an operation on organisations, not a record. `key` are the keys of the
    columns that together name what a row is about: two rows that agree on them speak of the same thing, unless they name
    different things in the columns `beside` (an organisation with two units has two rows).
    """

    code: str
    zh: str
    en: str
    writes: tuple[str, ...]
    roster: str
    columns: tuple[Column, ...]
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    operations: bool = False
    ignored: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en
