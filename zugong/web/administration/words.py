"""Matters, acts, depths and kinds of office in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

from zugong.dictionary.declarations import Depth
from zugong.offices.rules import ACTS, DEFAULT_MANDATES, EVERY_MATTER
from zugong.web.administration.preview import SeenType
from zugong.web.middleware import spoken
from zugong.web.scope import scope_of

_NAMED = 3


@dataclass(frozen=True)
class Word:
    """One entry of a select."""

    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class SeenLine:
    """A record type that an office sees, in words. `change` is how many rows more, "" for none."""

    name: str
    count: str
    change: str
    depth: str


def matters(request: HttpRequest, chosen: str = "") -> tuple[Word, ...]:
    """Every matter, the star first, each by the record types that it opens: 党籍、人员…."""
    scope, language = scope_of(request), spoken(request)
    types: dict[str, list[str]] = {}
    for kind in scope.catalogue.types.values():
        types.setdefault(kind.matter, []).append(kind.name(language))
    found = [(EVERY_MATTER, gettext("every matter"))]
    found += [(matter, _told(names)) for matter, names in sorted(types.items())]
    return tuple(Word(value, label, value == chosen) for value, label in found)


def _told(names: list[str]) -> str:
    return gettext(", ").join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def acts_granted() -> dict[str, str]:
    """The five acts."""
    words = (gettext("see"), gettext("advise"), gettext("fill"), gettext("check"), gettext("decide"))
    return dict(zip(ACTS, words, strict=True))


def depths() -> dict[Depth, str]:
    """The four depths."""
    words = (gettext("numbers"), gettext("names"), gettext("personal fields"), gettext("sensitive fields"))
    return dict(zip(Depth, words, strict=True))


def kinds_of_office(chosen: str) -> tuple[Word, ...]:
    """The kinds of office that have usual mandates, none first."""
    words = {
        "organisation_section": gettext("organisation section of a committee"),
        "township_organisation": gettext("organisation office of a township"),
        "branch_secretary": gettext("branch secretary"),
        "dues_treasurer": gettext("treasurer of dues"),
        "cadre_section": gettext("cadre section"),
        "talent_office": gettext("talent office"),
        "lead_bureau": gettext("lead bureau of one matter"),
    }
    known = [(kind, words.get(kind, kind)) for kind in DEFAULT_MANDATES]
    return tuple(
        Word(value, label, value == chosen) for value, label in [("", gettext("none: mandates one by one")), *known]
    )


def seen_lines(types: Iterable[SeenType]) -> tuple[SeenLine, ...]:
    """What an office sees, as a table says it."""
    levels = depths()
    return tuple(
        SeenLine(
            one.name,
            f"{one.after:,}",
            f"+{one.after - one.before:,}" if one.is_changed else "",
            levels[one.depth],
        )
        for one in types
    )
