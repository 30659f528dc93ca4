"""The step that settles a name that does not fit: into which form it leads, begun with what the roster says.

Days are never begun: the roster does not tell on which day somebody left, and a guessed one would stand for a known one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.dictionary.store import StoredRow, store_of
from zugong.exchange.planning.names import chunks
from zugong.exchange.reconcile import Misfit
from zugong.web.entering.rights import filling, may_add
from zugong.web.scope import Scope

_LEFT = ("transferred_out", "died", "removed")
_CAME = ("transferred_in", "restored")


@dataclass(frozen=True)
class Settling:
    """One way to settle it."""

    label: str
    address: str


@dataclass(frozen=True)
class _Case:
    """A misfit with the last believed membership of the person, None where there is none that the user may write."""

    misfit: Misfit
    membership: StoredRow | None
    scope: Scope
    language: str

    def on_membership(self, act: str, label: str, **begun: str) -> list[Settling]:
        row = self.membership
        return (
            [_form(label, act, ["membership", row.id], {f"membership.{k}": v for k, v in begun.items()})] if row else []
        )

    def words(self, field: str, code: str) -> str:
        declared = self.scope.catalogue.types["membership"].fields[field]
        return declared.type.show(code, declared, self.language)


def settlings_of(misfits: Iterable[Misfit], scope: Scope, language: str) -> list[tuple[Settling, ...]]:
    """For each misfit the steps that the user may take; none where the roster itself is wrong, or nothing may be done."""
    misfits = list(misfits)
    kind, rows = scope.catalogue.types["membership"], _last_memberships(misfits, scope)
    rights = filling(kind, scope)
    writable = {person: row for person, row in rows.items() if rights.reach(row.values["organisation"], None)}
    cases = [_Case(one, writable.get(one.person), scope, language) for one in misfits]
    return [tuple(_WAYS[case.misfit.why](case)) if case.misfit.why in _WAYS else () for case in cases]


def _last_memberships(misfits: Iterable[Misfit], scope: Scope) -> Mapping[int | str, StoredRow]:
    """The believed membership of each person that began last."""
    store, found = store_of(scope.catalogue.types["membership"]), {}
    for part in chunks({one.person for one in misfits if isinstance(one.person, int)}):
        for row in store.believed(person_id__in=part):
            known = found.get(row.values["person"])
            if known is None or known.since < row.since:
                found[row.values["person"]] = row
    return found


def _form(label: str, act: str, arguments: list[str | int], begun: Mapping[str, str]) -> Settling:
    query = urlencode(begun)
    return Settling(label, reverse(act, args=arguments) + (f"?{query}" if query else ""))


def _left(case: _Case) -> list[Settling]:
    row = case.membership
    if row is None or row.until is not None:
        return case.on_membership("record_correct", gettext("Correct how they left"))
    return [
        Settling(
            gettext("Record: %(how)s") % {"how": case.words("end_reason", how)},
            f"{reverse('record_change', args=['membership', row.id])}?{urlencode({'ends': '1', 'membership.end_reason': how})}",
        )
        for how in _LEFT
    ]


def _came(case: _Case) -> list[Settling]:
    return [
        settling
        for how in _CAME
        for settling in case.on_membership(
            "record_correct", gettext("Record: %(how)s") % {"how": case.words("start_reason", how)}, start_reason=how
        )
    ]


def _joined(case: _Case) -> list[Settling]:
    step, person = case.scope.catalogue.types["membership_step"], case.misfit.person
    admitted = {f"{step.code}.kind": "admitted", f"{step.code}.status": "valid", f"{step.code}.person": str(person)}
    if case.misfit.branch is not None:
        admitted[f"{step.code}.organisation"] = str(case.misfit.branch)
    is_open = isinstance(person, int) and may_add(step, case.scope)
    return [
        *([_form(gettext("Record the admission"), "record_new", [step.code], admitted)] if is_open else []),
        *_came(case),
    ]


def _unknown(case: _Case) -> list[Settling]:
    begun = {"person.name": case.misfit.name}
    if case.misfit.branch is not None:
        begun["membership.organisation"] = str(case.misfit.branch)
    may = may_add(case.scope.catalogue.types["membership"], case.scope)
    return [_form(gettext("Register this member"), "record_new", ["membership"], begun)] if may else []


def _unknown_branch(case: _Case) -> list[Settling]:
    return [
        Settling(gettext("Find the organisation"), f"{reverse('find')}?{urlencode({'q': case.misfit.branch_name})}")
    ]


def _other_name(case: _Case) -> list[Settling]:
    if case.membership is None:
        return []
    begun = {"person.name": case.misfit.name}
    return [_form(gettext("Correct the name"), "record_correct", ["person", case.misfit.person], begun)]


def _ended(case: _Case) -> list[Settling]:
    return case.on_membership("record_correct", gettext("Correct how they left"))


def _elsewhere(case: _Case) -> list[Settling]:
    if case.misfit.branch is None:
        return []
    label = gettext("Move to %(branch)s") % {"branch": case.misfit.branch_name}
    return case.on_membership("record_change", label, organisation=str(case.misfit.branch))


_WAYS: Mapping[str, Callable[[_Case], list[Settling]]] = {
    "left_without_record": _left,
    "arrived_without_record": _came,
    "joined_without_admission": _joined,
    "not_in_store": _unknown,
    "not_listed": _left,
    "never_here": _unknown,
    "unknown_branch": _unknown_branch,
    "other_name": _other_name,
    "ended_but_listed": _ended,
    "in_another_branch": _elsewhere,
}
