"""The letter of a transfer in its three parts, and the slip for whoever reported: what stands on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from zugong.cases.acting import actor_of
from zugong.cases.filed import Case
from zugong.cases.outcomes import memberships_of
from zugong.cases.rules import Act
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import StoredRow, store_of
from zugong.kernel.time import PartialDate, whole_years
from zugong.organisations.queries import Tree
from zugong.transfers.codes import code_of
from zugong.transfers.desks import Desk, desk_for

_SENT, _PREPARED, _ASKED, _BY_LETTER = "sent", "prepared", "asked", "letter"


@dataclass(frozen=True)
class Letter:
    """What stands on stub, letter and receipt. Texts that are not known are "", to be written by hand.

    `identity_number` only where whoever prints it may read it. The age is that of the day of the letter.
    """

    number: str
    on: date
    days: int
    valid_until: date
    name: str
    sex: str
    age: str
    ethnicity: str
    category: str
    identity_number: str
    dues_until: date | None
    branch: str
    committee: str
    addressee: str
    target: str
    desk: Desk | None
    code: str


def letter_act(found: Case) -> Act | None:
    """The act that issued the letter that holds; None where none does, or it went in the national system."""
    if found.state.way_of(_SENT) != _BY_LETTER:
        return None
    return next(act for act in reversed(found.acts) if act.step == _SENT)


def letter_of(found: Case, tree: Tree, desks: Mapping[int, Desk], *, in_clear: bool) -> Letter | None:
    """The letter of a case, with the identity number where it may be read; None where there is none."""
    act = letter_act(found)
    if act is None:
        return None
    committee = actor_of(found.case_type, "committee", found.organisation, tree)
    days = int(act.values.get("days") or 0)
    said = {**_values(found, _ASKED), **_values(found, _PREPARED)}
    return Letter(
        number=str(act.values.get("number") or ""), on=act.on, days=days, valid_until=act.on + timedelta(days=days),
        **_person(found, act.on, in_clear=in_clear), dues_until=said.get("until_day"),
        branch=_name(found.organisation, tree), committee=_name(committee, tree), **_destination(found, said, tree, desks),
        desk=desk_for(committee, desks, tree), code=code_of(found.id),
    )  # fmt: skip


def _values(found: Case, step: str) -> Mapping:
    return next((act.values for act in reversed(found.acts) if act.step == step), {})


def _name(organisation: int | None, tree: Tree) -> str:
    return tree.name(organisation) if organisation is not None and organisation in tree else ""


def _destination(found: Case, said: Mapping, tree: Tree, desks: Mapping[int, Desk]) -> dict[str, str]:
    """Addressee and branch: as typed for elsewhere, as recorded for a branch here."""
    if found.other is None:
        return {"addressee": str(said.get("addressee") or ""), "target": str(said.get("target") or "")}
    committee = actor_of(found.case_type, "committee", found.other, tree)
    desk = desks.get(committee or 0)
    return {"addressee": desk.addressee if desk else _name(committee, tree), "target": _name(found.other, tree)}


def _person(found: Case, on: date, *, in_clear: bool) -> dict[str, str]:
    kind = installed_catalogue(settings.ZUGONG_PACK).types["person"]
    rows = sorted(store_of(kind).believed(unsealed=in_clear, anchor_id=found.person), key=lambda one: one.since)
    values = rows[-1].values if rows else {}
    shown = {name: _shown(kind, name, values.get(name)) for name in ("sex", "ethnicity")}
    number = values.get("identity_number") if in_clear else ""
    return {
        "name": values.get("name") or "", **shown, "age": _age(values.get("born_on"), on),
        "identity_number": number or "", "category": _category(found, on),
    }  # fmt: skip


def _shown(kind, name: str, value: str | None) -> str:
    field = kind.fields[name]
    return field.type.show(value, field, "zh") if value else ""


def _age(born: PartialDate | None, on: date) -> str:
    """Whole years, "" where the birth date does not decide them."""
    if born is None or whole_years(born.first, on) != whole_years(born.last, on):
        return ""
    return str(whole_years(born.first, on))


def _category(found: Case, on: date) -> str:
    """Full or on probation, as the membership of the day says."""
    rows: list[StoredRow] = [row for row in memberships_of(found.person or 0) if row.since <= on]
    kind = installed_catalogue(settings.ZUGONG_PACK).types["membership"]
    return _shown(kind, "category", rows[-1].values["category"]) if rows else ""
