"""What an operation does, in short lines of two parts: the word for it, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from zugong.kernel.time import last_day
from zugong.restructuring.effects import Effects
from zugong.web.listing.references import known_records
from zugong.web.scope import Scope


@dataclass(frozen=True)
class EffectLine:
    label: str
    text: str


def effect_lines(effects: Effects, names: Mapping[int, str], scope: Scope, language: str) -> tuple[EffectLine, ...]:
    """The effects in the order in which an office asks for them. Numbers of members only for who may count them."""
    lines = [*_lives(effects, names), *_links(effects, names), *_what_goes_along(effects, names, scope, language)]
    return tuple(EffectLine(label, text) for label, text in lines)


def _lives(effects: Effects, names: Mapping[int, str]) -> list[tuple[str, str]]:
    day, last = _day(effects.on), _day(last_day(effects.on))
    return [
        *((gettext("Founded"), f"{names[pk]} · {day}") for pk in effects.founded),
        *(
            (gettext("Ended"), gettext("%(name)s · last day %(day)s") % {"name": names[pk], "day": last})
            for pk in effects.ended
        ),
        *((gettext("There again"), names[pk]) for pk in effects.restored),
        *((gettext("Taken back"), names.get(pk, f"№{pk}")) for pk in effects.withdrawn),
        *((gettext("Renamed"), f"{before} → {after} · {day}") for _, before, after in effects.renamed),
        *((gettext("Succeeded by"), f"{names[one]} → {names[other]}") for one, other in effects.succeeded),
    ]


def _links(effects: Effects, names: Mapping[int, str]) -> list[tuple[str, str]]:
    new = set(effects.founded)
    return [
        *(
            (gettext("Stands under"), f"{names[pk]} → {names[after]}")
            for pk, _, after in effects.moved
            if pk in new and after is not None
        ),
        *(
            (gettext("Superior"), f"{names[pk]}：{names.get(before, '—')} → {names.get(after, '—')}")
            for pk, before, after in effects.moved
            if pk not in new
        ),
    ]  # fmt: skip


def _what_goes_along(effects: Effects, names: Mapping[int, str], scope: Scope, language: str) -> list[tuple[str, str]]:
    units = _units(effects, scope, language)
    counts = [
        (effects.territory, gettext("Units whose territory changes")),
        (effects.guidance, gettext("Guidance that ends")),
    ]
    return [
        *_members(effects, names, scope),
        *((gettext("Set up in"), f"{names[pk]} → {units[unit]}") for pk, unit in effects.served),
        *((gettext("No longer set up in"), f"{names[pk]} · {units[unit]}") for pk, unit in effects.left),
        *((label, str(count)) for count, label in counts if count),
        *((gettext("Post ended"), name) for name in _posts(effects, scope, language)),
    ]


def _members(effects: Effects, names: Mapping[int, str], scope: Scope) -> list[tuple[str, str]]:
    if not scope.may_count(scope.catalogue.types["membership"]):
        return []
    words = gettext("%(count)s from %(one)s to %(other)s")
    return [
        (gettext("Members who go along"), words % {"count": count, "one": names[one], "other": names[other]})
        for one, other, count in effects.members
    ]


def _units(effects: Effects, scope: Scope, language: str) -> dict[int, str]:
    wanted = {unit for _, unit in (*effects.served, *effects.left)}
    known = known_records((("unit", pk) for pk in wanted), scope.clocks, scope.catalogue, language)
    return {pk: known.label("unit", pk) for pk in wanted}


def _posts(effects: Effects, scope: Scope, language: str) -> list[str]:
    """Only those that the user may list: of others not even their number is told."""
    rights = scope.names(scope.catalogue.types["position"])
    shown = [pk for pk in effects.positions if rights.positions is not None and pk in rights.positions]
    known = known_records((("position", pk) for pk in shown), scope.clocks, scope.catalogue, language)
    return [known.label("position", pk) for pk in shown]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
