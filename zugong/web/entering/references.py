"""Finding the record that a field refers to: among those that the user may list, by name, pinyin or key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import store_of
from zugong.figures.grouping import EVERYWHERE
from zugong.kernel.time import Clocks, today
from zugong.web.listing.narrowed import Narrowing, narrowed_rows
from zugong.web.listing.references import known_records
from zugong.web.listing.search import persons_named
from zugong.web.listing.subject import person_subject, record_subject
from zugong.web.scope import Scope

_MOST = 20
#: So many organisations are offered without a search: the branches of a township.
_MOST_OFFERED = 80


@dataclass(frozen=True)
class Option:
    """What may be chosen."""

    value: str
    label: str
    is_chosen: bool = False


def found_options(kind: RecordType, words: str, scope: Scope, language: str) -> tuple[Option, ...]:
    """Records of the type that the user may list and whose name has the words, at most twenty."""
    text = words.strip()
    if kind.code == "organisation":
        return _organisations(text, scope)
    if not text or not scope.may_list(_listed(kind, scope)):
        return ()
    if kind.code == "person":
        return _persons(text, scope, language)
    return _records(kind, text, scope, language)


def offered(kind: RecordType, scope: Scope) -> tuple[Option, ...]:
    """What can be chosen without a search: organisations where they are few."""
    if kind.code != "organisation":
        return ()
    found = _organisations("", scope)
    return found if len(found) <= _MOST_OFFERED else ()


def label_of(kind: RecordType, anchor: int, scope: Scope, language: str) -> str:
    """What a record is called today."""
    return known_records([(kind.code, anchor)], Clocks.at(today()), scope.catalogue, language).label(kind.code, anchor)


def may_refer(kind: RecordType, anchor: int, scope: Scope) -> bool:
    """May the user name this record in another: do they know of it?"""
    try:
        if kind.code == "organisation":
            return anchor in scope.todays_tree and scope.may_open(anchor)
        if kind.code == "person":
            return bool(person_subject(anchor, scope, own=None))
        return bool(scope.may_list(kind) and record_subject(kind, anchor, scope))
    except Http404:
        return False


def _listed(kind: RecordType, scope: Scope) -> RecordType:
    return scope.catalogue.types["membership"] if kind.code == "person" else kind


def _organisations(text: str, scope: Scope) -> tuple[Option, ...]:
    tree = scope.todays_tree
    found = [
        node for node in tree if node.living and scope.may_open(node.id) and (text in node.name or text == node.code)
    ]
    found.sort(key=lambda node: node.code)
    return tuple(Option(str(node.id), node.name) for node in (found[:_MOST] if text else found))


def _persons(text: str, scope: Scope, language: str) -> tuple[Option, ...]:
    kind = scope.catalogue.types["membership"]
    anchors = persons_named(text, scope.clocks)
    rows = _ids(kind, Narrowing({"person": anchors}, {}), scope) if anchors else []
    stored = store_of(kind).read(store_of(kind).queryset().filter(pk__in=rows))
    pairs = [(row.values["person"], row.values["organisation"]) for row in stored]
    wanted = [(code, pk) for pair in pairs for code, pk in zip(("person", "organisation"), pair, strict=True)]
    known = known_records(wanted, scope.clocks, scope.catalogue, language)
    return tuple(
        Option(str(person), f"{known.label('person', person)} · {known.label('organisation', place)}")
        for person, place in pairs
    )


def _records(kind: RecordType, text: str, scope: Scope, language: str) -> tuple[Option, ...]:
    persons = [field.code for field in kind.fields.values() if field.of == "person"]
    anchors = dict.fromkeys(persons, persons_named(text, scope.clocks)) if persons else {}
    rows = _ids(kind, Narrowing(anchors, {kind.label: text} if kind.label else {}), scope)
    store = store_of(kind)
    found = [row.anchor for row in store.read(store.queryset().filter(pk__in=rows)) if row.anchor]
    known = known_records([(kind.code, pk) for pk in found], scope.clocks, scope.catalogue, language)
    return tuple(Option(str(pk), known.label(kind.code, pk)) for pk in dict.fromkeys(found))


def _ids(kind: RecordType, narrowing: Narrowing, scope: Scope) -> Sequence[int]:
    where = "holds()" if kind.is_state else "true"
    found = narrowed_rows(kind, where, scope.clocks, EVERYWHERE, scope.names, narrowing, limit=_MOST)
    return [row[0] for row in found.rows]
