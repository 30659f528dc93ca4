"""The training of a year: who is reached and who lacks hours, the plan against the classes, needs that wait for one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.activities.filed import kind_of, ledger
from zugong.dictionary.store import StoredRow
from zugong.figures.lists import After
from zugong.figures.queries import list_rows
from zugong.training.drafts import CANCELLED, HELD, PLANNED
from zugong.training.queries import CLASS, NEED, ONLINE, QUOTA, class_values, groups, words_of
from zugong.training.year import Year
from zugong.web.clocks import usual_day
from zugong.web.entering.rights import may_add
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, scope_of
from zugong.web.training.doors import kind_named, may_count_group, may_fill, require_training
from zugong.web.training.groups_shown import GroupLine, group_line, kept_overview

_PAGE = 30
_NEEDS, _MOST_NEEDS, _NAMED = 12, 200, 3
_OFFERS = 8
_LEVELS = {HELD: "good", PLANNED: "amber", CANCELLED: "grey"}


@dataclass(frozen=True)
class SeriesLine:
    """One series of classes in the year."""

    label: str
    planned: int
    held: int
    cancelled: int
    places: int
    times: int
    persons: int


@dataclass(frozen=True)
class ClassLine:
    """One class of the list."""

    name: str
    address: str
    on: date
    series: str
    organiser: str
    hours: int | None
    people: str
    state: str
    level: str


@dataclass(frozen=True)
class NeedLine:
    """What organisations need and no class meets yet; `plan_address` begins one class for them all, "" where the user may not.

    `by` names some of who asks, `others` how many more there are.
    """

    subject: str
    address: str
    by: str
    others: int
    whom: str
    persons: int
    plan_address: str


@dataclass(frozen=True)
class Offer:
    """Places that an organisation of the user was given in a class that is still to come."""

    name: str
    address: str
    on: date
    text: str


@dataclass(frozen=True, kw_only=True)
class TrainingPage(Page):
    """The training of a year."""

    template: ClassVar[str] = "web/training/training.html"
    year: int
    before: str
    after: str
    new_address: str
    need_address: str
    needs_address: str
    import_address: str
    sheet_address: str
    online_address: str
    mine_address: str
    groups: tuple[GroupLine, ...]
    has_channels: bool
    offers: tuple[Offer, ...]
    needs: tuple[NeedLine, ...]
    needs_count: int
    numbers: Year
    held: int
    planned: int
    series: tuple[SeriesLine, ...]
    classes: tuple[ClassLine, ...]
    class_count: int
    next: str
    is_first: bool
    first: str


def training(request: HttpRequest) -> HttpResponse:
    """The page."""
    scope, language = scope_of(request), spoken(request)
    require_training(scope)
    here = reverse("training")
    shown = [group for group in groups().values() if may_count_group(scope, group)]
    found = kept_overview(shown, scope)
    year = found.year
    lines = [group_line(group, found.groups[group.group], scope.clocks.on, language) for group in shown]
    classes, count, after = _classes(request, scope, year, language)
    needs, needs_count = _needs(scope, language)
    query = {"on": scope.clocks.on.isoformat()} if scope.clocks.on != usual_day() else {}
    content = TrainingPage(
        title=gettext("Training"),
        year=scope.clocks.on.year,
        **_years(scope.clocks.on, here),
        **_doors(request, scope),
        groups=tuple(line for line in lines if line.numbers.persons),
        has_channels=any(line.channel for line in lines),
        offers=tuple(_offers(scope)),
        needs=needs,
        needs_count=needs_count,
        numbers=year,
        held=year.count("held"),
        planned=year.count("planned"),
        series=tuple(_series(year, language)),
        classes=classes,
        class_count=count,
        next=f"{here}?{urlencode(query | {'after': json.dumps(after)})}#classes" if after else "",
        is_first="after" not in request.GET,
        first=f"{here}?{urlencode(query)}#classes",
    )
    return page(request, content)


def _years(day: date, here: str) -> dict[str, str]:
    """The year before ends on its last day; the year after is the usual day's own, or past."""
    usual = usual_day()
    after = min(date(day.year + 1, 12, 31), usual) if day.year < usual.year else None
    return {
        "before": f"{here}?on={date(day.year - 1, 12, 31).isoformat()}",
        "after": f"{here}?on={after.isoformat()}" if after else "",
    }


def _doors(request: HttpRequest, scope: Scope) -> dict[str, str]:
    """Where the user may begin something; "" for each that stays shut."""
    own = scope.root
    may_begin = own is not None and may_fill(scope, own)
    need = {
        "training_need.organisation": own,
        "training_need.year": usual_day().year + 1,
        "training_need.state": "open",
    }
    may_import = may_add(kind_named(ONLINE, scope), scope)
    return {
        "new_address": reverse("training_new", args=[own]) if may_begin else "",
        "need_address": f"{reverse('record_new', args=[NEED])}?{urlencode(need)}" if may_begin else "",
        "needs_address": _list_address(scope, NEED),
        "online_address": _list_address(scope, ONLINE),
        "import_address": reverse("imports") if may_import else "",
        "sheet_address": reverse("empty_sheet", args=[ONLINE]) if may_import else "",
        "mine_address": reverse("training_mine") if request.user.person_id else "",
    }


def _list_address(scope: Scope, type_code: str) -> str:
    return reverse("record_list", args=[type_code]) if scope.may_list(kind_named(type_code, scope)) else ""


def _classes(
    request: HttpRequest, scope: Scope, year: Year, language: str
) -> tuple[tuple[ClassLine, ...], int, After | None]:  # fmt: skip
    """One page of the classes of the year that the user may list, the latest first."""
    first, last = date(scope.clocks.on.year, 1, 1), date(scope.clocks.on.year, 12, 31)
    where = f"on >= day('{first}') and on <= day('{last}')"
    found = list_rows(
        CLASS, where, scope.clocks, scope.grouping(scope.root), scope.names, order="-on",
        after=_after(request.GET.get("after", "")), limit=_PAGE,
    )  # fmt: skip
    rows = {row.id: row for row in ledger(CLASS).believed(id__in=[row.id for row in found.rows])}
    words = {code: words_of(CLASS, code, language) for code in ("series", "status")}
    lines = [_class_line(rows[row.id], year, words, scope) for row in found.rows if row.id in rows]
    return tuple(lines), found.count, found.after


def _after(text: str) -> After | None:
    """The key after which a page begins, as the address of the page before gave it."""
    try:
        day, pk = json.loads(text) if text else (None, None)
    except (ValueError, TypeError):
        return None
    return (day, pk) if isinstance(day, int) and isinstance(pk, int) else None


def _class_line(row: StoredRow, year: Year, words: Mapping[str, Mapping[str, str]], scope: Scope) -> ClassLine:
    values, identity = row.values, row.anchor or 0
    attended, places = year.attended.get(identity, 0), values["places"]
    if values["status"] == HELD:
        people = gettext("%(count)s completed") % {"count": attended}
    else:
        people = gettext("%(count)s places") % {"count": places} if places else ""
    organiser = values["organisation"]
    return ClassLine(
        values["name"], reverse("training_class", args=[identity]), row.since, words["series"].get(values["series"], ""),
        scope.todays_tree.name(organiser) if organiser in scope.todays_tree else "", values["hours"], people,
        words["status"].get(values["status"], ""), _LEVELS.get(values["status"], "grey"),
    )  # fmt: skip


def _needs(scope: Scope, language: str) -> tuple[tuple[NeedLine, ...], int]:
    """The needs that wait for a class, those of one subject and one audience together; and how many there are in all."""
    found = list_rows(
        NEED, "state = 'open'", scope.clocks, scope.grouping(scope.root), scope.names, order="on", limit=_MOST_NEEDS
    )
    together: dict[tuple[str, str], list[StoredRow]] = {}
    for row in sorted(ledger(NEED).believed(id__in=[row.id for row in found.rows]), key=lambda row: row.id):
        together.setdefault((row.values["subject"], row.values["audience"]), []).append(row)
    whom = words_of(NEED, "audience", language)
    may_plan = scope.root is not None and may_fill(scope, scope.root)
    lines = (_need_line(rows, whom, may_plan, scope) for rows in together.values())
    return tuple(lines)[:_NEEDS], found.count


def _need_line(rows: list[StoredRow], whom: Mapping[str, str], may_plan: bool, scope: Scope) -> NeedLine:
    tree, values = scope.todays_tree, rows[0].values
    names = [tree.name(row.values["organisation"]) for row in rows if row.values["organisation"] in tree]
    plan = urlencode([("need", row.anchor) for row in rows])
    return NeedLine(
        values["subject"], reverse("record", args=[NEED, rows[0].anchor]), "、".join(names[:_NAMED]), max(len(names) - _NAMED, 0),
        whom.get(values["audience"], ""), sum(row.values["persons"] or 0 for row in rows),
        f"{reverse('training_new', args=[scope.root])}?{plan}" if may_plan else "",
    )  # fmt: skip


def _offers(scope: Scope) -> Iterator[Offer]:
    """Places given to organisations of the user, in classes of others that are still to come."""
    where = "training_class.status = 'planned' and training_class.organisation != organisation"
    found = list_rows(QUOTA, where, scope.clocks, scope.grouping(scope.root), scope.names, order="-on", limit=_OFFERS)
    quotas = list(ledger(QUOTA).believed(id__in=[row.id for row in found.rows]))
    classes = class_values([row.values["training_class"] for row in quotas])
    for row in quotas:
        identity, sender = row.values["training_class"], row.values["organisation"]
        if identity in classes and not may_fill(scope, classes[identity]["organisation"]):
            name = scope.todays_tree.name(sender) if sender in scope.todays_tree else ""
            text = gettext("%(count)s places for %(name)s") % {"count": row.values["persons"], "name": name}
            yield Offer(
                classes[identity]["name"], reverse("training_class", args=[identity]), classes[identity]["on"], text
            )


def _series(year: Year, language: str) -> Iterator[SeriesLine]:
    field = kind_of(CLASS).fields["series"]
    order = list(field.codes.codes) if field.codes else []
    for one in sorted(year.series, key=lambda one: order.index(one.series) if one.series in order else len(order)):
        label = field.type.show(one.series, field, language)
        yield SeriesLine(label, one.planned, one.held, one.cancelled, one.places, one.times, one.persons)
