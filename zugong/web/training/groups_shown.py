"""A group to be trained as pages show it: numbers with what is asked and by which paper, by organisation, by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.dictionary.freshness import mark_now
from zugong.kernel.keeping import Kept
from zugong.kernel.time import today
from zugong.packs.training import TrainingGroup
from zugong.training.hours import Standing, coverage_of
from zugong.training.queries import hours_wanted, the_pack
from zugong.training.rules import Coverage, counted, share
from zugong.training.year import Overview, overview
from zugong.web.clocks import usual_day
from zugong.web.scope import Scope
from zugong.web.training.doors import counting_rights

EVERYBODY, NEVER, SHORT = "all", "never", "short"


@dataclass(frozen=True)
class GroupLine:
    """A group, or the part of it below an organisation, in numbers."""

    label: str
    address: str
    numbers: Coverage
    share: str
    never_address: str
    short_address: str
    asked: str = ""
    channel: str = ""
    paper: str = ""
    note: str = ""


def asked_words(group: TrainingGroup, day: date) -> str:
    """What is asked of a group on a day, in words; "" where no hours are."""
    hours = hours_wanted(group, day)
    if not hours:
        return ""
    if group.years == 1:
        return gettext("%(hours)s hours a year") % {"hours": hours}
    return gettext("%(hours)s hours in %(years)s years") % {"hours": hours, "years": group.years}


def paper_of(group: TrainingGroup, day: date) -> str:
    """The paper that asks for the hours of a group, with its article; "" where none does."""
    parameter = the_pack().parameters.get(group.hours or "")
    begun = [start for start in parameter.sources if start <= day] if parameter else []
    if parameter is None or not begun:
        return ""
    source = parameter.sources[max(begun)]
    return f"《{source.title}》" + (f"第{source.article}条" if source.article else "")


_kept: Kept[Overview] = Kept()
#: What decides an overview beside the clocks and the mandates: the numbers, and where rows may be seen.
_READ = (
    "training_class", "training_attendance", "online_training", "membership", "person", "appointment", "position", "manages",
    "organisation", "belongs",
)  # fmt: skip


def kept_overview(shown: Sequence[TrainingGroup], scope: Scope) -> Overview:
    """The overview below the user's organisation, kept until an entry touches what it reads."""
    access = scope.access
    key = (mark_now().version(_READ, scope.clocks.known), today(), scope.clocks, access.grants, settings.ZUGONG_CADRE)
    return _kept.value(
        (*key, tuple(one.group for one in shown)),
        lambda: overview(shown, scope.clocks, scope.grouping(scope.root), counting_rights(scope)),
    )


def group_line(group: TrainingGroup, numbers: Coverage, day: date, language: str) -> GroupLine:
    """A group in numbers."""
    return GroupLine(
        group.label(language), address_of(group, {}, day), numbers, share(numbers.reached, numbers.persons),
        address_of(group, {"show": NEVER}, day), address_of(group, {"show": SHORT}, day), asked_words(group, day),
        group.channel.in_language(language) if group.channel else "", paper_of(group, day),
        group.note.in_language(language) if group.note else "",
    )  # fmt: skip


def address_of(group: TrainingGroup, query: dict[str, object], day: date) -> str:
    """The page of a group, narrowed; another day than the usual one goes along."""
    query = query if day == usual_day() else query | {"on": day.isoformat()}
    address = reverse("training_group", args=[group.group])
    return f"{address}?{urlencode(query)}" if query else address


def lines_below(group: TrainingGroup, found: Iterable[Standing], root: int, scope: Scope) -> tuple[GroupLine, ...]:
    """A group by the organisations right below one, and at it itself; those with nobody left out."""
    tree, grouped = scope.tree, scope.grouping(root).group_of
    parts: dict[int, list[Standing]] = {}
    for one in found:
        if one.place in grouped:
            parts.setdefault(grouped[one.place], []).append(one)
    return tuple(_part_line(group, pk, parts[pk], root, scope) for pk in (root, *tree.children(root)) if pk in parts)


def _part_line(group: TrainingGroup, organisation: int, part: list[Standing], root: int, scope: Scope) -> GroupLine:
    day = scope.clocks.on
    numbers = coverage_of(group, part, day)
    name = scope.tree.name(organisation)
    here = {"organisation": organisation}
    return GroupLine(
        gettext("%(name)s itself") % {"name": name} if organisation == root and scope.tree.children(root) else name,
        address_of(group, here, day), numbers, share(numbers.reached, numbers.persons),
        address_of(group, here | {"show": NEVER}, day), address_of(group, here | {"show": SHORT}, day),
    )  # fmt: skip


def shown_only(group: TrainingGroup, found: Iterable[Standing], show: str) -> list[Standing]:
    """Those whom no class reached, those to whom hours are lacking, or everybody."""
    if show == NEVER:
        return [one for one in found if not one.done.classes]
    if show == SHORT:
        return [one for one in found if one.lacking]
    return list(found)


def hours_words(group: TrainingGroup, one: Standing) -> str:
    """What somebody has and lacks, in words."""
    has = counted(one.done, online=group.online)
    if one.lacking:
        return gettext("%(has)s hours, %(lacking)s lacking") % {"has": has, "lacking": one.lacking}
    return gettext("%(has)s hours") % {"has": has}
