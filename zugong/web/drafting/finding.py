"""Which part and which field a problem of the check concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from zugong.drafting.checking import Problem
from zugong.drafting.text import Path
from zugong.web.drafting.desk import Desk
from zugong.web.drafting.fields import Field
from zugong.web.drafting.programme_forms import programme_sections
from zugong.web.drafting.scheme_forms import scheme_sections
from zugong.web.drafting.sections import Section

CASES = "cases"


def sections_of(desk: Desk) -> tuple[Section, ...]:
    """The sections of the draft, in the order in which it is written."""
    return scheme_sections() if desk.is_scheme else programme_sections()


def problems_by_part(desk: Desk) -> Mapping[tuple[str, str], tuple[tuple[Path, Problem], ...]]:
    """The problems by section and place, each with its path within the part; ("", "") has those of no part."""
    found: dict[tuple[str, str], list[tuple[Path, Problem]]] = defaultdict(list)
    for problem in desk.problems:
        section, place, rest = _located(desk, problem.path)
        found[section, place].append((rest, problem))
    return {key: tuple(each) for key, each in found.items()}


def _located(desk: Desk, path: Path) -> tuple[str, str, Path]:
    inner = _within_holder(desk, path)
    if inner[:1] == (CASES,):
        return CASES, str(inner[1]) if len(inner) > 1 else "", inner[2:]
    for section in sections_of(desk):
        if section.concerns(inner):
            if not section.is_many:
                return section.name, "", inner
            return section.name, _place(desk, section, inner), inner[2:]
    return "", "", path


def _within_holder(desk: Desk, path: Path) -> Path:
    last = len(desk.data.get("versions", [])) - 1
    return path[2:] if desk.is_scheme and path[:2] == ("versions", last) else () if desk.is_scheme else path


def _place(desk: Desk, section: Section, path: Path) -> str:
    if len(path) < 2:
        return ""
    if not section.key:
        return str(path[1])
    entries = section.listed(desk.holder)
    number = path[1]
    if not isinstance(number, int) or number >= len(entries):
        return ""
    return str(entries[number].get(section.key, number))


def problems_by_field(
    found: Iterable[tuple[Path, Problem]], fields: Iterable[Field], language: str
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The sentences by the name of the field that each concerns, and those that concern none."""
    by_field: dict[str, list[str]] = defaultdict(list)
    others: list[str] = []
    for path, problem in found:
        field = _nearest(path, fields)
        (by_field[field.name] if field else others).append(problem.said(language))
    return {name: tuple(dict.fromkeys(said)) for name, said in by_field.items()}, tuple(dict.fromkeys(others))


def _nearest(path: Path, fields: Iterable[Field]) -> Field | None:
    """The field whose path has most in common with that of the problem, a condition before others; None for nothing."""
    ranked = [(_common(path, field.path), field.kind == "condition", field) for field in fields if field.path]
    best = max(ranked, key=lambda one: one[:2], default=None)
    return best[2] if best and best[0] else None


def _common(path: Path, other: tuple[str, ...]) -> int:
    count = 0
    for one, two in zip(path, other, strict=False):
        if one != two:
            break
        count += 1
    return count
