"""What if: the criteria of another version on the data of this round, and what differs between two papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.packs.schemes import Version
from zugong.schemes.comparing import Difference, Moved, differences, moved
from zugong.schemes.evaluating import Rating, Standing
from zugong.schemes.wording import level_word
from zugong.web.pages import Page, page
from zugong.web.schemes.asked import Asked, Crumb, asked_about, rating_of
from zugong.web.schemes.clauses import Choice
from zugong.web.views.figures import Option, options_of

_MOVERS = 100


@dataclass(frozen=True)
class MoveRow:
    """How many stand at one level by each of the two."""

    label: str
    before: int
    after: int
    change: str


@dataclass(frozen=True)
class Mover:
    name: str
    address: str
    place: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownDifference:
    kind: str
    badge: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class VersionsPage(Page):
    """Two versions of one scheme beside each other."""

    template: ClassVar[str] = "web/schemes/versions.html"
    crumbs: tuple[Crumb, ...]
    options: tuple[Option, ...]
    befores: tuple[Choice, ...]
    afters: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    only_one: str
    said: str
    moves: tuple[MoveRow, ...]
    movers: tuple[Mover, ...]
    movers_said: str
    differences: tuple[ShownDifference, ...]


@dataclass(frozen=True)
class _Pair:
    """The two versions that are compared."""

    before: Version
    after: Version


def scheme_versions(request: HttpRequest, code: str) -> HttpResponse:
    """Two versions on the data of the round; 404 for a version that the scheme does not have."""
    asked = asked_about(request, code)
    pair = _pair(asked)
    before, after = (_rated_by(asked, version) for version in (pair.before, pair.after))
    is_same = pair.before.version == pair.after.version
    shown = {one.subject.anchor for one in asked.shown_of(before)}
    found = [] if is_same else [one for one in moved(before, after) if one.anchor in shown]
    content = VersionsPage(
        title=gettext("What if · compare versions"),
        crumbs=asked.crumbs(),
        options=options_of(asked.scope, asked.root),
        befores=_choices(asked, pair.before),
        afters=_choices(asked, pair.after),
        kept=tuple((name, value) for name, value in request.GET.items() if name not in ("before", "after")),
        only_one=_only_one(asked),
        said=_said(asked),
        moves=_move_rows(asked, before, after, pair),
        movers=tuple(_mover(asked, one, before, pair) for one in found[:_MOVERS]),
        movers_said=gettext("%(count)s would stand elsewhere") % {"count": len(found)},
        differences=tuple(_difference(one, asked.language) for one in differences(pair.before, pair.after)),
    )
    return page(request, content)


def _pair(asked: Asked) -> _Pair:
    """The versions that the address names; usually the one in force and the next."""
    versions = asked.scheme.versions
    place = versions.index(asked.version)
    following = versions[place + 1] if place + 1 < len(versions) else asked.version
    return _Pair(_named(asked, "before", asked.version), _named(asked, "after", following))


def _named(asked: Asked, name: str, usual: Version) -> Version:
    wanted = asked.request.GET.get(name, "")
    found = asked.scheme.version(wanted) if wanted else usual
    if found is None:
        raise Http404
    return found


def _rated_by(asked: Asked, version: Version) -> Rating:
    """Everybody rated by a version on the data of the round."""
    return rating_of(asked.question.what_if(version))


def _choices(asked: Asked, chosen: Version) -> tuple[Choice, ...]:
    return tuple(
        Choice(one.version, f"{one.version} 《{one.paper.title}》", one.version == chosen.version)
        for one in asked.scheme.versions
    )


def _only_one(asked: Asked) -> str:
    if len(asked.scheme.versions) > 1:
        return ""
    return gettext(
        "There is one version only. Write the next one into the pack, and here it can be tried on this year's data."
    )


def _said(asked: Asked) -> str:
    words = {"round": asked.round_name, "day": asked.question.day}
    return gettext("Both on the records of %(round)s as of %(day)s; nothing is recorded by looking.") % words


def _move_rows(asked: Asked, before: Rating, after: Rating, pair: _Pair) -> tuple[MoveRow, ...]:
    labels: dict[str | None, str] = {}
    for version in (pair.before, pair.after):
        labels |= {one.level: one.label(asked.language) for one in version.levels if one.level not in labels}
    labels[None] = level_word(asked.version, None, asked.language)
    old_ones, new_ones = asked.shown_of(before), asked.shown_of(after)
    rows = ((label, _count(old_ones, level), _count(new_ones, level)) for level, label in labels.items())
    return tuple(MoveRow(label, old, new, f"{new - old:+d}" if new != old else "±0") for label, old, new in rows)


def _count(standings: Sequence[Standing], level: str | None) -> int:
    return sum(one.level == level for one in standings)


def _mover(asked: Asked, one: Moved, before: Rating, pair: _Pair) -> Mover:
    standing = before.standings[one.anchor]
    return Mover(
        name=standing.subject.name,
        address=asked.address("scheme_rated", one.anchor),
        place=asked.place_name(standing),
        before=level_word(pair.before, one.before, asked.language),
        after=level_word(pair.after, one.after, asked.language),
    )


def _difference(one: Difference, language: str) -> ShownDifference:
    kinds = {"added": gettext("new"), "removed": gettext("left out"), "changed": gettext("changed")}
    badges = {"added": "good", "removed": "red", "changed": "amber"}
    whats = {"clause": gettext("Clause"), "level": gettext("Level reached"), "veto": gettext("Veto")}
    what = f"{whats[one.what]}: {one.label.in_language(language)}"
    return ShownDifference(kinds[one.kind], badges[one.kind], what, one.before, one.after)
