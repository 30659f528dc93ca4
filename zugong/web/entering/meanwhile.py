"""Two people with one record open: the second is told what the first recorded, and keeps what they typed themselves."""

from __future__ import annotations

from dataclasses import dataclass

from zugong.dictionary.declarations import Field
from zugong.dictionary.store import StoredRow
from zugong.web.entering.acts import Thing
from zugong.web.entering.fields import typed
from zugong.web.entering.forms import Form
from zugong.web.entering.references import label_of
from zugong.web.listing.history import HistoryLine, history_of
from zugong.web.scope import Scope
from zugong.web.typed import typed_number

_TAKE = "take."
_THEIRS = "theirs"


@dataclass(frozen=True)
class Clash:
    """A field that both altered, with what is recorded now and what the user typed; `choice` is the name of the choice."""

    choice: str
    label: str
    theirs: str
    mine: str


def clashes(form: Form, based_on: str, thing: Thing) -> tuple[Clash, ...]:
    """The fields that somebody else altered to one value and the user to another; encrypted ones are told by none."""
    before = _former(based_on, thing)
    if before is None:
        return ()
    found = []
    for part in form.parts:
        for declared in (*part.fields, *part.days):
            was, now = (typed(declared, value, form.language) for value in (
                _recorded(before, declared.code), part.recorded(declared),
            ))  # fmt: skip
            mine = form.typed.get(part.name(declared), "").strip()
            if not declared.hidden and was != now and mine not in (was, now):
                words = (_in_words(declared, text, form) for text in (now, mine))
                found.append(Clash(_TAKE + part.name(declared), declared.label(form.language), *words))
    return tuple(found)


def _in_words(declared: Field, text: str, form: Form) -> str:
    """What was typed or would be, as people read it."""
    number = typed_number(text)
    if declared.of and number is not None:
        return label_of(form.scope.catalogue.types[declared.of], number, form.scope, form.language)
    is_code = declared.codes is not None and text in declared.codes.codes
    return declared.type.show(text, declared, form.language) if is_code else text


def as_chosen(form: Form) -> dict[str, str]:
    """What was typed, with what is recorded wherever the user chose that of the two."""
    text = dict(form.typed)
    for part in form.parts:
        for declared in (*part.fields, *part.days):
            if text.pop(_TAKE + part.name(declared), "") == _THEIRS:
                text[part.name(declared)] = typed(declared, part.recorded(declared), form.language)
    return text


def said_since(based_on: str, thing: Thing, scope: Scope, language: str) -> tuple[HistoryLine, ...]:
    """What was done to the record since the form was opened, the latest first."""
    rows = thing.subject.store.queryset().filter(pk__in=_ids(based_on)).select_related("recorded_in")
    known = max((row.recorded_in.number or 0 for row in rows), default=0)
    return tuple(line for line in history_of(thing.subject, scope, language) if line.entry.number > known)


def carried_over(form: Form, based_on: str, thing: Thing) -> dict[str, str]:
    """What was typed, with today's value in every field that the user had left as it was."""
    before = _former(based_on, thing)
    text = dict(form.typed)
    for part in form.parts:
        for declared in (*part.fields, *part.days):
            name = part.name(declared)
            was = before and typed(declared, _recorded(before, declared.code), form.language)
            if before is not None and text.get(name, "").strip() == was:
                text[name] = typed(declared, part.recorded(declared), form.language)
    return text


def _former(based_on: str, thing: Thing) -> StoredRow | None:
    rows = thing.subject.store.queryset().filter(pk__in=_ids(based_on)).order_by("since", "id")
    found = list(thing.subject.store.read(rows))
    earlier = [row for row in found if row.since <= thing.present.since]
    return earlier[-1] if earlier else (found[0] if found else None)


def _recorded(row: StoredRow, code: str) -> object:
    return {"since": row.since, "on": row.since, "until": row.until}.get(code, row.values.get(code))


def _ids(based_on: str) -> list[int]:
    return [number for part in based_on.split("-") if (number := typed_number(part)) is not None]
