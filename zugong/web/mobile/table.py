"""The register of a branch as one table: each row with its items, what is said of it this quarter, and what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from zugong.dictionary.declarations import Field
from zugong.dictionary.fieldtypes import CellProblem
from zugong.dictionary.store import StoredRow, Values
from zugong.kernel.time import PartialDate, Period
from zugong.mobile.actions import Confirmation
from zugong.mobile.queries import Check
from zugong.mobile.rules import UNREACHED, UPDATED, Definition
from zugong.web.listing.entries import EntryLine

#: The seven items, the last of them in two fields; then who in the branch keeps in touch.
ITEMS = ("left_on", "destination", "contact", "job", "life", "role", "last_talk_on", "asked", "contact_person")
CONFIRM, SKIP = "confirm", ""
_LONGEST = 300


@dataclass(frozen=True)
class Item:
    """One item of one member. A secret one is shown masked, and what is typed replaces it; empty leaves it as it is."""

    name: str
    label: str
    value: str
    shown: str
    kind: str
    is_hidden: bool
    problem: str = ""
    #: What is recorded by now, where somebody else changed the row and something else is typed here.
    recorded: str = ""


@dataclass(frozen=True)
class TableLine:
    """One member of the register. `choice` is what the form says of the quarter; `word` what is recorded of it."""

    person: int
    row: int
    name: str
    address: str
    word: str
    level: str
    said_by: str
    note: str
    activities: str
    items: tuple[Item, ...]
    choice_name: str
    row_name: str
    choice: str
    problem: str

    @property
    def needs_look(self) -> bool:
        """Does something stand against what was typed in it?"""
        return bool(self.problem) or any(item.problem for item in self.items)

    @property
    def is_told(self) -> bool:
        """Is everything said of it for this quarter, so that it may be folded?"""
        return bool(self.said_by) and not self.needs_look


@dataclass
class Typed:
    """What stands in the fields, by their names, on which day and in which language; problems by the name of the field."""

    said: Mapping[str, str]
    day: date
    language: str
    problems: dict[str, str] = field(default_factory=dict)


def item_name(person: int, code: str) -> str:
    """What the field of an item is called in the form."""
    return f"r{person}.{code}"


def typed_confirmations(typed: Typed, rows: Iterable[StoredRow], fields: Mapping[str, Field]) -> list[Confirmation]:
    """What the form says of the rows that it names; a row that changed since the form was made is a problem."""
    found = []
    for row in rows:
        person = row.values["person"]
        based_on = typed.said.get(item_name(person, "row"), "")
        if not based_on:
            continue
        changes = dict(_changes(typed, row, fields))
        choice = typed.said.get(item_name(person, "choice"), SKIP)
        if based_on != str(row.id) and (changes or choice):
            typed.problems[item_name(person, "choice")] = gettext(
                "Somebody else changed this row meanwhile; look at it and send again."
            )
        elif changes or choice in (CONFIRM, UNREACHED):
            found.append(Confirmation(row, changes, is_unreached=choice == UNREACHED))
    return found


def _changes(typed: Typed, row: StoredRow, fields: Mapping[str, Field]) -> Iterator[tuple[str, object]]:
    """The items that are typed otherwise than they stand."""
    for code in ITEMS:
        name = item_name(row.values["person"], code)
        text = typed.said.get(name, "").strip()[:_LONGEST]
        declared, before = fields[code], row.values.get(code)
        if name not in typed.said or text == _text(declared, before) or (declared.hidden and not text):
            continue
        try:
            value = declared.type.parse(text, declared) if text else None
        except CellProblem as problem:
            typed.problems[name] = problem.sentence(typed.language)
            continue
        if isinstance(value, PartialDate) and value.first > typed.day:
            typed.problems[name] = gettext("This day is still to come.")
        elif value != before:
            yield code, value


def _text(declared: Field, value: object) -> str:
    """A value as it stands in its input; a hidden one does not."""
    return "" if value is None or declared.hidden else str(value)


@dataclass(frozen=True)
class Told:
    """What the lines of a table are made of: everything was asked for the whole branch at once."""

    organisation: int
    day: date
    quarter: Period
    definition: Definition
    names: Mapping[int, str]
    checks: Mapping[int, Sequence[Check]]
    entries: Mapping[int, EntryLine]
    done: Mapping[int, Mapping[str, StoredRow]]
    activities: int
    sees_items: bool


def table_lines(rows: Iterable[StoredRow], told: Told, fields: Mapping[str, Field], typed: Typed) -> list[TableLine]:
    """What needs another look first, then whom nobody confirmed yet, then the others; each in the order of the rows."""
    lines = [_line(row, told, fields, typed) for row in rows]
    return sorted(lines, key=lambda line: (not line.needs_look, line.is_told))


def _line(row: StoredRow, told: Told, fields: Mapping[str, Field], typed: Typed) -> TableLine:
    person = row.values["person"]
    check = next((one for one in told.checks.get(person, ()) if one.on >= told.quarter.start), None)
    word, level = _state(check)
    choice_name = item_name(person, "choice")
    done = len(told.done.get(person, ()))
    return TableLine(
        person=person,
        row=row.id,
        name=told.names.get(person, f"№{person}"),
        address=reverse("mobile_member", args=[told.organisation, person]),
        word=word,
        level=level,
        said_by=f"{check.on:%m-%d} {told.entries[check.entry.pk].actor}" if check else "",
        note=_note(row.values, told),
        activities=f"{done} / {told.activities}" if told.activities else "",
        items=tuple(_items(row, fields, typed)) if told.sees_items else (),
        choice_name=choice_name,
        row_name=item_name(person, "row"),
        choice=typed.said.get(choice_name, SKIP if check else CONFIRM),
        problem=typed.problems.get(choice_name, ""),
    )


def _state(check: Check | None) -> tuple[str, str]:
    if check is None:
        return gettext("not confirmed yet"), "amber"
    if check.outcome == UNREACHED:
        return gettext("not reached"), "red"
    return (gettext("brought up to date") if check.outcome == UPDATED else gettext("found unchanged")), "good"


def _note(values: Values, told: Told) -> str:
    """What the definition of the day says of a member who does not fall under it for sure."""
    standing = told.definition.standing(values.get("left_on"), told.day) if told.sees_items else "mobile"
    if standing == "not_yet":
        return gettext("not yet away for %(months)s months") % {"months": told.definition.months}
    if standing == "undecided":
        return gettext("the day of leaving does not tell whether it was %(months)s months") % {
            "months": told.definition.months
        }
    return ""


def _items(row: StoredRow, fields: Mapping[str, Field], typed: Typed) -> Iterator[Item]:
    is_changed = item_name(row.values["person"], "choice") in typed.problems
    for code in ITEMS:
        declared, value = fields[code], row.values.get(code)
        name = item_name(row.values["person"], code)
        shown = declared.type.mask(value) if declared.hidden else _text(declared, value)
        is_date = (isinstance(value, PartialDate) and value.day is not None) or (value is None and code.endswith("_on"))
        kind = "tel" if declared.hidden else "date" if is_date else "text"
        recorded = _text(declared, value)
        text = typed.said.get(name, recorded)
        differs = is_changed and text.strip() != recorded and not declared.hidden
        yield Item(
            name, declared.label(typed.language), text, shown, kind, declared.hidden, typed.problems.get(name, ""),
            (recorded or gettext("nothing")) if differs else "",
        )  # fmt: skip
