"""What may be done to a record, as links; to whom it stays shut it is not shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.cases.acting import may_keep
from zugong.cases.filed import types_here
from zugong.dictionary.store import StoredRow, store_of
from zugong.kernel.time import holds
from zugong.web.entering.rights import may_write
from zugong.web.listing.subject import Subject
from zugong.web.scope import Scope


@dataclass(frozen=True)
class ActLink:
    """One thing that may be done. `is_main`: what is done most."""

    label: str
    address: str
    is_main: bool = False


@dataclass(frozen=True)
class ActGroup:
    """What may be done to one record; `title` says to which, where a page shows several."""

    title: str
    links: tuple[ActLink, ...]


def acts_of(subject: Subject, scope: Scope, title: str = "", *, is_main: bool = True) -> tuple[ActGroup, ...]:
    """What the user may do to a record: nothing where they may not fill in, or nothing of it is believed any more."""
    if not may_write(subject, scope) or not subject.history().believed().exists():
        return ()
    arguments = [subject.kind.code, subject.identity]
    links = (
        [ActLink(gettext("It changed"), reverse("record_change", args=arguments), is_main)]
        if subject.kind.is_state
        else []
    )
    links.append(ActLink(gettext("It was wrong"), reverse("record_correct", args=arguments)))
    links.append(ActLink(gettext("Withdraw"), reverse("record_withdraw", args=arguments)))
    return (ActGroup(title, tuple(links)),)


def acts_on_person(subject: Subject, scope: Scope, language: str) -> tuple[ActGroup, ...]:
    """What may be done to a person, and to the membership that they have or had last."""
    kind = scope.catalogue.types["membership"]
    rows = list(store_of(kind).believed(person_id=subject.identity))
    found = acts_of(subject, scope, gettext("The person"), is_main=False)
    if not rows:
        return found
    row = _current(rows, scope)
    changes = acts_of(Subject(kind, row.id, row, row.values["organisation"]), scope, kind.name(language), is_main=False)
    return (*found, *changes, *_cases_of_member(subject, row, scope, language))


def _cases_of_member(subject: Subject, row: StoredRow, scope: Scope, language: str) -> tuple[ActGroup, ...]:
    """The cases that may be begun about somebody who is a member: what changes a membership by a procedure."""
    types = [one for one in types_here().types.values() if one.whom == "members"]
    links = tuple(
        ActLink(
            one.label(language),
            f"{reverse('case_of_member', args=[one.case_type])}?{urlencode({'person': subject.identity})}",
        )
        for one in types
        if row.until is None and may_keep(one, row.values["organisation"], scope.access)
    )
    return (ActGroup(gettext("Begin a case"), links),) if links else ()


def _current(rows: list[StoredRow], scope: Scope) -> StoredRow:
    rows.sort(key=lambda row: row.since)
    return next((row for row in rows if holds(since=row.since, until=row.until, on=scope.clocks.on)), rows[-1])
