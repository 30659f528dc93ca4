"""Choosing an account, an office, an organisation, a unit, a post or a person by search, with and without scripts.

A field has two parts in the address: what was typed, `organisation_text`, and which of the found was chosen,
`organisation`. Where exactly one is called as typed, it is chosen by itself. Persons are found by their whole name only,
and being shown is written down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from zugong.finding.actions import catch_up
from zugong.finding.conditions import ALWAYS
from zugong.finding.queries import PERSON, Hit, exactly_named, found, wanted_of
from zugong.finding.rules import plain
from zugong.kernel.time import today
from zugong.offices.actions import log_access
from zugong.offices.models import User
from zugong.offices.queries import offices_on
from zugong.web.finding.lines import labels_of
from zugong.web.middleware import spoken
from zugong.web.scope import scope_of
from zugong.web.typed import typed_number

_MOST, _OF_EACH = 12, 6
#: A field in which a record of any of these kinds can be chosen; its value names the kind too.
RECORD = "record"
ANY = ("organisation", PERSON, "unit", "position")


@dataclass(frozen=True)
class Option:
    """Something that can be chosen; `note` tells namesakes apart."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class Chooser:
    """A field to choose by search: what was typed, what was found, what is chosen ("" for nothing yet)."""

    name: str
    kind: str
    label: str
    text: str
    options: tuple[Option, ...]
    chosen: str
    address: str

    @property
    def chosen_label(self) -> str:
        return next((option.label for option in self.options if option.value == self.chosen), "")


def chooser(request: HttpRequest, name: str, kind: str, label: str, *, given: Mapping[str, str]) -> Chooser:
    """The field as the address or the form fills it."""
    catch_up(today())
    text = given.get(f"{name}_text", "").strip()[:60]
    value = given.get(name, "").strip()[:60]
    options = _named(kind, value, request) if value else ()
    if not options or (text and plain(text) not in plain(options[0].label + options[0].value)):
        options = options_called(kind, text, request)
    values = [option.value for option in options]
    exact = [option.value for option in options if plain(text) in (plain(option.label), plain(option.value))]
    chosen = value if value in values else exact[0] if len(exact) == 1 else values[0] if len(values) == 1 else ""
    return Chooser(name, kind, label, text or _label(options, chosen), options, chosen, _address(kind, name))


def _label(options: tuple[Option, ...], chosen: str) -> str:
    return next((option.label for option in options if option.value == chosen), "")


def _address(kind: str, name: str) -> str:
    return f"{reverse('choices', args=[kind])}?name={name}"


def options_called(kind: str, text: str, request: HttpRequest) -> tuple[Option, ...]:
    """What is called so, best first, a dozen at most."""
    return _SEARCHES[kind](text, request) if text and kind in _SEARCHES else ()


def _named(kind: str, value: str, request: HttpRequest) -> tuple[Option, ...]:
    """The one that was chosen before, by its value."""
    if kind == RECORD:
        return _any_named(value, request)
    if kind == "account":
        return tuple(_account(user) for user in User.objects.filter(username=value))
    if (number := typed_number(value)) is None:
        return ()
    if kind == "office":
        return tuple(_office(state, request) for state in offices_on(today()).filter(anchor=number))
    labels = labels_of(kind, [number], scope_of(request))
    if kind == PERSON and labels:
        _log_persons(request, [number])
    return tuple(Option(str(pk), label, note) for pk, (label, note) in labels.items())


def _any_named(value: str, request: HttpRequest) -> tuple[Option, ...]:
    kind, _, anchor = value.partition(":")
    return _of_kind(kind, _named(kind, anchor, request), request) if kind in ANY else ()


def _of_kind(kind: str, options: tuple[Option, ...], request: HttpRequest) -> tuple[Option, ...]:
    """The options of one kind as those of a field in which any kind can be chosen."""
    name = scope_of(request).catalogue.types[kind].name(spoken(request))
    notes = (" · ".join(part for part in (name, option.note) if part) for option in options)
    return tuple(
        Option(f"{kind}:{one.value}", one.label, note) for one, note in zip(options, notes, strict=True)
    )  # fmt: skip


def _any(text: str, request: HttpRequest) -> tuple[Option, ...]:
    found = [option for kind in ANY for option in _of_kind(kind, _SEARCHES[kind](text, request), request)[:_OF_EACH]]
    return tuple(found)


def _accounts(text: str, request: HttpRequest) -> tuple[Option, ...]:
    called = Q(username__icontains=text) | Q(full_name__icontains=text)
    return tuple(_account(user) for user in User.objects.filter(called).order_by("username")[:_MOST])


def _account(user: User) -> Option:
    return Option(user.username, user.get_full_name(), user.username)


def _offices(text: str, request: HttpRequest) -> tuple[Option, ...]:
    return tuple(_office(state, request) for state in offices_on(today()).filter(name__icontains=text)[:_MOST])


def _office(state, request: HttpRequest) -> Option:
    tree = scope_of(request).todays_tree
    note = tree.name(state.organisation_id) if state.organisation_id in tree else ""
    return Option(str(state.anchor_id), state.name, note)


def _records(kind: str) -> Callable[[str, HttpRequest], tuple[Option, ...]]:
    """Organisations, units and posts are no personal data: whoever keeps the site finds all of them by name."""

    def search(text: str, request: HttpRequest) -> tuple[Option, ...]:
        pages = found(wanted_of(text), {kind: ALWAYS}, limit=_MOST)
        return _options(kind, pages[kind].hits if kind in pages else (), request)

    return search


def _persons(text: str, request: HttpRequest) -> tuple[Option, ...]:
    hits = exactly_named(text, limit=_MOST)
    if hits:
        _log_persons(request, [hit.anchor for hit in hits])
    return _options(PERSON, hits, request)


def _log_persons(request: HttpRequest, persons: list[int]) -> None:
    log_access(user=request.user, act="explain", record_type=PERSON, persons=persons, rows=len(persons))


def _options(kind: str, hits: tuple[Hit, ...], request: HttpRequest) -> tuple[Option, ...]:
    labels = labels_of(kind, [hit.anchor for hit in hits], scope_of(request))
    return tuple(Option(str(hit.anchor), *labels[hit.anchor]) for hit in hits if hit.anchor in labels)


_SEARCHES: Mapping[str, Callable[[str, HttpRequest], tuple[Option, ...]]] = {
    "account": _accounts,
    "office": _offices,
    "organisation": _records("organisation"),
    "unit": _records("unit"),
    "position": _records("position"),
    PERSON: _persons,
    RECORD: _any,
}
KINDS = tuple(_SEARCHES)
