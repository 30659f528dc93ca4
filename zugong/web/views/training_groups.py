"""A group to be trained: by organisation, and by name who was not reached or lacks hours; one's own training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from zugong.activities.queries import person_names
from zugong.dictionary.store import StoredRow
from zugong.packs.training import TrainingGroup
from zugong.training.drafts import HELD
from zugong.training.hours import Standing, coverage_of, hours_done, is_in_force, is_in_group
from zugong.training.queries import CLASS, ONLINE, ROLL, class_values, groups, hours_wanted, own_rows, words_of
from zugong.training.rules import NOTHING_DONE, counted, gap, share
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, Tab, page
from zugong.web.scope import Scope, is_nothing, scope_of
from zugong.web.training.coming import classes_to_come
from zugong.web.training.doors import counting_rights, group_asked, kind_named, may_fill, naming_rights
from zugong.web.training.groups_shown import (
    EVERYBODY,
    NEVER,
    SHORT,
    GroupLine,
    address_of,
    asked_words,
    hours_words,
    lines_below,
    paper_of,
    shown_only,
)
from zugong.web.training.listed import listed, one_page, place_name
from zugong.web.typed import typed_number

_PAGE = 50


@dataclass(frozen=True)
class PersonLine:
    """Somebody of the group."""

    name: str
    address: str
    place: str
    hours: str
    level: str
    classes: int
    online: int
    last: str


@dataclass(frozen=True, kw_only=True)
class GroupPage(Page):
    """A group below an organisation. `may_name` is false for who may only count; `shown_count` is of all pages."""

    template: ClassVar[str] = "web/training/group.html"
    crumbs: tuple[Crumb, ...]
    scope_name: str
    wanted: str
    paper: str
    note: str
    channel: str
    years: int
    persons: int
    reached: int
    share: str
    never: int
    short: int
    lacking: int
    has_hours: bool
    lines: tuple[GroupLine, ...]
    may_name: bool
    tabs: tuple[Tab, ...]
    people: tuple[PersonLine, ...]
    shown_count: int
    plan_address: str
    coming: tuple[Crumb, ...]
    next: str
    is_first: bool
    first: str


@dataclass(frozen=True)
class _Asked:
    scope: Scope
    group: TrainingGroup
    root: int | None
    show: str

    def address(self, **more: object) -> str:
        query = {"organisation": self.root, "show": self.show, **more}
        return address_of(self.group, {name: value for name, value in query.items() if value}, self.scope.clocks.on)


def training_group(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a group."""
    scope, language = scope_of(request), spoken(request)
    group = group_asked(scope, code)
    root = _root(request, scope)
    has_below = root is not None and bool(scope.tree.children(root))
    asked = _Asked(scope, group, root, _show(request, group, is_wide=has_below))
    found = listed(group, asked.root, scope, counting_rights(scope))
    people, count, after = _people(request, asked)
    numbers = coverage_of(group, found, scope.clocks.on)
    may_plan = asked.root is not None and may_fill(scope, asked.root)
    content = GroupPage(
        title=group.label(language),
        crumbs=_crumbs(asked),
        scope_name=scope.tree.name(asked.root) if asked.root is not None else "",
        **_words(group, scope.clocks.on, language),
        years=group.years,
        persons=numbers.persons, reached=numbers.reached, share=share(numbers.reached, numbers.persons),
        never=numbers.never, short=numbers.short, lacking=numbers.lacking,
        has_hours=bool(hours_wanted(group, scope.clocks.on)),
        lines=lines_below(group, found, asked.root, scope) if has_below and asked.root is not None else (),
        may_name=_may_name(asked),
        tabs=tuple(_tabs(asked)),
        people=people,
        shown_count=count,
        coming=_coming(asked),
        plan_address=f"{reverse('training_new', args=[asked.root])}?group={code}" if may_plan else "",
        next=asked.address(after=after) + "#names" if after else "",
        is_first="after" not in request.GET,
        first=asked.address() + "#names",
    )  # fmt: skip
    return page(request, content)


def _coming(asked: _Asked) -> tuple[Crumb, ...]:
    """Classes to which those shown may be sent at once; none for who may only count."""
    if asked.root is None or not _may_name(asked):
        return ()
    return classes_to_come(asked.root, asked.group.group, asked.show, asked.scope)


def _root(request: HttpRequest, scope: Scope) -> int | None:
    """The organisation of the address, else that of the user. 404 for one by whose name no number may be told."""
    asked = request.GET.get("organisation", "")
    if not asked:
        return scope.root
    root = typed_number(asked)
    if root is None or root not in scope.tree or not (scope.may_name(root) or root == scope.root):
        raise Http404
    return root


def _show(request: HttpRequest, group: TrainingGroup, *, is_wide: bool) -> str:
    """Whom to name: as the address says, else of many those whom no class reached, of one branch everybody."""
    said = request.GET.get("show", "")
    if said in (NEVER, EVERYBODY) or (said == SHORT and group.hours):
        return said
    return NEVER if is_wide else EVERYBODY


def _words(group: TrainingGroup, day: date, language: str) -> dict[str, str]:
    return {
        "wanted": asked_words(group, day), "paper": paper_of(group, day),
        "note": group.note.in_language(language) if group.note else "",
        "channel": group.channel.in_language(language) if group.channel else "",
    }  # fmt: skip


def _may_name(asked: _Asked) -> bool:
    return not is_nothing(naming_rights(asked.scope)(kind_named(asked.group.of, asked.scope)))


def _crumbs(asked: _Asked) -> tuple[Crumb, ...]:
    scope = asked.scope
    crumbs = [Crumb(gettext("Training"), reverse("training"))]
    if asked.root is not None and asked.root != scope.root:
        above = [pk for pk in scope.tree.above(asked.root) if scope.may_name(pk)]
        above = above[above.index(scope.root) :] if scope.root in above else above
        crumbs += [
            Crumb(scope.tree.name(pk), address_of(asked.group, {"organisation": pk}, scope.clocks.on)) for pk in above
        ]
    return tuple(crumbs)


def _tabs(asked: _Asked) -> Iterator[Tab]:
    labels = {EVERYBODY: gettext("everybody"), NEVER: gettext("not reached yet"), SHORT: gettext("hours lacking")}
    for show, label in labels.items():
        if show != SHORT or asked.group.hours:
            here = _Asked(asked.scope, asked.group, asked.root, show)
            yield Tab(label, here.address() + "#names", show == asked.show)


def _people(request: HttpRequest, asked: _Asked) -> tuple[tuple[PersonLine, ...], int, str]:
    """One page of those shown, by name: nobody where the user may only count."""
    if not _may_name(asked):
        return (), 0, ""
    scope, group = asked.scope, asked.group
    found = listed(group, asked.root, scope, naming_rights(scope))
    wanted = shown_only(group, found, asked.show)
    shown, after = one_page(wanted, request.GET.get("after", ""), _PAGE)
    names = person_names([one.person for one in shown], scope.clocks.on)
    log_list(request, kind_named(group.of, scope), names, len(shown), organisation=asked.root)
    return tuple(_person_line(one, names, asked) for one in shown), len(wanted), after


def _person_line(one: Standing, names: dict[int, str], asked: _Asked) -> PersonLine:
    level = "amber" if one.lacking or not one.done.classes else "good"
    return PersonLine(
        names.get(one.person, f"№{one.person}"), reverse("person", args=[one.person]), place_name(one, asked.scope),
        hours_words(asked.group, one), level, one.done.classes, one.done.online, _day(one.done.last_on),
    )  # fmt: skip


def _day(number: int) -> str:
    return f"{number // 10000}-{number // 100 % 100:02}-{number % 100:02}" if number else ""


@dataclass(frozen=True)
class OwnDuty:
    """What is asked of oneself as one of a group."""

    label: str
    asked: str
    paper: str
    has: int
    lacking: int


@dataclass(frozen=True)
class OwnClass:
    """A class that one attended, or online hours of a year."""

    name: str
    on: str
    hours: int
    state: str
    level: str


@dataclass(frozen=True, kw_only=True)
class OwnTrainingPage(Page):
    """One's own training: what is asked, what is done."""

    template: ClassVar[str] = "web/training/mine.html"
    year: int
    hours: int
    online: int
    duties: tuple[OwnDuty, ...]
    classes: tuple[OwnClass, ...]
    academies: tuple[OwnClass, ...]


def training_mine(request: HttpRequest) -> HttpResponse:
    """The training of whoever is signed in; 404 for accounts that are nobody's."""
    person, scope, language = request.user.person_id, scope_of(request), spoken(request)
    if not person:
        raise Http404
    rows, day = own_rows(person), scope.clocks.on
    done = hours_done(day, 1).get(person, NOTHING_DONE)
    content = OwnTrainingPage(
        title=gettext("My training"),
        year=day.year,
        hours=done.hours,
        online=done.online,
        duties=tuple(_own_duties(person, day, scope, language)),
        classes=tuple(_own_classes(rows[ROLL], language)),
        academies=tuple(_academies(rows[ONLINE])),
    )
    return page(request, content)


def _own_duties(person: int, day: date, scope: Scope, language: str) -> Iterator[OwnDuty]:
    """The groups with hours in which the person stands today: one's own record needs no mandate."""
    for group in groups().values():
        wanted = hours_wanted(group, day)
        if wanted and is_in_force(group, day) and is_in_group(group, person, scope.clocks):
            done = hours_done(day, group.years).get(person, NOTHING_DONE)
            yield OwnDuty(
                group.label(language), asked_words(group, day), paper_of(group, day), counted(done, online=group.online),
                gap(wanted, done, online=group.online),
            )  # fmt: skip


def _own_classes(rows: Sequence[StoredRow], language: str) -> Iterator[OwnClass]:
    classes = class_values([row.values["training_class"] for row in rows])
    states = words_of(CLASS, "status", language)
    for row in sorted(rows, key=lambda one: one.since, reverse=True):
        values: dict[str, Any] = classes.get(row.values["training_class"], {})
        is_held, completed = values.get("status") == HELD, bool(row.values["completed"])
        state = gettext("completed") if completed else gettext("not completed")
        yield OwnClass(
            values.get("name", ""), row.since.isoformat(), row.values["hours"] or 0,
            state if is_held else states.get(values.get("status", ""), ""),
            "good" if completed and is_held else "grey",
        )  # fmt: skip


def _academies(rows: Sequence[StoredRow]) -> Iterator[OwnClass]:
    for row in sorted(rows, key=lambda one: one.values["year"], reverse=True):
        counts = row.values["counted"] is not False
        state = gettext("counts for the year") if counts else gettext("does not count for the year")
        yield OwnClass(
            row.values["academy"], str(row.values["year"]), row.values["hours"], state, "good" if counts else "grey"
        )
