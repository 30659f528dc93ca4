"""The parts of a draft in words, for its page: what each says, and what the check finds in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zugong.drafting.checking import Problem
from zugong.drafting.describing import DescribingProgramme
from zugong.drafting.text import Path
from zugong.packs.programmes import Programme
from zugong.packs.schemes import Scheme
from zugong.schemes.describing import Aspect, Describing
from zugong.web.drafting.desk import Desk
from zugong.web.drafting.finding import CASES, problems_by_part, sections_of
from zugong.web.drafting.sections import NEW, Section

Found = tuple[tuple[Path, Problem], ...]


@dataclass(frozen=True)
class ShownPart:
    """One part in words. `address` opens its form, empty where nobody may change it any more."""

    label: str
    address: str
    aspects: tuple[Aspect, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class ShownSection:
    """A section with its parts; `add` opens the form of a new one."""

    name: str
    label: str
    one: str
    add: str
    parts: tuple[ShownPart, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class ShownCase:
    """A worked case, and whether it comes out."""

    label: str
    problems: tuple[str, ...]


def shown_sections(desk: Desk) -> tuple[ShownSection, ...]:
    """Everything that the draft says."""
    found = problems_by_part(desk)
    tell = _teller(desk)
    return tuple(_section(desk, one, found, tell) for one in sections_of(desk))


def _section(desk: Desk, section: Section, found: dict, tell: Callable[[str, str], tuple[Aspect, ...]]) -> ShownSection:
    parts = tuple(
        ShownPart(
            label=_label(desk, section, place, data),
            address=_address(desk, section, place),
            aspects=tell(section.name, place),
            problems=said_of(found.get((section.name, place), ()), desk.language),
        )
        for place, data in section.parts(desk.holder)
    )
    add = desk.address_of("draft_part", section.name, NEW) if section.is_many and desk.is_open else ""
    loose = said_of(found.get((section.name, ""), ()), desk.language) if section.is_many else ()
    return ShownSection(section.name, section.label, section.one, add, parts, loose)


def _address(desk: Desk, section: Section, place: str) -> str:
    if not desk.is_open:
        return ""
    arguments = (section.name, place) if section.is_many else (section.name,)
    return desk.address_of("draft_part" if section.is_many else "draft_single", *arguments)


def _label(desk: Desk, section: Section, place: str, data: dict[str, Any]) -> str:
    if not section.is_many:
        return section.label
    return str(data.get("zh" if desk.language.startswith("zh") else "en") or place)


def said_of(found: Found, language: str) -> tuple[str, ...]:
    """The problems in words, each once."""
    return tuple(dict.fromkeys(problem.said(language) for _, problem in found))


def _teller(desk: Desk) -> Callable[[str, str], tuple[Aspect, ...]]:
    """Tells a part in words, as long as the whole can be read."""
    element = desk.checked.element
    if isinstance(element, Scheme):
        return _of_scheme(
            Describing(
                desk.definitions,
                desk.checked.pack.schemes.get(element.scheme, element),
                desk.checked.version,
                desk.language,
            )
        )
    if isinstance(element, Programme):
        return _of_programme(DescribingProgramme(desk.definitions, element, desk.language))
    return lambda section, place: ()


def _of_scheme(tell: Describing) -> Callable[[str, str], tuple[Aspect, ...]]:
    version = tell.version
    lists = {
        "clauses": (tell.clause, {one.criterion: one for one in version.criteria}),
        "levels": (tell.level, {one.level: one for one in version.levels}),
        "vetoes": (tell.veto, {one.veto: one for one in version.vetoes}),
        "causes": (tell.cause, {one.cause: one for one in version.causes}),
        "sectors": (tell.sector, version.sectors),
        "groups": (tell.group, version.groups),
    }  # fmt: skip

    def told(section: str, place: str) -> tuple[Aspect, ...]:
        if section in ("paper", "procedure"):
            return tell.paper() if section == "paper" else tell.procedure()
        say, known = lists[section]
        return _without_name(say(known[place])) if place in known else ()  # type: ignore[operator]

    return told


def _of_programme(tell: DescribingProgramme) -> Callable[[str, str], tuple[Aspect, ...]]:
    lines = {one.line: one for one in tell.programme.lines}

    def told(section: str, place: str) -> tuple[Aspect, ...]:
        if section == "paper":
            return tell.paper()
        if section == "parts":
            found = tell.programme.parts.get(place)
            return _without_name(tell.part(found)) if found else ()
        return _without_name(tell.line(lines[place])) if place in lines else ()

    return told


def _without_name(aspects: tuple[Aspect, ...]) -> tuple[Aspect, ...]:
    return tuple(one for one in aspects if one.name != "text")


def shown_cases(desk: Desk) -> tuple[ShownCase, ...]:
    """The worked cases of a scheme."""
    found = problems_by_part(desk)
    cases = desk.holder.get(CASES, []) if desk.is_scheme else []
    return tuple(
        ShownCase(str(one.get("case", "")), said_of(found.get((CASES, str(number)), ()), desk.language))
        for number, one in enumerate(cases)
    )
