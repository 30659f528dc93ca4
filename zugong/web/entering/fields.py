"""The fields of a form as the dictionary declares them: how each is typed in, with what it says now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from zugong.dictionary.declarations import Field
from zugong.web.entering.references import Option

#: A list of codes up to this long is a row of choices; a longer one is typed in and searched.
_SHORT_LIST = 15
_YES_OR_NO = ("yes", "no")
CHOICE, LISTED, TEXT, LONG, DATE, DAY, NUMBER, REFERENCE, SEALED = (
    "choice", "listed", "text", "long", "date", "day", "number", "reference", "sealed",
)  # fmt: skip
_LOOKS = {
    "yes_no": CHOICE, "ref": REFERENCE, "date": DATE, "day": DAY, "integer": NUMBER, "money": NUMBER,
    "identity_number": SEALED, "phone": SEALED, "sealed_text": SEALED,
}  # fmt: skip


@dataclass(frozen=True)
class FormField:
    """One field of a form. `value` is what stands typed in; `now` what is recorded, in words, where that is another thing.

    `words` is what somebody typed to find a record; `options` are then those that were found.
    """

    name: str
    label: str
    look: str
    value: str
    options: tuple[Option, ...] = ()
    is_required: bool = False
    hint: str = ""
    now: str = ""
    words: str = ""
    target: str = ""
    errors: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.name.replace(".", "-")


@dataclass(frozen=True)
class FormPart:
    """The fields of one record type under its name; `told` are facts that the form shows and does not ask for."""

    title: str
    fields: tuple[FormField, ...]
    told: tuple[tuple[str, str], ...] = ()


def look_of(field: Field) -> str:
    """How a field is typed in."""
    if field.codes is not None:
        return CHOICE if len(field.codes.codes) <= _SHORT_LIST else LISTED
    return _LOOKS.get(field.type.name, TEXT)


def typed(field: Field, value: Any, language: str) -> str:
    """A value as it would be typed in. Encrypted ones are never put into a form."""
    if value is None or field.hidden:
        return ""
    if field.type.name == "yes_no":
        return _YES_OR_NO[0] if value else _YES_OR_NO[1]
    if field.type.name == "money":
        return f"{Decimal(value) / 100:.2f}"
    if look_of(field) == CHOICE:
        return str(value)
    return str(value) if field.of else field.type.show(value, field, language)


def field_options(field: Field, value: str, language: str) -> tuple[Option, ...]:
    """What may be chosen, the chosen one marked; of a long list the words that may be typed."""
    if field.codes is not None:
        codes = field.codes.codes
        return tuple(Option(code, field.type.show(code, field, language), code == value) for code in codes)
    if field.type.name == "yes_no":
        words = zip(_YES_OR_NO, (gettext("Yes"), gettext("No")), strict=True)
        return tuple(Option(code, label, code == value) for code, label in words)
    return ()


def hint_of(field: Field, *, is_present: bool) -> str:
    """What a field wants, in a few words; "" where its label says it."""
    if field.hidden and is_present:
        return gettext("Leave empty to keep it as it is.")
    return {
        "date": gettext("Day, month or year: 1987-05-20, 1987-05 or 1987"),
        "day": gettext("Such as 2020-08-01"),
        "money": gettext("In yuan, such as 12500.00"),
        "identity_number": gettext("18 characters, X at the end as X"),
    }.get(field.type.name, "")


def ordered(fields: Mapping[str, Field], skipped: Sequence[str]) -> list[Field]:
    """The fields to be asked for, in the order in which they are declared."""
    return [field for field in fields.values() if field.code not in skipped]
