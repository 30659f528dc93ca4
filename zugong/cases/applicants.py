"""Whom a new case is about, or a list names: a person who is recorded already, found by the identity number, or a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django.conf import settings

from zugong.cases.actions import Begin, By, Doing, begin, take
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import NewRow, store_of
from zugong.kernel.crypto import keyed_hash
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source, recording


class AnotherName(RuleBroken):
    code: ClassVar[str] = "cases.another_name"
    message: ClassVar[str] = "This identity number is recorded with another name; compare both with the paper."
    message_zh: ClassVar[str] = "这个身份证号已用另一姓名登记，请与证件核对姓名和号码。"


def begin_for(*, person: Mapping[str, Any], begun: Begin, by: By) -> int:
    """Begin a case about the person with these values (of the record type person), who is recorded where new. One entry.

    Raises AnotherName, and what `begin` raises.
    """
    with recording(by.source):
        return begin(begun=replace(begun, person=person_with(person, begun.act.on, by.source)), by=by)


def take_naming(*, doing: Doing, newcomers: Mapping[int, Mapping[str, Any]], by: By) -> None:
    """Take a step whose list names people who may be in no register yet: `newcomers` says what stands for whom in it.

    They are recorded in the same entry. Raises AnotherName, and what `take` raises.
    """
    with recording(by.source):
        anchors = {stand_in: person_with(one, doing.act.on, by.source) for stand_in, one in newcomers.items()}
        listed = tuple(replace(one, person=anchors.get(one.person, one.person)) for one in doing.act.listed)
        take(doings=[replace(doing, act=replace(doing.act, listed=listed))], by=by)


def person_with(values: Mapping[str, Any], on: date, source: Source) -> int:
    """The person with this identity number, recorded from a day where there was none. Raises AnotherName."""
    kind = installed_catalogue(settings.ZUGONG_PACK).types["person"]
    store = store_of(kind)
    found = sorted(
        store.believed(identity_number_hash=keyed_hash(values["identity_number"])), key=lambda one: one.since
    )
    if found:
        if found[-1].values["name"] != values["name"]:
            raise AnotherName
        return found[-1].anchor or 0
    with recording(source) as entry:
        [identity] = store.new_anchors(1)
        store.insert([NewRow(identity, on, None, dict.fromkeys(kind.fields) | dict(values))], entry=entry)
    return identity
