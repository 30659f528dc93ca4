"""The head of a request as a form: title, paper, days, and who owes it, by scope or by a list of names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, gettext

from zugong.dictionary.declarations import CodeList
from zugong.dictionary.store import store_of
from zugong.organisations.queries import units_of_all, units_on
from zugong.requests.actions import Definition
from zugong.requests.permissions import asking
from zugong.requests.records import REQUEST, DataRequest, kind_of
from zugong.requests.rules import ROUNDS
from zugong.web.clocks import usual_day
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_day, typed_number

LONGEST = {"title": 80, "asked_by": 60, "paper": 120, "number": 60, "issuer": 80, "note": 300}
_CHOSEN = ("due_on", "as_of", "returns")
_LINES = re.compile(r"[\n,，;；、]+")
#: Forms are owed by organisations that have members or lead them; who stands above the county asks itself.
_NEVER_ASKED = ("higher_committee", "leading_group")
_USUAL_KINDS = ("branch", "general_branch", "joint_branch")


@dataclass(frozen=True)
class Tick:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Head:
    """What was typed into the head, and what stands against it by field."""

    typed: Mapping[str, str]
    organisations: tuple[Tick, ...]
    below: tuple[Tick, ...]
    kinds: tuple[Tick, ...]
    sectors: tuple[Tick, ...]
    unit_kinds: tuple[Tick, ...]
    returns: tuple[Tick, ...]
    names: str
    problems: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Read:
    """The head as values, or the problems."""

    said: Definition | None
    owed_by: tuple[int, ...]
    head: Head


def empty_head(http: HttpRequest, copied: DataRequest | None = None) -> Head:
    """The form of a new request; a copy takes over title, paper and note."""
    scope = scope_of(http)
    typed = {
        "title": copied.title if copied else "", "asked_by": _own_office(scope),
        "paper": copied.paper if copied else "", "issuer": copied.issuer if copied else "", "number": "",
        "due_on": "", "as_of": usual_day().isoformat(), "note": copied.note if copied else "",
        "returns": copied.returns if copied else "",
    }  # fmt: skip
    return _head(scope, typed, QueryDict(mutable=True))


def head_of(http: HttpRequest, asked: DataRequest) -> Head:
    """The form of a request that stands."""
    typed = {
        "title": asked.title, "asked_by": asked.asked_by, "paper": asked.paper, "number": asked.number,
        "issuer": asked.issuer, "due_on": asked.due_on.isoformat() if asked.due_on else "",
        "as_of": asked.as_of.isoformat(), "note": asked.note, "returns": asked.returns,
    }  # fmt: skip
    return _head(scope_of(http), typed, QueryDict(mutable=True))


def read_head(http: HttpRequest, *, organisation: int | None = None) -> Read:
    """What was typed. `organisation` is who asks, where that stands already."""
    scope, posted = scope_of(http), http.POST
    typed = {name: posted.get(name, "").strip()[: LONGEST.get(name, 20)] for name in (*LONGEST, *_CHOSEN)}
    owed_by, unknown = owing(posted, scope)
    asker = organisation or typed_number(posted.get("organisation", "")) or _first_asker(scope)
    due_on, as_of = typed_day(typed["due_on"]), typed_day(typed["as_of"])
    problems = _problems(typed, due_on, as_of)
    if unknown:
        problems["names"] = gettext("No organisation is called: %(names)s.") % {"names": "、".join(unknown[:8])}
    head = _head(scope, typed, posted, problems, unknown)
    if problems or as_of is None or asker is None:
        return Read(None, tuple(owed_by), head)
    said = Definition(
        typed["title"], asker, typed["asked_by"], typed["paper"], typed["number"], typed["issuer"], due_on, as_of,
        typed["note"], typed["returns"] if typed["returns"] in ROUNDS else "",
    )  # fmt: skip
    return Read(said, tuple(owed_by), head)


def _problems(typed: Mapping[str, str], due_on: date | None, as_of: date | None) -> dict[str, str]:
    found = {name: gettext("Fill this in.") for name in ("title", "asked_by") if not typed[name]}
    if typed["due_on"] and due_on is None:
        found["due_on"] = gettext("Write the day as 2020-12-31.")
    if as_of is None:
        found["as_of"] = gettext("Write the day as 2020-12-31.")
    elif as_of > usual_day():
        found["as_of"] = gettext("Data as of a day that is still to come are not known; choose %(day)s or earlier.") % {
            "day": usual_day().isoformat()
        }
    return found


def owing(posted: QueryDict, scope: Scope) -> tuple[list[int], tuple[str, ...]]:
    """Who fits: the names of the list, where one was given, else everybody of the scope; and names that nobody bears."""
    tree, reach = scope.todays_tree, asking(scope.access)
    names = [one.strip() for one in _LINES.split(posted.get("names", "")[:20_000]) if one.strip()]
    if names:
        by_name = {
            word: node.id for node in tree if node.living and node.id in reach for word in (node.name, node.code)
        }
        return [by_name[one] for one in names if one in by_name], tuple(one for one in names if one not in by_name)
    below, kinds = typed_number(posted.get("below", "")), set(posted.getlist("kinds")) or set(_USUAL_KINDS)
    found = [
        node.id for node in tree
        if node.living and node.kind in kinds and node.kind not in _NEVER_ASKED and node.id in reach
        and (below is None or below not in tree or tree.is_below(node.id, below))
    ]  # fmt: skip
    found = _of_sectors(found, set(posted.getlist("sectors")))
    return _of_unit_kinds(found, set(posted.getlist("unit_kinds"))), ()


def _of_sectors(found: list[int], sectors: set[str]) -> list[int]:
    if not sectors:
        return found
    store = store_of(kind_of("organisation"))
    rows = (row for part in _parts(found) for row in store.believed(on=usual_day(), anchor__in=part))
    fitting = {row.anchor for row in rows if row.values["sector"] in sectors}
    return [pk for pk in found if pk in fitting]


def _of_unit_kinds(found: list[int], kinds: set[str]) -> list[int]:
    if not kinds:
        return found
    units = set(units_on(usual_day(), kinds=kinds).values_list("anchor_id", flat=True))
    served = {
        organisation
        for part in _parts(found)
        for organisation, unit in units_of_all(part, usual_day())
        if unit in units
    }
    return [pk for pk in found if pk in served]


def _parts(found: list[int]) -> list[list[int]]:
    return [found[start : start + 500] for start in range(0, len(found), 500)]


def _head(
    scope: Scope, typed: Mapping[str, str], posted: QueryDict, problems: Mapping[str, str] | None = None,
    unknown: tuple[str, ...] = (),
) -> Head:  # fmt: skip
    tree, reach = scope.todays_tree, asking(scope.access)
    offices = dict.fromkeys(one.organisation for one in scope.access.offices if one.organisation in reach)
    leading = [pk for root in reach.roots if root in tree for pk in (root, *tree.children(root)) if tree.children(pk)]
    organisation, below = posted.get("organisation", ""), posted.get("below", "")
    kinds = posted.getlist("kinds") or list(_USUAL_KINDS)
    organisations = kind_of("organisation").fields
    return Head(
        typed,
        tuple(Tick(str(pk), tree.name(pk), str(pk) == organisation) for pk in offices if pk in tree),
        tuple(Tick(str(pk), tree.name(pk), str(pk) == below) for pk in leading),
        _ticks(organisations["kind"].codes, kinds, leave_out=_NEVER_ASKED),
        _ticks(organisations["sector"].codes, posted.getlist("sectors")),
        _ticks(kind_of("unit").fields["kind"].codes, posted.getlist("unit_kinds")),
        _ticks(kind_of(REQUEST).fields["returns"].codes, [typed["returns"]]),
        posted.get("names", ""), problems or {}, unknown,
    )  # fmt: skip


def _ticks(codes: CodeList | None, chosen: list[str], *, leave_out: tuple[str, ...] = ()) -> tuple[Tick, ...]:
    if codes is None:
        return ()
    language = get_language() or "zh"
    return tuple(
        Tick(code.code, code.zh if language.startswith("zh") else code.en, code.code in chosen)
        for code in codes.codes.values() if code.code not in leave_out
    )  # fmt: skip


def _own_office(scope: Scope) -> str:
    reach = asking(scope.access)
    return next((one.name for one in scope.access.offices if one.organisation in reach), "")


def _first_asker(scope: Scope) -> int | None:
    reach = asking(scope.access)
    return next((one.organisation for one in scope.access.offices if one.organisation in reach), None)
